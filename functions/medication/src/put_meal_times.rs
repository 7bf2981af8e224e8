//! PUT /v1/residents/{resident_id}/meal-times

use chrono::NaiveTime;
use notebook::access::{Level, Section};
use notebook::medication::meal_times::{Clock, MealTimes, clock};
use records::prelude::*;

use crate::meals::{self, MealTimesItem, Output};

/// Says when the person gets up, eats and goes to bed. Alarms are suggested by it from then on; what was set stays.
#[derive(JsonSchema)]
pub struct PutMealTimes;

/// Times of day, `HH:MM`, in the order of the person's day: who works at night gets up in the evening.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Getting up.
    #[serde(with = "clock")]
    #[schemars(with = "Clock")]
    wake: NaiveTime,
    /// Breakfast.
    #[serde(with = "clock")]
    #[schemars(with = "Clock")]
    breakfast: NaiveTime,
    /// Lunch, after breakfast.
    #[serde(with = "clock")]
    #[schemars(with = "Clock")]
    lunch: NaiveTime,
    /// Supper, after lunch.
    #[serde(with = "clock")]
    #[schemars(with = "Clock")]
    supper: NaiveTime,
    /// Going to bed, not before supper.
    #[serde(with = "clock")]
    #[schemars(with = "Clock")]
    bedtime: NaiveTime,
}

impl Endpoint for PutMealTimes {
    const SPEC: Spec = Spec::put("put-meal-times", "/v1/residents/{resident_id}/meal-times")
        .who(Who::Resident(Section::Medication, Level::Manage))
        .tagged()
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::ReadOnlyField]);
    type Subject = Resident;
    type Input = Replace<Input, Output>;
    type Reads = ();
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "wake": "06:00", "breakfast": "06:30", "lunch": "12:00", "supper": "18:00", "bedtime": "21:30" })
    }

    fn plan(_: &Call, _: &Self::Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.meal_times());
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Self::Input,
    ) -> Result<Answer<Output>, Problem> {
        let kept = meals::kept(subject.fetched(), subject.keys())?;
        let before = kept.as_ref().map_or(0, |item| item.version);
        call.check_version(before)?;
        let Input { wake, breakfast, lunch, supper, bedtime } = input.over(Some(&meals::shown(kept.as_ref())))?;
        let times = MealTimes { wake, breakfast, lunch, supper, bedtime };
        if let Some(name) = times.out_of_order() {
            return Err(Problem::field(Code::InvalidValue, format!("/{name}"), Wrong::MealOrder));
        }
        let mut item = MealTimesItem { times, version: before };
        let (key, mut effect) = (subject.keys().meal_times(), Transaction::on(&app.table));
        item.version = effect.keep(&key, kept.as_ref().map(|kept| (kept, before)), &item)?;
        call.commit(app, effect, &[]).await?;
        Ok(meals::answer(Some(&item)))
    }

    async fn replay(
        _: &App,
        _: &Call,
        subject: Authorised<Resident>,
        _: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        Ok(meals::answer(meals::kept(subject.fetched(), subject.keys())?.as_ref()))
    }
}
