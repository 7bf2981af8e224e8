//! Who may call each operation, written out by hand. What a Spec says runs, and the other guards try what it says; that it says what
//! is meant stands here: whoever changes a policy row changes it here as well, and whoever reviews that sees it.

use std::collections::{BTreeMap, BTreeSet};

use notebook::access::Level;
use platform::spec::Who;

/// Whoever is signed in, about the own account.
const ACCOUNT: &str = "account";
/// Whoever is signed in as a resident, about the own account.
const RESIDENT_ACCOUNT: &str = "resident account";
/// Whoever holds an emergency card, without an account.
const CARD_HOLDER: &str = "emergency card";
const CARE: &str = "staff: doctor nurse pharmacist public_health_nurse";
const COUNTER: &str = "staff: doctor nurse pharmacist public_health_nurse reception";
const OPENED_TO_CARE: &str = "opened today: doctor nurse pharmacist public_health_nurse";
const CAME_TO_COUNTER: &str = "came today: doctor nurse pharmacist public_health_nurse reception";
const GUIDES: &str = "staff: public_health_nurse";
const GUIDED: &str = "guided: public_health_nurse";
const OWN_GUIDANCE: &str = "own guidance: public_health_nurse";
/// Pharmacists, of a person who opened the medicines to their institution in the last seven days.
const OWN_DISPENSINGS: &str = "own dispensings: pharmacist";
const VISIT_OF_CARE: &str = "own entries of a visit: doctor nurse pharmacist public_health_nurse";

/// Each operation, with who may call it: for what is in a notebook the section and the level of a relation that are needed.
const ROWS: &[(&str, &str)] = &[
    // resident
    ("create-resident", RESIDENT_ACCOUNT),
    ("finish-identity-proof", RESIDENT_ACCOUNT),
    ("get-consents", "profile: manage"),
    ("get-me", ACCOUNT),
    ("get-resident", "profile: see"),
    ("list-consent-texts", ACCOUNT),
    ("start-identity-proof", "profile: manage"),
    ("update-consents", "profile: manage"),
    ("update-resident", "profile: manage"),
    // family
    ("accept-invitation", RESIDENT_ACCOUNT),
    ("create-child", "profile: manage"),
    ("create-invitation", "profile: manage"),
    ("end-relation", "any section: see"),
    ("list-family", "any section: see"),
    ("update-relation", "any section: see"),
    ("withdraw-invitation", "profile: manage"),
    // daily
    ("create-daily-record", "daily: record"),
    ("delete-daily-record", "daily: manage"),
    ("get-daily-record", "daily: see"),
    ("get-daily-trends", "daily: see"),
    ("get-goals", "daily: see"),
    ("list-daily-records", "daily: see"),
    ("put-goals", "daily: manage"),
    ("update-daily-record", "daily: manage"),
    // visit
    ("check-in", "visits: manage"),
    ("create-appointment", "visits: record"),
    ("create-visit", "visits: record"),
    ("delete-appointment", "visits: manage"),
    ("delete-primary-care-institution", "visits: record"),
    ("delete-visit", "visits: manage"),
    ("end-check-in", "visits: manage"),
    ("end-guidance", "health_guidance: manage"),
    ("export-appointments", "visits: see"),
    ("get-appointment", "visits: see"),
    ("get-visit", "visits: see"),
    ("list-appointments", "visits: see"),
    ("list-grants", "visits: see"),
    ("list-health-guidance", "health_guidance: see"),
    ("list-institutions", ACCOUNT),
    ("list-primary-care-institutions", "visits: see"),
    ("list-visits", "visits: see"),
    ("preview-check-in", "visits: manage"),
    ("put-guidance-progress", "health_guidance: record"),
    ("put-memo", "visits: manage"),
    ("put-primary-care-institution", "visits: record"),
    ("put-read-notes", "visits: see"),
    ("renew-check-in", "visits: manage"),
    ("update-appointment", "visits: manage"),
    ("update-visit", "visits: manage"),
    // today
    ("get-today", "any section: see"),
    // medication
    ("add-dispensing", OWN_DISPENSINGS),
    ("add-medication", "medication: record"),
    ("delete-medication", "medication: manage"),
    ("delete-sheet", "medication: manage"),
    ("export-medications", "medication: see"),
    ("export-notebook", "medication: see"),
    ("get-meal-times", "medication: see"),
    ("get-medication", "medication: see"),
    ("link-medication", "medication: manage"),
    ("list-medications", "medication: see"),
    ("list-sheets", "medication: see"),
    ("open-own-dispensings", OWN_DISPENSINGS),
    ("preview-dispensing", OWN_DISPENSINGS),
    ("put-meal-times", "medication: manage"),
    ("put-medication-alert", "medication: record"),
    ("put-sheet-owner", "medication: manage"),
    ("retract-dispensing", OWN_DISPENSINGS),
    ("scan-dispensing", "medication: record"),
    ("transfer-sheet", "medication: manage"),
    ("update-medication", "medication: manage"),
    // print
    ("print-medications", "medication: see"),
    // alarm
    ("create-alarm", "medication: record"),
    ("delete-alarm", "medication: manage"),
    ("delete-device", RESIDENT_ACCOUNT),
    ("delete-intake", "medication: manage"),
    ("delete-missed-dose-watcher", "medication: manage"),
    ("end-sessions", ACCOUNT),
    ("get-adherence", "medication: see"),
    ("get-alarm", "medication: see"),
    ("get-notification-settings", "medication: see"),
    ("list-alarm-suggestions", "medication: see"),
    ("list-alarms", "medication: see"),
    ("list-devices", RESIDENT_ACCOUNT),
    ("list-intakes", "medication: see"),
    ("list-missed-dose-watchers", "medication: see"),
    ("list-sessions", ACCOUNT),
    ("log-intake", "medication: record"),
    ("put-device", RESIDENT_ACCOUNT),
    ("put-intake", "medication: record"),
    ("put-missed-dose-watch", "medication: see"),
    ("put-missed-dose-watcher", "medication: manage"),
    ("put-notification-settings", "medication: see"),
    ("update-alarm", "medication: manage"),
    // clinic
    ("add-health-guidance", GUIDED),
    ("add-note", VISIT_OF_CARE),
    ("amend-health-guidance", OWN_GUIDANCE),
    ("amend-note", VISIT_OF_CARE),
    ("cancel-check-in", CAME_TO_COUNTER),
    ("list-guided", GUIDES),
    ("list-own-notes", CARE),
    ("list-patients", COUNTER),
    ("open-health-guidance", GUIDED),
    ("open-notebook", OPENED_TO_CARE),
    ("open-own-notes", VISIT_OF_CARE),
    ("open-section", OPENED_TO_CARE),
    ("put-chart-number", CAME_TO_COUNTER),
    ("put-patient-alert", OPENED_TO_CARE),
    ("retract-health-guidance", OWN_GUIDANCE),
    ("retract-note", VISIT_OF_CARE),
    // disclosure
    ("get-access-log", "profile: manage"),
    ("get-receipt", "profile: manage"),
    // emergency: what a card shows of medicines needs `manage` there as well (tests/emergency/create_emergency_card.rs)
    ("create-emergency-card", "profile: manage"),
    ("delete-emergency-card", "profile: manage"),
    ("get-emergency-card", "profile: see"),
    ("open-emergency-card", CARD_HOLDER),
];

/// A policy row in these words.
fn row(who: Who) -> String {
    let level = |level| match level {
        Level::See => "see",
        Level::Record => "record",
        Level::Manage => "manage",
    };
    let (whose, roles) = match who {
        Who::Nobody => return "nobody".to_owned(),
        Who::Account => return ACCOUNT.to_owned(),
        Who::ResidentAccount => return RESIDENT_ACCOUNT.to_owned(),
        Who::EmergencyCard => return CARD_HOLDER.to_owned(),
        Who::Resident(section, needed) => return format!("{}: {}", section.as_str(), level(needed)),
        Who::Related(needed) => return format!("any section: {}", level(needed)),
        Who::Staff(roles) => ("staff", roles),
        Who::Clinic(roles) => ("opened today", roles),
        Who::Counter(roles) => ("came today", roles),
        Who::ClinicVisit(roles) => ("own entries of a visit", roles),
        Who::Guidance(roles) => ("guided", roles),
        Who::OwnGuidance(roles) => ("own guidance", roles),
        Who::Dispensing(roles) => ("own dispensings", roles),
    };
    let roles: Vec<_> = roles.iter().map(|role| role.as_str()).collect();
    format!("{whose}: {}", roles.join(" "))
}

#[test]
fn r01_every_policy_row_says_what_stands_here_and_every_row_here_has_an_operation() {
    let meant: BTreeMap<_, _> = ROWS.iter().map(|(name, who)| (*name, (*who).to_owned())).collect();
    assert_eq!(meant.len(), ROWS.len(), "an operation stands here twice");
    let said: BTreeMap<_, _> =
        catalogue::operations().map(|(_, operation)| (operation.spec.name, row(operation.spec.who))).collect();
    let names: BTreeSet<_> = meant.keys().chain(said.keys()).collect();
    let differ = names.into_iter().filter(|name| meant.get(*name) != said.get(*name));
    let differ: Vec<_> = differ
        .map(|name| format!("{name}: its Spec says {:?}, this list {:?}", said.get(name), meant.get(name)))
        .collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
