//! POST /v1/institutions/{code}/patients/{resident_id}/dispensings/{medication_id}/retraction

use notebook::access::Role;
use notebook::id::MedicationId;
use notebook::time::{Instant, jst_day};
use platform::auth::policy::own_entries_since;
use records::alarms;
use records::items::{AlarmItem, MedicationItem, RetractionReason};
use records::medicines::lock;
use records::prelude::*;

use crate::dispensed::{DispensedItem, Reference, STANDS, TAKEN_BACK};
use crate::handed_out::institution;
use crate::removal::MOST_WRITES;
use crate::taking_away;

/// Takes back a dispensing that the institution registered: from now on what it said is shown to nobody, the person and the
/// institution included; that there was one, and when it was taken back, stays visible to the person. What it said is kept as
/// evidence. Alarms do not name it any more, and those that were for nothing else end. What the person scanned of the same stays.
#[derive(JsonSchema)]
pub struct RetractDispensing;

/// Why.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// It was meant for somebody else, or what it said was wrong.
    reason: RetractionReason,
}

/// What it said, and who took it back.
#[derive(Serialize)]
struct History<'a> {
    registered: &'a DispensedItem,
    /// None where the person had deleted it.
    entry: Option<&'a MedicationItem>,
    replaced_at: Instant,
    replaced_by: &'a str,
    replaced_by_role: Role,
    reason: RetractionReason,
}

impl Endpoint for RetractDispensing {
    const SPEC: Spec = Spec::post(
        "retract-dispensing",
        "/v1/institutions/{code}/patients/{resident_id}/dispensings/{medication_id}/retraction",
    )
    .answers(200)
    .who(Who::Dispensing(Role::DISPENSING))
    .tagged()
    .only_ids()
    .idempotent()
    .hourly_limit(60)
    .versioned()
    .problems_of_its_own(&[Code::NotePeriodOver, Code::TooManyAtOnce]);
    type Subject = Dispensed;
    type Input = Input;
    type Reads = PageOf<AlarmItem>;
    type Output = Reference;

    fn example() -> serde_json::Value {
        json!({ "reason": "wrong_patient" })
    }

    fn plan(call: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let (resident, id) = (keys.resident()?, call.path::<MedicationId>("medication_id")?);
        plan.get(resident.dispensed(institution(keys)?, id)).get(resident.medication(id)).get(resident.known_alerts());
        lock::plan(resident, plan);
        Ok(plan.query(alarms::query(resident)))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Dispensed, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Reference>, Problem> {
        let (subject, reads) = subject.reads();
        let (keys, code) = (subject.keys(), subject.institution());
        let id = call.path::<MedicationId>("medication_id")?;
        let own: DispensedItem = from_item(subject.need(&keys.dispensed(code, id))?)?;
        if own.retracted_at.is_none() && jst_day(own.registered_at) < own_entries_since(jst_day(call.now())) {
            return Err(Problem::of(Code::NotePeriodOver));
        }
        let ids = [id.to_string()];
        let mut effect = Transaction::on(&app.table);
        // Before the version: who takes back again what was taken back meanwhile has what they want, whichever they saw.
        if own.retracted_at.is_none() {
            call.check_version(STANDS)?;
            let mut entry: Option<MedicationItem> = subject.fetched().get(&keys.medication(id))?;
            let history = History {
                registered: &own,
                entry: entry.as_ref(),
                replaced_at: call.now(),
                replaced_by: &subject.caller().actor,
                replaced_by_role: subject.role(),
                reason: input.reason,
            };
            effect.put(&keys.dispensed_history(id), &history, &Meta::default(), Only::IfNew)?;
            let retracted =
                DispensedItem { retracted_at: Some(call.now()), retraction_reason: Some(input.reason), ..own.clone() };
            retracted.put(&mut effect, keys)?;
            if let Some(entry) = &mut entry {
                let notebook = (keys, subject.fetched());
                taking_away::entry(app, call, notebook, entry, (reads, None), &mut effect).await?;
            }
            lock::raise_in(keys, subject.fetched(), &mut effect)?;
            if effect.len() > MOST_WRITES {
                return Err(Problem::of(Code::TooManyAtOnce));
            }
        }
        call.commit(app, effect, &ids).await?;
        Ok(Answer::of(Reference { medication_id: id }).version(TAKEN_BACK))
    }

    async fn replay(
        _: &App,
        _: &Call,
        _: Authorised<Dispensed, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Reference>, Problem> {
        let id = ids.first().and_then(|id| id.parse().ok()).ok_or_else(|| Problem::internal("no id remembered"))?;
        Ok(Answer::of(Reference { medication_id: id }).version(TAKEN_BACK))
    }
}
