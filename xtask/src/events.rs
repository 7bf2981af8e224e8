//! Sample events of the gateway for every operation: one that succeeds in the sample city of the tests, one with a bad
//! input, one of a caller who may not.

use notebook::access::Role;
use platform::operation::Operation;
use platform::spec::{Spec, SubjectKind, Who};
use serde_json::{Map, Value, json};

/// The ids of the sample city. The tests make a city in which these exist.
pub mod sample {
    /// A resident.
    pub const RESIDENT: &str = "019aa000-0000-7000-8000-000000000001";
    /// An institution.
    pub const INSTITUTION: &str = "4310112347";
    /// A visit of the resident there today.
    pub const VISIT: &str = "019aa000-0000-7000-8000-000000000002";
    /// A daily record of the resident.
    pub const RECORD: &str = "019aa000-0000-7000-8000-000000000003";
    /// A note of the institution on the visit.
    pub const NOTE: &str = "019aa000-0000-7000-8000-000000000004";
    /// A visit of the resident that was entered by hand.
    pub const OWN_VISIT: &str = "019aa000-0000-7000-8000-000000000005";
    /// A hospital where the resident stays since yesterday.
    pub const HOSPITAL: &str = "4310198765";
    /// The visit there, which was renewed yesterday.
    pub const STAY: &str = "019aa000-0000-7000-8000-00000000000f";
    /// An appointment of the resident.
    pub const APPOINTMENT: &str = "019aa000-0000-7000-8000-000000000011";
    /// A medication alarm of the resident.
    pub const ALARM: &str = "019aa000-0000-7000-8000-000000000006";
    /// A device of the resident's account.
    pub const DEVICE: &str = "019aa000-0000-7000-8000-000000000007";
    /// The id of the resident's account, as it stands in access logs.
    pub const ACTOR: &str = "sampleActorOfHanako-00";
    /// A medicine of the resident that was typed by hand.
    pub const MEDICATION: &str = "019aa000-0000-7000-8000-000000000008";
    /// A medicine of the resident that was scanned.
    pub const SCANNED: &str = "019aa000-0000-7000-8000-000000000009";
    /// A dose of the resident that was logged by hand.
    pub const INTAKE: &str = "019aa000-0000-7000-8000-00000000000a";
    /// The sheet that it was scanned from.
    pub const SHEET: &str = "019aa000-0000-7000-8000-00000000000c";
    /// A person of the family, whose medicines the resident may manage.
    pub const RELATIVE: &str = "019aa000-0000-7000-8000-00000000000d";
    /// The id of the account of somebody who may see the resident's notebook.
    pub const MEMBER: &str = "sampleActorOfAMember-0";
    /// Somebody who has invited the resident's account.
    pub const INVITING: &str = "019aa000-0000-7000-8000-00000000000e";
    /// The code of that invitation.
    pub const INVITATION: &str = "SMPL-CODE-2345";
    /// An invitation of the resident that nobody has accepted, by its name in the list.
    pub const OPEN_INVITATION: &str = "019aa000-0000-7000-8000-000000000010";
    /// A medicine without prescription of the same ingredient.
    pub const BOUGHT: &str = "019aa000-0000-7000-8000-00000000000b";
    /// The alert that the two raise.
    pub const ALERT: &str = "sampleAlertOfTwoMedicines";
    /// The secret of the resident's emergency card.
    pub const EMERGENCY_SECRET: &str = "sampleSecretOfAnEmergencyCard-00";
    /// A secret that is no card's.
    pub const NO_SECRET: &str = "sampleSecretOfNobodysCardAtAll-0";
    /// The resident's account.
    pub const HANAKO: &str = "sample-resident";
    /// A doctor of the institution.
    pub const DOCTOR: &str = "sample-doctor";
    /// A public-health nurse of the institution.
    pub const NURSE: &str = "sample-public-health-nurse";
    /// A pharmacist of the institution.
    pub const PHARMACIST: &str = "sample-pharmacist";
    /// A dispensing that the pharmacist registered.
    pub const DISPENSED: &str = "019aa000-0000-7000-8000-000000000014";
    /// A guidance of that nurse.
    pub const GUIDANCE: &str = "019aa000-0000-7000-8000-000000000013";
    /// A goal of it.
    pub const GOAL: &str = "019aa000-0000-7000-8000-000000000012";
    /// Residents' client.
    pub const RESIDENTS_CLIENT: &str = "residents-client";
    /// Staff's client.
    pub const STAFF_CLIENT: &str = "staff-client";
    /// The user pool.
    pub const ISSUER: &str = "https://cognito-idp.ap-northeast-1.amazonaws.com/pool";
    /// The instant of the events.
    pub const NOW: &str = "2026-11-22T10:00:00+09:00";
}

/// Whether it is for those who work at an institution.
pub fn is_of_staff(spec: &Spec) -> bool {
    matches!(
        spec.who.kind(),
        SubjectKind::Staff
            | SubjectKind::Patient
            | SubjectKind::Arrived
            | SubjectKind::PatientVisit
            | SubjectKind::Guided
            | SubjectKind::Dispensed
    )
}

/// Whom an operation is for in the sample city.
pub fn owner(spec: &Spec) -> &'static str {
    match spec.who {
        Who::Staff(Role::GUIDANCE) | Who::Guidance(_) | Who::OwnGuidance(_) => sample::NURSE,
        Who::Dispensing(_) => sample::PHARMACIST,
        _ if is_of_staff(spec) => sample::DOCTOR,
        _ => sample::HANAKO,
    }
}

/// The three events of an operation, by name.
pub fn of(operation: &Operation) -> [(&'static str, Value); 3] {
    let staff = is_of_staff(&operation.spec);
    let owner = owner(&operation.spec);
    let newcomer = operation.spec.name == "create-resident";
    let ok = if newcomer { "sample-newcomer" } else { owner };
    if operation.spec.is_public() {
        return of_public(operation);
    }
    [
        ("ok", event(operation, &claims(ok, staff, "access"), false)),
        ("invalid", event(operation, &claims(ok, staff, "access"), true)),
        ("forbidden", event(operation, &forbidden(operation, staff), false)),
    ]
}

/// Of an operation without an account: the gateway hands no claims over, and who may not is who has another secret.
fn of_public(operation: &Operation) -> [(&'static str, Value); 3] {
    let without = |invalid| {
        let mut event = event(operation, &Value::Null, invalid);
        if let Some(context) = event.get_mut("requestContext").and_then(Value::as_object_mut) {
            context.remove("authorizer");
        }
        if let Some(headers) = event.get_mut("headers").and_then(Value::as_object_mut) {
            headers.remove("authorization");
        }
        event
    };
    let mut forbidden = without(false);
    if let Some(body) = forbidden.get_mut("body") {
        *body = body.as_str().unwrap_or_default().replace(sample::EMERGENCY_SECRET, sample::NO_SECRET).into();
    }
    [("ok", without(false)), ("invalid", without(true)), ("forbidden", forbidden)]
}

/// Someone else, where there is someone else's thing to ask for; an ID token where any account may ask for its own.
fn forbidden(operation: &Operation, staff: bool) -> Value {
    match operation.spec.who {
        Who::Account | Who::ResidentAccount => claims(sample::HANAKO, false, "id"),
        _ => claims("sample-stranger", staff, "access"),
    }
}

fn claims(subject: &str, staff: bool, token_use: &str) -> Value {
    let mut claims = json!({
        "iss": sample::ISSUER,
        "sub": subject,
        "token_use": token_use,
        "client_id": if staff { sample::STAFF_CLIENT } else { sample::RESIDENTS_CLIENT },
        "auth_time": "1790000000",
        "origin_jti": subject,
    });
    if staff && let Some(object) = claims.as_object_mut() {
        object.insert("second_factor".to_owned(), "totp".into());
    }
    claims
}

fn event(operation: &Operation, claims: &Value, invalid: bool) -> Value {
    let spec = &operation.spec;
    let example = operation.example();
    let path = path(spec);
    let parameters: Map<_, _> =
        spec.placeholders().map(|name| (name.to_owned(), placeholder(spec.name, name).into())).collect();
    let mut headers = json!({
        "accept": "application/json",
        "accept-language": "ja",
        "authorization": "Bearer (verified by the gateway)",
        "content-type": "application/json",
    });
    if spec.idempotent
        && let Some(headers) = headers.as_object_mut()
    {
        headers.insert("idempotency-key".to_owned(), "sample".into());
    }
    let mut event = json!({
        "version": "2.0",
        "routeKey": spec.route_key(),
        "rawPath": path,
        "rawQueryString": "",
        "headers": headers,
        "pathParameters": parameters,
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "sample",
            "authorizer": { "jwt": { "claims": claims, "scopes": null } },
            "domainName": "api.notebook.test",
            "http": { "method": spec.method.as_str(), "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "sample" },
            "requestId": "sample-request",
            "routeKey": spec.route_key(),
            "stage": "$default",
            "timeEpoch": 1_795_309_200_000_u64,
        },
        "isBase64Encoded": false,
    });
    let Some(object) = event.as_object_mut() else { return event };
    if spec.has_body() {
        let mut body = if example.is_object() { example } else { json!({}) };
        if invalid && let Some(body) = body.as_object_mut() {
            body.insert("not_a_field".to_owned(), true.into());
        }
        object.insert("body".to_owned(), body.to_string().into());
    } else {
        let mut query: Map<_, _> = example.as_object().cloned().unwrap_or_default();
        if invalid {
            query.insert("not_a_parameter".to_owned(), "1".into());
        }
        let pairs: Vec<_> =
            query.iter().map(|(name, value)| format!("{name}={}", value.as_str().unwrap_or_default())).collect();
        object.insert("rawQueryString".to_owned(), pairs.join("&").into());
        object.insert("queryStringParameters".to_owned(), Value::Object(query));
    }
    event
}

/// The path of an operation with the sample ids.
pub fn path(spec: &Spec) -> String {
    spec.placeholders()
        .fold(spec.path.to_owned(), |path, name| path.replace(&format!("{{{name}}}"), placeholder(spec.name, name)))
}

fn placeholder(operation: &str, name: &str) -> &'static str {
    match (name, operation) {
        ("code" | "institution_code", _) => sample::INSTITUTION,
        ("visit_id", "update-visit" | "delete-visit") => sample::OWN_VISIT,
        ("visit_id", "renew-check-in") => sample::STAY,
        ("visit_id", _) => sample::VISIT,
        ("appointment_id", _) => sample::APPOINTMENT,
        ("record_id", _) => sample::RECORD,
        ("note_id", _) => sample::NOTE,
        ("guidance_id", _) => sample::GUIDANCE,
        ("alarm_id", _) => sample::ALARM,
        ("device_id", _) => sample::DEVICE,
        ("actor_id", _) => sample::ACTOR,
        ("other_id", _) => sample::MEMBER,
        ("invitation_id", _) => sample::OPEN_INVITATION,
        ("section", _) => "visits",
        ("intake_id", _) => sample::INTAKE,
        ("date", _) => "2026-11-22",
        ("time", _) => "11:00",
        ("medication_id", "retract-dispensing") => sample::DISPENSED,
        ("medication_id", _) => sample::MEDICATION,
        ("sheet_id", _) => sample::SHEET,
        ("alert_id", _) => sample::ALERT,
        _ => sample::RESIDENT,
    }
}
