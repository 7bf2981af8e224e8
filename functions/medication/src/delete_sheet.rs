//! DELETE /v1/residents/{resident_id}/dispensings/{sheet_id}

use notebook::access::{Level, Section};
use platform::alarms;
use platform::medicines::{KnownAlerts, lock};
use platform::prelude::*;
use platform::table::schema::attribute::VERSION;

use crate::advice;
use crate::profile_notes;
use crate::register::ScanItem;
use crate::removal::{MOST_WRITES, Removal};
use crate::sheets;

/// Deletes a sheet with everything that it brought: its entries, unless another sheet tells of them too; its bytes, notes
/// and marks; and the links of its entries. Alarms
/// do not name them any more, and those that were for nothing else end. What it brought into the profile is part of the profile, and is changed there.
/// Scanned again, here or in the notebook of the person whom it names, it is a new sheet.
#[derive(JsonSchema)]
pub struct DeleteSheet;

/// Places of the lists in the plan.
const SCANS: usize = 0;
const NEWEST: usize = 1;
const ALARMS: usize = 2;

impl Endpoint for DeleteSheet {
    const SPEC: Spec = Spec::delete("delete-sheet", "/v1/residents/{resident_id}/dispensings/{sheet_id}")
        .who(Who::Resident(Section::Medication, Level::Manage))
        .touches(&[Touch::TableRead, Touch::TableWrite])
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::TooManyAtOnce]);
    type Subject = Resident;
    type Input = Nothing;
    type Output = Nothing;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let keys = keys.resident()?;
        plan.get(keys.scan(call.path("sheet_id")?)).get(keys.noted()).get(keys.known_alerts());
        plan.query(sheets::newest_first(keys)).query(advice::newest(keys)).query(alarms::query(keys));
        lock::plan(keys, plan);
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let (keys, id) = (subject.keys(), call.path("sheet_id")?);
        let scan: ScanItem = from_item(subject.need(&keys.scan(id))?)?;
        call.check_version(scan.version)?;
        let mut effect = Transaction::on(&app.table);
        let version = Some(scan.version).filter(|version| *version > 0);
        effect.delete(&keys.scan(id), version)?;
        if let Some(mark) = &scan.notes_mark {
            effect.delete(&keys.fingerprint(mark), None)?;
        }

        let page = subject.fetched().page(SCANS)?;
        let mut others = Vec::with_capacity(page.items.len());
        for item in &page.items {
            let other = sheets::id_of(item)?;
            if other != id {
                others.push((other, from_item::<ScanItem>(item)?));
            }
        }
        // Only who knows every sheet knows that no other says the same.
        if page.last_key.is_none() {
            let said = others.iter().flat_map(|(_, other)| other.notes.iter().cloned());
            let noted = subject.fetched().get(&keys.noted())?;
            profile_notes::forget(keys, noted, &scan.notes, &said.collect::<Vec<_>>(), &mut effect)?;
        }
        let newest = subject.fetched().page(NEWEST)?;
        let mut removal = Removal::of(app, keys, id, &scan, newest).await?;
        if let Some(mut known) = subject.fetched().get::<KnownAlerts>(&keys.known_alerts())? {
            let forgotten = removal.gone().filter(|entry| known.forget(*entry)).count();
            if forgotten > 0 {
                known.write(keys, &mut effect)?;
            }
        }
        let alarms = alarms::all(app, &subject, subject.fetched().page(ALARMS)?).await?;
        let gone: Vec<_> = removal.gone().collect();
        alarms::without_medicines(
            &mut effect,
            subject.resident(),
            &alarms,
            &gone,
            subject.relation().kind,
            call.now(),
        )?;
        removal.remove(others, &mut effect)?;
        removal.write(&mut effect)?;
        lock::raise(&subject, &mut effect)?;
        call.rest_on(subject.fetched(), &keys.known_alerts(), &[VERSION]);
        if effect.len() > MOST_WRITES {
            return Err(Problem::of(Code::TooManyAtOnce));
        }
        call.commit(app, effect, &[id.to_string()]).await?;
        Ok(Answer::empty())
    }

    async fn replay(_: &App, _: &Call, _: Authorised<Resident>, _: Vec<String>) -> Result<Answer<Nothing>, Problem> {
        Ok(Answer::empty())
    }
}
