//! GET /v1/institutions/{code}/patients/{resident_id}/notebook

use std::collections::BTreeMap;

use notebook::access::{Purpose, Role, Section, Sections};
use notebook::id::ResidentId;
use notebook::resident::{Resident as Person, Sex};
use notebook::text::Text;
use notebook::time::{Day, Instant, age_on, jst_day};
use platform::table::Cancelled;
use records::items::{ArrivalItem, CheckInItem};
use records::medicines::Alerts;
use records::prelude::*;

use crate::section::{Lists, Material, visits};
use crate::view::attention::Names;
use crate::view::opened::OpenedSections;
use crate::view::timeline::{self, Event, Reference};
use crate::view::{cursor, medicines, summary};

/// Opens the notebook of a person who checked in today, as far as they opened it: a section that was not chosen is not
/// in the answer. What crosses institutions stands together in the timeline. Lists begin with the newest entry and long
/// entries are cut; `more` and `open-section` lead to the rest. The person may keep single entries back;
/// those are left out, and `concealed` never says whether there are any. Each look is told to the person.
#[derive(JsonSchema)]
pub struct OpenNotebook;

/// A notebook as far as it was opened.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// Who it is, whatever was opened: to compare with the person in front of you.
    resident: PatientIdentity,
    /// What was opened, until when.
    grant: ShownGrant,
    /// The opened sections and no other; one without entries is an empty list.
    sections: OpenedSections,
    /// Entries that are left out of the medicines because their sheet names somebody else and nobody said yet whose it is, as
    /// far back as they are shown here: `open-section` counts those behind its cursor. Not counting what the person keeps
    /// back. `null` where the medicines are not open.
    unconfirmed_left_out: Option<usize>,
    /// What to look at among the newest 200 entries of medicines that may be shown, be they shown here or behind a cursor, until
    /// somebody says that it is known; what rests on the profile only where that is open as well. Nothing rests on an entry
    /// that is kept back. Of older entries `open-section` tells.
    #[serde(flatten)]
    alerts: Alerts,
    /// Visits, notes and dispensings of all institutions, newest first, as far as their sections are open.
    timeline: Vec<Event>,
    /// The person's last check-in at this institution before today.
    last_visit_on: Option<Day>,
    /// What came into the opened sections since then, newest first; empty on the first visit.
    new_since_last_visit: Vec<Reference>,
    /// Always the same, whether or not the person keeps entries back.
    concealed: Concealed,
    /// Parts that hold more than is shown here; the newest are shown. `alerts` where some are left out or not all was compared.
    truncated: Vec<Truncated>,
    /// By section, the cursor with which `open-section` goes on after what is shown here.
    #[schemars(with = "ByKey<Section, Cursor>")]
    more: BTreeMap<&'static str, String>,
    /// The same in plain text, shortened, for the chart.
    summary: String,
}

/// Who it is.
#[derive(Serialize, JsonSchema)]
pub struct PatientIdentity {
    resident_id: ResidentId,
    /// 氏名
    legal_name: Option<Text<100>>,
    /// フリガナ, as the person typed it.
    kana: Option<Text<100>>,
    /// 通称, as the person typed it.
    alias: Option<Text<100>>,
    /// 生年月日
    birth_date: Option<Day>,
    /// Completed years today.
    age: Option<u32>,
    /// 性別
    sex: Option<Sex>,
}

/// What was opened.
#[derive(Serialize, JsonSchema)]
pub struct ShownGrant {
    /// Midnight in Japan.
    until: Instant,
    /// What was chosen.
    sections: Sections,
    /// Why the person came.
    purpose: Purpose,
}

/// A part that holds more than is shown.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TruncatedPart")]
pub enum Truncated {
    /// The timeline.
    Timeline,
    /// What to look at.
    Alerts,
    /// A section: `more` has its cursor.
    #[serde(untagged)]
    Section(Section),
}

/// What is said about entries that the person keeps back.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Concealed {
    /// Such entries are not shown, and neither is whether there are any.
    NotShown,
}

impl Endpoint for OpenNotebook {
    const SPEC: Spec = Spec::get("open-notebook", "/v1/institutions/{code}/patients/{resident_id}/notebook")
        .who(Who::Clinic(Role::CARE))
        .refreshed()
        .hourly_limit(600);
    type Subject = Patient;
    type Input = Nothing;
    type Reads = Lists;
    type Output = Output;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, reads: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let institution = keys.institution.as_deref().ok_or_else(Problem::not_found)?;
        let resident = keys.resident()?;
        reads
            .get(resident.profile())
            .get(resident.known_alerts())
            .get(resident.check_in(institution, jst_day(keys.now)));
        Ok(Lists::plan(resident, keys.now, reads))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Patient, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, lists) = subject.reads();
        let (now, grant) = (call.now(), subject.grant());
        let person: Person = from_item(subject.need(&subject.keys().profile())?)?;
        let material = Material::read(app, &subject, &lists).await?;
        let last_visit = visits::last_before(&material.visits, subject.institution(), grant.visit_id, now);
        let resident = PatientIdentity {
            resident_id: subject.resident(),
            age: person.identity.birth_date.map(|birth| age_on(birth, jst_day(now))),
            legal_name: person.identity.legal_name.clone(),
            kana: person.identity.kana.clone(),
            alias: person.identity.alias.clone(),
            birth_date: person.identity.birth_date,
            sex: person.identity.sex,
        };
        let (compared, is_all) = medicines::compared(&material.medication);
        let alerts = medicines::alerts(&subject, &person.profile, &compared)?;
        let alerts = alerts.of_all(is_all || !grant.sections.contains(&Section::Medication));
        let sentences = Names::of(&alerts, &compared, &person.profile).sentences(&alerts);
        let (shown, more) = OpenedSections::show(&person.profile, material, &grant.sections, &alerts)?;
        let (timeline, longer) = timeline::of(shown.lists.events());
        let sections_with_more = more.iter().map(|(section, _)| Truncated::Section(*section));
        let more_alerts = alerts.alerts_left_out > 0 || alerts.known_alerts_left_out > 0 || !alerts.all_compared;
        let others = [longer.then_some(Truncated::Timeline), more_alerts.then_some(Truncated::Alerts)];
        let truncated = sections_with_more.chain(others.into_iter().flatten()).collect();
        let output = Output {
            new_since_last_visit: last_visit
                .map_or_else(Vec::new, |since| timeline::new_since(shown.lists.arrived(), since)),
            last_visit_on: last_visit.map(jst_day),
            summary: summary::of(&person.identity, &shown, (&alerts, sentences), &more, now),
            more: more
                .iter()
                .map(|(section, place)| (section.as_str(), cursor::seal(*section, place, grant)))
                .collect(),
            grant: ShownGrant { until: grant.until, sections: grant.sections.clone(), purpose: grant.purpose },
            unconfirmed_left_out: shown.lists.unconfirmed_left_out,
            alerts,
            resident,
            sections: shown,
            timeline,
            concealed: Concealed::NotShown,
            truncated,
        };
        mark_opened(app, call, &subject).await?;
        Ok(Answer::of(output).passing(summary::read_at(now)))
    }
}

/// The writes that note the opening: at the day's check-in, and at its line in the institution's list.
const LINE: &str = "check-in and line of the day";

/// Sets the line in today's list to `opened`, in the transaction of the audit entry, once a grant.
async fn mark_opened(app: &App, call: &Call, subject: &Authorised<Patient>) -> Result<(), Problem> {
    let today = jst_day(call.now());
    let check_in = subject.keys().check_in(subject.institution(), today);
    let opening: Option<CheckInItem> = subject.fetched().get(&check_in)?;
    let grant_id = subject.grant().grant_id;
    let Some(opening) = opening.filter(|opening| opening.opened_grant != Some(grant_id)) else { return Ok(()) };
    let line = shared::arrival(subject.institution(), today, opening.checked_in_at, opening.visit_id);
    let mut effect = Transaction::on(&app.table);
    effect.named(LINE, |effect| CheckInItem::note_opening(effect, &check_in, grant_id))?;
    effect.named(LINE, |effect| ArrivalItem::mark_opened(effect, &line))?;
    match call.try_commit(app, effect, &[]).await {
        // The line is ended at this moment: the look is logged without it, by the pipeline.
        Ok(()) | Err(Cancelled::Contended) => Ok(()),
        Err(Cancelled::Condition(lost)) if lost.is(LINE) => Ok(()),
        Err(other) => Err(other.into()),
    }
}
