//! POST /v1/residents/{resident_id}/medications

use notebook::access::{Level, Section};
use notebook::id::MedicationId;
use notebook::medication::dispensing::{Dispensing, Source};
use notebook::medication::limits;
use notebook::medication::note::Otc;
use notebook::medication::otc::EntryKind;
use notebook::medication::owner::Owner;
use notebook::text::Text;
use notebook::time::{Day, jst_day};
use records::items::MedicationItem;
use records::medicines::lock;
use records::prelude::*;

use crate::advice;
use crate::advised::{Known, Output};
use crate::links::Around;
use crate::stored;
use crate::typed::{self, TypedGroup, TypedOtc, TypedPharmacy, TypedPrescriber};

/// Keeps a medicine that the person types: a dispensing as far as they know it (a day and the name of one drug are
/// enough), or one bought without prescription. Says what to look at before it is taken. What a scanned sheet tells of
/// already is linked with it and shown once.
#[derive(JsonSchema)]
pub struct AddMedication;

/// Either a dispensing (`dispensed_on` and `groups`) or `otc`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The day of dispensing.
    dispensed_on: Option<Day>,
    /// Who dispensed.
    pharmacy: Option<TypedPharmacy>,
    /// Who prescribed.
    prescriber: Option<TypedPrescriber>,
    /// The drugs, by usage.
    #[schemars(length(min = 1, max = limits::GROUPS))]
    groups: Option<Vec<TypedGroup>>,
    /// A medicine bought without prescription.
    otc: Option<TypedOtc>,
    /// The person's own remark. No clinic sees it.
    remark: Option<Text<{ limits::TEXT }>>,
    /// Kept from every clinic; so it is also where it tells of something that is.
    #[serde(default)]
    concealed: bool,
}

impl Input {
    /// The day under which it will be listed, where it can be kept at all.
    fn day(&self, today: Day) -> Option<Day> {
        let day = match &self.otc {
            Some(otc) => otc.day(today),
            None => self.dispensed_on?,
        };
        typed::is_sensible(day).then_some(day)
    }

    /// As it will be kept, or why it cannot be.
    fn content(self, id: MedicationId, today: Day) -> Result<(Dispensing, Option<Otc>), Problem> {
        let Self { dispensed_on, pharmacy, prescriber, groups, otc, .. } = self;
        if let Some(typed) = otc {
            let others = [
                ("/dispensed_on", dispensed_on.is_some()),
                ("/pharmacy", pharmacy.is_some()),
                ("/prescriber", prescriber.is_some()),
                ("/groups", groups.is_some()),
            ];
            if let Some((pointer, _)) = others.into_iter().find(|(_, named)| *named) {
                return Err(Problem::field(Code::InvalidValue, pointer, Wrong::BesideOtc));
            }
            let otc = Otc::from(typed);
            typed::check_otc(&otc, today)?;
            let dispensing = Dispensing { id: id.0, ..otc.as_dispensing(Source::Manual, otc.day(today)) };
            return Ok((dispensing, Some(otc)));
        }
        let required = |pointer: &str| Problem::field(Code::InvalidValue, pointer, Wrong::Missing);
        let day = dispensed_on.ok_or_else(|| required("/dispensed_on"))?;
        let groups = groups.ok_or_else(|| required("/groups"))?;
        let mut dispensing = Dispensing { groups: typed::groups(groups), ..typed::dispensing(id, day) };
        pharmacy.unwrap_or_default().onto(&mut dispensing.pharmacy);
        prescriber.unwrap_or_default().onto(&mut dispensing.prescriber);
        typed::check(&dispensing, today)?;
        Ok((dispensing, None))
    }
}

impl Endpoint for AddMedication {
    const SPEC: Spec = Spec::post("add-medication", "/v1/residents/{resident_id}/medications")
        .who(Who::Resident(Section::Medication, Level::Record))
        .tagged()
        .max_body(64 * 1024)
        .idempotent();
    type Subject = Resident;
    type Input = Input;
    type Reads = PageOf<MedicationItem>;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({
            "dispensed_on": "2026-11-20",
            "pharmacy": { "name": "有明調剤薬局" },
            "groups": [{
                "usage_text": "１日１回朝食後", "dosage_form": "oral", "supply_count": 28, "supply_unit": "日分",
                "drugs": [{ "name": "アムロジピンＯＤ錠５ｍｇ", "quantity": 1, "unit": "錠" }],
            }],
            "remark": "朝に飲み忘れやすい",
        })
    }

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        // What cannot be kept is refused by the handler, after the policy.
        let Some(day) = input.day(jst_day(keys.now)) else { return Ok(PageOf::default()) };
        let keys = keys.resident()?;
        Known::plan(keys, plan);
        lock::plan(keys, plan);
        Ok(plan.query(advice::around(keys, day, day)))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        mut input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let id = MedicationId::new(call.now(), app.random()?);
        let (remark, concealed) = (input.remark.take(), input.concealed);
        let (dispensing, otc) = input.content(id, jst_day(call.now()))?;
        let known = Known::read(&subject)?;
        let mut around = Around::read(subject.fetched().page(reads)?)?;
        let mut item = MedicationItem {
            kind: if otc.is_some() { EntryKind::Otc } else { EntryKind::Dispensing },
            dispensing,
            otc,
            remark,
            concealed,
            owner: Owner::Resident,
            added_at: call.now(),
            added_by: Some(subject.relation().kind),
            registered_by: None,
            scan_id: None,
            also_in: Vec::new(),
            fingerprint: None,
            linked_to: None,
            linked: Vec::new(),
            apart: Vec::new(),
            version: 1,
        };
        let links = around.recognise(&mut item);
        around.keep_back(&mut item);
        let mut effect = Transaction::on(&app.table);
        stored::put(&mut effect, subject.keys(), &item)?;
        let output = known.advise(call, &subject, item, &around, links);
        around.write(&mut effect, subject.keys())?;
        lock::raise(&subject, &mut effect)?;
        call.commit(app, effect, &[id.to_string()]).await?;
        Ok(Answer::of(output).version(1))
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let id = ids.first().and_then(|id| id.parse().ok()).ok_or_else(|| Problem::internal("no id remembered"))?;
        // By its id: it may have moved to another day since.
        let key = subject.keys().medication(id);
        let mut plan = ReadPlan::default();
        plan.get(key.clone());
        let item: MedicationItem = app.table.read(plan).await?.get(&key)?.ok_or_else(Problem::not_found)?;
        let around = Around::read(subject.fetched().page(reads)?)?;
        let (links, version) = (around.links_of(&item), item.version);
        Ok(Answer::of(Known::read(&subject)?.advise(call, &subject, item, &around, links)).version(version))
    }
}
