//! The minutes at which doses fall in a person's day, and how much each is.

use chrono::Timelike;

use super::DAY;
use crate::alarm::{DoseTime, PerDose, TimeOfDay, Times};
use crate::medication::dispensing::{Group, QuantityBasis};
use crate::medication::meal_times::MealTimes;
use crate::medication::usage::{Dose, MOST_TIMES_A_DAY, Meal, Ratio, Relation, Timing};
use crate::rhythm::{Rhythm, Weekdays};

/// Times of day with their amounts; what falls on one minute is taken together.
pub(super) fn at_times(doses: &[&(i64, &Dose)], group: &Group, count: usize) -> Option<Times> {
    let mut times: Vec<DoseTime> = Vec::new();
    for (minutes, dose) in doses {
        let time = u16::try_from(minutes.rem_euclid(DAY)).ok().and_then(TimeOfDay::from_minutes)?;
        match times.iter_mut().find(|known| known.time == time) {
            Some(known) => known.amount = None,
            None => times.push(DoseTime { time, amount: amount(dose, group, count).and_then(per_dose) }),
        }
    }
    Times::new(times)
}

/// The amount as alarms count it, where they can.
fn per_dose(amount: Ratio) -> Option<PerDose> {
    PerDose::from_units(amount.in_parts(PerDose::WHOLE)?)
}

/// How much one dose is, where the group has one medicine: as the usage says, or an equal part of the day's amount.
fn amount(dose: &Dose, group: &Group, doses: usize) -> Option<Ratio> {
    let [drug] = group.drugs.as_slice() else { return None };
    dose.amount.or_else(|| {
        let quantity = Ratio::decimal(&drug.quantity?.to_string())?;
        let part = (drug.quantity_basis == QuantityBasis::PerDay).then(|| quantity.divided(doses)).flatten();
        part.or(Some(quantity).filter(|_| drug.quantity_basis == QuantityBasis::PerUse))
    })
}

/// Minutes since the midnight before the person got up.
pub(super) fn minutes(dose: &Dose, place: i64, count: usize, times: &MealTimes) -> i64 {
    let Some(timing) = dose.timing else { return spread(place, count, times) };
    let since = |time: chrono::NaiveTime| {
        let minutes = i64::from(time.hour() * 60 + time.minute());
        let wake = i64::from(times.wake.hour() * 60 + times.wake.minute());
        if minutes < wake { minutes + DAY } else { minutes }
    };
    match timing {
        Timing::Wake => since(times.wake),
        Timing::Bedtime => since(times.bedtime),
        Timing::At(time) => i64::from(time.minutes()),
        Timing::Meal(meal, relation) => {
            let meal = match meal {
                Meal::Breakfast => times.breakfast,
                Meal::Lunch => times.lunch,
                Meal::Supper => times.supper,
            };
            since(meal)
                + match relation {
                    Relation::Before => -30,
                    Relation::JustBefore | Relation::During | Relation::JustAfter => 0,
                    Relation::After | Relation::Around => 30,
                    Relation::Between => 120,
                }
        }
    }
}

/// `count` times a day without saying when: with the meals up to three, evenly over the waking day above.
fn spread(place: i64, count: usize, times: &MealTimes) -> i64 {
    let at = |timing| minutes(&Dose { timing: Some(timing), amount: None }, 0, 1, times);
    let [breakfast, lunch, supper] = Meal::ALL.map(|meal| Timing::Meal(meal, Relation::After));
    let usual: &[Timing] = match count {
        1 => &[breakfast],
        2 => &[breakfast, supper],
        3 | 4 => &[breakfast, lunch, supper, Timing::Bedtime],
        _ => &[],
    };
    if let Some(timing) = usize::try_from(place).ok().and_then(|place| usual.get(place)) {
        return at(*timing);
    }
    let steps = i64::try_from(count.clamp(2, MOST_TIMES_A_DAY)).unwrap_or(2) - 1;
    let (wake, bedtime) = (at(Timing::Wake), at(Timing::Bedtime));
    wake + (bedtime - wake) * place / steps
}

/// The same days, so many later.
pub(super) fn shifted(rhythm: Rhythm, days: i64) -> Rhythm {
    let Rhythm::Weekdays { days: weekdays } = rhythm else { return rhythm };
    let bits = u16::from(weekdays.bits());
    let turned = match days {
        1 => bits << 1 | bits >> 6,
        -1 => bits >> 1 | bits << 6,
        _ => bits,
    };
    let bits = u8::try_from(turned & 0x7f).ok().and_then(Weekdays::from_bits);
    Rhythm::Weekdays { days: bits.unwrap_or(weekdays) }
}
