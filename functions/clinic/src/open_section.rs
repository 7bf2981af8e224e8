//! GET /v1/institutions/{code}/patients/{resident_id}/notebook/{section}

use notebook::access::{Role, Section};
use notebook::id::{RecordId, VisitId};
use notebook::time::jst_day;
use platform::paging;
use platform::path::SectionName;
use records::items::{DailyItem, MedicationItem, NoteItem, VisitItem};
use records::medicines::Alerts;
use records::opened::Listed;
use records::prelude::*;
use serde_json::Value;

use crate::view::cut::OpenedMedicine;
use crate::view::notes::{self, Notes};
use crate::view::sections::{self, Daily, MOST_BYTES, Visit, Within};
use crate::view::{Part, cursor, opened_medicines, section};

/// Shows one opened section of the notebook of a person who checked in today, newest entries first, from where
/// `open-notebook` or the page before ended; or, with `entry`, one entry of it whole. The notes of such a visit go on with
/// `next_cursor`. Each look is told to the person.
#[derive(JsonSchema)]
pub struct OpenSection;

/// Which page, or which entry.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Where the section goes on: a cursor of `more` or `next_cursor`.
    #[serde(default)]
    #[schemars(with = "Option<Cursor>")]
    cursor: Option<String>,
    /// The id of one visit, dispensing or set of daily values, to see it whole.
    #[serde(default)]
    #[schemars(length(max = 36))]
    entry: Option<String>,
}

/// A page of a section. The entries are those of the section in `open-notebook`.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// Entries, newest first.
    items: Vec<Shown>,
    /// Where the section, or the notes of the entry, go on; `null` at their end.
    #[schemars(with = "Option<Cursor>")]
    next_cursor: Option<String>,
    /// Entries between where this page of the medicines begins and where `next_cursor` goes on that are left out because nobody
    /// said yet whose they are, each counted on one page; not counting what the person keeps back; `null` elsewhere.
    unconfirmed_left_out: Option<usize>,
    /// Of medicines, what to look at among these entries. Among the newest 200 `open-notebook` compares.
    #[serde(flatten)]
    alerts: Option<Alerts>,
}

/// An entry.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "OpenedEntry")]
enum Shown {
    /// 受診
    Visit(Visit),
    /// 日々の記録
    Daily(Daily),
    /// お薬
    Medication(#[schemars(with = "OpenedMedicine")] Value),
}

/// The sections that are lists with entries, beside the medicines, which stand with their alerts.
#[derive(Clone, Copy)]
enum Kept {
    Visits,
    Daily,
}

/// The section of the path.
fn named(call: &Call) -> Result<Section, Problem> {
    call.path::<SectionName>("section").map(|named| named.0)
}

impl Kept {
    fn list(self) -> Listed {
        match self {
            Self::Visits => Listed::Visits,
            Self::Daily => Listed::Daily,
        }
    }

    fn of(section: Section) -> Option<Self> {
        match section {
            Section::Visits => Some(Self::Visits),
            Section::Daily => Some(Self::Daily),
            _ => None,
        }
    }
}

/// The key of an entry; none where the text is no id, and so nothing of ours.
fn key(kept: Kept, keys: platform::table::schema::ResidentKeys, entry: &str) -> Option<Key> {
    match kept {
        Kept::Visits => entry.parse::<VisitId>().ok().map(|id| keys.visit(id)),
        Kept::Daily => entry.parse::<RecordId>().ok().map(|id| keys.daily(id)),
    }
}

/// What is read of the section, as far as the path and the query name it.
#[derive(Default)]
pub struct Reads {
    medicines: PageOf<MedicationItem>,
    /// Visits, or daily values.
    list: PageOf,
    notes: PageOf<NoteItem>,
}

impl Endpoint for OpenSection {
    const SPEC: Spec = Spec::get("open-section", "/v1/institutions/{code}/patients/{resident_id}/notebook/{section}")
        .who(Who::Clinic(Role::CARE))
        .refreshed()
        .hourly_limit(600)
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Patient;
    type Input = Input;
    type Reads = Reads;
    type Output = Output;

    fn plan(call: &Call, input: &Input, keys: &Proposed, reads: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let (name, resident, from) = (named(call)?, keys.resident()?, input.cursor.as_deref());
        if name == Section::Medication {
            let medicines = opened_medicines::plan(resident, keys.now, (input.entry.as_deref(), from), reads)?;
            return Ok(Reads { medicines, ..Reads::default() });
        }
        let mut asked = Reads::default();
        let Some(kept) = Kept::of(name) else { return Ok(asked) };
        if let Some(entry) = &input.entry {
            reads.get(key(kept, resident, entry).ok_or_else(Problem::not_found)?);
            if let Kept::Visits = kept {
                let visit = entry.parse().map_err(|_| Problem::not_found())?;
                asked.notes = reads.query(notes::of_visit(resident, visit, from));
            }
            return Ok(asked);
        }
        asked.list = reads.query(section(resident, kept.list(), keys.now, from));
        if let Kept::Visits = kept {
            let until = paging::last_of(from, by_time::VISITS, by_time::visits_to(jst_day(keys.now)));
            asked.notes = reads.query(notes::of_all(resident, notes::day_of(&until)));
        }
        Ok(asked)
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Patient, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let name = named(call)?;
        if !subject.grant().sections.contains(&name) {
            return Err(Problem::not_opened());
        }
        cursor::check(name, input.entry.as_deref(), input.cursor.as_deref(), subject.grant())?;
        call.only(name);
        if name == Section::Medication {
            let (items, next_cursor, alerts, unconfirmed_left_out) = match &input.entry {
                Some(entry) => opened_medicines::entry(app, call, &subject, entry).await?,
                None => opened_medicines::page(app, call, &subject, reads.medicines, input.cursor.as_deref()).await?,
            };
            let items = items.into_iter().map(Shown::Medication).collect();
            return Ok(Answer::of(Output { items, next_cursor, alerts: Some(alerts), unconfirmed_left_out }));
        }
        let (items, next_cursor) = match (Kept::of(name), &input.entry) {
            (None, None) => (Vec::new(), None),
            (None, Some(_)) => return Err(Problem::not_found()),
            (Some(kept), None) => page(kept, name, &subject, &reads)?,
            (Some(kept), Some(entry)) => whole(kept, entry, call, &subject, reads.notes)?,
        };
        Ok(Answer::of(Output { items, next_cursor, unconfirmed_left_out: None, alerts: None }))
    }
}

type Page = (Vec<Shown>, Option<String>);

fn page(kept: Kept, name: Section, subject: &Authorised<Patient>, reads: &Reads) -> Result<Page, Problem> {
    let first = subject.fetched().page(reads.list)?;
    let part = match kept {
        Kept::Visits => {
            let visits: Part<VisitItem> = Part::of(first, |item| from_item(item).map(Some))?;
            let notes = Notes::read(subject.fetched().page(reads.notes)?)?;
            sections::with_notes(visits, notes)?.map(|visit| Ok(Shown::Visit(visit)))?
        }
        Kept::Daily => {
            let daily: Part<DailyItem> = Part::of(first, |item| from_item(item).map(Some))?;
            sections::records(daily)?.map(|record| Ok(Shown::Daily(record)))?
        }
    };
    let Within { shown, next, .. } = sections::within(part, MOST_BYTES)?;
    Ok((shown, next.map(|place| cursor::seal(name, &place, subject.grant()))))
}

/// One entry whole. What the list does not show is not there.
fn whole(
    kept: Kept,
    entry: &str,
    call: &Call,
    subject: &Authorised<Patient>,
    notes: PageOf<NoteItem>,
) -> Result<Page, Problem> {
    let item = subject.need(&key(kept, subject.keys(), entry).ok_or_else(Problem::not_found)?)?;
    Ok(match kept {
        Kept::Visits => {
            let visit: VisitItem = from_item(item)?;
            if !notes::is_shown(visit.visited_on, call.now()) {
                return Err(Problem::not_found());
            }
            let (notes, next) = notes::whole(subject.fetched().page(notes)?, entry, subject.grant())?;
            (vec![Shown::Visit(Visit::whole(visit, notes, next.is_some()))], next)
        }
        Kept::Daily => (vec![Shown::Daily(from_item::<DailyItem>(item)?.into())], None),
    })
}
