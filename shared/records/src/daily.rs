//! Daily values of some days, and what is worth saying of them. More than one context shows this.

use chrono::Days;
use notebook::daily::notice::{Notice, NoticeCode, Person};
use notebook::daily::{DailyRecord, Measure, Occasion};
use notebook::resident::Resident;
use notebook::time::{Day, jst_midnight};
use platform::problem::Language;
use platform::table::range::RangeQuery;
use platform::table::schema::ResidentKeys;
use schemars::JsonSchema;
use serde::Serialize;

use crate::keys::by_time;

/// The values of some measures on these days, both included, oldest first: a [`DailyRecord`] each with nothing else in it.
pub fn values(keys: ResidentKeys, from: Day, to: Day, measures: &[Measure]) -> RangeQuery {
    let (from, to) = bounds(from, to);
    let fields = measures.iter().map(|measure| measure.field());
    RangeQuery::between(keys.partition(), &from, &to)
        .by_time()
        .only(std::iter::once(DailyRecord::TAKEN_AT).chain(fields))
}

/// The keys of the time index between which the records of these days lie.
pub fn bounds(from: Day, to: Day) -> (String, String) {
    // A record at the next midnight has its id behind this text and so sorts after it.
    let edge = |day| by_time::daily_from(jst_midnight(day));
    (edge(from), edge(to + Days::new(1)))
}

/// What the rules need to know of a person.
pub fn person(profiled: Option<Resident>) -> Person {
    profiled.map_or_else(Person::default, |profiled| Person {
        birth_date: profiled.identity.birth_date,
        pregnancy_due_on: profiled.profile.pregnancy_due_on,
    })
}

/// A change worth talking about. Never a diagnosis.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DailyNotice")]
pub struct ShownNotice {
    /// The rule.
    code: NoticeCode,
    /// Of the mornings or of the evenings, where they are looked at for themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    occasion: Option<Occasion>,
    /// The first of the days that it rests on.
    since: Day,
    /// What it says, in the language of the request.
    detail: &'static str,
    /// Where the rule is published; `unverified` where no source can be cited.
    source: &'static str,
}

impl ShownNotice {
    /// As it is shown in a language.
    pub fn new(notice: Notice, language: Language) -> Self {
        let detail = match language {
            Language::Japanese => notice.rule.japanese,
            Language::English => notice.rule.english,
        };
        let Notice { rule, since } = notice;
        Self { code: rule.code, occasion: rule.occasion(), since, detail, source: rule.source }
    }
}
