//! The person's meal times as they are kept and shown.

use notebook::medication::meal_times::MealTimes;
use platform::table::Fetched;
use platform::table::schema::ResidentKeys;
use records::prelude::*;

/// As they are kept.
#[derive(Serialize, Deserialize)]
pub(crate) struct MealTimesItem {
    pub(crate) times: MealTimes,
    pub(crate) version: u64,
}

/// A person's day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MealTimesOutput")]
pub struct Output {
    #[serde(flatten)]
    times: MealTimes,
    /// Whether the person said so; otherwise these are the usual times.
    chosen: bool,
}

impl TakenBack for Output {
    const READ_ONLY: &'static [&'static str] = &["/chosen"];
}

/// What the wave brought back of them.
pub(crate) fn kept(fetched: &Fetched, keys: ResidentKeys) -> Result<Option<MealTimesItem>, Problem> {
    fetched.get(&keys.meal_times())
}

/// The person's times, or the usual ones.
pub(crate) fn times(fetched: &Fetched, keys: ResidentKeys) -> Result<MealTimes, Problem> {
    Ok(kept(fetched, keys)?.map(|item| item.times).unwrap_or_default())
}

/// The times as they are shown.
pub(crate) fn shown(kept: Option<&MealTimesItem>) -> Output {
    Output { times: kept.map(|item| item.times).unwrap_or_default(), chosen: kept.is_some() }
}

/// The answer, in the version that is kept; 0 where nothing is.
pub(crate) fn answer(kept: Option<&MealTimesItem>) -> Answer<Output> {
    Answer::of(shown(kept)).version(kept.map_or(0, |item| item.version))
}
