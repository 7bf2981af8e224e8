//! check-ins, renewals, ends and the passing of time against a model of a few lines.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use notebook::access::{Grant, Section};
use notebook::time::{Day, Instant, jst_day};
use platform::table::{from_item, s};
use serde_json::json;
use support::keys::{GRANTS, NOTEBOOK};
use support::{City, Person};

use super::{CLINIC, OTHER_CLINIC, city_of};

/// A full-period linear congruential generator (Knuth's MMIX): fixed, so a failure repeats.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// What the clinic's door decides: the sections that today's grant opens now.
async fn opened(city: &City, id: &str, clinic: &str) -> Vec<Section> {
    let table = &city.app.table;
    let (pk, sk) = (s(NOTEBOOK.of(id)), s(GRANTS.of(clinic).of(jst_day(city.now()))));
    let asked = table.client.get_item().table_name(&table.name).key("pk", pk).key("sk", sk).consistent_read(true);
    let grant: Option<Grant> = asked.send().await.unwrap().item.map(|item| from_item(&item).unwrap());
    let opens = |section: &Section| grant.as_ref().is_some_and(|grant| grant.opens(*section, city.now()));
    Section::ALL.into_iter().filter(opens).collect()
}

/// What should be open at a clinic: from which day on, to the end of which day.
struct Open {
    first: Day,
    last: Day,
    sections: Vec<Section>,
}

/// What should be open at each clinic; and the visit of the day.
#[derive(Default)]
struct Model {
    open: BTreeMap<&'static str, Open>,
    visits: BTreeMap<(&'static str, Day), String>,
}

impl Model {
    /// What is open at the clinic on a day.
    fn open_on(&mut self, clinic: &str, day: Day) -> Option<&mut Open> {
        self.open.get_mut(clinic).filter(|open| open.last >= day)
    }

    /// What a check-in of now says.
    fn check_in(&mut self, clinic: &'static str, today: Day, chosen: Vec<Section>) {
        if self.open_on(clinic, today).is_some_and(|open| open.sections == chosen) {
            return;
        }
        self.visits.remove(&(clinic, tomorrow(today)));
        self.open.insert(clinic, Open { first: today, last: today, sections: chosen });
    }

    fn end(&mut self, clinic: &'static str, today: Day) {
        if self.open_on(clinic, today).is_some() {
            self.visits.remove(&(clinic, tomorrow(today)));
            self.open.remove(clinic);
        }
    }

    /// The status of a renewal of now.
    fn renew(&mut self, clinic: &'static str, now: Instant) -> u16 {
        let today = jst_day(now);
        let Some(visit) = self.visits.get(&(clinic, today)).cloned() else { return 404 };
        let Some(open) = self.open_on(clinic, today) else { return 409 };
        let is_evening = now >= notebook::time::next_jst_midnight(now) - TimeDelta::hours(3);
        if open.last == today && open.first == today && !is_evening {
            return 409;
        }
        open.last = tomorrow(today);
        self.visits.insert((clinic, tomorrow(today)), visit);
        200
    }
}

fn tomorrow(day: Day) -> Day {
    day.succ_opt().unwrap()
}

#[tokio::test]
async fn r05_r10_random_check_ins_renewals_and_ends_open_only_what_the_model_says() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let all: Vec<_> = Section::ALL.iter().map(|section| (section.as_str(), "manage")).collect();
    let mut numbers = Numbers(20_261_122);
    for sequence in 0..60 {
        let (city, id) = city_of(&hanako).await;
        city.relate(&son, &id, "family", &all);
        let mut model = Model::default();
        for step in 0..40 {
            let today = jst_day(city.now());
            let clinic = [CLINIC, OTHER_CLINIC][usize::from(numbers.below(2) == 1)];
            let caller = [&hanako, &son][usize::from(numbers.below(3) == 2)];
            match numbers.below(12) {
                0..=3 => {
                    let bits = numbers.below(255) + 1;
                    let chosen: Vec<_> = Section::ALL
                        .into_iter()
                        .enumerate()
                        .filter(|(n, _)| bits >> n & 1 == 1)
                        .map(|(_, s)| s)
                        .collect();
                    let body = json!({
                        "resident_id": id, "institution_code": clinic, "sections": chosen, "purpose": "consultation",
                    });
                    let reply = city.post(caller, "/v1/check-ins", body).await;
                    let visit = reply.body["visit_id"].as_str().unwrap_or_default().to_owned();
                    let earlier = model.visits.insert((clinic, today), visit.clone());
                    assert_eq!(reply.status, if earlier.is_some() { 200 } else { 201 }, "{sequence}.{step}");
                    assert_eq!(earlier.unwrap_or_else(|| visit.clone()), visit, "one visit a day");
                    assert_eq!(reply.body["grant"]["sections"], json!(chosen));
                    model.check_in(clinic, today, chosen);
                }
                4..=6 => {
                    let Some(visit) = model.visits.get(&(clinic, today)) else { continue };
                    city.delete(caller, &format!("/v1/check-ins/{visit}")).await.expect(204);
                    model.end(clinic, today);
                }
                7..=8 => {
                    let Some(visit) = model.visits.get(&(clinic, today)).cloned() else { continue };
                    let reply = city.post(caller, &super::renewals(&visit), serde_json::Value::Null).await;
                    assert_eq!(reply.status, model.renew(clinic, city.now()), "{sequence}.{step}");
                }
                9 => {
                    // To a millisecond around the next midnight in Japan.
                    let edge = notebook::time::next_jst_midnight(city.now());
                    let off = TimeDelta::milliseconds(i64::try_from(numbers.below(3)).unwrap() - 1);
                    city.pass(edge + off - city.now());
                }
                _ => city.pass(TimeDelta::minutes(i64::try_from(numbers.below(300)).unwrap())),
            }
            let today = jst_day(city.now());
            for clinic in [CLINIC, OTHER_CLINIC] {
                let held = model.open_on(clinic, today);
                let wanted = held.map(|open| open.sections.clone()).unwrap_or_default();
                assert_eq!(opened(&city, &id, clinic).await, wanted, "{sequence}.{step} {clinic}");
            }
        }
    }
}

#[tokio::test]
async fn r10_at_every_edge_of_the_clock_a_grant_ends_at_the_next_midnight_in_japan() {
    let hanako = Person::resident("hanako");
    for (check_in, last, after) in [
        ("2026-11-22T00:00:00.000+09:00", "2026-11-22T23:59:59.999+09:00", "2026-11-23T00:00:00.000+09:00"),
        ("2026-11-22T08:59:59.999+09:00", "2026-11-22T23:59:59.999+09:00", "2026-11-23T00:00:00.000+09:00"),
        ("2026-11-22T09:00:00.000+09:00", "2026-11-22T23:59:59.999+09:00", "2026-11-23T00:00:00.000+09:00"),
        ("2026-11-22T23:59:59.999+09:00", "2026-11-22T23:59:59.999+09:00", "2026-11-23T00:00:00.000+09:00"),
        ("2028-02-28T12:00:00.000+09:00", "2028-02-28T23:59:59.999+09:00", "2028-02-29T00:00:00.000+09:00"),
        ("2026-12-31T23:00:00.000+09:00", "2026-12-31T23:59:59.999+09:00", "2027-01-01T00:00:00.000+09:00"),
    ] {
        let (city, id) = city_of(&hanako).await;
        city.set_time(check_in);
        let visit = super::checked_in(&city, &hanako, &id).await;
        city.set_time(last);
        assert_eq!(opened(&city, &id, CLINIC).await, [Section::Profile], "{last}");
        city.set_time(after);
        assert_eq!(opened(&city, &id, CLINIC).await, [], "{after}");
        // A clock that was set back does not bring back what was ended.
        city.set_time(check_in);
        city.delete(&hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
        assert_eq!(opened(&city, &id, CLINIC).await, [], "{check_in}");
    }
}
