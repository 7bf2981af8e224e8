//! PATCH /v1/residents/{resident_id}
#![allow(clippy::option_option)] // absent, null and a value are three things in a PATCH

use notebook::access::{Level, Section};
use notebook::resident::Profile;
use notebook::text::Text;
use platform::prelude::*;
use serde::de::{Deserializer, IgnoredAny};

use crate::get_resident::{Output, Stored};

/// Changes what the person may write: the name for the family, the typed readings, what every doctor should know.
/// What the card proved is read-only.
#[derive(JsonSchema)]
pub struct UpdateResident;

/// The changes; what is absent stays.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What the family calls the person.
    display_name: Option<Text<60>>,
    /// Who the person is.
    identity: Option<IdentityChange>,
    /// What every doctor should know first; replaces the whole.
    profile: Option<Profile>,
}

/// Changes of the typed readings; `null` clears. The proved fields are named only to be refused with a reason.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityChange {
    #[serde(default, deserialize_with = "present")]
    #[schemars(with = "Option<Text<100>>")]
    kana: Option<Option<Text<100>>>,
    #[serde(default, deserialize_with = "present")]
    #[schemars(with = "Option<Text<100>>")]
    alias: Option<Option<Text<100>>>,
    #[serde(default, deserialize_with = "present")]
    #[schemars(with = "Option<Text<100>>")]
    romaji: Option<Option<Text<100>>>,
    #[schemars(skip)]
    legal_name: Option<IgnoredAny>,
    #[schemars(skip)]
    birth_date: Option<IgnoredAny>,
    #[schemars(skip)]
    sex: Option<IgnoredAny>,
    #[schemars(skip)]
    former_name: Option<IgnoredAny>,
}

/// A field that is there, be it `null`.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Text<100>>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl IdentityChange {
    fn check(&self) -> Result<(), Problem> {
        let proved = [
            ("legal_name", self.legal_name.is_some()),
            ("birth_date", self.birth_date.is_some()),
            ("sex", self.sex.is_some()),
            ("former_name", self.former_name.is_some()),
        ];
        match proved.into_iter().find(|(_, named)| *named) {
            Some((name, _)) => Err(Problem::field(Code::VerifiedField, format!("/identity/{name}"), "is read-only")),
            None => Ok(()),
        }
    }
}

impl Endpoint for UpdateResident {
    const SPEC: Spec = Spec::patch("update-resident", "/v1/residents/{resident_id}")
        .who(Who::Resident(Section::Profile, Level::Manage))
        .touches(&[Touch::TableRead, Touch::TableWrite])
        .max_body(128 * 1024)
        .idempotent();
    type Subject = Resident;
    type Input = Input;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "identity": { "kana": "アラオ ハナコ" }, "profile": { "allergies": ["ペニシリン"], "blood_type": "A+" } })
    }

    fn plan(_: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.profile());
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let key = subject.keys().profile();
        let Stored { mut person, version } = from_item(subject.need(&key)?)?;
        call.check_version(version)?;
        if let Some(change) = input.identity {
            change.check()?;
            let fields = [
                (change.kana, &mut person.identity.kana),
                (change.alias, &mut person.identity.alias),
                (change.romaji, &mut person.identity.romaji),
            ];
            for (new, field) in fields {
                if let Some(new) = new {
                    *field = new;
                }
            }
        }
        if let Some(profile) = input.profile {
            if let Some((name, most)) = profile.overlong() {
                let detail = format!("must have at most {most} items");
                return Err(Problem::field(Code::InvalidValue, format!("/profile/{name}"), detail));
            }
            person.profile = profile;
        }
        if let Some(name) = input.display_name {
            person.display_name = name;
        }
        let meta = Meta { version: Some(version + 1), ..Meta::default() };
        let mut effect = Transaction::on(&app.table);
        effect.put(&key, &person, &meta, Only::IfVersion(version))?;
        call.commit(app, effect, &[]).await?;
        Ok(Answer::of(person.into()).version(version + 1))
    }

    async fn replay(
        _: &App,
        _: &Call,
        subject: Authorised<Resident>,
        _: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let stored: Stored = from_item(subject.need(&subject.keys().profile())?)?;
        Ok(Answer::of(stored.person.into()).version(stored.version))
    }
}
