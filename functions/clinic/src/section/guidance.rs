//! 保健指導: the guidance of all offices, with the goals and how they go.

use notebook::id::GuidanceId;
use notebook::text::Text;
use notebook::time::{Instant, jst_day};
use platform::table::schema::ResidentKeys;
use records::guidance::{self, Shown};
use records::items::GuidanceItem;
use records::opened::Listed;
use records::prelude::*;

use super::{Left, ListedSection, Part, Whole, query};
use crate::view::cut;
use crate::view::lines::{Lines, spaced};
use crate::view::timeline::{Event, Kind, Reference, title};

/// The section.
pub(crate) struct GivenGuidance;

/// A guidance as another institution may see it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OpenedGuidance")]
pub(crate) struct Guidance {
    #[serde(flatten)]
    shown: Shown,
    /// Whether the end of its text is not shown here: `open-section` shows it whole.
    cut: bool,
}

/// The id of an entry; not found where the text is none.
fn id(entry: &str) -> Result<GuidanceId, Problem> {
    entry.parse().map_err(|_| Problem::not_found())
}

impl ListedSection for GivenGuidance {
    const LIST: Listed = Listed::Guidance;
    type Reads = PageOf<Versioned<GuidanceItem>>;
    type Item = Versioned<GuidanceItem>;
    type Shown = Guidance;

    fn plan(keys: ResidentKeys, now: Instant, cursor: Option<&str>, plan: &mut ReadPlan) -> Self::Reads {
        plan.query(query(keys, Self::LIST, now, cursor))
    }

    async fn read(_: &App, subject: &Authorised<Patient>, page: &Self::Reads) -> Result<Part<Self::Item>, Problem> {
        Part::of(subject.fetched().page(*page)?, from_item)
    }

    fn brief(item: Self::Item) -> Result<Guidance, Problem> {
        let mut shown = Shown::from(item);
        let mut is_cut = false;
        if let Some(text) = &mut shown.text {
            (*text, is_cut) = cut::text(text);
        }
        Ok(Guidance { shown, cut: is_cut })
    }

    fn plan_entry(
        keys: ResidentKeys,
        entry: &str,
        _: Option<&str>,
        plan: &mut ReadPlan,
    ) -> Result<Self::Reads, Problem> {
        Ok(plan.query(guidance::one(keys, id(entry)?)))
    }

    async fn entry(
        _: &App,
        _: &Call,
        subject: &Authorised<Patient>,
        _: &str,
        page: &Self::Reads,
    ) -> Result<Whole<Guidance>, Problem> {
        let stored = subject.fetched().page(*page)?.items.first().ok_or_else(Problem::not_found)?;
        let shown = Guidance { shown: Shown::from(from_item::<Self::Item>(stored)?), cut: false };
        Ok(Whole { shown, next_cursor: None, alerts: None })
    }

    fn events(given: &Guidance) -> Vec<Event> {
        let shown = &given.shown;
        vec![Event {
            on: jst_day(shown.written_at),
            at: Some(shown.written_at),
            kind: Kind::Guidance,
            id: shown.guidance_id.to_string(),
            institution: shown.institution.name.as_ref().map(|name| name.as_str().to_owned()),
            title: title(shown.topic.as_ref().map(Text::as_str).into_iter()),
        }]
    }

    fn arrived(given: &Guidance) -> Vec<(Instant, Reference)> {
        let id = given.shown.guidance_id;
        vec![(id.made_at(), Reference::new(Kind::Guidance, &id))]
    }

    /// Those that were taken back say nothing.
    fn summary(list: &[Guidance], left: Left, lines: &mut Lines) {
        let standing = list.iter().map(|given| &given.shown).filter(|shown| shown.retracted_at.is_none());
        let said = standing.map(|shown| {
            spaced([
                jst_day(shown.written_at).to_string().as_str(),
                shown.channel.in_japanese(),
                shown.topic.as_ref().map_or("", Text::as_str),
            ])
        });
        lines.list("保健指導", said, left.more);
    }
}
