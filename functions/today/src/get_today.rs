//! GET /v1/residents/{resident_id}/today

use std::collections::BTreeMap;

use notebook::access::{Grant, Level, Section};
use notebook::alarm::About;
use notebook::daily::{DailyRecord, Measure};
use notebook::time::{Instant, jst_day};
use platform::audit::Entry;
use platform::table::schema::ResidentKeys;
use records::daily::ShownNotice;
use records::doses::HistoryPages;
use records::items::{NoteItem, VisitItem};
use records::opened::OpenGrant;
use records::places::Places;
use records::prelude::*;

use crate::appointments::{self, NextAppointment};
use crate::doses::{self, Dose};
use crate::goals::TodaysGoal;
use crate::looks::{self, Looks, RecentLook};
use crate::notes::{self, UnreadNote};
use crate::reminders::{self, TodaysReminder};
use crate::values::{self, Latest, Values};

/// Shows what is due, open and new today, in one call. What family may not see is absent, and not empty.
#[derive(JsonSchema)]
pub struct GetToday;

/// The day. Each field stands in a section; whoever does not reach it, does not get the field.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Today")]
pub struct Output {
    /// Section `medication`: the planned doses of today, earliest first, and those of the evening before that can still be
    /// taken. What was logged by hand stands in list-intakes.
    #[serde(skip_serializing_if = "Option::is_none")]
    doses: Option<Vec<Dose>>,
    /// Section `visits`: the next appointment, of today until an hour after its time, or all day where it has none; null where none is
    /// planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "appointments::schema")]
    #[allow(clippy::option_option, reason = "absent: the section is closed; null: nothing is planned")]
    next_appointment: Option<Option<NextAppointment>>,
    /// Section `daily`: the latest value of each measure that has one in the last 183 days.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<ByKey<Measure, Latest>>")]
    latest: Option<BTreeMap<Measure, Latest>>,
    /// Section `daily`: the changes worth talking about, as the trends show them.
    #[serde(skip_serializing_if = "Option::is_none")]
    notices: Option<Vec<ShownNotice>>,
    /// Section `daily`: what the person wants to do, and how far that is today; in the order of get-goals.
    #[serde(skip_serializing_if = "Option::is_none")]
    goals: Option<Vec<TodaysGoal>>,
    /// Sections `medication` and `daily`: the reminders to record that ring today, earliest first, whether anything was recorded or
    /// not.
    #[serde(skip_serializing_if = "Option::is_none")]
    reminders: Option<Vec<TodaysReminder>>,
    /// Section `visits`: what institutions wrote and the caller has not marked as read (put-read-notes), newest first, fifteen
    /// seconds after it was written. Of more than 100 the oldest: the others follow once these are marked.
    #[serde(skip_serializing_if = "Option::is_none")]
    unread_notes: Option<Vec<UnreadNote>>,
    /// Section `visits`: what is open to institutions now.
    #[serde(skip_serializing_if = "Option::is_none")]
    open_grants: Option<Vec<OpenGrant>>,
    /// Section `profile`, from the level `manage` on: others who looked or wrote since yesterday, one line an institution.
    #[serde(skip_serializing_if = "Option::is_none")]
    looked_since_yesterday: Option<Vec<RecentLook>>,
    /// Section `vaccinations`: always empty: vaccinations are not kept yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "[(); 0]")]
    vaccinations_due: Option<[(); 0]>,
}

/// Where what [`plan`] named is found.
#[derive(Default)]
pub struct Reads {
    doses: HistoryPages,
    medicines: PageOf<doses::Entry>,
    values: PageOf<DailyRecord>,
    notes: PageOf<NoteItem>,
    grants: PageOf<Versioned<Grant>>,
    visits: PageOf<VisitItem>,
    ahead: PageOf<VisitItem>,
    looks: PageOf<Entry>,
}

/// Everything at once, before anybody knows what the caller may see: what they may not is dropped unread.
fn plan(keys: ResidentKeys, actor: &str, now: Instant, plan: &mut ReadPlan) -> Reads {
    let today = jst_day(now);
    plan.get(keys.profile()).get(keys.read_notes(actor)).get(keys.goals());
    Reads {
        doses: doses::days(now).plan(keys, plan),
        medicines: plan.query(doses::medicines(keys)),
        values: plan.query(values::query(keys, today)),
        notes: plan.query(notes::newest(keys)),
        grants: OpenGrant::plan(keys, plan),
        visits: plan.query(Places::of_late(keys, today)),
        ahead: plan.query(appointments::ahead(keys, today)),
        looks: plan.query(looks::newest(keys)),
    }
}

impl Endpoint for GetToday {
    const SPEC: Spec = Spec::get("get-today", "/v1/residents/{resident_id}/today").who(Who::Related(Level::See));
    type Subject = Resident;
    type Input = Nothing;
    type Reads = Reads;
    type Output = Output;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, reads: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        Ok(plan(keys.resident()?, &call.caller().actor, keys.now, reads))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let (keys, fetched, now) = (subject.keys(), subject.fetched(), call.now());
        let shows = |section: Section, level: Level| {
            let shows = subject.allows(section, level);
            if shows {
                call.also(section);
            }
            shows
        };
        let visits = shows(Section::Visits, Level::See);
        let looked = shows(Section::Profile, Level::Manage);

        let history = if shows(Section::Medication, Level::See) {
            Some(doses::history(app, &subject, &reads.doses, now).await?)
        } else {
            None
        };
        let doses = match &history {
            Some(history) => {
                let pages = (history, fetched.page(reads.medicines)?);
                Some(doses::read(app, &subject, pages, call.language, now).await?)
            }
            None => None,
        };
        let sees_reminders = About::Record.sections().iter().all(|section| shows(*section, Level::See));
        let reminders = history.filter(|_| sees_reminders);
        let reminders = reminders.map(|history| reminders::of_day(&history.reminders, jst_day(now)));
        let values = if shows(Section::Daily, Level::See) {
            Some(Values::read(app, &subject, fetched.page(reads.values)?, call.language, now).await?)
        } else {
            None
        };
        let grants: Option<Vec<(String, Grant)>> =
            visits.then(|| OpenGrant::held(keys, fetched, reads.grants, now)).transpose()?;
        let unread =
            if visits { Some(notes::unread(app, &subject, fetched.page(reads.notes)?, now).await?) } else { None };
        let next_appointment =
            if visits { Some(appointments::next(app, &subject, fetched.page(reads.ahead)?, now).await?) } else { None };
        let looks = if looked { Some(Looks::read(app, call, keys, fetched.page(reads.looks)?).await?) } else { None };

        let places = Places::of(fetched.page(reads.visits)?)?;
        let codes = grants.iter().flatten().map(|(code, _)| code.as_str());
        let codes = codes.chain(unread.iter().flatten().map(|note| note.institution_code.as_str()));
        let places = places.with(app, codes.chain(looks.iter().flat_map(Looks::institutions))).await?;
        let (latest, others) = values.map(|values| (values.latest, (values.notices, values.goals))).unzip();
        let (notices, goals) = others.unzip();
        Ok(Answer::of(Output {
            doses,
            next_appointment,
            latest,
            notices,
            goals,
            reminders,
            unread_notes: unread.map(|notes| notes::named(notes, &places)),
            open_grants: grants.map(|grants| OpenGrant::named(grants, &places, now)),
            looked_since_yesterday: looks.map(|looks| looks.named(&places)),
            vaccinations_due: shows(Section::Vaccinations, Level::See).then_some([]),
        }))
    }
}
