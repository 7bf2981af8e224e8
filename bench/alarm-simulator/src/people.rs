//! People and their alarms, what they set, and what the transaction of an edit writes. What they do is in
//! [`crate::actions`].

use alarm_engine::change::{self, Change};
use alarm_engine::days::Days as EntryDays;
use alarm_engine::due::{AlarmRef, Delivery, DueEntry};
use chrono::{DateTime, Days};
use notebook::alarm::{About, Minute, TimeOfDay};
use notebook::id::{AlarmId, ResidentId};
use notebook::rhythm::{Rhythm, Weekdays};
use notebook::time::{Day, Instant, jst_day};

use crate::bug::Bug;
use crate::rng::Rng;
use crate::world::Inner;

/// Entries of an alarm with their times of day.
pub type Entries = Vec<(TimeOfDay, DueEntry)>;

/// An alarm as it is now.
#[derive(Debug, Clone)]
pub struct Alarm {
    /// Whose.
    pub alarm: AlarmRef,
    /// The version.
    pub version: u64,
    /// How it is sent.
    pub delivery: Delivery,
    /// The entries that are not ended.
    pub live: Entries,
    /// When it was last edited, milliseconds since 1970.
    pub edited_at: i64,
}

/// An edit, as the oracle needs it.
#[derive(Debug, Clone)]
pub struct Edit {
    /// Which alarm, by place.
    pub place: usize,
    /// The instant that it names, milliseconds since 1970.
    pub since: i64,
    /// When its transaction was committed.
    pub committed: i64,
    /// What it made; nothing where the alarm was deleted.
    pub entries: Entries,
}

/// An answer, a wish to be reminded again, or that one of them was taken back.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    /// Which alarm, by place.
    pub place: usize,
    /// The dose.
    pub minute: Minute,
    /// The instant that it names, milliseconds since 1970.
    pub at: i64,
    /// When it was committed.
    pub committed: i64,
    /// When to be reminded again, seconds since 1970.
    pub again: Option<i64>,
    /// Whether what was said before was taken back.
    pub back: bool,
}

impl Answer {
    /// Whether the dose is settled by it: nobody is reminded, or told, any more. So is one whose answer was taken back too late.
    pub fn settles(&self) -> bool {
        self.again.is_none() && !self.reopens()
    }

    /// Whether it makes the dose ring at its own time, as if nobody had answered.
    pub fn reopens(&self) -> bool {
        self.back && self.at < self.minute.begins().timestamp_millis()
    }
}

/// All people's alarms and what they did.
#[derive(Debug, Clone, Default)]
pub struct People {
    /// The alarms.
    pub alarms: Vec<Alarm>,
    /// All edits, the first ones included.
    pub edits: Vec<Edit>,
    /// All answers.
    pub answers: Vec<Answer>,
    /// Times of day that people like, minutes since midnight.
    pub clock: Vec<u16>,
    /// The alarm that somebody did something with last, by place.
    pub latest: usize,
    /// Where people use other rhythms than days of the week, and pauses: what these are drawn from. A stream of its own, so
    /// that the schedules of the others stay what they were.
    pub rhythms: Option<Rng>,
    /// Where people take answers back: what decides when. A stream of its own as well.
    pub regrets: Option<Rng>,
}

/// What an alarm is set to.
pub struct Wish {
    /// Times of day.
    pub times: Vec<TimeOfDay>,
    /// On which days.
    pub days: EntryDays,
    /// First day, after a pause where one is set.
    pub from: Day,
    /// Last day.
    pub until: Option<Day>,
}

/// An instant from milliseconds since 1970.
pub fn instant(millis: i64) -> Instant {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

/// Days of the week, from their seven bits.
pub fn of_week(bits: u8) -> EntryDays {
    let rhythm = Weekdays::from_bits(bits).map_or(Rhythm::Daily, |days| Rhythm::Weekdays { days });
    EntryDays::of(rhythm, Day::default())
}

/// What somebody sets today.
pub fn wish(world: &mut Inner, today: Day) -> Wish {
    let mut wish = of_week_days(&mut world.rng, &world.people.clock, today);
    if let Some(rng) = &mut world.people.rhythms {
        let count = |rng: &mut Rng, most| u16::try_from(rng.between(1, most)).unwrap_or(1);
        let rhythm = match rng.between(0, 9) {
            0..=3 => None,
            4..=6 => Some(Rhythm::EveryNDays { n: count(rng, 4) + 1 }),
            7 | 8 => Some(Rhythm::DaysOnOff { on: count(rng, 5), off: count(rng, 4) }),
            _ => Some(Rhythm::Monthly),
        };
        let anchor = today - Days::new(rng.bits() % 40);
        wish.days = rhythm.map_or(wish.days, |rhythm| EntryDays::of(rhythm, anchor));
        if rng.chance(150_000) {
            // A pause: its days begin after it.
            wish.from = today + Days::new(1 + rng.bits() % 8);
            wish.until = wish.until.map(|until| until.max(wish.from));
        }
    }
    wish
}

fn of_week_days(rng: &mut Rng, clock: &[u16], today: Day) -> Wish {
    let mut times: Vec<u16> = (0..rng.between(1, 2))
        .map(|_| {
            let base = clock.get(rng.place(clock.len())).copied().unwrap_or(480);
            if rng.chance(150_000) { (base + u16::try_from(rng.between(0, 12)).unwrap_or(0)) % 1_440 } else { base }
        })
        .collect();
    times.sort_unstable();
    times.dedup();
    let weekdays = if rng.chance(700_000) { 0x7f } else { u8::try_from(rng.between(1, 0x7f)).unwrap_or(1) };
    let from = if rng.chance(900_000) { today } else { today + Days::new(2) };
    let until = rng.chance(200_000).then(|| from + Days::new(rng.bits() % 20));
    Wish {
        times: times.into_iter().filter_map(TimeOfDay::from_minutes).collect(),
        days: of_week(weekdays),
        from,
        until,
    }
}

impl Alarm {
    fn entries(&self, wish: &Wish, version: u64, since: i64) -> Entries {
        let entry = |time: &TimeOfDay| {
            let entry = DueEntry {
                alarm: self.alarm,
                version,
                days: wish.days,
                from: wish.from,
                until: wish.until,
                since,
                ended: None,
                delivery: self.delivery.clone(),
            };
            (*time, entry)
        };
        wish.times.iter().map(entry).collect()
    }

    /// Whether it is set to ring at this minute.
    pub fn rings_at(&self, minute: Minute) -> bool {
        self.live.iter().any(|(time, entry)| *time == minute.time() && entry.rings_at(minute))
    }
}

/// An alarm that nobody has set yet, of a person in one of these shards.
fn blank(rng: &mut Rng, resident: ResidentId, place: usize) -> Alarm {
    let alarm = AlarmRef { resident, alarm: AlarmId::new(instant(1_700_000_000_000), rng.ten()) };
    let endpoints = (0..rng.between(0, 2)).map(|n| format!("d-{place}-{n}")).collect();
    let delivery = Delivery {
        endpoints,
        watched: rng.chance(400_000),
        named: rng.chance(200_000),
        email: rng.chance(300_000),
        account: None,
        about: About::Medicines,
    };
    Alarm { alarm, version: 0, delivery, live: Vec::new(), edited_at: 0 }
}

/// A person whose shard is among the first `shards`.
pub fn resident(rng: &mut Rng, shards: u8) -> ResidentId {
    loop {
        let resident = ResidentId::new(instant(1_700_000_000_000), rng.ten());
        if alarm_engine::shard::Shard::of(resident).0 < shards {
            return resident;
        }
    }
}

/// Some people with alarms that were set before the run.
pub fn settle(world: &mut Inner) {
    let rng = &mut world.rng;
    let clock = [480, 480, 485, 720, 1_200, 1_439, 0, 5];
    let first = rng.place(clock.len());
    world.people.clock =
        clock.iter().cycle().skip(first).take(usize::try_from(rng.between(2, 4)).unwrap_or(2)).copied().collect();
    let shards = if rng.chance(700_000) { 1 } else { 3 };
    let most = if rng.chance(200_000) { 9 } else { 5 };
    for _ in 0..rng.between(2, most) {
        let resident = resident(rng, shards);
        for _ in 0..rng.between(1, 3) {
            let alarm = blank(rng, resident, world.people.alarms.len());
            world.people.alarms.push(alarm);
        }
    }
    // Long enough ago that no read is too old to see it.
    let now = world.now;
    world.now -= 3_600_000;
    for place in 0..world.people.alarms.len() {
        // One of ten is set by an edit within the run.
        if !world.rng.chance(100_000) {
            let wish = wish(world, jst_day(instant(now)));
            commit(world, place, Some(&wish), false, now - 3_600_000);
        }
    }
    world.now = now;
}

/// Writes an edit's transaction and gives the changes that it brought. `keeps`: another label, for instance; the entries stay.
pub fn commit(world: &mut Inner, place: usize, wish: Option<&Wish>, keeps: bool, named: i64) -> Vec<(Minute, Change)> {
    let now = world.now;
    let bug = world.bug;
    let Some(alarm) = world.people.alarms.get_mut(place) else { return Vec::new() };
    // An edit never names an instant before the one that it follows, whatever the clocks of two functions say.
    let since = named.max(alarm.edited_at + 1);
    alarm.version += 1;
    alarm.edited_at = since;
    let before = std::mem::take(&mut alarm.live);
    let after = match wish {
        Some(_) if keeps => before.clone(),
        Some(wish) => alarm.entries(wish, alarm.version, since),
        None => Entries::new(),
    };
    alarm.live.clone_from(&after);
    let alarm = alarm.clone();
    for (time, entry) in before.iter().filter(|_| !keeps) {
        world.table.put_due(now, *time, DueEntry { ended: Some(since), ..entry.clone() });
    }
    for (time, entry) in after.iter().filter(|_| !keeps) {
        world.table.put_due(now, *time, entry.clone());
    }
    let changes = change::of_edit(alarm.alarm, alarm.version, instant(since), &alarm.delivery, &before, &after);
    if bug != Bug::CollectorsOnly {
        for (minute, change) in &changes {
            world.table.put_change(*minute, change.clone());
        }
    }
    world.note(|| {
        let times: Vec<String> =
            after.iter().map(|(time, entry)| format!("{time}/{:?} from {}", entry.days, entry.from)).collect();
        format!("edit of {} to version {}, since {}: {times:?}", alarm.alarm.alarm, alarm.version, instant(since))
    });
    world.people.edits.push(Edit { place, since, committed: now, entries: after });
    changes
}

/// A person with an alarm that nobody has set yet; gives its place.
pub fn arrive(world: &mut Inner) -> usize {
    let resident = resident(&mut world.rng, alarm_engine::shard::Shard::COUNT);
    let place = world.people.alarms.len();
    let alarm = blank(&mut world.rng, resident, place);
    world.people.alarms.push(alarm);
    place
}
