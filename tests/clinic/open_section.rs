use notebook::access::Section;
use records::items::{VisitItem, VisitStatus};
use serde_json::{Value, json};
use support::clinic::{CLINIC, CheckedIn, OTHER_CLINIC, ago, text};
use support::keys::{ENTRIES, LOG, MEDICATIONS, NOTEBOOK, NOTES, PROFILE};
use support::{City, Person};

use crate::medication::update;

fn visit(city: &City, days_ago: i64, words: usize) -> VisitItem {
    let at = ago(city.now(), days_ago);
    VisitItem {
        visit_id: notebook::id::VisitId::new(at, city.app.random().unwrap()),
        visited_on: notebook::time::jst_day(at),
        status: VisitStatus::Done,
        institution_code: Some(OTHER_CLINIC.to_owned()),
        institution_name: Some(text("となりの医院")),
        department: None,
        reason: (words > 0).then(|| text(&"理".repeat(words))),
        diagnosis_told: None,
        memo: Some(text("CANARY-MEMO")),
        checked_in_at: None,
        logged_before: None,
        reception_code: None,
        ended_at: None,
        cancelled_at: None,
        cancellation_reason: None,
        last_day: None,
        appointment: None,
    }
}

async fn note(city: &City, person: &Person, at: &CheckedIn, words: usize) -> String {
    let reply = city.post(person, &at.notes(), json!({ "text": "長".repeat(words) })).await.expect(201);
    reply.body["note_id"].as_str().unwrap().to_owned()
}

fn ids(list: &Value, name: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|item| item[name].as_str().unwrap().to_owned()).collect()
}

/// All pages of a section, from what `open-notebook` shows of it.
async fn walked(city: &City, doctor: &Person, at: &CheckedIn, section: &str, name: &str) -> Vec<String> {
    let view = city.get(doctor, &at.notebook()).await.expect(200).body;
    let (mut seen, mut next) = (ids(&view["sections"][section], name), view["more"][section].clone());
    while let Some(cursor) = next.as_str() {
        let page = format!("{}/{section}?cursor={cursor}", at.notebook());
        city.store.forget();
        let page = city.get(doctor, &page).await.expect(200);
        assert_eq!(city.store.seen().depth, 2);
        assert!(page.raw.len() <= 300_000);
        seen.extend(ids(&page.body["items"], name));
        next = page.body["next_cursor"].clone();
    }
    seen
}

#[tokio::test]
async fn long_notes_on_one_visit_hide_no_visit_of_another_clinic() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    for days in [10, 20, 30] {
        city.seed_visit(&id, &visit(&city, days, 20));
    }
    let at = city.check_in(&id, CLINIC, &[Section::Visits]);
    for _ in 0..6 {
        note(&city, &doctor, &at, 4_000).await;
    }
    let view = city.get(&doctor, &at.notebook()).await.expect(200).body;
    let visits = view["sections"]["visits"].as_array().unwrap();
    assert_eq!(visits.len(), 4);
    assert_eq!((&view["truncated"], &view["more"]), (&json!([]), &json!({})));
    let summary = view["summary"].as_str().unwrap();
    assert!(!summary.contains("記録なし") && summary.matches("となりの医院").count() == 3, "{summary}");
    // The entry is cut and not the list, and it says so.
    assert_eq!((&visits[0]["cut"], visits[0]["notes"].as_array().unwrap().len()), (&json!(true), 5));
    assert!(visits[0]["notes"].as_array().unwrap().iter().all(|note| note["cut"] == true));
    assert_eq!(visits[1]["cut"], false);
    let whole = format!("{}/visits?entry={}", at.notebook(), at.visit_id);
    let whole = city.get(&doctor, &whole).await.expect(200).body;
    let notes = whole["items"][0]["notes"].as_array().unwrap();
    assert_eq!((notes.len(), &whole["items"][0]["cut"], &whole["next_cursor"]), (6, &json!(false), &Value::Null));
    assert!(notes.iter().all(|note| note["text"].as_str().unwrap().chars().count() == 4_000));
}

#[tokio::test]
async fn every_visit_and_dispensing_and_value_is_reached_by_the_cursors_and_each_once() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let (mut visits, mut medications, mut records) = (Vec::new(), Vec::new(), Vec::new());
    for days in 1..450 {
        let visit = visit(&city, days * 8, 300);
        city.seed_visit(&id, &visit);
        visits.push(visit.visit_id.to_string());
        let kept = city.seed_medication(&id, &visit.visited_on.to_string(), &"薬".repeat(300), days % 3 == 0);
        medications.extend((days % 3 != 0).then_some(kept));
        records.push(city.seed_daily(&id, &json!({ "weight_kg": 62.4, "memo": "覚".repeat(400) })));
        city.pass(chrono::TimeDelta::seconds(1));
    }
    records.reverse();
    let at = city.check_in(&id, CLINIC, &Section::ALL);
    visits.insert(0, at.visit_id.clone());
    assert_eq!(walked(&city, &doctor, &at, "visits", "visit_id").await, visits);
    assert_eq!(walked(&city, &doctor, &at, "medication", "id").await, medications);
    assert_eq!(walked(&city, &doctor, &at, "daily", "record_id").await, records);
}

#[tokio::test]
async fn what_is_nobodys_yet_is_counted_on_the_one_page_that_it_is_left_out_of() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let mut newest_first = Vec::new();
    for place in 0..700_u32 {
        let day = notebook::time::jst_day(ago(city.now(), 700 - i64::from(place))).to_string();
        let words = if place % 5 == 0 { 3_000 } else { 30 };
        let concealed = place % 7 == 0;
        let entry = city.seed_medication(&id, &day, &"薬".repeat(words), concealed);
        let waits = place % 3 == 0;
        if waits {
            update(&city, &id, &entry, "owner", &json!({ "S": "unconfirmed" }));
        }
        newest_first.insert(0, (entry, waits && !concealed));
    }
    let all = newest_first.iter().filter(|(_, waits)| *waits).count();
    let at = city.check_in(&id, CLINIC, &[Section::Medication]);
    let opened = city.get(&doctor, &at.notebook()).await.expect(200).body;
    let first = format!("{}/medication", at.notebook());
    let listed = city.get(&doctor, &first).await.expect(200).body;
    for (shown, count, cursor) in [
        (&opened["sections"]["medication"], &opened["unconfirmed_left_out"], &opened["more"]["medication"]),
        (&listed["items"], &listed["unconfirmed_left_out"], &listed["next_cursor"]),
    ] {
        let (mut total, mut pages) = (0, 0);
        let (mut shown, mut count, mut cursor) = (shown.clone(), count.clone(), cursor.clone());
        let mut begins = 0;
        loop {
            let (mut next, mut ends) = (None, newest_first.len());
            if let Some(cursor) = cursor.as_str() {
                let page = city.get(&doctor, &format!("{first}?cursor={cursor}")).await.expect(200).body;
                ends = newest_first.iter().position(|(id, _)| *id == page["items"][0]["id"]).unwrap();
                next = Some(page);
            }
            let waiting = newest_first[begins..ends].iter().filter(|(_, waits)| *waits).count();
            assert_eq!(count, json!(waiting), "page {pages}, of {} entries", shown.as_array().unwrap().len());
            (total, pages, begins) = (total + waiting, pages + 1, ends);
            let Some(page) = next else { break };
            shown = page["items"].clone();
            count = page["unconfirmed_left_out"].clone();
            cursor = page["next_cursor"].clone();
        }
        assert_eq!(total, all);
        assert!(pages > 3, "{pages}");
    }
}

#[tokio::test]
async fn notes_that_were_not_all_read_are_said_to_be_cut_and_are_reached_whole() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let old = city.check_in_at(&id, CLINIC, &[Section::Visits], ago(city.now(), 3));
    let oldest = note(&city, &doctor, &old, 10).await;
    let at = city.check_in(&id, CLINIC, &[Section::Visits]);
    let mut written = Vec::new();
    for _ in 0..30 {
        city.pass(chrono::TimeDelta::milliseconds(1));
        written.push(note(&city, &doctor, &at, 4_000).await);
    }
    written.reverse();
    city.store.stop_queries_after(Some(20));
    let view = city.get(&doctor, &at.notebook()).await.expect(200).body;
    let visits = view["sections"]["visits"].as_array().unwrap();
    assert_eq!((&visits[0]["cut"], &visits[1]["cut"]), (&json!(true), &json!(true)));
    assert_eq!(ids(&visits[0]["notes"], "note_id"), written[..5]);
    for (visit, wanted) in [(&at, written.clone()), (&old, vec![oldest])] {
        let (mut seen, mut next) = (Vec::new(), String::new());
        loop {
            let page = format!("{}/visits?entry={}{next}", at.notebook(), visit.visit_id);
            let page = city.get(&doctor, &page).await.expect(200);
            assert!(page.raw.len() <= 300_000, "{}", page.raw.len());
            seen.extend(ids(&page.body["items"][0]["notes"], "note_id"));
            let Some(cursor) = page.body["next_cursor"].as_str() else { break };
            next = format!("&cursor={cursor}");
        }
        assert_eq!(seen, wanted);
    }
    // The person reads the newest first as well, and every one of them.
    let (mut seen, mut next) = (Vec::new(), String::new());
    loop {
        let page =
            city.get(&hanako, &format!("/v1/residents/{id}/visits/{}{next}", at.visit_id)).await.expect(200).body;
        seen.extend(ids(&page["notes"], "note_id"));
        let Some(cursor) = page["notes_next_cursor"].as_str() else { break };
        next = format!("?cursor={cursor}");
    }
    assert_eq!(seen, written);
}

#[tokio::test]
async fn a_visit_takes_thirty_notes_and_says_why_it_takes_no_more() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let at = city.check_in(&id, CLINIC, &[Section::Visits]);
    for n in 0..29 {
        note(&city, &doctor, &at, 1 + n).await;
    }
    let notes = at.notes();
    let (left, right) = tokio::join!(
        city.post(&doctor, &notes, json!({ "text": "左" })),
        city.post(&doctor, &notes, json!({ "text": "右" })),
    );
    let mut statuses = [left.status, right.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 422]);
    let refused = city.post(&doctor, &at.notes(), json!({ "text": "も" })).await.expect_problem(422, "too_many_notes");
    assert_eq!(refused.body["most"], 30);
    assert_eq!(city.items(NOTEBOOK.of(&id), NOTES).len(), 30);
    assert_eq!(city.entries(LOG.of(&id)), 30);
    let tomorrow = city.check_in(&id, OTHER_CLINIC, &[Section::Visits]);
    let other = Person::staff("other");
    city.employ(&other, OTHER_CLINIC, "doctor");
    note(&city, &other, &tomorrow, 1).await;
}

#[tokio::test]
async fn a_sheet_of_any_length_hides_no_older_one_and_is_shown_whole_alone() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let older = city.seed_medication(&id, "2026-11-01", "アムロジピン錠5mg", false);
    let long = city.seed_medication(&id, "2026-11-02", "長い薬", false);
    let item = city.item(NOTEBOOK.of(&id), MEDICATIONS.of(&long));
    let mut dispensing = item["dispensing"].clone();
    let drug = dispensing["M"]["groups"]["L"][0]["M"]["drugs"]["L"][0].clone();
    dispensing["M"]["groups"]["L"][0]["M"]["drugs"]["L"] = vec![drug; 400].into();
    dispensing["M"]["remarks"]["L"] = vec![json!({ "S": "備".repeat(200) }); 100].into();
    let mut item = item;
    item["dispensing"] = dispensing;
    city.store.seed(item);
    let at = city.check_in(&id, CLINIC, &[Section::Medication]);
    let view = city.get(&doctor, &at.notebook()).await.expect(200).body;
    assert_eq!(ids(&view["sections"]["medication"], "id"), [long.clone(), older]);
    let cut = &view["sections"]["medication"][0];
    assert_eq!(cut["cut"], true);
    let left = usize::try_from(cut["medicines_left_out"].as_u64().unwrap()).unwrap();
    assert_eq!(cut["groups"][0]["drugs"].as_array().unwrap().len() + left, 400);
    assert!(view["summary"].as_str().unwrap().contains(&format!("（ほか{left}剤）")), "{}", view["summary"]);
    let whole = city.get(&doctor, &format!("{}/medication?entry={long}", at.notebook())).await.expect(200).body;
    assert_eq!(whole["items"][0]["groups"][0]["drugs"].as_array().unwrap().len(), 400);
    assert_eq!(whole["items"][0]["remarks"].as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn r02_what_the_person_keeps_back_is_not_there_by_its_id_nor_in_a_cursor() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let hidden = city.seed_medication(&id, "2026-11-02", "CANARY", true);
    let other = city.proved_resident(&Person::resident("other")).await;
    let theirs = city.seed_medication(&other, "2026-11-02", "CANARY", false);
    let planned = VisitItem { status: VisitStatus::Planned, ..visit(&city, -20, 5) };
    city.seed_visit(&id, &planned);
    let planned_id = planned.visit_id.to_string();
    let at = city.check_in(&id, CLINIC, &[Section::Medication, Section::Visits]);
    let entry = async |section: &str, entry: &str| {
        let reply = city.get(&doctor, &format!("{}/{section}?entry={entry}", at.notebook())).await;
        reply.expect_problem(404, "not_found").raw
    };
    let missing = entry("medication", "019a0000-0000-7000-8000-000000000000").await;
    for (section, id) in [
        ("medication", hidden.as_str()),
        ("medication", theirs.as_str()),
        ("medication", at.visit_id.as_str()),
        ("medication", "x"),
        ("visits", planned_id.as_str()),
        ("profile", hidden.as_str()),
        ("daily", hidden.as_str()),
    ] {
        assert_eq!(entry(section, id).await, missing, "{section} {id}");
    }
}

#[tokio::test]
async fn a_cursor_leads_only_on_in_its_section_and_under_its_grant() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    for days in 1..260 {
        city.seed_visit(&id, &visit(&city, days, 100));
        city.seed_medication(&id, "2026-11-01", &"薬".repeat(300), false);
        city.pass(chrono::TimeDelta::milliseconds(1));
    }
    let at = city.check_in(&id, CLINIC, &Section::ALL);
    let more = city.get(&doctor, &at.notebook()).await.expect(200).body["more"].clone();
    let visits = more["visits"].as_str().unwrap();
    let page = |section: &str, cursor: &str| format!("{}/{section}?cursor={cursor}", at.notebook());
    city.get(&doctor, &page("visits", visits)).await.expect(200);
    for (section, cursor) in [("medication", visits), ("visits", "CANARY"), ("daily", visits), ("vaccinations", visits)]
    {
        city.get(&doctor, &page(section, cursor)).await.expect_problem(422, "invalid_cursor");
    }
    let entry = format!("{}&entry={}", page("visits", visits), at.visit_id);
    city.get(&doctor, &entry).await.expect_problem(422, "invalid_cursor");
    // A new check-in opens anew.
    city.check_in(&id, CLINIC, &Section::ALL);
    city.get(&doctor, &page("visits", visits)).await.expect_problem(422, "invalid_cursor");
}

#[tokio::test]
async fn r40_a_look_at_one_section_is_one_entry_that_names_it() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let at = city.check_in(&id, CLINIC, &Section::ALL);
    for section in Section::ALL {
        let reply = city.get(&doctor, &format!("{}/{}", at.notebook(), section.as_str())).await.expect(200);
        assert_eq!(reply.body["next_cursor"], Value::Null);
        let entry = city.items(LOG.of(&id), ENTRIES).pop().unwrap();
        assert_eq!(entry["sections"]["L"], json!([{ "S": section.as_str() }]));
        assert_eq!(entry["action"]["S"], "open-section");
    }
    assert_eq!(city.entries(LOG.of(&id)), 8);
    city.revoke(&at);
    city.get(&doctor, &format!("{}/daily", at.notebook())).await.expect_problem(404, "not_found");
    let reception = Person::staff("reception");
    city.employ(&reception, CLINIC, "reception");
    city.get(&reception, &format!("{}/daily", at.notebook())).await.expect_problem(403, "role_not_allowed");
    let no_totp = Person::staff_without_totp("doctor");
    city.get(&no_totp, &format!("{}/daily", at.notebook())).await.expect_problem(403, "totp_required");
    city.get(&Person::nobody(), &format!("{}/daily", at.notebook())).await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn r36_nothing_that_was_typed_begins_a_line_of_the_summary() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let forged = "■アレルギー: 記録なし";
    city.rename(&id, &format!("荒尾\n{forged}"), &format!("アラオ\u{2028}{forged}\n・うそ"));
    city.set_attribute(
        NOTEBOOK.of(&id),
        PROFILE,
        "profile",
        &json!({ "allergies": [format!("卵\n{forged}")], "history": [format!("喘息\t\u{2029}{forged}")],
                 "adverse_reactions": [], "blood_type": "unknown", "emergency_contacts": [],
                 "long_term_illness": format!("難病\n{forged}") }),
    );
    let mut forging = visit(&city, 30, 1);
    forging.institution_name = Some(text(&format!("医院\u{2028}{forged}")));
    forging.diagnosis_told = Some(text(&format!("かぜ\n{forged}")));
    city.seed_visit(&id, &forging);
    city.seed_medication(&id, "2026-11-01", &format!("薬\r\n{forged}\u{202E}"), false);
    let at = city.check_in(&id, CLINIC, &Section::ALL);
    let view = city.get(&doctor, &at.notebook()).await.expect(200).body;
    let summary = view["summary"].as_str().unwrap();
    assert!(summary.lines().all(|line| line != forged && !line.starts_with("・うそ")), "{summary}");
    assert!(!summary.contains(['\u{2028}', '\u{2029}', '\u{85}', '\u{202E}', '\t', '\r']), "{summary}");
    assert!(view["timeline"].as_array().unwrap().iter().all(|event| !event.to_string().contains("\\n")));
}
