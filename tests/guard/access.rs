//! every operation as everyone it is for, and as everyone it is not for. Who that is comes from the operation's
//! own policy row; which row each is meant to have is written out in `levels.rs`.

use notebook::access::{Level, Role, Section};
use platform::operation::Operation;
use platform::request::{Request, Response};
use platform::spec::Who;
use serde_json::Value;
use support::keys::LOG;
use support::{City, Person};
use xtask::events::sample;

use super::ends::{Caller, arranged, data};
use super::events::ok_request;

const LEVELS: [(Level, &str); 3] = [(Level::See, "see"), (Level::Record, "record"), (Level::Manage, "manage")];
const ROLES: [Role; 7] = [
    Role::Doctor,
    Role::Nurse,
    Role::Pharmacist,
    Role::PublicHealthNurse,
    Role::Reception,
    Role::CityAdmin,
    Role::Operator,
];
/// A notebook that nobody has.
const NOBODYS: &str = "019a0000-0000-7000-8000-000000000000";
/// An institution that the notebook was not opened to.
const ELSEWHERE: &str = "4310112354";

/// Somebody who calls, and what the answer has to be.
struct Case {
    about: String,
    person: Person,
    status: Option<u16>,
    /// The institution that the path names, where it is not the sample's.
    code: Option<&'static str>,
}

impl Case {
    fn passes(about: impl Into<String>, person: Person) -> Self {
        Self { about: about.into(), person, status: None, code: None }
    }

    fn refused(status: u16, about: impl Into<String>, person: Person) -> Self {
        Self { about: about.into(), person, status: Some(status), code: None }
    }
}

/// A sample city, and what calls in it.
struct Scene {
    city: City,
    ids: Vec<(&'static str, String)>,
    resident: String,
}

impl Scene {
    async fn new() -> Self {
        let (city, ids, resident) = arranged(Caller::Guardian).await;
        Self { city, ids, resident }
    }

    /// Family with these levels in the sections, of the notebook and of the one that a sheet is moved into.
    fn family(&self, name: &str, scopes: &[(&str, &str)]) -> Person {
        let person = Person::resident(name);
        self.city.relate(&person, &self.resident, "family", scopes);
        let relative = &self.ids.iter().find(|(sample, _)| *sample == sample::RELATIVE).unwrap().1;
        self.city.relate(&person, relative, "family", &[("medication", "manage")]);
        person
    }

    /// Family that has one level in one section, or in all but one.
    fn families(&self, wanted: Section, level: Level, all: bool) -> Vec<Case> {
        let mut cases = Vec::new();
        for (held, name) in LEVELS {
            let about = format!("family with {name} in {wanted:?}");
            let sections = Section::ALL.into_iter().filter(|section| all || *section == wanted);
            let scopes: Vec<_> = sections.map(|section| (section.as_str(), name)).collect();
            let person = self.family(&about, &scopes);
            cases.push(if held >= level { Case::passes(about, person) } else { Case::refused(404, about, person) });
        }
        cases
    }

    fn staff(&self, role: Role, institution: &str) -> Person {
        let person = Person::staff(&format!("{} of {institution}", role.as_str()));
        self.city.employ(&person, institution, role.as_str());
        person
    }

    fn roles(&self, allowed: &[Role], is_of_a_notebook: bool) -> Vec<Case> {
        let mut cases: Vec<Case> = Vec::new();
        for role in ROLES {
            let (person, about) = (self.staff(role, sample::INSTITUTION), format!("{role:?}"));
            cases.push(if allowed.contains(&role) {
                Case::passes(about, person)
            } else {
                Case::refused(403, about, person)
            });
            let away = self.staff(role, ELSEWHERE);
            cases.push(Case::refused(404, format!("{role:?} of another institution"), away.clone()));
            if is_of_a_notebook && allowed.contains(&role) {
                let at_theirs = Case::refused(404, format!("{role:?} where nobody opened the notebook"), away);
                cases.push(Case { code: Some(ELSEWHERE), ..at_theirs });
            }
            let weak = Person::staff_without_totp(&format!("{} without a second factor", role.as_str()));
            self.city.employ(&weak, sample::INSTITUTION, role.as_str());
            cases.push(Case::refused(403, format!("{role:?} without a second factor"), weak));
        }
        cases
    }

    /// Everyone, for an operation.
    fn cases(&self, operation: &Operation) -> Vec<Case> {
        let (doctor, theirs) = (Person::staff(sample::DOCTOR), Person::resident(sample::HANAKO));
        let stranger = Case::refused(404, "a stranger", Person::resident("stranger"));
        let treats = Case::refused(404, "who treats the person", doctor);
        let guardian = Case::passes("a guardian", Person::resident("guardian"));
        let person = Case::passes("the person", theirs.clone());
        let mut cases = match operation.spec.who {
            Who::Nobody | Who::Account => Vec::new(),
            // Whom it is not for has no card: tests/emergency/open_emergency_card.rs.
            Who::EmergencyCard => return vec![Case::passes("whoever holds the card", Person::nobody())],
            Who::ResidentAccount => {
                vec![Case::refused(403, "staff, of whom this is no account", self.staff(Role::Doctor, ELSEWHERE))]
            }
            Who::Resident(section, level) => {
                let others = Section::ALL.into_iter().filter(|other| *other != section);
                let scopes: Vec<_> = others.map(|other| (other.as_str(), "manage")).collect();
                let other = self.family("of other sections", &scopes);
                let mut cases = vec![stranger, treats, guardian, person];
                cases.push(Case::refused(404, "family with every other section", other));
                cases.extend(self.families(section, level, opens_sections(operation)));
                cases
            }
            Who::Related(level) => {
                let mut cases = vec![stranger, treats, guardian, person];
                cases.push(Case::refused(404, "family without a section", self.family("of no section", &[])));
                cases.extend(self.families(Section::Medication, level, true));
                cases
            }
            Who::Staff(roles)
            | Who::Clinic(roles)
            | Who::Counter(roles)
            | Who::ClinicVisit(roles)
            | Who::Guidance(roles)
            | Who::OwnGuidance(roles)
            | Who::Dispensing(roles) => {
                let mut cases = self.roles(roles, !matches!(operation.spec.who, Who::Staff(_)));
                cases.push(Case::refused(404, "the person", theirs));
                cases.push(stranger);
                cases
            }
        };
        cases.push(Case::refused(401, "nobody", Person::nobody()));
        cases.retain(|case| !excused(operation, &case.about));
        cases
    }

    /// The person and what is theirs, as a path names it.
    fn named(&self) -> Vec<String> {
        let samples = [sample::RESIDENT, sample::VISIT, sample::STAY];
        self.ids.iter().filter(|(name, _)| samples.contains(name)).map(|(_, id)| id.clone()).collect()
    }

    fn request(&self, operation: &Operation, person: &Person) -> Request {
        let mut request = ok_request(operation, &self.ids);
        request.claims.clone_from(&person.claims);
        request
    }

    /// What the table holds of the city, and what the person reads of looks.
    fn state(&self, operation: &Operation) -> (Vec<Value>, usize) {
        (data(&self.city.store, operation.spec.name), self.city.entries(LOG.of(&self.resident)))
    }
}

/// Whether a request opens sections of the notebook to others: nobody opens what is not theirs to see.
fn opens_sections(operation: &Operation) -> bool {
    ["check-in", "preview-check-in", "renew-check-in", "create-emergency-card"].contains(&operation.spec.name)
}

/// What is for fewer than the policy row says, by a rule of its own that other tests hold.
fn excused(operation: &Operation, about: &str) -> bool {
    match operation.spec.name {
        // Nobody proves another's card, or makes a child's notebook for another.
        "start-identity-proof" | "create-child" => about != "the person" && about != "nobody",
        // Family does not consent, and decides of nobody's relation but its own.
        "update-consents" | "create-invitation" | "withdraw-invitation" | "update-relation" | "end-relation" => {
            about.starts_with("family")
        }
        _ => false,
    }
}

fn shown(response: &Response) -> String {
    String::from_utf8_lossy(&response.body).into_owned()
}

#[tokio::test]
async fn r01_whom_an_operation_is_not_for_is_answered_as_if_nothing_were_there() {
    let mut wrong = Vec::new();
    for (_, operation) in catalogue::operations() {
        let scene = Scene::new().await;
        let cases = scene.cases(operation);
        let before = scene.state(operation);
        for case in cases {
            let Some(status) = case.status else { continue };
            let place = format!("{} as {}", operation.spec.name, case.about);
            let mut holds = |so: bool, what: &str| {
                if !so {
                    wrong.push(format!("{place}: {what}"));
                }
            };
            let mut request = scene.request(operation, &case.person);
            if let Some(code) = case.code {
                request.path.insert("code".to_owned(), code.to_owned());
            }
            let response = operation.serve(&scene.city.app, &request).await;
            holds(response.status == status, &format!("{} {}", response.status, shown(&response)));
            // of somebody's as of nobody's.
            if status == 404 {
                let (mut nowhere, theirs) = (request.clone(), scene.named());
                for text in nowhere.path.values_mut().filter(|text| theirs.contains(text)) {
                    NOBODYS.clone_into(text);
                }
                let body = String::from_utf8_lossy(&nowhere.body).replace(&scene.resident, NOBODYS);
                nowhere.body = body.into_bytes();
                let at_a_place = matches!(operation.spec.who, Who::Staff(_));
                holds(at_a_place || (&nowhere.path, &nowhere.body) != (&request.path, &request.body), "names nobody");
                let missing = operation.serve(&scene.city.app, &nowhere).await;
                holds(shown(&response) == shown(&missing), &format!("{} {}", missing.status, shown(&missing)));
            }
            holds(scene.state(operation) == before, "something was written");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn r01_whom_an_operation_is_for_may_call_it_and_r40_anothers_look_is_one_entry() {
    let mut wrong = Vec::new();
    for (_, operation) in catalogue::operations() {
        let mut scene = Scene::new().await;
        let mut cases = scene.cases(operation);
        for place in 0..cases.len() {
            let case = &cases[place];
            if case.status.is_some() {
                continue;
            }
            let about = format!("{} as {}", operation.spec.name, case.about);
            let (_, entries) = scene.state(operation);
            let response = operation.serve(&scene.city.app, &scene.request(operation, &case.person)).await;
            if !(200..300).contains(&response.status) {
                wrong.push(format!("{about}: {} {}", response.status, shown(&response)));
            }
            let (_, after) = scene.state(operation);
            let by_another = case.about != "the person";
            let logged = by_another && !operation.spec.asks() && !matches!(operation.spec.who, Who::Staff(_));
            let wanted = entries + usize::from(logged);
            if by_another && after != wanted {
                wrong.push(format!("{about}: {} entries for {}", after - entries, wanted - entries));
            }
            // What was written is written once.
            if operation.spec.writes() {
                scene = Scene::new().await;
                cases = scene.cases(operation);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
