//! A day at a clinic: check-ins, grants, visits and entries as the resident's side leaves them in the table.
//!
//! Everything is built from the item types that the contexts share, so that a change of their shape arrives here.

use chrono::TimeDelta;
use notebook::access::{Grant, Purpose, RelationKind, Section};
use notebook::id::{GrantId, MedicationId, RecordId, ResidentId, VisitId};
use notebook::resident::Identity;
use notebook::time::{Instant, jst_day};
use records::items::{ArrivalItem, ArrivalStatus, CheckInItem, DailyItem, VisitItem, VisitStatus};
use records::keys::{by_time, shared};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::city::City;
use crate::keys::{
    ARRIVALS, CHECK_INS, DAILY, ENTRIES, GRANTS, KNOWN, MEDICATIONS, MEDICATIONS_BY_TIME, NOTEBOOK, PROFILE, Spelling,
    VISITS, key_of,
};
use crate::people::Person;
use crate::store::TABLE;

/// Clinic A, where most tests are.
pub const CLINIC: &str = "4310112345";
/// Another clinic.
pub const OTHER_CLINIC: &str = "4310199999";

/// A check-in as it stands in the table.
#[derive(Debug, Clone)]
pub struct CheckedIn {
    pub institution: String,
    pub resident_id: String,
    pub visit_id: String,
    pub at: Instant,
}

impl CheckedIn {
    /// The address of the patient at the institution.
    pub fn patient(&self) -> String {
        format!("/v1/institutions/{}/patients/{}", self.institution, self.resident_id)
    }

    pub fn notebook(&self) -> String {
        format!("{}/notebook", self.patient())
    }

    pub fn notes(&self) -> String {
        format!("{}/visits/{}/notes", self.patient(), self.visit_id)
    }

    pub fn grant_sk(&self) -> Spelling {
        GRANTS.of(&self.institution).of(jst_day(self.at))
    }
}

/// A JSON value as DynamoDB's attribute.
pub fn attribute(value: &Value) -> Value {
    match value {
        Value::Null => json!({ "NULL": true }),
        Value::Bool(flag) => json!({ "BOOL": flag }),
        Value::Number(number) => json!({ "N": number.to_string() }),
        Value::String(text) => json!({ "S": text }),
        Value::Array(list) => json!({ "L": list.iter().map(attribute).collect::<Vec<_>>() }),
        Value::Object(map) => json!({ "M": attributes(map) }),
    }
}

fn attributes(map: &Map<String, Value>) -> Value {
    map.iter().map(|(name, value)| (name.clone(), attribute(value))).collect::<Map<_, _>>().into()
}

impl City {
    /// Puts a value as an item, as administrator.
    #[allow(clippy::needless_pass_by_value)] // callers hand over literals
    pub fn seed_item(&self, pk: impl AsRef<str>, sk: impl AsRef<str>, value: &impl Serialize, more: Value) {
        let mut map = serde_json::to_value(value).unwrap().as_object().unwrap().clone();
        map.extend(more.as_object().cloned().unwrap_or_default());
        map.insert("pk".to_owned(), pk.as_ref().into());
        map.insert("sk".to_owned(), sk.as_ref().into());
        map.insert("schema_version".to_owned(), 1.into());
        self.store.seed(attributes(&map));
    }

    /// A clinic with a doctor, and a proved person; nothing is opened.
    pub async fn clinic(&self) -> (Person, Person, String) {
        self.institution(CLINIC, "テスト医院");
        let (doctor, hanako) = (Person::staff("doctor"), Person::resident("hanako"));
        self.employ(&doctor, CLINIC, "doctor");
        let id = self.proved_resident(&hanako).await;
        (doctor, hanako, id)
    }

    /// A check-in of now, which opens these sections.
    pub fn check_in(&self, resident_id: &str, institution: &str, sections: &[Section]) -> CheckedIn {
        self.check_in_at(resident_id, institution, sections, self.now())
    }

    /// A check-in of another time.
    pub fn check_in_at(&self, resident_id: &str, institution: &str, sections: &[Section], at: Instant) -> CheckedIn {
        let seed = self.seeded();
        let (visit_id, grant_id) = (VisitId::new(at, seed), GrantId::new(at, seed));
        let (partition, day) = (NOTEBOOK.of(resident_id), jst_day(at));
        let grant =
            Grant::at_check_in(grant_id, visit_id, sections.iter().copied().collect(), Purpose::Consultation, at);
        let code = format!("A-{:02}", seed[0]);
        self.seed_item(&partition, GRANTS.of(institution).of(day), &grant, json!({ "version": 1 }));
        self.seed_item(&partition, KNOWN.of(institution), &json!({}), json!({}));
        let check_in = CheckInItem { visit_id, checked_in_at: at, reception_code: code.clone(), opened_grant: None };
        self.seed_item(&partition, CHECK_INS.of(institution).of(day), &check_in, json!({}));
        let visit = VisitItem {
            visit_id,
            visited_on: day,
            status: VisitStatus::Done,
            institution_code: Some(institution.to_owned()),
            institution_name: Some(text("テスト医院")),
            department: None,
            reason: None,
            diagnosis_told: None,
            memo: None,
            checked_in_at: Some(at),
            logged_before: None,
            reception_code: Some(code.clone()),
            ended_at: None,
            cancelled_at: None,
            cancellation_reason: None,
            last_day: None,
            appointment: None,
        };
        self.seed_visit(resident_id, &visit);
        let arrival = ArrivalItem {
            visit_id,
            resident_id: resident_id.parse::<ResidentId>().unwrap(),
            checked_in_at: at,
            checked_in_by: RelationKind::Oneself,
            reception_code: code,
            identity: self.identity_of(resident_id),
            chart_number: None,
            status: ArrivalStatus::Waiting,
        };
        let sk = ARRIVALS.of(by_time::sortable(at)).of(visit_id);
        self.seed_item(shared::arrivals(institution, day).as_str(), &sk, &arrival, json!({ "version": 1 }));
        CheckedIn {
            institution: institution.to_owned(),
            resident_id: resident_id.to_owned(),
            visit_id: visit_id.to_string(),
            at,
        }
    }

    /// A visit of any kind.
    pub fn seed_visit(&self, resident_id: &str, visit: &VisitItem) {
        let more = json!({ "by_time": by_time::visit(visit.visited_on, visit.visit_id), "version": 1 });
        self.seed_item(NOTEBOOK.of(resident_id), VISITS.of(visit.visit_id), visit, more);
    }

    /// A dispensing; gives its id.
    pub fn seed_medication(&self, resident_id: &str, dispensed_on: &str, drug: &str, concealed: bool) -> String {
        let id = MedicationId::new(self.now(), self.seeded()).to_string();
        let dispensing = json!({
            "id": id, "dispensed_on": dispensed_on, "source": "qr", "version": "JAHISTC08",
            "pharmacy": { "code": null, "name": "テスト薬局", "phone": null },
            "prescriber": { "institution_code": null, "institution": "テスト医院", "doctor": null, "department": null },
            "groups": [{
                "rp": 1, "usage_text": "分1朝食後", "dosage_form": "oral", "supply_count": 14, "supply_unit": "日分",
                "drugs": [{
                    "name": drug, "quantity": 1, "unit": "錠", "quantity_basis": "per_day", "code": null,
                    "generic_name": null, "generic_name_code": null, "notes": [],
                }],
                "notes": [],
            }],
            "cautions": [], "remarks": [], "provided": [], "leftovers": [],
        });
        let item =
            json!({ "concealed": concealed, "dispensing": dispensing, "added_at": self.now(), "added_by": "self" });
        let more = json!({ "by_time": MEDICATIONS_BY_TIME.of(dispensed_on).of(&id), "version": 1 });
        self.seed_item(NOTEBOOK.of(resident_id), MEDICATIONS.of(&id), &item, more);
        id
    }

    /// A set of daily values of now; gives its id.
    pub fn seed_daily(&self, resident_id: &str, values: &Value) -> String {
        let id = RecordId::new(self.now(), self.seeded());
        let mut record = values.clone();
        record["taken_at"] = json!(self.now());
        let record = serde_json::from_value(record).unwrap();
        let (recorded_by, recorded_at) = (RelationKind::Oneself, self.now());
        let item = DailyItem { record_id: id, record, recorded_by, recorded_at, version: 1 };
        let more = json!({ "by_time": by_time::daily(self.now(), id) });
        self.seed_item(NOTEBOOK.of(resident_id), DAILY.of(id), &item, more);
        id.to_string()
    }

    /// The person ends a check-in.
    pub fn revoke(&self, checked_in: &CheckedIn) {
        let at = json!(self.now());
        self.set_attribute(NOTEBOOK.of(&checked_in.resident_id), checked_in.grant_sk(), "revoked_at", &at);
    }

    /// Sets one attribute of an item, as administrator.
    pub fn set_attribute(&self, pk: impl AsRef<str>, sk: impl AsRef<str>, name: &str, value: &Value) {
        self.store.admin(
            "UpdateItem",
            json!({
                "TableName": TABLE, "Key": key_of(pk, sk),
                "UpdateExpression": "SET #n = :v", "ConditionExpression": "attribute_exists(pk)",
                "ExpressionAttributeNames": { "#n": name }, "ExpressionAttributeValues": { ":v": attribute(value) },
            }),
        );
    }

    /// The items whose partition and sort keys begin so, in order of their keys.
    pub fn items(&self, pk: impl AsRef<str>, sk: impl AsRef<str>) -> Vec<Value> {
        let begins =
            |item: &Value, name: &str, with: &str| item[name]["S"].as_str().is_some_and(|key| key.starts_with(with));
        let mut items = self.store.everything();
        items.retain(|item| begins(item, "pk", pk.as_ref()) && begins(item, "sk", sk.as_ref()));
        items
    }

    /// The one item whose keys begin so.
    #[track_caller]
    pub fn item(&self, pk: impl AsRef<str>, sk: impl AsRef<str>) -> Value {
        let mut found = self.items(&pk, &sk);
        assert_eq!(found.len(), 1, "{} {}", pk.as_ref(), sk.as_ref());
        found.remove(0)
    }

    /// The number of entries of a log.
    pub fn entries(&self, log: impl AsRef<str>) -> usize {
        self.items(log, ENTRIES).len()
    }

    /// Changes a person's identity, as administrator.
    pub fn rename(&self, resident_id: &str, legal_name: &str, kana: &str) {
        let identity = json!({ "legal_name": legal_name, "birth_date": "1951-03-14", "sex": "female", "kana": kana });
        self.set_attribute(NOTEBOOK.of(resident_id), PROFILE, "identity", &identity);
    }

    fn identity_of(&self, resident_id: &str) -> Identity {
        let profile = self.items(NOTEBOOK.of(resident_id), PROFILE);
        let Some(identity) = profile.first().map(|item| &item["identity"]["M"]) else { return Identity::default() };
        let text = |name: &str| identity[name]["S"].as_str().map(str::to_owned);
        serde_json::from_value(json!({
            "legal_name": text("legal_name"), "kana": text("kana"), "alias": text("alias"),
            "birth_date": text("birth_date"), "sex": text("sex"),
        }))
        .unwrap()
    }

    /// Ten bytes that no other seeded id has.
    fn seeded(&self) -> [u8; 10] {
        self.app.random().unwrap()
    }
}

/// A bounded text of the tests.
pub fn text<const MAX: usize>(text: &str) -> notebook::text::Text<MAX> {
    notebook::text::Text::parse(text).unwrap()
}

/// `days` earlier.
pub fn ago(now: Instant, days: i64) -> Instant {
    now - TimeDelta::days(days)
}
