//! The list of item kinds is true of the keys: each is of exactly one kind, and each kind has a key.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use alarm_engine::due::AlarmRef;
use notebook::access::{Level, Section};
use notebook::alarm::{Minute, TimeOfDay};
use notebook::time::Day;
use platform::request::Request;
use platform::table::read::key_item;
use platform::table::schema::{ActorKeys, ResidentKeys, notices, shared as platforms};
use records::keys::ringing;
use records::prelude::*;
use support::{City, Person};

use super::files;
use super::source::code;

const RESIDENT: &str = "01989f5e-0000-7000-8000-000000000001";
const OTHER: &str = "01989f5e-0000-7000-8000-000000000002";

fn of<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// An operation that is asked for nothing but the keys with which it plans: nothing else is given those of a whole notebook.
#[derive(JsonSchema)]
struct Plans;

static PLANNED_WITH: OnceLock<ResidentKeys> = OnceLock::new();

impl Endpoint for Plans {
    const SPEC: Spec =
        Spec::get("plans", "/v1/residents/{resident_id}").who(Who::Resident(Section::Profile, Level::See));
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Nothing;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, _: &mut ReadPlan) -> Result<(), Problem> {
        PLANNED_WITH.get_or_init(|| keys.resident().unwrap());
        Ok(())
    }

    async fn handle(_: &App, _: &Call, _: Authorised<Resident>, _: Nothing) -> Result<Answer<Nothing>, Problem> {
        Ok(Answer::empty())
    }
}

/// The keys of a notebook.
async fn person() -> ResidentKeys {
    let path = [("resident_id".to_owned(), RESIDENT.to_owned())].into();
    let request = Request { claims: Person::resident("taro").claims, path, ..Request::default() };
    Operation::of::<Plans>().serve(&City::new().app, &request).await;
    *PLANNED_WITH.get().unwrap()
}

/// One key of each constructor, by its name and by the file that has it: two files may call one of theirs the same.
type Made = Vec<(&'static str, Vec<(&'static str, Key)>)>;

const SCHEMA: &str = "shared/platform/src/table/schema";
const KEYS: &str = "shared/records/src/keys";

/// Those of a notebook and of an account.
fn keys_of_somebody(person: ResidentKeys) -> Made {
    let account = ActorKeys::of("taro");
    let chain = person.chain();
    let (day, minute) = (of("2026-11-22"), Minute::at(of("2026-11-22"), of("08:00")));
    vec![
        (
            "schema/mod.rs",
            vec![
                ("relation", person.relation("taro")),
                ("grant", person.grant("1310000001", day)),
                ("known_institution", person.known_institution("1310000001")),
                ("consent", person.consent("use_of_notebook")),
                ("emergency_card", person.emergency_card()),
                ("visit", person.visit(of(OTHER))),
                ("guidance", person.guidance("1310000001", of(OTHER))),
                ("follow_up", person.follow_up("1310000001")),
                ("own_notebook", account.own_notebook()),
                ("sessions", account.sessions()),
                ("head", chain.head()),
                ("entry", chain.entry(1)),
                ("mark", chain.mark("list-patients", "session", day)),
                ("refused", chain.refused("1310000001", day)),
                ("verified", chain.verified()),
                ("institution", platforms::institution("1310000001")),
                ("staff", platforms::staff("1310000001", "taro")),
                ("visit_reference", platforms::visit_reference(of(OTHER))),
                ("invitation", platforms::invitation("2345")),
                ("emergency_card", platforms::emergency_card("hash")),
                // Where the memberships lie; who writes them is not this software.
                ("memberships", AccountKeys::item(&account, ActorKeys::MEMBERSHIPS, "1310000001")),
            ],
        ),
        (
            "keys/profile.rs",
            vec![
                ("profile", person.profile()),
                ("family_lock", person.family_lock()),
                ("card_review", person.card_review("hash")),
                ("emergency_openings", person.emergency_openings()),
                ("open_invitation", person.open_invitation(of(OTHER))),
            ],
        ),
        (
            "keys/guidance.rs",
            vec![
                ("guidance_history", person.guidance_history(of(OTHER), 1)),
                ("guidance_count", person.guidance_count("1310000001", day)),
            ],
        ),
        (
            "keys/daily.rs",
            vec![
                ("daily", person.daily(of(OTHER))),
                ("daily_removed", person.daily_removed(of(OTHER))),
                ("goals", person.goals()),
                ("daily_month", person.daily_month(day)),
            ],
        ),
        (
            "keys/visits.rs",
            vec![
                ("check_in", person.check_in("1310000001", day)),
                ("chart_number", person.chart_number("1310000001")),
                ("note", person.note(of(RESIDENT), of(OTHER))),
                ("read_notes", person.read_notes("taro")),
                ("primary_care", person.primary_care()),
                ("appointment_lock", person.appointment_lock()),
                ("note_count", person.note_count(of(OTHER))),
                ("note_history", person.note_history(of(OTHER), 1)),
            ],
        ),
        ("keys/medication.rs", medicines(person, day, minute)),
        (
            "keys/account.rs",
            vec![
                ("proof", account.proof("hash")),
                ("device", account.device(of(OTHER))),
                ("contact", account.contact()),
                ("kin", account.kin(of(OTHER))),
                ("kin_of", records::keys::account::kin_of("taro", of(OTHER))),
                ("sessions_of", records::keys::account::sessions_of("taro")),
            ],
        ),
    ]
}

/// Those of medicines and alarms.
fn medicines(person: ResidentKeys, day: Day, minute: Minute) -> Vec<(&'static str, Key)> {
    vec![
        ("medication", person.medication(of(OTHER))),
        ("fingerprint", person.fingerprint("hash")),
        ("meal_times", person.meal_times()),
        ("scan", person.scan(of(OTHER))),
        ("alarm", person.alarm(of(OTHER))),
        ("past_alarm", person.past_alarm(of(OTHER))),
        ("intake", person.intake(minute, of(OTHER))),
        ("logged_intake", person.logged_intake(of(OTHER))),
        ("watcher", person.watcher("taro")),
        ("notification_settings", person.notification_settings("taro")),
        ("noted", person.noted()),
        ("spellings", person.spellings()),
        ("known_alerts", person.known_alerts()),
        ("dispensed", person.dispensed("1310000001", of(OTHER))),
        ("dispensed_history", person.dispensed_history(of(OTHER))),
        ("dispensed_count", person.dispensed_count("1310000001", day)),
        ("medicine_lock", person.medicine_lock()),
    ]
}

/// Those of what belongs to nobody, or to several.
fn keys_of_nobody() -> Made {
    let (day, minute, at) = (of("2026-11-22"), Minute::at(of("2026-11-22"), of("08:00")), of("2026-11-21T23:00:00Z"));
    let alarm = AlarmRef { resident: of(RESIDENT), alarm: of(OTHER) };
    vec![
        ("schema/notices.rs", vec![("waiting", notices::waiting(at, "id")), ("mailed", notices::mailed("id"))]),
        (
            "keys/shared.rs",
            vec![
                ("arrival", shared::arrival("1310000001", day, at, of(OTHER))),
                ("guided_line", shared::guided_line("1310000001", Some(day), of(OTHER))),
                ("own_note", shared::own_note("1310000001", day, of(OTHER))),
                ("poster_key", shared::poster_key("k1")),
                ("card", shared::card("hash")),
                ("directory_entry", shared::directory_entry("1310000001")),
            ],
        ),
        (
            "keys/ringing.rs",
            vec![
                ("ring", ringing::ring("taro", alarm)),
                ("quiet", ringing::quiet(of(RESIDENT))),
                ("due", ringing::due(of::<TimeOfDay>("08:00"), alarm, 1)),
                ("change", ringing::change(minute, alarm)),
                ("early_answer", ringing::early_answer(minute, alarm)),
                ("put_off", ringing::put_off(minute, alarm, minute)),
                ("appointment", ringing::appointment(minute, alarm)),
                ("sent_page", ringing::sent_page(minute, alarm)),
                ("sent_own", ringing::sent_own(minute, alarm, 1)),
                ("mailed", ringing::mailed(minute, alarm, "reminder", "taro")),
                ("cursor", ringing::cursor()),
                ("token", ringing::token("ios", "hash")),
                ("contact", ringing::contact("taro")),
            ],
        ),
    ]
}

fn keys(person: ResidentKeys) -> Made {
    [keys_of_somebody(person), keys_of_nobody()].concat()
}

#[tokio::test]
async fn every_key_is_of_exactly_one_kind_of_item() {
    for (name, key) in keys(person().await).into_iter().flat_map(|(_, keys)| keys) {
        let text = |attribute: &str| key_item(&key)[attribute].as_s().unwrap().clone();
        let (pk, sk) = (text("pk"), text("sk"));
        let kinds: Vec<_> = records::all().filter(|kind| kind.is_of(&pk, &sk)).map(|kind| kind.name).collect();
        assert_eq!(kinds.len(), 1, "{name}: {pk} {sk} is of {kinds:?}");
    }
}

#[tokio::test]
async fn every_kind_of_item_has_a_key_and_every_constructor_is_asked() {
    let keys = keys(person().await);
    // Made for the pipeline alone, and so out of reach here.
    let internal = ["limit", "idempotency", "refusals beyond"];
    let made: Vec<_> = keys.iter().flat_map(|(_, keys)| keys).map(|(_, key)| key_item(key)).collect();
    for kind in records::all().filter(|kind| !internal.contains(&kind.name)) {
        let has = made.iter().any(|key| kind.is_of(key["pk"].as_s().unwrap(), key["sk"].as_s().unwrap()));
        assert!(has, "no key is of the kind {}", kind.name);
    }
    let (mut constructors, mut asked_of) = (0, BTreeSet::new());
    for (path, text) in [KEYS, SCHEMA].into_iter().flat_map(|folder| files(folder, ".rs")) {
        let own = keys.iter().filter(|(file, _)| path.ends_with(file)).flat_map(|(_, keys)| keys);
        let own: Vec<_> = own.map(|(name, _)| *name).collect();
        for line in code(&text).lines().map(str::trim).filter(|line| line.ends_with("-> Key {")) {
            let head = line.split('(').next().unwrap();
            let name = head.rsplit(' ').next().unwrap();
            // `item` and its like make what the others name; `sent_pages` is the edge of a range.
            let is_asked = ["item", "own", "item_of_day", "changed", "sent_item", "sent_pages"].contains(&name)
                || (path.ends_with("schema/sort.rs") && name == "key")
                || line.starts_with("pub(crate)")
                || own.contains(&name);
            assert!(is_asked, "{path}: add the constructor {name}");
            constructors += usize::from(own.contains(&name));
            asked_of.insert(path.clone());
        }
        assert!(own.is_empty() || asked_of.contains(&path), "{path} has no constructor");
    }
    // All but the memberships, which have none.
    assert_eq!(constructors, made.len() - 1, "what is asked here is made there");
}
