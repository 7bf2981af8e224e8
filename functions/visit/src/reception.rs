//! What is there of a person's day at an institution, and what a check-in makes of it.

use notebook::access::{Grant, GrantState, Purpose, RelationKind, Section, Sections};
use notebook::guidance::FollowUp;
use notebook::id::{GrantId, ResidentId, VisitId};
use notebook::resident::Identity;
use notebook::time::{Day, Instant};
use platform::table::schema::ResidentKeys;
use platform::table::transaction::Change;
use records::appointments;
use records::held::{self, Held, KEPT_SECONDS};
use records::items::{
    ArrivalItem, ArrivalStatus, ChartNumberItem, CheckInItem, FollowUpItem, InstitutionItem, VisitItem,
    VisitReferenceItem, VisitStatus,
};
use records::opened::Lines;
use records::prelude::*;

use crate::stored;

/// Visits of a day among which a planned one is looked for at once; there are more where very many were written down.
const FIRST: i32 = 50;

fn of_day(keys: ResidentKeys, day: Day) -> RangeQuery {
    RangeQuery::prefix(keys.partition(), by_time::visit(day, "")).by_time()
}

/// Letters that are not taken for digits or for one another when they are called out.
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Who arrives, and what they open.
pub(crate) struct Arriving<'a> {
    pub(crate) now: Instant,
    pub(crate) resident: ResidentId,
    pub(crate) by: RelationKind,
    pub(crate) identity: Identity,
    pub(crate) institution: &'a InstitutionItem,
    pub(crate) sections: Sections,
    pub(crate) purpose: Purpose,
    /// The last entry of the access log before this.
    pub(crate) logged_before: Option<u64>,
}

/// That there was a check-in at an institution.
#[derive(Serialize)]
struct Known<'a> {
    institution_code: &'a str,
    /// What was chosen last.
    sections: &'a Sections,
}

/// What was chosen at an institution last time; nothing where nobody was there yet, or it was not kept then.
#[derive(Default, Deserialize)]
pub(crate) struct ChosenLast {
    #[serde(default)]
    pub(crate) sections: Sections,
}

/// The person's day at the institution.
pub(crate) struct Today {
    day: Day,
    check_in: Option<CheckInItem>,
    grant: Option<Versioned<Grant>>,
    /// The same under tomorrow, where the check-in was renewed.
    ahead: Option<Versioned<Grant>>,
    /// The institution's own number for the person.
    chart: Option<ChartNumberItem>,
    /// That the institution follows the person up, or did.
    follow_up: Option<FollowUpItem>,
    /// Before the first check-in, the planned visit that it adopts.
    planned: Option<Versioned<VisitItem>>,
}

impl Today {
    /// Names what is to be read.
    pub(crate) fn plan(keys: ResidentKeys, code: &str, day: Day, plan: &mut ReadPlan) -> PageOf<Versioned<VisitItem>> {
        Held::plan(keys, code, day, plan);
        plan.get(keys.chart_number(code)).get(keys.follow_up(code));
        plan.query(of_day(keys, day).limit(FIRST))
    }

    /// From what the plan brought back, and further pages of the day's visits where there are any and this is the first check-in.
    pub(crate) async fn read(
        app: &App,
        subject: &Authorised<Resident>,
        visits: PageOf<Versioned<VisitItem>>,
        code: &str,
        day: Day,
    ) -> Result<Self, Problem> {
        let (keys, fetched) = (subject.keys(), subject.fetched());
        let check_in: Option<CheckInItem> = fetched.get(&keys.check_in(code, day))?;
        let mut planned = fetched.all(visits)?.into_iter().find(|stored| is_planned_at(&stored.item, code));
        if planned.is_none() && check_in.is_none() {
            let (all, _) = appointments::planned(app, fetched.page(visits)?, of_day(keys, day)).await?;
            planned = all.into_iter().find(|stored| is_planned_at(&stored.item, code));
        }
        let ahead = fetched.get(&keys.grant(code, held::tomorrow(day)))?;
        let mut grant: Option<Versioned<Grant>> = fetched.get(&keys.grant(code, day))?;
        // What was opened before a consent was withdrawn stays closed, as if the person had ended it.
        if let Some(stored) = grant.as_mut()
            && !subject.carries(&stored.item)?
        {
            stored.item.revoked_at.get_or_insert(subject.now());
        }
        let chart = fetched.get(&keys.chart_number(code))?;
        let follow_up = fetched.get(&keys.follow_up(code))?;
        Ok(Self { day, check_in, grant, ahead, chart, follow_up, planned })
    }

    /// The visit, what the reception calls, and whether this is the day's first check-in here.
    pub(crate) fn names(&self, app: &App, arriving: &Arriving<'_>) -> Result<(VisitId, String, bool), Problem> {
        if let Some(check_in) = &self.check_in {
            return Ok((check_in.visit_id, check_in.reception_code.clone(), false));
        }
        let visit_id = match &self.planned {
            Some(planned) => planned.item.visit_id,
            None => VisitId::new(arriving.now, app.random()?),
        };
        Ok((visit_id, reception_code(app.random()?), true))
    }

    /// Adds to `effect` what the check-in changes, which is nothing where it is repeated; gives the grant that holds.
    pub(crate) fn receive(
        self,
        app: &App,
        keys: ResidentKeys,
        arriving: Arriving<'_>,
        visit_id: VisitId,
        reception_code: &str,
        effect: &mut Transaction,
    ) -> Result<Grant, Problem> {
        let (now, sections, purpose) = (arriving.now, arriving.sections.clone(), arriving.purpose);
        let code = arriving.institution.code.as_str();
        let open = self.grant.as_ref().filter(|stored| stored.item.state(now) == GrantState::Open);
        let is_open = open.is_some();
        // Who ended health guidance since and opens it again means it: a grant of before would open it to nobody.
        let follow_up = self.follow_up.as_ref().map(|stored| &stored.follow_up);
        let opens_as_well =
            |open: &Grant| !sections.contains(&Section::HealthGuidance) || FollowUp::is_opened_by(open, follow_up);
        let same = open
            .filter(|open| open.item.sections == sections && open.item.purpose == purpose && opens_as_well(&open.item));
        if let (Some(same), Some(_)) = (same, &self.check_in) {
            return Ok(same.item.clone());
        }

        let known = Known { institution_code: code, sections: &sections };
        effect.put(&keys.known_institution(code), &known, &Meta::default(), Only::Always)?;
        let grant = Grant::at_check_in(GrantId::new(now, app.random()?), visit_id, sections, purpose, now);
        let before = self.grant.as_ref().map(|stored| stored.version);
        held::put(effect, &keys.grant(code, self.day), &grant, before)?;
        match &self.check_in {
            Some(_) if is_open && self.ahead.is_none() => {}
            Some(earlier) => self.resume(keys, code, (earlier, is_open), effect)?,
            None => self.begin(keys, arriving, visit_id, reception_code, effect)?,
        }
        Ok(grant)
    }

    /// The visit goes on with what is chosen now, which is open today and not as far as what was renewed. After an end, the
    /// person waits again.
    fn resume(
        &self,
        keys: ResidentKeys,
        code: &str,
        (earlier, is_open): (&CheckInItem, bool),
        effect: &mut Transaction,
    ) -> Result<(), Problem> {
        let mut visit = Change::default();
        for how_it_ended in ["ended_at", "cancelled_at", "cancellation_reason"] {
            visit.set(how_it_ended, &None::<()>)?;
        }
        visit.next_version();
        if let Some(ahead) = &self.ahead {
            held::take_back(effect, keys, code, (ahead, Some(earlier)), self.day)?;
            visit.set(held::LAST_DAY, &self.day)?;
        }
        effect.change(&keys.visit(earlier.visit_id), &visit)?;
        if is_open {
            return Ok(());
        }
        let arrival = shared::arrival(code, self.day, earlier.checked_in_at, earlier.visit_id);
        ArrivalItem::set_status(effect, &arrival, ArrivalStatus::Waiting)
    }

    /// The first check-in of the day.
    fn begin(
        &self,
        keys: ResidentKeys,
        arriving: Arriving<'_>,
        visit_id: VisitId,
        reception_code: &str,
        effect: &mut Transaction,
    ) -> Result<(), Problem> {
        let Arriving { now, institution, .. } = arriving;
        let code = institution.code.as_str();
        let reception_code = reception_code.to_owned();
        let of_the_day = Meta { expires_at: Some(now.timestamp() + KEPT_SECONDS), ..Meta::default() };

        let check_in =
            CheckInItem { visit_id, checked_in_at: now, reception_code: reception_code.clone(), opened_grant: None };
        effect.put(&keys.check_in(code, self.day), &check_in, &of_the_day, Only::IfNew)?;

        let planned = self.planned.as_ref();
        let visit = VisitItem {
            status: VisitStatus::Done,
            institution_code: Some(code.to_owned()),
            institution_name: Some(institution.name.clone()),
            checked_in_at: Some(now),
            logged_before: arriving.logged_before,
            reception_code: Some(reception_code.clone()),
            ended_at: None,
            cancelled_at: None,
            cancellation_reason: None,
            last_day: None,
            ..planned.map_or_else(|| blank(visit_id, self.day), |stored| stored.item.clone())
        };
        stored::put(effect, keys, &visit, planned.map(|stored| stored.version))?;

        let arrival = ArrivalItem {
            visit_id,
            resident_id: arriving.resident,
            checked_in_at: now,
            checked_in_by: arriving.by,
            reception_code,
            identity: arriving.identity,
            chart_number: self.chart.as_ref().map(|chart| chart.chart_number.clone()),
            status: ArrivalStatus::Waiting,
        };
        effect.put(&shared::arrival(code, self.day, now, visit_id), &arrival, &of_the_day, Only::IfNew)?;
        let mut since = Change::default();
        since.set(Lines::SINCE, &now)?;
        effect.change(&keys.profile(), &since)?;

        let reference = VisitReferenceItem { resident_id: arriving.resident, institution_code: code.to_owned() };
        effect.put(&shared::visit_reference(visit_id), &reference, &Meta::default(), Only::IfNew)
    }
}

fn is_planned_at(visit: &VisitItem, code: &str) -> bool {
    visit.is_planned() && visit.institution_code.as_deref() == Some(code)
}

/// A visit of which nothing is known but its day.
pub(crate) fn blank(visit_id: VisitId, visited_on: Day) -> VisitItem {
    VisitItem {
        visit_id,
        visited_on,
        status: VisitStatus::Done,
        institution_code: None,
        institution_name: None,
        department: None,
        reason: None,
        diagnosis_told: None,
        memo: None,
        checked_in_at: None,
        logged_before: None,
        reception_code: None,
        ended_at: None,
        cancelled_at: None,
        cancellation_reason: None,
        last_day: None,
        appointment: None,
    }
}

/// A letter and four digits. The reception sees names too, so two equal codes on one day confuse nobody for long.
fn reception_code(random: [u8; 5]) -> String {
    let [letter, digits @ ..] = random;
    let letter = LETTERS.get(usize::from(letter) % LETTERS.len()).copied().unwrap_or(b'A');
    format!("{}{:04}", char::from(letter), u32::from_be_bytes(digits) % 10_000)
}
