//! POST /v1/residents/{resident_id}/children

use std::collections::BTreeMap;

use notebook::access::{Level, Relation, RelationKind, Section};
use notebook::id::ResidentId;
use notebook::line::Line;
use notebook::reading::Kana;
use notebook::resident::{Identity, Resident as Person, Sex, Status};
use notebook::time::Day;
use platform::table::schema::ActorKeys;
use records::items::{KinItem, RelationItem};
use records::kinship::{Kinship, KinshipPage, MOST_FAMILY, check_birth};
use records::prelude::*;

/// Makes a notebook for a child under 18, without an account of its own: the person, whose card proved them a resident, vouches for
/// it and is its guardian until 00:00 in Japan on the 18th birthday. Where the person is guardian of a child of the same reading of
/// the name (kana, else the name), birth date and sex already, it is 409 `possible_duplicate`, with that notebook's id.
#[derive(JsonSchema)]
pub struct CreateChild;

/// Who the child is.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What the family calls the child.
    display_name: Line<60>,
    /// 氏名
    #[serde(default)]
    legal_name: Option<Line<100>>,
    /// フリガナ: katakana; hiragana and half width are folded to it.
    #[serde(default)]
    kana: Option<Kana>,
    /// 生年月日
    birth_date: Day,
    /// 性別
    sex: Sex,
}

/// The new notebook.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Child")]
pub struct Output {
    /// Its id.
    pub resident_id: ResidentId,
    /// `guardian_attested`.
    pub status: Status,
}

/// Where what the plan named is found.
#[derive(Default)]
pub struct Reads {
    kinship: KinshipPage,
    kin: PageOf<KinItem>,
}

impl From<Input> for Person {
    fn from(input: Input) -> Self {
        let Input { display_name, legal_name, kana, birth_date, sex } = input;
        let identity = Identity {
            legal_name: legal_name.map(Into::into),
            birth_date: Some(birth_date),
            sex: Some(sex),
            kana: kana.and_then(Into::into),
            ..Identity::default()
        };
        Self { status: Status::GuardianAttested, identity, ..Self::unverified(display_name.into()) }
    }
}

fn made(id: ResidentId) -> Answer<Output> {
    Answer::of(Output { resident_id: id, status: Status::GuardianAttested })
}

impl Endpoint for CreateChild {
    const SPEC: Spec = Spec::post("create-child", "/v1/residents/{resident_id}/children")
        .who(Who::Resident(Section::Profile, Level::Manage))
        .idempotent()
        .only_ids()
        .writes_an_hour(20)
        .problems_of_its_own(&[Code::IdentityProofRequired, Code::PossibleDuplicate, Code::TooManyFamily]);
    type Subject = Resident;
    type Input = Input;
    type Reads = Reads;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "display_name": "みお", "kana": "アラオ ミオ", "birth_date": "2025-11-10", "sex": "female" })
    }

    fn plan(_: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        plan.get(keys.resident()?.profile());
        let kin = plan.query(RangeQuery::prefix(keys.account().partition(), ActorKeys::KIN));
        Ok(Reads { kinship: Kinship::plan(keys.resident()?, plan), kin })
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        if subject.relation().kind != RelationKind::Oneself {
            return Err(Problem::of(Code::Forbidden));
        }
        let (now, profile) = (call.now(), subject.keys().profile());
        let guardian: Person = from_item(subject.need(&profile)?)?;
        if guardian.status != Status::VerifiedResident {
            return Err(Problem::of(Code::IdentityProofRequired));
        }
        let birth = input.birth_date;
        check_birth(birth, now).map_err(|wrong| Problem::field(Code::InvalidValue, "/birth_date", wrong))?;
        let person = Person::from(input);
        let id = ResidentId::new(now, app.random()?);
        let child = KinItem::new(id, &person, Relation::guardian(birth), now);
        let mut others = subject.fetched().all(reads.kin)?;
        others.retain(|kin| kin.relation.kind == RelationKind::Guardian && kin.relation.holds(now));
        if let Some(same) = others.iter().find(|kin| kin.likeness.is_some() && kin.likeness == child.likeness) {
            return Err(Problem::of(Code::PossibleDuplicate).with("resident_id", same.resident_id.to_string()));
        }
        if others.len() >= MOST_FAMILY {
            return Err(Problem::of(Code::TooManyFamily).with("most", MOST_FAMILY));
        }
        call.rest_on(subject.fetched(), &profile, &["status"])?;

        let keys = subject.makes(call, id, RelationKind::Guardian);
        let relation = RelationItem {
            relation: child.relation.clone(),
            cursor_key: app.random_text()?,
            name: guardian.identity.legal_name,
            since: Some(now),
            opened: BTreeMap::new(),
            ended_at: None,
            version: 1,
        };
        let actor = &subject.caller().actor;
        let mut effect = Transaction::on(&app.table);
        effect.put(&keys.relation(actor), &relation, &Meta::default(), Only::IfNew)?;
        effect.put(&keys.profile(), &person, &Meta { version: Some(1), ..Meta::default() }, Only::IfNew)?;
        effect.put(&subject.account_keys().kin(id), &child, &Meta::default(), Only::IfNew)?;
        // Of two children who are registered at once the second one finds the first.
        Kinship::read(subject.fetched(), subject.keys(), reads.kinship, now)?.raise(&mut effect)?;
        call.commit(app, effect, &[id.to_string()]).await?;
        Ok(made(id))
    }

    async fn replay(
        _: &App,
        _: &Call,
        _: Authorised<Resident, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let id = ids.first().and_then(|id| id.parse().ok()).ok_or_else(|| Problem::internal("no id remembered"))?;
        Ok(made(id))
    }
}
