//! Everyone who calls: a sample city in which they are who `actors.md` says, made by the operations that make them where there are
//! such, and as administrator where a birthday or the city's staff would do it.

use chrono::TimeDelta;
use notebook::access::consent::RULES;
use serde_json::{Value, json};
use support::keys::{INSTITUTION, NOTEBOOK, PROFILE, RELATIONS, STAFF_MEMBERS};
use support::{City, Person};
use xtask::events::sample;

use super::super::guard::events::sample_city;
use super::run::{Scene, everything as all_items};

/// Another institution, with staff of its own.
const OTHER: &str = "4310112354";
/// The sections that an operation is of.
const SECTIONS: [&str; 5] = ["profile", "medication", "daily", "visits", "health_guidance"];
/// All of them.
const ALL: [&str; 8] =
    ["profile", "medication", "daily", "visits", "vaccinations", "checkups", "health_guidance", "images"];

/// One of those whom a name of an actor stands for: with these levels in these sections, for operations of some sections.
#[derive(Debug, Clone, Default)]
pub(super) struct Variant {
    pub(super) scopes: Vec<(&'static str, &'static str)>,
    /// Of which sections the operations are; none: of all.
    of: Option<Vec<&'static str>>,
}

impl Variant {
    fn new(scopes: impl IntoIterator<Item = (&'static str, &'static str)>, of: &[&'static str]) -> Self {
        Self { scopes: scopes.into_iter().collect(), of: Some(of.to_vec()) }
    }

    /// Whether an operation of this section is for it.
    pub(super) fn is_of(&self, section: &str) -> bool {
        self.of.as_ref().is_none_or(|of| of.contains(&section))
    }
}

fn everything(level: &'static str) -> Vec<(&'static str, &'static str)> {
    ALL.map(|section| (section, level)).to_vec()
}

fn without(section: &str) -> Vec<(&'static str, &'static str)> {
    everything("manage").into_iter().filter(|(other, _)| *other != section).collect()
}

/// Everyone whom an actor's name stands for.
pub(super) fn variants(actor: &str) -> Vec<Variant> {
    let one = |level: &'static str| {
        let of = |section: &'static str| {
            let also: &[&'static str] = if section == "medication" { &["–"] } else { &[] };
            Variant::new([(section, level)], &[&[section, "any"], also].concat())
        };
        SECTIONS.map(of).to_vec()
    };
    match actor {
        "family-see" => one("see"),
        "family-record" => one("record"),
        "family-manage" => one("manage"),
        // Each other section alone, and all of them together.
        "family-elsewhere" => {
            let mut variants = Vec::new();
            for held in ALL {
                let mut of: Vec<_> = SECTIONS.into_iter().filter(|section| *section != held).collect();
                if held == "images" {
                    of.push("–");
                }
                variants.push(Variant::new([(held, "manage")], &of));
            }
            variants.extend(SECTIONS.map(|section| Variant::new(without(section), &[section])));
            variants
        }
        "doctor-other-sections" => vec![
            Variant::new(without("visits"), &["visits", "–", "any", "profile", "daily", "health_guidance"]),
            Variant::new(without("medication"), &["medication"]),
        ],
        _ => vec![Variant::default()],
    }
}

/// The city while it is being arranged.
struct Stage {
    city: City,
    ids: Vec<(&'static str, String)>,
    resident: String,
    hanako: Person,
}

impl Stage {
    fn id(&self, name: &str) -> String {
        self.ids.iter().find(|(sample, _)| *sample == name).unwrap().1.clone()
    }

    /// Family with these levels, of this notebook and of the one into which a sheet is moved.
    async fn related(&self, name: &str, kind: &str, scopes: &[(&str, &str)]) -> Person {
        let person = Person::resident(name);
        self.city.proved_resident(&person).await;
        self.city.relate(&person, &self.resident, kind, scopes);
        self.city.relate(&person, &self.id(sample::RELATIVE), "family", &[("medication", "manage")]);
        person
    }

    /// What ends by itself on the 18th birthday of somebody who was born then.
    fn born(&self, person: &Person, day: &str) {
        let sk = RELATIONS.of(person.actor());
        self.city.set_attribute(NOTEBOOK.of(&self.resident), sk, "ward_birth_date", &json!(day));
    }

    /// What of the person is proved.
    fn is(&self, status: &str) {
        self.city.set_attribute(NOTEBOOK.of(&self.resident), PROFILE, "status", &json!(status));
    }

    async fn guardian(&self, born: &str) -> Person {
        let guardian = self.related("guardian", "guardian", &[]).await;
        self.born(&guardian, born);
        guardian
    }

    async fn consents(&self, is_given: impl Fn(&str) -> bool) {
        let given = RULES.iter().filter(|rule| is_given(rule.purpose.as_str()));
        let given: Vec<Value> = given.map(|rule| json!({ "purpose": rule.purpose, "version": rule.version })).collect();
        let path = format!("/v1/residents/{}/consents", self.resident);
        self.city.put(&self.hanako, &path, json!({ "consents": given })).await.expect(200);
    }

    /// The person gives every consent and takes one back.
    async fn withdraws(&self, purpose: &str) {
        self.consents(|_| true).await;
        self.consents(|other| other != purpose).await;
    }

    async fn signs_out(&self, person: &Person) {
        self.city.delete(person, "/v1/me/sessions").await.expect(204);
    }

    async fn ends(&self, person: &Person, whom: &Person) {
        let path = format!("/v1/residents/{}/family/{}", self.resident, whom.actor());
        self.city.delete(person, &path).await.expect(204);
    }

    async fn ends_check_in(&self) {
        let path = format!("/v1/check-ins/{}", self.id(sample::VISIT));
        self.city.delete(&self.hanako, &path).await.expect(204);
    }

    fn employ(&self, role: &str, code: &str) -> Person {
        let person = Person::staff(&format!("{role} of {code}"));
        self.city.employ(&person, code, role);
        person
    }

    fn of_staff(&self, person: &Person, name: &str, value: &Value) {
        let (pk, sk) = (INSTITUTION.of(sample::INSTITUTION), STAFF_MEMBERS.of(person.actor()));
        self.city.set_attribute(pk, sk, name, value);
    }

    /// The person, or a stranger.
    async fn resident(&self, actor: &str) -> Person {
        let hanako = self.hanako.clone();
        match actor {
            "nobody" => return Person::nobody(),
            "person" => {}
            "person-id-token" => return hanako.claiming("token_use", "id"),
            "person-as-staff" => return Person::staff(sample::HANAKO),
            "person-signed-out" => self.signs_out(&hanako).await,
            "person-unproved" => {
                self.is("unverified");
                self.city.set_attribute(NOTEBOOK.of(&self.resident), PROFILE, "identity", &json!({}));
            }
            "person-in-review" => self.is("manual_review"),
            "person-outside" => self.is("outside_municipality"),
            "person-use-withdrawn" => self.withdraws("use_of_notebook").await,
            "person-sharing-withdrawn" => self.withdraws("sharing_with_institutions").await,
            "stranger-unproved" => return Person::resident("stranger"),
            "stranger" | "invited" => {
                let stranger = Person::resident("stranger");
                self.city.proved_resident(&stranger).await;
                if actor == "invited" {
                    self.city.invite(&hanako, &self.resident, json!({ "medication": "manage" })).await;
                }
                return stranger;
            }
            other => panic!("{other} is not known"),
        }
        hanako
    }

    async fn family(&self, actor: &str, scopes: &[(&str, &str)]) -> Person {
        let scopes = match actor {
            "family-see" | "family-record" | "family-manage" | "family-elsewhere" => scopes.to_vec(),
            "family-none" => Vec::new(),
            _ => everything("manage"),
        };
        let family = self.related("family", "family", &scopes).await;
        match actor {
            "family-narrowed" => {
                let path = format!("/v1/residents/{}/family/{}", self.resident, family.actor());
                let see: Value = ALL.map(|section| (section.to_owned(), json!("see"))).into_iter().collect();
                self.city.patch(&self.hanako, &path, json!({ "scopes": see })).await.expect(200);
            }
            "family-ended" => self.ends(&self.hanako, &family).await,
            "family-left" => self.ends(&family, &family).await,
            "family-signed-out" => self.signs_out(&family).await,
            "family-use-withdrawn" => self.withdraws("use_of_notebook").await,
            "family-sharing-withdrawn" => self.withdraws("sharing_with_institutions").await,
            "family-child-of-age" => self.born(&family, "2008-11-22"),
            "family-see" | "family-record" | "family-manage" | "family-elsewhere" | "family-none" | "family-all" => {}
            other => panic!("{other} is not known"),
        }
        family
    }

    async fn parent(&self, actor: &str) -> Person {
        match actor {
            "guardian" => self.guardian("2015-01-01").await,
            "guardian-attests" => {
                self.is("guardian_attested");
                self.guardian("2015-01-01").await
            }
            "guardian-eve" => self.guardian("2008-11-23").await,
            "guardian-birthday" => self.guardian("2008-11-22").await,
            "guardian-day-after" => self.guardian("2008-11-21").await,
            "guardian-leap-day" => {
                let guardian = self.guardian("2012-02-29").await;
                self.city.set_time("2030-03-01T00:00:00+09:00");
                guardian
            }
            "guardian-left" => {
                let guardian = self.guardian("2015-01-01").await;
                self.ends(&guardian, &guardian).await;
                guardian
            }
            "guardian-use-withdrawn" | "guardian-sharing-withdrawn" => {
                let guardian = self.guardian("2015-01-01").await;
                let use_of = actor == "guardian-use-withdrawn";
                self.withdraws(if use_of { "use_of_notebook" } else { "sharing_with_institutions" }).await;
                guardian
            }
            other => panic!("{other} is not known"),
        }
    }

    /// What became of the check-in, or of the consents, or of the time since.
    async fn since(&self, what: &str, scopes: &[(&str, &str)]) {
        match what {
            "yesterday" | "follow-up" => self.city.set_time("2026-11-23T10:00:00+09:00"),
            "eighth-day" => self.city.set_time("2026-11-30T00:00:00+09:00"),
            "lapsed" => self.city.set_time("2028-01-10T10:00:00+09:00"),
            "ended" => self.ends_check_in().await,
            "other-sections" => {
                self.ends_check_in().await;
                let sections: Vec<_> = scopes.iter().map(|(section, _)| section).collect();
                let again = json!({
                    "resident_id": self.resident, "institution_code": sample::INSTITUTION, "sections": sections,
                    "purpose": "consultation",
                });
                self.city.post(&self.hanako, "/v1/check-ins", again).await.expect(200);
            }
            "cancelled" => {
                let visit = self.id(sample::VISIT);
                let line = format!("DELETE /v1/institutions/{}/check-ins/{visit}", sample::INSTITUTION);
                let reception = self.employ("reception", sample::INSTITUTION);
                self.city.call(&reception, &line, json!({ "reason": "wrong_person" })).await.expect(204);
            }
            "renewed" => {
                self.city.set_time("2026-11-22T21:30:00+09:00");
                let path = format!("/v1/check-ins/{}/renewals", self.id(sample::VISIT));
                self.city.post(&self.hanako, &path, Value::Null).await.expect(200);
                self.city.set_time("2026-11-23T10:00:00+09:00");
            }
            "sharing-withdrawn" => self.withdraws("sharing_with_institutions").await,
            "use-withdrawn" => self.withdraws("use_of_notebook").await,
            "consent-again" => {
                self.consents(|_| true).await;
                for is_given in [false, true] {
                    self.city.pass(TimeDelta::seconds(1));
                    self.consents(|_| is_given).await;
                }
            }
            "follow-up-ended" => {
                let path = format!("/v1/residents/{}/guidance-offices/{}", self.resident, sample::INSTITUTION);
                self.city.delete(&self.hanako, &path).await.expect(204);
            }
            other => panic!("{other} is not known"),
        }
    }

    /// Staff; at which institution they ask, and whether they work there.
    async fn staff(&self, actor: &str, scopes: &[(&str, &str)]) -> (Person, &'static str, bool) {
        let (here, doctor) = (sample::INSTITUTION, Person::staff(sample::DOCTOR));
        let at = |role: &str| (self.employ(role, here), here, true);
        match actor {
            "doctor" => return (doctor, here, true),
            "nurse" => return at("nurse"),
            "pharmacist" => return at("pharmacist"),
            "public-health-nurse" => return (Person::staff(sample::NURSE), here, true),
            "reception" => return at("reception"),
            "city-admin" => return at("city_admin"),
            "operator" => return at("operator"),
            "city-admin-office" => return (self.employ("city_admin", OTHER), here, false),
            "operator-office" => return (self.employ("operator", OTHER), here, false),
            "doctor-no-totp" | "reception-no-totp" => {
                let role = actor.trim_end_matches("-no-totp");
                let weak = Person::staff_without_totp(actor);
                self.city.employ(&weak, here, role);
                return (weak, here, false);
            }
            "doctor-as-resident" => return (Person::resident(sample::DOCTOR), here, false),
            "doctor-nowhere" => return (Person::staff("nowhere"), here, false),
            "doctor-dismissed" => self.of_staff(&doctor, "active", &json!(false)),
            "doctor-place-closed" => {
                self.city.set_attribute(INSTITUTION.of(here), PROFILE, "active", &json!(false));
            }
            "doctor-signed-out" => self.signs_out(&doctor).await,
            "doctor-signed-out-there" => self.of_staff(&doctor, "sessions_valid_from", &json!(self.city.now())),
            "doctor-other-clinic-here" => return (self.employ("doctor", OTHER), here, false),
            "doctor-other-clinic-there" => return (self.employ("doctor", OTHER), OTHER, true),
            "nurse-other-office-there" => return (self.employ("public_health_nurse", OTHER), OTHER, true),
            "reception-yesterday" => {
                self.since("yesterday", &[]).await;
                return at("reception");
            }
            other => {
                let (who, since) = other.split_once('-').unwrap();
                self.since(since, scopes).await;
                let person = if who == "nurse" { Person::staff(sample::NURSE) } else { doctor };
                return (person, here, true);
            }
        }
        (doctor, here, false)
    }
}

/// A city in which somebody is this actor.
pub(super) async fn arrange(actor: &str, variant: &Variant) -> Scene {
    let (city, ids) = sample_city().await;
    let resident = ids.iter().find(|(name, _)| *name == sample::RESIDENT).unwrap().1.clone();
    let stage = Stage { city, ids, resident, hanako: Person::resident(sample::HANAKO) };
    let kind = actor.split('-').next().unwrap();
    let (person, code, is_member) = match kind {
        "family" => (stage.family(actor, &variant.scopes).await, sample::INSTITUTION, false),
        "guardian" => (stage.parent(actor).await, sample::INSTITUTION, false),
        "nobody" | "person" | "stranger" | "invited" => (stage.resident(actor).await, sample::INSTITUTION, false),
        _ => stage.staff(actor, &variant.scopes).await,
    };
    let before = all_items(&stage.city.store);
    let shown: Vec<_> = variant.scopes.iter().map(|(section, level)| format!("{section}: {level}")).collect();
    let about = if shown.is_empty() { actor.to_owned() } else { format!("{actor} ({})", shown.join(", ")) };
    let Stage { city, ids, resident, .. } = stage;
    Scene { city, ids, resident, person, code, is_member, about, before }
}
