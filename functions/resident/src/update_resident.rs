//! PATCH /v1/residents/{resident_id}

use notebook::access::{Level, RelationKind, RelationState, Section};
use notebook::line::Line;
use notebook::medication::profile_note::take_in_waiting;
use notebook::reading::{Kana, Romaji};
use notebook::resident::{BloodType, EmergencyContact, Identity, PendingNote, Profile, Resident as Person};
use notebook::text::Text;
use notebook::time::Day;
use platform::table::transaction::Change;
use records::items::{CheckInItem, KinItem, RelationItem};
use records::keys::account::kin_of;
use records::opened::Lines;
use records::prelude::*;
use records::related::{Related, relations};
use serde::de::IgnoredAny;

use crate::get_resident::Output;

/// Changes what the person may write: the name for the family, the typed readings, what every doctor should know. What is
/// absent stays, `null` clears, in `identity` and `profile` too; a list is replaced as a whole. What the card proved is
/// read-only.
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

/// Changes of the typed readings; `null` clears. The proved fields are named only to be refused with a reason.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IdentityChange {
    /// フリガナ: katakana; hiragana and half width are folded to it.
    kana: Patch<Kana>,
    /// 通称
    alias: Patch<Line<100>>,
    /// ローマ字
    romaji: Patch<Romaji>,
    #[schemars(skip)]
    legal_name: Patch<IgnoredAny>,
    #[schemars(skip)]
    birth_date: Patch<IgnoredAny>,
    #[schemars(skip)]
    sex: Patch<IgnoredAny>,
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

impl IdentityChange {
    fn onto(self, identity: &mut Identity) -> Result<(), Problem> {
        let proved = [
            ("legal_name", self.legal_name.is_named()),
            ("birth_date", self.birth_date.is_named()),
            ("sex", self.sex.is_named()),
            ("former_name", self.former_name.is_named()),
        ];
        if let Some((name, _)) = proved.into_iter().find(|(_, named)| *named) {
            return Err(Problem::field(Code::VerifiedField, format!("/identity/{name}"), Wrong::Verified));
        }
        self.kana.onto(&mut identity.kana);
        self.alias.onto(&mut identity.alias);
        self.romaji.onto(&mut identity.romaji);
        Ok(())
    }
}

/// Where what the plan named is found.
#[derive(Default)]
pub struct Reads {
    lines: PageOf<CheckInItem>,
    /// Only where a name may change.
    related: Option<PageOf<RelationItem>>,
}

/// Whether the family finds the person under another name, or a guardian takes another child for this one.
fn is_called_otherwise(before: &Person, after: &Person) -> bool {
    before.display_name != after.display_name || before.identity.kana != after.identity.kana
}

/// Whoever may see the notebook finds it under its new name.
fn rename(
    effect: &mut Transaction,
    subject: &Authorised<Resident>,
    related: PageOf<RelationItem>,
    person: &Person,
) -> Result<(), Problem> {
    let mut name = Change::default();
    name.set(KinItem::DISPLAY_NAME, &person.display_name)?;
    let mut of_child = Change::default();
    of_child.set(KinItem::DISPLAY_NAME, &person.display_name)?.set(KinItem::LIKENESS, &KinItem::likeness(person))?;
    for (actor, item) in relations(subject.fetched().page(related)?)? {
        if item.relation.state == RelationState::Active && item.relation.kind != RelationKind::Oneself {
            let change = if item.relation.kind == RelationKind::Guardian { &of_child } else { &name };
            effect.change(&kin_of(&actor, subject.resident()), change)?;
        }
    }
    Ok(())
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
        let related =
            (input.display_name.is_named() || input.identity.is_named()).then(|| plan.query(Related::query(keys)));
        Ok(Reads { lines: plan.query(Lines::query(keys)), related })
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
            change.onto(&mut person.identity)?;
        }
        let of_profile = input.profile.is_named();
        input.profile.merge(&mut person.profile, ProfileChange::onto);
        if let Some((name, most)) = person.profile.overlong() {
            return Err(Problem::field(Code::InvalidValue, format!("/profile/{name}"), Wrong::TooMany { most }));
        }
        if of_profile {
            take_in_waiting(&mut person.profile);
        }
        if let Some(name) = input.display_name.value() {
            person.display_name = name.into();
        }
        let mut effect = Transaction::on(&app.table);
        let version = effect.edit(&key, (&before, version), &person, Meta::default())?;
        if person.identity != before.identity {
            call.rest_on(subject.fetched(), &key, &[Lines::SINCE])?;
            Lines::read(subject.fetched().page(reads.lines)?, call.now())?.name(&mut effect, &person.identity)?;
        }
        if let Some(related) = reads.related.filter(|_| is_called_otherwise(&before, &person)) {
            rename(&mut effect, &subject, related, &person)?;
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
