//! How much of each section an institution would be shown, counted without a read of its own for each.

use notebook::access::Section;
use notebook::resident::{BloodType, Profile, Resident as Person};
use notebook::time::Instant;
use platform::problem::Language;
use platform::table::schema::ResidentKeys;
use records::items::MedicationItem;
use records::medicines::{KeptBack, LinkedEntry};
use records::opened::{self, Listed};
use records::prelude::*;

/// The sections that the notebook keeps. The others are opened by a check-in as well, and have nothing to show yet.
pub(crate) fn kept() -> impl Iterator<Item = Section> {
    std::iter::once(Section::Profile).chain(Listed::ALL.map(Listed::section))
}

/// More than so many are not counted.
const MOST: i32 = 50;

/// Where the newest entries of the sections are found.
#[derive(Default)]
pub struct Lists(Vec<(Section, PageOf)>);

/// Names what [`of`] looks at.
pub(crate) fn plan(keys: ResidentKeys, now: Instant, plan: &mut ReadPlan) -> Lists {
    let newest = |list: Listed| {
        let (from, to) = opened::bounds(list, now);
        let newest = RangeQuery::between(keys.partition(), &from, &to).by_time().newest_first().limit(MOST);
        (list.section(), plan.query(newest))
    };
    Lists(Listed::ALL.into_iter().map(newest).collect())
}

/// A count: so many, or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    shown: usize,
    more: bool,
}

/// How many entries of a section an institution would be shown.
pub(crate) async fn of(
    app: &App,
    subject: &Authorised<Resident>,
    (person, Lists(lists)): (&Person, &Lists),
    section: Section,
) -> Result<Count, Problem> {
    let Some((_, list)) = lists.iter().find(|(of, _)| *of == section) else {
        return Ok(Count { shown: facts(&person.profile), more: false });
    };
    let page = subject.fetched().page(*list)?;
    let more = page.last_key.is_some();
    if section != Section::Medication {
        return Ok(Count { shown: page.items.len(), more });
    }
    let entries: Vec<MedicationItem> = page.read()?;
    let kept_back = KeptBack::among(app, subject.keys(), entries.iter().map(LinkedEntry::from)).await?;
    Ok(Count { shown: entries.iter().filter(|entry| kept_back.shows(entry)).count(), more })
}

/// How many facts a profile states.
fn facts(profile: &Profile) -> usize {
    let lists = [&profile.allergies, &profile.adverse_reactions, &profile.history].into_iter().map(Vec::len);
    let single = [
        profile.pregnancy_due_on.is_some(),
        profile.listed_disability.is_some(),
        profile.long_term_illness.is_some(),
        profile.blood_type != BloodType::Unknown,
    ];
    let single = single.into_iter().filter(|stated| *stated).count();
    lists.sum::<usize>() + profile.pending.len() + single + profile.emergency_contacts.len()
}

/// In words.
pub(crate) fn text(count: Count, language: Language) -> String {
    let Count { shown, more } = count;
    match (language, shown, more) {
        (Language::Japanese, 0, false) => "記録なし".to_owned(),
        (Language::Japanese, _, false) => format!("{shown}件"),
        (Language::Japanese, _, true) => format!("{shown}件以上"),
        (Language::English, 0, false) => "no entries".to_owned(),
        (Language::English, 1, false) => "1 entry".to_owned(),
        (Language::English, _, false) => format!("{shown} entries"),
        (Language::English, _, true) => format!("{shown} entries or more"),
    }
}
