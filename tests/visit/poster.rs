//! the poster names the clinic and never grants.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use notebook::institution::InstitutionCode;
use records::poster;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use support::keys::{DIRECTORY, GRANTS, NOTEBOOK, POSTER_KEYS, VISITS};
use support::{City, Person};

use super::{CLINIC, OTHER_CLINIC, at_clinic, city_of, close};

struct Signer(EcdsaKeyPair);

impl Signer {
    fn new() -> Self {
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        Self(EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &SystemRandom::new()).unwrap())
    }

    /// Registers the key as the city would have.
    fn register(&self, city: &City, kid: &str, not_after: Option<&str>) {
        let (x, y) = self.0.public_key().as_ref()[1..].split_at(32);
        let mut item = json!({
            "pk": { "S": DIRECTORY }, "sk": { "S": POSTER_KEYS.of(kid) }, "kid": { "S": kid },
            "x": { "S": URL_SAFE_NO_PAD.encode(x) }, "y": { "S": URL_SAFE_NO_PAD.encode(y) },
        });
        if let Some(end) = not_after {
            item["not_after"] = json!({ "S": end });
        }
        city.store.seed(item);
    }

    fn sign(&self, input: &str) -> String {
        let signature = self.0.sign(&SystemRandom::new(), input.as_bytes()).unwrap();
        poster::assemble(input, signature.as_ref().try_into().unwrap())
    }

    fn token(&self, kid: &str, institution: &str, city: &str) -> String {
        let code = InstitutionCode::parse(institution).unwrap();
        self.sign(&poster::signing_input(kid, code, city, "2026-04-01T00:00:00Z".parse().unwrap()).unwrap())
    }
}

fn with_qr(id: &str, qr: &str) -> Value {
    let mut body = at_clinic(id, &["profile"]);
    body.as_object_mut().unwrap().remove("institution_code");
    body["qr"] = json!(qr);
    body
}

#[tokio::test]
async fn r11_a_poster_names_its_clinic_by_address_and_by_token() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let signer = Signer::new();
    signer.register(&city, "poster-1", None);
    let token = signer.token("poster-1", CLINIC, "432041");
    city.store.forget();
    let address = format!("https://notebook.test/c#{token}");
    let reply = city.post(&hanako, "/v1/check-ins", with_qr(&id, &address)).await.expect(201);
    assert!(city.store.seen().depth <= 3);
    assert_eq!(reply.body["institution"]["code"], CLINIC);
    // The poster still hangs there in seven years.
    city.set_time("2033-11-22T10:00:00+09:00");
    city.post(&hanako, "/v1/check-ins", with_qr(&id, &token)).await.expect(201);
}

#[tokio::test]
async fn r11_a_poster_grants_nothing_to_who_may_not_check_in() {
    let (hanako, stranger) = (Person::resident("hanako"), Person::resident("stranger"));
    let (city, id) = city_of(&hanako).await;
    let signer = Signer::new();
    signer.register(&city, "poster-1", None);
    let token = signer.token("poster-1", CLINIC, "432041");
    city.post(&stranger, "/v1/check-ins", with_qr(&id, &token)).await.expect_problem(404, "not_found");
    assert!(city.items(NOTEBOOK, GRANTS).is_empty());
}

#[tokio::test]
async fn r11_a_forged_poster_is_refused_and_opens_nothing() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let signer = Signer::new();
    signer.register(&city, "poster-1", None);
    signer.register(&city, "withdrawn", Some("2026-11-22T01:00:00Z"));
    let good = signer.token("poster-1", CLINIC, "432041");
    let parts: Vec<_> = good.split('.').collect();
    let (header, claims, signature) = (parts[0], parts[1], parts[2]);
    let encode = |json: &str| URL_SAFE_NO_PAD.encode(json);
    let other = signer.token("poster-1", OTHER_CLINIC, "432041");
    let header_with = |alg: &str, typ: &str, kid: &str| {
        let header = json!({ "alg": alg, "kid": kid, "typ": typ }).to_string();
        signer.sign(&format!("{}.{claims}", encode(&header)))
    };
    let forged = [
        format!("{header}.{}.{signature}", other.split('.').nth(1).unwrap()),
        format!("{header}.{claims}.{}", other.split('.').nth(2).unwrap()),
        format!("{header}.{claims}."),
        format!("{header}.{claims}"),
        Signer::new().token("poster-1", CLINIC, "432041"),
        signer.token("unknown", CLINIC, "432041"),
        signer.token("withdrawn", CLINIC, "432041"),
        signer.token("poster-1", CLINIC, "131016"),
        header_with("none", "poster+jwt", "poster-1"),
        header_with("HS256", "poster+jwt", "poster-1"),
        header_with("RS256", "poster+jwt", "poster-1"),
        header_with("ES256", "JWT", "poster-1"),
        header_with("ES256", "poster+jwt", "../poster-1"),
        header_with("ES256", "poster+jwt", "poster-1#"),
        header_with("ES256", "poster+jwt", "ポスター"),
        header_with("ES256", "poster+jwt", ""),
        header_with("ES256", "poster+jwt", &"k".repeat(65)),
        format!("https://notebook.test/c?{good}"),
        format!("{good}#"),
        CLINIC.to_owned(),
        "https://notebook.test/c#".to_owned(),
    ];
    for (n, qr) in forged.iter().enumerate() {
        let reply = city.post(&hanako, "/v1/check-ins", with_qr(&id, qr)).await;
        assert_eq!((reply.status, reply.code()), (422, "invalid_poster"), "{n} {qr}");
        assert!(!String::from_utf8_lossy(&reply.raw).contains(qr.as_str()));
    }
    assert!(city.items(NOTEBOOK, GRANTS).is_empty() && city.items(NOTEBOOK, VISITS).is_empty());
    city.post(&hanako, "/v1/check-ins", with_qr(&id, &good)).await.expect(201);
}

#[tokio::test]
async fn r11_a_clinic_that_left_or_never_was_is_unavailable_though_its_poster_is_genuine() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let signer = Signer::new();
    signer.register(&city, "poster-1", None);
    close(&city, CLINIC);
    for code in [CLINIC, "4310199999"] {
        let token = signer.token("poster-1", code, "432041");
        let reply = city.post(&hanako, "/v1/check-ins", with_qr(&id, &token)).await;
        reply.expect_problem(409, "institution_unavailable");
    }
    assert!(city.items(NOTEBOOK, GRANTS).is_empty());
}
