//! The medicines that a clinic sees: which, what to look at among them, and each dispensing in one line.

use std::collections::BTreeSet;

use notebook::access::Section;
use notebook::id::MedicationId;
use notebook::medication::amount::Language;
use notebook::medication::dispensing::Drug;
use notebook::resident::Profile;
use notebook::time::jst_day;
use platform::medicines::{Alerts, KeptBack, KnownAlerts, LinkedEntry};
use platform::prelude::*;
use platform::table::items::MedicationItem;
use platform::table::read::Page;
use platform::table::schema::ResidentKeys;
use serde_json::Value;

use super::sections::Shown;
use super::timeline::{drugs, shortened};
use super::{MOST_READ, Part, cut};

/// Most characters of a medicine's name.
const MOST_NAME: usize = 40;
/// Most characters of the line.
const MOST_LINE: usize = 200;

pub(crate) fn id_of(item: &MedicationItem) -> MedicationId {
    MedicationId(item.dispensing.id)
}

/// The newest entries.
pub(crate) fn query(keys: ResidentKeys) -> RangeQuery {
    RangeQuery::between(keys.partition(), "MED#", "MED#\u{10FFFF}").by_time().newest_first().limit(MOST_READ)
}

/// Those of a page that a clinic may see: the person's own, each dispensing once as the entry that tells most, and nothing
/// that is kept back, by itself or by what it is linked with. Whatever is shown, compared or counted for staff comes from
/// these.
pub(crate) async fn visible(app: &App, keys: ResidentKeys, page: &Page) -> Result<Part<MedicationItem>, Problem> {
    let mut part = Part::of(page, |item| from_item::<MedicationItem>(item).map(Some))?;
    let kept_back = KeptBack::among(app, keys, part.values().map(LinkedEntry::from)).await?;
    part.items.retain(|one| is_visible(&one.value, &kept_back));
    Ok(part)
}

/// One entry whole, where a clinic may see it.
pub(crate) async fn whole(app: &App, keys: ResidentKeys, item: &MedicationItem) -> Result<Option<Value>, Problem> {
    let kept_back = KeptBack::among(app, keys, std::iter::once(item.into())).await?;
    is_visible(item, &kept_back).then(|| shown(item)).transpose()
}

/// An entry as a list shows it.
pub(crate) fn brief(item: &MedicationItem) -> Result<Value, Problem> {
    shown(item).and_then(cut::dispensing)
}

fn is_visible(item: &MedicationItem, kept_back: &KeptBack) -> bool {
    item.owner.is_resident() && item.linked_to.is_none() && !kept_back.has(id_of(item))
}

/// An entry as it is shown: the dispensing, and what is known of a medicine bought without prescription.
fn shown(item: &MedicationItem) -> Result<Value, Problem> {
    let unwritable = |_| Problem::internal("unwritable medicine");
    let mut shown = serde_json::to_value(&item.dispensing).map_err(unwritable)?;
    if let (Some(shown), Some(otc)) = (shown.as_object_mut(), &item.otc) {
        shown.insert("otc".to_owned(), serde_json::to_value(otc).map_err(unwritable)?);
    }
    Ok(shown)
}

/// What to look at among entries that staff may see, as far as the sections are open that it rests on.
pub(crate) fn alerts(
    subject: &Authorised<Patient>,
    profile: &Profile,
    visible: &[&MedicationItem],
) -> Result<Alerts, Problem> {
    let is_open = |section| subject.grant().sections.contains(&section);
    if !is_open(Section::Medication) {
        return Ok(Alerts::default());
    }
    let known: KnownAlerts = subject.fetched().get(&subject.keys().known_alerts())?.unwrap_or_default();
    let profile = is_open(Section::Profile).then_some(profile);
    Ok(Alerts::among(profile, visible, &known, jst_day(subject.now())))
}

/// Those of them that are about nothing but what is shown: a long list is cut.
pub(crate) fn among_shown(mut alerts: Alerts, shown: &Shown) -> Alerts {
    let medicines = shown.medication.iter().flatten();
    let ids: BTreeSet<&str> = medicines.filter_map(|value| value.get("id").and_then(Value::as_str)).collect();
    let is_shown = |id: &MedicationId| ids.contains(id.to_string().as_str());
    for list in [&mut alerts.alerts, &mut alerts.known_alerts] {
        list.retain(|alert| alert.medication_ids.iter().all(is_shown));
    }
    alerts
}

/// `アムロジピンOD錠5mg 1日1錠、ロキソプロフェンNa錠60mg 1回1錠`. Medicines that do not fit are counted and not cut: half of an
/// amount is another amount.
pub(crate) fn line(dispensing: &Value) -> String {
    let all: Vec<String> = drugs(dispensing).map(medicine).collect();
    let mut line = String::new();
    for (place, medicine) in all.iter().enumerate() {
        let between = if place == 0 { "" } else { "、" };
        if line.chars().count() + medicine.chars().count() > MOST_LINE {
            return format!("{line}{between}ほか{}剤", all.len() - place);
        }
        line.push_str(between);
        line.push_str(medicine);
    }
    line
}

fn medicine(drug: &Value) -> String {
    let name = drug.get("name").and_then(Value::as_str).unwrap_or_default();
    let name = shortened(name, MOST_NAME);
    match Drug::deserialize(drug).ok().and_then(|drug| drug.amount(Language::Japanese)) {
        Some(amount) => format!("{name} {amount}"),
        None => name,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    fn drug(name: &str, quantity: &Value, unit: &str, basis: &str) -> Value {
        json!({ "name": name, "quantity": quantity, "unit": unit, "quantity_basis": basis, "code": null,
                "generic_name": null, "generic_name_code": null, "notes": [] })
    }

    fn dispensing(drugs: &[Value]) -> Value {
        json!({ "groups": drugs.iter().map(|drug| json!({ "drugs": [drug] })).collect::<Vec<_>>() })
    }

    #[test]
    fn every_amount_says_what_it_counts() {
        let drugs = [
            drug("カロナール錠", &json!(3), "錠", "per_day"),
            drug("ロキソニン錠", &json!(1), "錠", "per_use"),
            drug("モーラステープ", &json!(14), "枚", "total"),
            drug("名前だけの薬", &Value::Null, "", "total"),
        ];
        let wanted = "カロナール錠 1日3錠、ロキソニン錠 1回1錠、モーラステープ 全量 14枚、名前だけの薬";
        assert_eq!(line(&dispensing(&drugs)), wanted);
        assert_eq!(line(&json!({})), "");
    }

    #[test]
    fn an_amount_is_whole_or_not_there() {
        let one = drug(&"長".repeat(60), &json!(123_456), "錠", "per_day");
        for count in 1..30 {
            let line = line(&dispensing(&vec![one.clone(); count]));
            assert!(line.chars().count() <= MOST_LINE + 10, "{line}");
            let shown = line.matches("1日123456錠").count();
            let left = line.rsplit_once("ほか").map_or(0, |(_, rest)| rest.trim_end_matches('剤').parse().unwrap());
            assert_eq!(shown + left, count, "{line}");
        }
        let odd = drug("薬", &json!(1), &"単".repeat(250), "per_day");
        assert_eq!(line(&dispensing(&[odd])), "ほか1剤");
    }
}
