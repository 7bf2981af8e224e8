//! What people do, by the rules that the operations follow: set, change, answer, put off, and take back. The change and what it
//! means for the minutes inside the lead stand in one transaction, and only then is anything queued.

use alarm_engine::change::{self, Change};
use alarm_engine::due::is_own;
use alarm_engine::message::{NotifyMessage, PageEntry};
use alarm_engine::port::{Failure, IntakeState};
use alarm_engine::timing::LEAD_MINUTES;
use notebook::alarm::{Minute, TimeOfDay, again};
use notebook::time::jst_day;

use crate::bug::Bug;
use crate::people::{Answer, Wish, commit, instant, of_week, wish};
use crate::world::{Body, Handle, Inner};

/// So many of a million actions take an answer back, where people do.
const REGRETS: u32 = 400_000;

/// Answers of so many milliseconds.
const REGRETTED: i64 = 90 * 60_000;

/// One thing that somebody does, at random.
pub(crate) async fn act(handle: Handle) -> Result<(), Failure> {
    let (place, kind) = {
        let mut world = handle.world();
        world.counts.actions += 1;
        let chance = world.faults.device_gone;
        let place = if world.rng.chance(400_000) {
            world.people.latest
        } else {
            world.rng.place(1_000) % world.people.alarms.len().max(1)
        };
        world.people.latest = place;
        if world.rng.chance(chance) {
            let device = format!("d-{place}-{}", world.rng.between(0, 1));
            world.note(|| format!("device {device} is gone"));
            world.gone.insert(device);
        }
        let kind = world.rng.between(0, 9);
        let regrets = world.people.regrets.as_mut().is_some_and(|rng| rng.chance(REGRETS));
        (place, if regrets { None } else { Some(kind) })
    };
    let Some(kind) = kind else { return take_back(&handle).await };
    match kind {
        0..=3 => edit(&handle, place).await,
        4..=6 => answer(&handle, place, false).await,
        _ => answer(&handle, place, true).await,
    }
}

/// Sets an alarm that nobody has set yet, for one time of day.
pub(crate) async fn set(handle: Handle, place: usize, time: TimeOfDay) -> Result<(), Failure> {
    let named = handle.world().now;
    let wish = Wish { times: vec![time], days: of_week(0x7f), from: jst_day(instant(named)), until: None };
    think(&handle).await;
    let changes = commit(&mut handle.world(), place, Some(&wish), false, named);
    handle.pause(1).await;
    queue(&handle, &changes).await
}

/// Between the instant that a request names and its commit.
async fn think(handle: &Handle) {
    let millis = {
        let mut world = handle.world();
        let slow = world.faults.slow_commit;
        if world.rng.chance(slow) { world.rng.between(0, 20_000) } else { world.rng.between(5, 120) }
    };
    handle.pause(millis).await;
}

async fn edit(handle: &Handle, place: usize) -> Result<(), Failure> {
    let named = handle.world().now;
    let (wish, keeps) = {
        let mut world = handle.world();
        let exists = world.people.alarms.get(place).is_some_and(|alarm| !alarm.live.is_empty());
        let deletes = exists && world.rng.chance(200_000);
        let near = world.rng.chance(300_000);
        let mut wish = wish(&mut world, jst_day(instant(named)));
        if near {
            // For some moments from now: less than the lead, most often.
            let minute = Minute::of(instant(named)).plus(world.rng.between(0, 14));
            wish.times = vec![minute.time()];
        }
        let keeps = exists && !deletes && world.rng.chance(250_000);
        ((!deletes).then_some(wish), keeps)
    };
    think(handle).await;
    let changes = commit(&mut handle.world(), place, wish.as_ref(), keeps, named);
    handle.pause(1).await;
    queue(handle, &changes).await
}

async fn queue(handle: &Handle, changes: &[(Minute, Change)]) -> Result<(), Failure> {
    for own in changes.iter().filter_map(|(minute, change)| change.own(*minute)) {
        handle
            .call(|world| {
                if !matches!(world.bug, Bug::NoOwnQueueing | Bug::CollectorsOnly) {
                    let delay = own.delay(world.instant());
                    world.send(Body::Notify(NotifyMessage::Own(own.clone())), delay);
                }
                Ok(())
            })
            .await?;
    }
    Ok(())
}

/// Answers a dose, or asks to be reminded again.
async fn answer(handle: &Handle, place: usize, again: bool) -> Result<(), Failure> {
    let (named, minute) = {
        let mut world = handle.world();
        let now = Minute::of(world.instant());
        let (first, last) = if again { (-25, 3) } else { (-40, 15) };
        let Some(alarm) = world.people.alarms.get(place) else { return Ok(()) };
        let doses: Vec<Minute> = (first..=last).map(|n| now.plus(n)).filter(|minute| alarm.rings_at(*minute)).collect();
        let chosen = world.rng.place(doses.len());
        let Some(minute) = doses.get(chosen) else { return Ok(()) };
        (world.now, *minute)
    };
    think(handle).await;
    let changes = {
        let mut world = handle.world();
        let Some(alarm) = world.people.alarms.get(place).cloned() else { return Ok(()) };
        let begins = minute.begins().timestamp_millis();
        let state = world.table.intakes.get(&(minute, alarm.alarm)).map(|intake| intake.state);
        let committed = world.now;
        // Before the notification, or so soon after that a late one is no help.
        let removes = named < begins + LEAD_MINUTES * 60_000;
        if again {
            let open = matches!(state, None | Some(IntakeState::PutOff { .. } | IntakeState::Open));
            if !open || named > begins + 29 * 60_000 {
                return Ok(());
            }
            let at = named.max(begins) / 1000 + world.rng.between(60, 1_200);
            let entry = PageEntry { alarm: alarm.alarm, delivery: alarm.delivery.clone() };
            let (of, change) = change::of_putting_off(entry, minute, at);
            if removes {
                world.table.put_change(minute, Change::Answered { alarm: alarm.alarm });
            }
            world.table.put_change(of, change.clone());
            world.table.put_intake(minute, alarm.alarm, IntakeState::PutOff { at });
            world.people.answers.push(Answer { place, minute, at: named, committed, again: Some(at), back: false });
            world.note(|| format!("{} of {minute} put off to {}", alarm.alarm.alarm, instant(at * 1000)));
            vec![(of, change)]
        } else {
            let is_back = last_said(&world, place, minute).is_some_and(|said| said.back);
            if state == Some(IntakeState::Answered) && !is_back {
                return Ok(());
            }
            if removes {
                world.table.put_change(minute, Change::Answered { alarm: alarm.alarm });
            }
            world.table.put_intake(minute, alarm.alarm, IntakeState::Answered);
            world.people.answers.push(Answer { place, minute, at: named, committed, again: None, back: false });
            world.note(|| format!("{} of {minute} answered", alarm.alarm.alarm));
            Vec::new()
        }
    };
    handle.pause(1).await;
    queue(handle, &changes).await
}

/// Takes back one of the answers of the last hours: of a dose that is ahead, in its half hour, or long past.
async fn take_back(handle: &Handle) -> Result<(), Failure> {
    let is_answer = |state| matches!(state, IntakeState::Answered | IntakeState::PutOff { .. });
    let (named, place, minute) = {
        let mut world = handle.world();
        let recent = world.people.answers.iter().rev().take_while(|answer| answer.committed > world.now - REGRETTED);
        let answered: Vec<(usize, Minute)> = recent.map(|answer| (answer.place, answer.minute)).collect();
        let chosen = world.people.regrets.as_mut().map_or(0, |rng| rng.place(answered.len()));
        let Some((place, minute)) = answered.get(chosen) else { return Ok(()) };
        (world.now, *place, *minute)
    };
    think(handle).await;
    let changes = {
        let mut world = handle.world();
        let now = world.now;
        // It never names an instant before the edit that it follows, and no edit one before it.
        let Some(state) = world.people.alarms.get_mut(place) else { return Ok(()) };
        let at = named.max(state.edited_at + 1);
        let alarm = state.clone();
        let stands = world.table.intakes.get(&(minute, alarm.alarm)).is_some_and(|intake| is_answer(intake.state));
        if !stands || last_said(&world, place, minute).is_none_or(|said| said.back) {
            return Ok(());
        }
        let version = alarm.version + 1;
        if let Some(alarm) = world.people.alarms.get_mut(place) {
            (alarm.version, alarm.edited_at) = (version, at);
        }
        let of = alarm.alarm;
        let entry = PageEntry { alarm: of, delivery: alarm.delivery.clone() };
        let again = again(minute, instant(at)).map(|again| again.timestamp()).filter(|_| !alarm.live.is_empty());
        let (mut changes, mut state) = (Vec::new(), IntakeState::Answered);
        if at < minute.begins().timestamp_millis() {
            state = IntakeState::Open;
            if world.bug != Bug::AnswersKept {
                world.table.remove_answer(minute, of);
            }
            if alarm.rings_at(minute) && is_own(at, minute) {
                changes.push((minute, Change::Edited { version, rings: true, entry }));
            }
        } else if let Some(again) = again {
            state = IntakeState::PutOff { at: again };
            world.table.put_change(minute, Change::Answered { alarm: of });
            changes.push(change::of_putting_off(entry, minute, again));
        }
        for (minute, change) in &changes {
            world.table.put_change(*minute, change.clone());
        }
        world.table.put_intake(minute, of, state);
        world.people.answers.push(Answer { place, minute, at, committed: now, again, back: true });
        world.note(|| format!("{} of {minute} taken back: {state:?}", of.alarm));
        changes
    };
    handle.pause(1).await;
    queue(handle, &changes).await
}

/// What was last said of a dose.
fn last_said(world: &Inner, place: usize, minute: Minute) -> Option<&Answer> {
    world.people.answers.iter().rfind(|answer| answer.place == place && answer.minute == minute)
}
