//! GET /v1/institutions/{code}/patients/{resident_id}/notebook/{section}

use notebook::access::{Role, Section};
use notebook::id::{MedicationId, RecordId, VisitId};
use notebook::time::jst_day;
use platform::paging;
use platform::path::SectionName;
use platform::prelude::*;
use platform::table::items::{DailyItem, VisitItem};
use serde_json::Value;

use crate::view::notes::{self, Notes};
use crate::view::sections::{self, Daily, MOST_BYTES, Visit};
use crate::view::{Part, cursor, medicines, section};

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
    #[schemars(length(max = 512))]
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
    next_cursor: Option<String>,
    /// Entries that are left out of this page of the medicines because nobody said yet whose they are, not counting what the
    /// person keeps back; `null` elsewhere.
    unconfirmed_left_out: Option<usize>,
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
    Medication(Value),
}

/// The sections that are lists with entries.
#[derive(Clone, Copy)]
enum Kept {
    Visits,
    Medication,
    Daily,
}

/// The section of the path.
fn named(call: &Call) -> Result<Section, Problem> {
    call.path::<SectionName>("section").map(|named| named.0)
}

impl Kept {
    fn of(section: Section) -> Option<Self> {
        match section {
            Section::Visits => Some(Self::Visits),
            Section::Medication => Some(Self::Medication),
            Section::Daily => Some(Self::Daily),
            _ => None,
        }
    }
}

/// The key of an entry; none where the text is no id, and so nothing of ours.
fn key(kept: Kept, keys: schema::ResidentKeys, entry: &str) -> Option<Key> {
    match kept {
        Kept::Visits => entry.parse::<VisitId>().ok().map(|id| keys.visit(id)),
        Kept::Medication => entry.parse::<MedicationId>().ok().map(|id| keys.medication(id)),
        Kept::Daily => entry.parse::<RecordId>().ok().map(|id| keys.daily(id)),
    }
}

impl Endpoint for OpenSection {
    const SPEC: Spec = Spec::get("open-section", "/v1/institutions/{code}/patients/{resident_id}/notebook/{section}")
        .who(Who::Clinic(Role::CARE))
        .touches(&[Touch::TableRead, Touch::TableWrite])
        .hourly_limit(600)
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Patient;
    type Input = Input;
    type Output = Output;

    fn plan(call: &Call, input: &Input, keys: &Proposed, reads: &mut ReadPlan) -> Result<(), Problem> {
        let (name, resident, from) = (named(call)?, keys.resident()?, input.cursor.as_deref());
        let Some(kept) = Kept::of(name) else { return Ok(()) };
        if let Some(entry) = &input.entry {
            reads.get(key(kept, resident, entry).ok_or_else(Problem::not_found)?);
            if let Kept::Visits = kept {
                reads.query(notes::of_visit(resident, entry.parse().map_err(|_| Problem::not_found())?, from));
            }
            return Ok(());
        }
        reads.query(section(resident, name, keys.now, from));
        if let Kept::Visits = kept {
            let until = paging::last_of(from, "VISIT#", format!("VISIT#{}", jst_day(keys.now)));
            reads.query(notes::of_all(resident, notes::day_of(&until)));
        }
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Patient>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let name = named(call)?;
        if !subject.grant().sections.contains(&name) {
            return Err(Problem::not_opened());
        }
        cursor::check(name, input.entry.as_deref(), input.cursor.as_deref(), subject.grant())?;
        call.only(name);
        let (items, next_cursor, unconfirmed_left_out) = match (Kept::of(name), &input.entry) {
            (None, None) => (Vec::new(), None, None),
            (None, Some(_)) => return Err(Problem::not_found()),
            (Some(kept), None) => page(app, kept, name, &subject).await?,
            (Some(kept), Some(entry)) => whole(app, kept, entry, call, &subject).await?,
        };
        Ok(Answer::of(Output { items, next_cursor, unconfirmed_left_out }))
    }
}

/// Entries, where they go on, and how many are left out.
type Page = (Vec<Shown>, Option<String>, Option<usize>);

async fn page(app: &App, kept: Kept, name: Section, subject: &Authorised<Patient>) -> Result<Page, Problem> {
    let first = subject.fetched().page(0)?;
    let part = match kept {
        Kept::Visits => {
            let visits: Part<VisitItem> = Part::of(first, |item| from_item(item).map(Some))?;
            let notes = Notes::read(subject.fetched().page(1)?)?;
            sections::with_notes(visits, notes)?.map(|visit| Ok(Shown::Visit(visit)))?
        }
        Kept::Medication => {
            let visible = medicines::visible(app, subject.keys(), first).await?;
            visible.map(|item| medicines::brief(&item).map(Shown::Medication))?
        }
        Kept::Daily => {
            let daily: Part<DailyItem> = Part::of(first, |item| from_item(item).map(Some))?;
            sections::records(daily)?.map(|record| Ok(Shown::Daily(record)))?
        }
    };
    let unconfirmed = matches!(kept, Kept::Medication).then_some(part.unconfirmed);
    let (items, _, next) = sections::within(part, MOST_BYTES)?;
    Ok((items, next.map(|place| cursor::seal(name, &place, subject.grant())), unconfirmed))
}

/// One entry whole. What the list does not show is not there.
async fn whole(
    app: &App,
    kept: Kept,
    entry: &str,
    call: &Call,
    subject: &Authorised<Patient>,
) -> Result<Page, Problem> {
    let item = subject.need(&key(kept, subject.keys(), entry).ok_or_else(Problem::not_found)?)?;
    Ok(match kept {
        Kept::Visits => {
            let visit: VisitItem = from_item(item)?;
            if !notes::is_shown(visit.visited_on, call.now()) {
                return Err(Problem::not_found());
            }
            let (notes, next) = notes::whole(subject.fetched().page(0)?, entry, subject.grant())?;
            (vec![Shown::Visit(Visit::whole(visit, notes, next.is_some()))], next, None)
        }
        Kept::Medication => {
            let shown = medicines::whole(app, subject.keys(), &from_item(item)?).await?;
            (vec![Shown::Medication(shown.ok_or_else(Problem::not_found)?)], None, None)
        }
        Kept::Daily => (vec![Shown::Daily(from_item::<DailyItem>(item)?.into())], None, None),
    })
}
