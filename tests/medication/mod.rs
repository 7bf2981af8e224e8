mod add_dispensing;
mod add_medication;
mod alerts;
mod at_once;
mod concealed;
mod delete_medication;
mod doubts;
mod export_medications;
mod export_notebook;
mod get_meal_times;
mod get_medication;
mod link_medication;
mod list_alarm_suggestions;
mod list_medications;
mod open_own_dispensings;
mod preview_dispensing;
mod profile_notes;
mod put_meal_times;
mod quantities;
mod recognition;
mod remarks;
mod retract_dispensing;
mod same_sheet;
mod scan_dispensing;
mod scan_full;
mod scan_hostile;
mod scan_refused;
mod sheets;
mod spellings;
mod suggested_alarms;
mod transfer_sheet;
mod typed_hostile;
mod update_medication;
mod usages;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::SHIFT_JIS;
use serde_json::{Value, json};
use support::keys::{LIMITS, LOG, LOGS, MEDICATIONS, NOTEBOOK, key_of};
use support::{City, Person, Reply};

macro_rules! samples {
    ($($name:literal)+) => {
        /// The reader's own samples.
        const SAMPLES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../shared/notebook/tests/jahis/samples/", $name, ".txt"))),)+];
    };
}

samples! {
    "01-minimal" "02-two-visits" "03-two-doctors" "04-in-house" "05-kampo-and-injection" "06-patient-writes"
    "07-leftovers" "08-every-record" "08-decoction-and-other" "12-deviations"
}

fn sample(name: &str) -> &'static str {
    SAMPLES.iter().find(|(known, _)| *known == name).unwrap().1
}

/// As it stands in a symbol: CP932 with CR LF, base64.
fn symbol(text: &str) -> String {
    let text = text.replace('\n', "\r\n");
    let (bytes, _, unmappable) = SHIFT_JIS.encode(&text);
    assert!(!unmappable);
    STANDARD.encode(bytes)
}

pub(crate) fn bytes(text: &str) -> Value {
    json!({ "parts": [{ "bytes_base64": symbol(text) }] })
}

/// One dispensing of a day with one medicine.
pub(crate) fn sheet(day: &str, drug: &str) -> String {
    format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n{}", visit(day, drug))
}

fn visit(day: &str, drug: &str) -> String {
    format!(
        "5,{day},1\n11,有明調剤薬局,43,4,0412345,,,,1\n201,1,{drug},1,錠,1,,1\n301,1,１日１回朝食後,28,日分,1,1,,1\n"
    )
}

fn dispensings(id: &str) -> String {
    format!("/v1/residents/{id}/dispensings")
}

pub(crate) fn medications(id: &str) -> String {
    format!("/v1/residents/{id}/medications")
}

/// A city with a proved person, 荒尾 花子 born on 1951-03-14, and the id of their notebook.
pub(crate) async fn notebook() -> (City, Person, String) {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let id = city.proved_resident(&hanako).await;
    (city, hanako, id)
}

pub(crate) async fn scan(city: &City, person: &Person, id: &str, body: Value) -> Reply {
    city.post(person, &dispensings(id), body).await
}

fn entry_path(id: &str, medication: &str) -> String {
    format!("{}/{medication}", medications(id))
}

/// What a person types of one drug.
fn by_hand(day: &str, drug: &str) -> Value {
    json!({ "dispensed_on": day, "groups": [{ "drugs": [{ "name": drug }] }] })
}

/// Adds an entry; gives its id.
async fn added(city: &City, person: &Person, id: &str, body: Value) -> String {
    let reply = city.post(person, &medications(id), body).await.expect(201);
    reply.body["entry"]["id"].as_str().unwrap().to_owned()
}

/// Scans one dispensing; gives its id.
async fn scanned(city: &City, person: &Person, id: &str, day: &str, drug: &str) -> String {
    let reply = scan(city, person, id, bytes(&sheet(day, drug))).await.expect(201);
    reply.body["dispensings"][0]["id"].as_str().unwrap().to_owned()
}

/// One entry as the person sees it, without what to look at about it.
async fn entry(city: &City, person: &Person, id: &str, medication: &str) -> Value {
    let mut entry = city.get(person, &entry_path(id, medication)).await.expect(200).body;
    for beside in ["alerts", "alerts_left_out", "known_alerts", "known_alerts_left_out", "all_compared"] {
        entry.as_object_mut().unwrap().remove(beside).unwrap();
    }
    entry
}

/// Says that a scanned sheet that names somebody else is the person's own.
async fn confirm(city: &City, person: &Person, id: &str, scanned: &Reply) {
    let sheet = scanned.body["sheet_id"].as_str().unwrap();
    city.put(person, &format!("{}/{sheet}/owner", dispensings(id)), json!({ "owner": "resident" })).await.expect(200);
}

/// The ids of the whole list.
async fn listed(city: &City, person: &Person, id: &str) -> Vec<String> {
    let list = city.get(person, &format!("{}?from=1900-01-01", medications(id))).await.expect(200);
    ids(&list.body["items"]).into_iter().map(str::to_owned).collect()
}

/// The ids of an answer's dispensings, or of a list's items.
fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

/// Sets an attribute of an entry, as another operation would have.
pub(crate) fn update(city: &City, id: &str, entry: &str, attribute: &str, value: &Value) {
    city.store.admin(
        "UpdateItem",
        json!({
            "TableName": support::store::TABLE,
            "Key": key_of(NOTEBOOK.of(id), MEDICATIONS.of(entry)),
            "UpdateExpression": "SET #a = :v",
            "ExpressionAttributeNames": { "#a": attribute },
            "ExpressionAttributeValues": { ":v": value },
        }),
    );
}

/// Everything but the books kept about attempts.
fn state(city: &City) -> Vec<Value> {
    let mut all = city.store.everything();
    all.retain(|item| !LIMITS.begins(item) && !LOGS.begins(item));
    all
}

/// Entries of looks by others in the person's own chain.
fn entries(city: &City, id: &str) -> usize {
    city.entries(LOG.of(id))
}

/// The times of day of a suggested alarm.
fn times(alarm: &Value) -> Value {
    let times = alarm["times"].as_array().unwrap();
    times.iter().map(|time| time["time"].clone()).collect()
}
