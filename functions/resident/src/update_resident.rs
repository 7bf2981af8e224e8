//! PATCH /v1/residents/{resident_id}

use notebook::access::{Level, RelationKind, Section};
use notebook::line::Line;
use notebook::medication::profile_note::take_in_waiting;
use notebook::reading::{Kana, Romaji};
use notebook::resident::{
    BloodType, EmergencyContact, Identity, PendingNote, Profile, Resident as Person, Sex, Status,
};
use notebook::text::Text;
use notebook::time::{Day, Instant, age_on, jst_day};
use platform::notice;
use records::kinship::{Kinship, KinshipPage, check_birth};
use records::opened::{Lines, LinesPages};
use records::prelude::*;
use serde::de::IgnoredAny;

use crate::get_resident::Output;

/// Changes what the person may write: the name for the family, the typed readings, what every doctor should know. What is
/// absent stays, `null` clears, in `identity` and `profile` too; a list is replaced as a whole. What the card proved is
/// read-only; what a guardian typed of a child, a guardian corrects.
#[derive(JsonSchema)]
pub struct UpdateResident;

/// The changes; what is absent stays.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Input {
    /// What the family calls the person.
    display_name: Always<Line<60>>,
    /// Who the person is.
    identity: Always<IdentityChange>,
    /// What every doctor should know first; `null` clears it all.
    profile: Patch<ProfileChange>,
}

/// Changes of the typed readings; `null` clears. Name, birth date and sex are a guardian's to correct, of a child that no card has
/// proved yet; from others they are refused, and so is the former name, which the register knows.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IdentityChange {
    /// フリガナ: katakana; hiragana and half width are folded to it.
    kana: Patch<Kana>,
    /// 通称
    alias: Patch<Line<100>>,
    /// ローマ字
    romaji: Patch<Romaji>,
    /// 氏名
    legal_name: Patch<Line<100>>,
    /// 生年月日: no `null`.
    birth_date: Always<Day>,
    /// 性別: no `null`.
    #[schemars(with = "Sex")]
    sex: Always<Sex>,
    #[schemars(skip)]
    former_name: Patch<IgnoredAny>,
}

/// Changes of what every doctor should know first; `null` clears.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProfileChange {
    /// アレルギー歴
    #[schemars(length(max = Profile::MOST_ALLERGIES))]
    allergies: Patch<Vec<Line<200>>>,
    /// 副作用歴
    #[schemars(length(max = Profile::MOST_ADVERSE_REACTIONS))]
    adverse_reactions: Patch<Vec<Line<200>>>,
    /// 既往歴
    #[schemars(length(max = Profile::MOST_HISTORY))]
    history: Patch<Vec<Line<200>>>,
    /// 出産予定日
    pregnancy_due_on: Patch<Day>,
    /// 障害者手帳
    listed_disability: Patch<Line<200>>,
    /// 指定難病など
    long_term_illness: Patch<Line<200>>,
    /// 血液型
    blood_type: Patch<BloodType>,
    /// 緊急連絡先
    #[schemars(length(max = 5))]
    emergency_contacts: Patch<Vec<EmergencyContact>>,
    /// What sheets say and the lists have no room for: what is left out here waits no longer, and does not come back. What there
    /// is room for after the change goes into its list with it, the longest waiting first.
    #[schemars(length(max = Profile::MOST_PENDING))]
    pending: Patch<Vec<PendingNote>>,
}

/// From this age on guardians do not put off the day on which they part.
const OWN_SAY: u32 = 15;

impl IdentityChange {
    /// `is_vouched`: a guardian says who the child is.
    fn onto(self, identity: &mut Identity, is_vouched: bool, now: Instant) -> Result<(), Problem> {
        let typed = if is_vouched { &["legal_name", "birth_date", "sex"][..] } else { &[] };
        let proved = [
            ("legal_name", self.legal_name.is_named()),
            ("birth_date", self.birth_date.is_named()),
            ("sex", self.sex.is_named()),
            ("former_name", self.former_name.is_named()),
        ];
        if let Some((name, _)) = proved.into_iter().find(|(name, named)| *named && !typed.contains(name)) {
            return Err(Problem::field(Code::VerifiedField, format!("/identity/{name}"), Wrong::Verified));
        }
        if let Some(birth) = self.birth_date.value() {
            let pointer = "/identity/birth_date";
            check_correction(identity.birth_date, birth, now)
                .map_err(|wrong| Problem::field(Code::InvalidValue, pointer, wrong))?;
            identity.birth_date = Some(birth);
        }
        if let Some(sex) = self.sex.value() {
            identity.sex = Some(sex);
        }
        self.legal_name.onto(&mut identity.legal_name);
        self.kana.onto(&mut identity.kana);
        self.alias.onto(&mut identity.alias);
        self.romaji.onto(&mut identity.romaji);
        Ok(())
    }
}

/// What a card proves, and of a child without one a guardian says.
fn proved(identity: &Identity) -> (&Option<Text<100>>, Option<Day>, Option<Sex>) {
    (&identity.legal_name, identity.birth_date, identity.sex)
}

/// Whether a guardian may correct a child's birth date to this one.
fn check_correction(before: Option<Day>, birth: Day, now: Instant) -> Result<(), Wrong> {
    let is_older = |before: &Day| age_on(*before, jst_day(now)) >= OWN_SAY;
    if before.filter(is_older).is_some_and(|before| birth > before) {
        return Err(Wrong::OnlyEarlier);
    }
    check_birth(birth, now)
}

/// Where what the plan named is found.
#[derive(Default)]
pub struct Reads {
    /// Only where the identity may change.
    lines: Option<LinesPages>,
    /// Only where who the person is may change.
    kinship: Option<KinshipPage>,
}

fn texts(lines: Vec<Line<200>>) -> Vec<Text<200>> {
    lines.into_iter().map(Text::from).collect()
}

impl ProfileChange {
    fn onto(self, profile: &mut Profile) {
        self.allergies.map(texts).onto(&mut profile.allergies);
        self.adverse_reactions.map(texts).onto(&mut profile.adverse_reactions);
        self.history.map(texts).onto(&mut profile.history);
        self.pregnancy_due_on.onto(&mut profile.pregnancy_due_on);
        self.listed_disability.onto(&mut profile.listed_disability);
        self.long_term_illness.onto(&mut profile.long_term_illness);
        self.blood_type.onto(&mut profile.blood_type);
        self.emergency_contacts.onto(&mut profile.emergency_contacts);
        self.pending.onto(&mut profile.pending);
    }
}

impl Endpoint for UpdateResident {
    const SPEC: Spec = Spec::patch("update-resident", "/v1/residents/{resident_id}")
        .who(Who::Resident(Section::Profile, Level::Manage))
        .tagged()
        .max_body(128 * 1024)
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::VerifiedField]);
    type Subject = Resident;
    type Input = Input;
    type Reads = Reads;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "identity": { "kana": "アラオ ハナコ" }, "profile": { "allergies": ["ペニシリン"], "blood_type": "A+" } })
    }

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let keys = keys.resident()?;
        plan.get(keys.profile());
        let is_renaming = input.display_name.is_named() || input.identity.is_named();
        let kinship = is_renaming.then(|| Kinship::plan(keys, plan));
        let lines = input.identity.is_named().then(|| Lines::plan(keys, plan));
        Ok(Reads { lines, kinship })
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let key = subject.keys().profile();
        let Versioned::<Person> { item: before, version } = from_item(subject.need(&key)?)?;
        let mut person = before.clone();
        call.check_version(version)?;
        if let Some(change) = input.identity.value() {
            let is_guardian = subject.relation().kind == RelationKind::Guardian;
            let is_vouched = is_guardian && before.status == Status::GuardianAttested;
            change.onto(&mut person.identity, is_vouched, call.now())?;
        }
        let of_profile = input.profile.is_named();
        input.profile.merge(&mut person.profile, ProfileChange::onto);
        if let Some((name, most)) = person.profile.overlong() {
            return Err(Problem::field(Code::InvalidValue, format!("/profile/{name}"), Wrong::TooMany { most }));
        }
        if of_profile {
            take_in_waiting(&mut person.profile);
        }
        person.note_changes(&before.profile, call.now());
        if let Some(name) = input.display_name.value() {
            person.display_name = name.into();
        }
        let mut effect = Transaction::on(&app.table);
        let version = effect.edit(&key, (&before, version), &person, Meta::default())?;
        if let Some(pages) = reads.lines.filter(|_| person.identity != before.identity) {
            call.rest_on(subject.fetched(), &key, &[Lines::SINCE])?;
            let lines = Lines::read(subject.keys(), subject.fetched(), pages, call.now())?;
            lines.name(&mut effect, &person.identity)?;
        }
        if let Some(page) = reads.kinship {
            let kinship = Kinship::read(subject.fetched(), subject.keys(), page, call.now())?;
            kinship.carry(&mut effect, &before, &person)?;
            if proved(&before.identity) != proved(&person.identity) {
                // The day on which all of them part may be another one now.
                kinship.tell(app, call, &mut effect, notice::Kind::ChildCorrected, None)?;
            }
        }
        call.commit(app, effect, &[]).await?;
        Ok(Answer::of(person.into()).version(version))
    }

    async fn replay(
        _: &App,
        _: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, _) = subject.reads();
        let stored: Versioned<Person> = from_item(subject.need(&subject.keys().profile())?)?;
        Ok(Answer::of(stored.item.into()).version(stored.version))
    }
}
