//! The schedule's ticks: late, doubled, skipped, missing for hours, and passed over where they would find nothing.

use alarm_engine::port::Cursor;
use alarm_engine::shard::Shard;
use alarm_engine::timing::LEAD_MINUTES;
use notebook::alarm::Minute;

use super::{Driver, Event, Function, Task};
use crate::people;
use crate::world::Queue;

impl Driver {
    pub(super) fn tick(&mut self, minute: i64) {
        let (now, outage) = {
            let world = self.world();
            (
                world.now,
                world
                    .faults
                    .outages
                    .iter()
                    .filter(|(begin, end)| (*begin..*end).contains(&world.now))
                    .map(|(_, end)| *end)
                    .max(),
            )
        };
        if let Some(end) = outage {
            let next = end.div_euclid(60_000) + 1;
            self.world().note(|| format!("no ticks until {}", people::instant(end)));
            self.at(next * 60_000, Event::Tick(next));
            return;
        }
        let passed = self.pass_over(minute);
        self.world().counts.ticks += u64::try_from(passed - minute).unwrap_or(0);
        if passed > minute {
            self.at(passed * 60_000, Event::Tick(passed));
            return;
        }
        let (skipped, twice, late) = {
            let mut world = self.world();
            world.counts.ticks += 1;
            let faults = world.faults.clone();
            let late = if world.rng.chance(faults.tick_late) { 50_000 } else { 900 };
            (world.rng.chance(faults.tick_skipped), world.rng.chance(faults.tick_twice), late)
        };
        if skipped {
            self.world().note(|| "tick skipped".to_owned());
        } else {
            for _ in 0..=u32::from(twice) {
                let after = self.world().rng.between(0, late);
                self.at(now + after, Event::Dispatch);
            }
        }
        self.at((minute + 1) * 60_000, Event::Tick(minute + 1));
    }

    /// The first minute from this one whose tick has to run: the ticks before would find the cursor where the tick before
    /// them left it, no entry at the minutes that they dispatch and no change at those that they sweep. The cursor is moved
    /// over them as they would have moved it.
    fn pass_over(&self, minute: i64) -> i64 {
        let is_quiet = |task: &Task| {
            task.function == Function::Consumer(Queue::Notify) || task.function == Function::Consumer(Queue::FollowUp)
        };
        if !self.tasks.values().all(is_quiet) {
            return minute;
        }
        let next_action = self.actions.front().map_or(i64::MAX, |at| at.div_euclid(60_000));
        let mut world = self.world();
        if world.every_tick {
            return minute;
        }
        let up_to = |minute: i64| Cursor { dispatched: Minute(minute + LEAD_MINUTES), swept: Minute(minute - 1) };
        if world.table.cursor != Some(up_to(minute - 1)) {
            return minute;
        }
        let now = world.now;
        world.table.clean(now);
        let mut occupied = [false; 1_440];
        for (time, _) in world.table.due.keys() {
            if let Some(slot) = occupied.get_mut(usize::from(time.minutes())) {
                *slot = true;
            }
        }
        let first_shard = Shard(0);
        let next_change = world
            .table
            .changes
            .range((Minute(minute - 1), first_shard)..)
            .next()
            .map_or(i64::MAX, |((minute, _), _)| minute.0 + 1);
        let next_outage = world
            .faults
            .outages
            .iter()
            .map(|(begin, _)| begin.div_euclid(60_000))
            .filter(|begin| *begin >= minute)
            .min();
        let bound = next_change.min(next_action).min(next_outage.unwrap_or(i64::MAX)).min(minute + 1_440);
        let in_japan = |minute: i64| usize::try_from((minute + 540).rem_euclid(1_440)).unwrap_or(0);
        let mut passed = minute;
        while passed < bound && !occupied.get(in_japan(passed + LEAD_MINUTES)).copied().unwrap_or(true) {
            passed += 1;
        }
        if passed > minute {
            world.table.cursor = Some(up_to(passed - 1));
        }
        passed
    }
}
