//! The medicines that a clinic sees: which, what to look at among them, and each dispensing in one line.

use notebook::access::Section;
use notebook::id::MedicationId;
use notebook::medication::amount::Language;
use notebook::medication::dispensing::{Drug, Group};
use notebook::resident::Profile;
use notebook::time::jst_day;
use platform::table::Page;
use platform::table::schema::ResidentKeys;
use records::items::MedicationItem;
use records::medicines::{Alerts, KeptBack, KnownAlerts, LinkedEntry};
use records::prelude::*;
use serde_json::Value;

use super::timeline::shortened;
use crate::section::{MOST_READ, MOST_SHOWN, Part, Placed};

/// Most characters of a medicine's name.
const MOST_NAME: usize = 40;
/// Most characters of the line.
const MOST_LINE: usize = 400;
/// Most further pages that are read because what was read before is kept back.
const MOST_FURTHER: usize = 10;

pub(crate) fn id_of(item: &MedicationItem) -> MedicationId {
    MedicationId(item.dispensing.id)
}

/// The newest entries.
pub(crate) fn query(keys: ResidentKeys) -> RangeQuery {
    query_to(keys, &format!("{}\u{10FFFF}", by_time::MEDICATIONS))
}

/// The newest of those that do not lie behind a place.
fn query_to(keys: ResidentKeys, place: &str) -> RangeQuery {
    RangeQuery::between(keys.partition(), by_time::MEDICATIONS, place).by_time().newest_first().limit(MOST_READ)
}

/// Those of a page that a clinic may see: the person's own, each dispensing once as the entry that tells most, and nothing
/// that is kept back, by itself or by what it is linked with. Whatever is shown, compared or counted for staff comes from
/// these.
///
/// A list that ended where nothing but kept back entries were read would tell of them. So where a page leaves too few for a
/// full list, the next is read, until the list is full, the notebook ends, or [`MOST_FURTHER`] pages were read; only then
/// does the list go on behind what was read.
pub(crate) async fn visible(app: &App, keys: ResidentKeys, page: &Page) -> Result<Part<MedicationItem>, Problem> {
    let mut part = of_page(app, keys, page).await?;
    for _ in 0..MOST_FURTHER {
        // One more than are shown, so that a full list goes on at an entry that is seen.
        let Some(place) = part.more.take_if(|_| part.items.len() <= MOST_SHOWN) else { break };
        let next = of_page(app, keys, &app.table.query(query_to(keys, &place)).await?).await?;
        part.items.extend(next.items);
        part.unconfirmed.extend(next.unconfirmed);
        part.more = next.more;
    }
    Ok(part)
}

async fn of_page(app: &App, keys: ResidentKeys, page: &Page) -> Result<Part<MedicationItem>, Problem> {
    let mut part = Part::of(page, from_item::<MedicationItem>)?;
    let kept_back = KeptBack::among(app, keys, part.values().map(LinkedEntry::from)).await?;
    // What is kept back is not even counted.
    let is_unconfirmed =
        |one: &&Placed<MedicationItem>| !one.value.owner.is_resident() && !kept_back.has(id_of(&one.value));
    part.unconfirmed = part.items.iter().filter(is_unconfirmed).map(|one| one.place.clone()).collect();
    part.items.retain(|one| kept_back.shows(&one.value));
    Ok(part)
}

/// An entry whole: the dispensing, and what is known of a medicine bought without prescription.
pub(crate) fn whole(item: &MedicationItem) -> Result<Value, Problem> {
    let unwritable = |_| Problem::internal("unwritable medicine");
    let mut shown = serde_json::to_value(&item.dispensing).map_err(unwritable)?;
    if let (Some(shown), Some(otc)) = (shown.as_object_mut(), &item.otc) {
        shown.insert("otc".to_owned(), serde_json::to_value(otc).map_err(unwritable)?);
    }
    Ok(shown)
}

/// The entries among which alerts are worked out, and whether there are no others: as many of the newest that staff may see as a
/// list shows at most, however many bytes of them it shows. How many are kept back among them changes nothing.
pub(crate) fn compared(visible: &Part<MedicationItem>) -> (Vec<&MedicationItem>, bool) {
    let is_all = visible.more.is_none() && visible.items.len() <= MOST_SHOWN;
    (visible.values().take(MOST_SHOWN).collect(), is_all)
}

/// What to look at among entries that staff may see, as far as the sections are open that it rests on.
pub(crate) fn alerts(
    subject: &Authorised<Patient>,
    profile: &Profile,
    among: &[&MedicationItem],
) -> Result<Alerts, Problem> {
    let is_open = |section| subject.grant().sections.contains(&section);
    if !is_open(Section::Medication) {
        return Ok(Alerts::default());
    }
    let known: KnownAlerts = subject.fetched().get(&subject.keys().known_alerts())?.unwrap_or_default();
    let profile = is_open(Section::Profile).then_some(profile);
    Ok(Alerts::among(profile, among, &known, jst_day(subject.now())))
}

/// The named entries, where a clinic may see every one of them.
pub(crate) async fn named(
    app: &App,
    keys: ResidentKeys,
    items: Vec<MedicationItem>,
) -> Result<Vec<MedicationItem>, Problem> {
    let kept_back = KeptBack::among(app, keys, items.iter().map(LinkedEntry::from)).await?;
    let all = items.iter().all(|item| kept_back.shows(item));
    if all { Ok(items) } else { Err(Problem::not_found()) }
}

/// `アムロジピンOD錠5mg 1日1錠 1日1回朝食後 28日分、フォサマック錠35mg 服用する日に計1錠 毎週月曜起床時 4日分`. Medicines that do not fit
/// are counted and not cut: half of an amount is another amount, and without its usage a weekly one is a daily one.
pub(crate) fn line(dispensing: &Value) -> String {
    let groups = dispensing.get("groups").and_then(Value::as_array).into_iter().flatten();
    let groups = groups.filter_map(|group| Group::deserialize(group).ok());
    let all: Vec<String> = groups.flat_map(|group| medicines(&group)).collect();
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

fn medicines(group: &Group) -> Vec<String> {
    let medicine = |drug: &Drug| {
        let name = std::iter::once(shortened(&drug.name, MOST_NAME));
        name.chain(group.directions(drug, Language::Japanese)).collect::<Vec<_>>().join(" ")
    };
    group.drugs.iter().map(medicine).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use notebook::medication::dispensing::DosageForm;

    /// Name, amount, unit, form, usage.
    type Case<'c> = (&'c str, Option<&'c str>, &'c str, DosageForm, &'c str);

    fn group((name, quantity, unit, form, usage): Case<'_>) -> Group {
        let drug = Drug {
            name: name.to_owned(),
            quantity: quantity.map(|quantity| quantity.parse().unwrap()),
            unit: Some(unit.to_owned()),
            quantity_basis: form.basis(),
            ..Drug::default()
        };
        Group {
            usage_text: (!usage.is_empty()).then(|| usage.to_owned()),
            dosage_form: Some(form),
            supply_count: Some(4),
            supply_unit: Some("日分".to_owned()),
            drugs: vec![drug],
            ..Group::default()
        }
    }

    fn dispensing(cases: &[Case<'_>]) -> Value {
        json!({ "groups": cases.iter().map(|case| group(*case)).collect::<Vec<_>>() })
    }

    #[test]
    fn every_amount_says_what_it_counts_and_stands_with_its_usage() {
        let cases = [
            ("カロナール錠", Some("3"), "錠", DosageForm::Oral, "毎食後"),
            ("フォサマック錠３５ｍｇ", Some("1"), "錠", DosageForm::Oral, "毎週月曜起床時"),
            ("アムロジピン錠", Some("1"), "錠", DosageForm::Oral, "隔日　朝食後"),
            ("ロキソニン錠", Some("1"), "錠", DosageForm::AsNeeded, "疼痛時"),
            ("名前だけの薬", None, "", DosageForm::Oral, ""),
        ];
        let wanted = "カロナール錠 1日3錠 毎食後 4日分、フォサマック錠３５ｍｇ 服用する日に計1錠 毎週月曜起床時 4日分、\
                      アムロジピン錠 服用する日に計1錠 隔日　朝食後 4日分、ロキソニン錠 1回1錠 疼痛時 4日分、名前だけの薬 4日分";
        assert_eq!(line(&dispensing(&cases)), wanted);
        assert_eq!(line(&json!({})), "");
    }

    #[test]
    fn an_amount_is_whole_or_not_there() {
        let name = "長".repeat(60);
        let one = (name.as_str(), Some("123456"), "錠", DosageForm::Oral, "毎週月曜起床時");
        for count in 1..30 {
            let line = line(&dispensing(&vec![one; count]));
            assert!(line.chars().count() <= MOST_LINE + 10, "{line}");
            let shown = line.matches("服用する日に計123456錠 毎週月曜起床時 4日分").count();
            let left = line.rsplit_once("ほか").map_or(0, |(_, rest)| rest.trim_end_matches('剤').parse().unwrap());
            assert_eq!(shown + left, count, "{line}");
        }
        let usage = "用".repeat(450);
        assert_eq!(line(&dispensing(&[("薬", Some("1"), "錠", DosageForm::Oral, &usage)])), "ほか1剤");
    }
}
