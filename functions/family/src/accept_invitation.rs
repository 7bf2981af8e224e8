//! POST /v1/invitation-acceptances

use notebook::access::{Act, InvitationCode, Level, Section};
use notebook::line::Line;
use notebook::resident::{Resident as Person, Status};
use platform::table::schema::ResidentKeys;
use platform::table::schema::shared::invitation;
use records::devices;
use records::items::{FamilyMember, KinItem, OwnNotebookItem};
use records::keys::ringing::contact;
use records::prelude::*;

use crate::joining::{self, Joining, Pages};

/// Accepts an invitation by its code, in capitals or not, in half or full width. Whoever accepts has proved who they are, and may
/// live elsewhere. A code that is mistyped, used or over answers alike, 422 `invalid_invitation`. Whoever keeps the notebook is
/// told by e-mail.
#[derive(JsonSchema)]
pub struct AcceptInvitation;

/// The code.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// As it was read out.
    code: Line<60>,
}

impl Input {
    fn code(&self) -> Option<InvitationCode> {
        InvitationCode::parse(self.code.as_str())
    }
}

/// Whether the card proved who it is, wherever that person lives. A child that a guardian vouches for accepts nothing, and whoever
/// waits for the city's counter not yet.
fn is_proved(status: Status) -> bool {
    matches!(status, Status::VerifiedResident | Status::OutsideMunicipality)
}

impl Endpoint for AcceptInvitation {
    const SPEC: Spec = Spec::post("accept-invitation", "/v1/invitation-acceptances")
        .who(Who::ResidentAccount)
        .idempotent()
        .hourly_limit(10)
        .problems_of_its_own(&[
            Code::IdentityProofRequired,
            Code::InvalidInvitation,
            Code::AlreadyRelated,
            Code::TooManyFamily,
        ]);
    type Subject = Account;
    type Input = Input;
    type Reads = ();
    type Output = FamilyMember;

    fn example() -> serde_json::Value {
        json!({ "code": "SMPL-CODE-2345" })
    }

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.account().own_notebook()).get(keys.account().contact());
        if let Some(code) = input.code() {
            plan.get(invitation(code.place()));
        }
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Account>,
        input: Input,
    ) -> Result<Answer<FamilyMember>, Problem> {
        let unproved = || Problem::of(Code::IdentityProofRequired);
        let own: Option<OwnNotebookItem> = subject.fetched().get(&subject.keys().own_notebook())?;
        let own = own.ok_or_else(unproved)?.resident_id;
        let invited = input.code().map(|code| subject.invited(code)).transpose()?.flatten();
        let actor = &subject.caller().actor;
        let reads = |keys: ResidentKeys, plan: &mut ReadPlan| -> Option<Pages> {
            plan.get(keys.profile());
            invited.as_ref().map(|invited| joining::plan(invited, actor, plan))
        };
        let may = (Section::Profile, Level::See);
        let (fetched, page) = subject.reaches(app, call, own, may, Act::Read, reads).await?;
        let profile = subject.own_notebook_keys(own).profile();
        let person: Option<Person> = fetched.get(&profile)?;
        let person = person.filter(|person| is_proved(person.status)).ok_or_else(unproved)?;
        call.rest_on(&fetched, &profile, &["status"])?;

        let invalid = || Problem::of(Code::InvalidInvitation);
        let (invited, page) = invited.as_ref().zip(page).ok_or_else(invalid)?;
        let joining = Joining::read(call, invited, &fetched, page)?.ok_or_else(invalid)?;
        let mut effect = Transaction::on(&app.table);
        let kin = joining.write(app, call, &mut effect, person.identity.legal_name).await?;
        let known = subject.fetched().get(&contact(actor))?;
        devices::know(&mut effect, actor, known.as_ref(), &subject.caller().subject)?;
        call.commit(app, effect, &[kin.resident_id.to_string()]).await?;
        shown(kin, call)
    }

    /// As it is now: what was ended since opens nothing.
    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Account>,
        ids: Vec<String>,
    ) -> Result<Answer<FamilyMember>, Problem> {
        let id = ids.first().and_then(|id| id.parse().ok()).ok_or_else(|| Problem::internal("no id remembered"))?;
        let key = subject.keys().kin(id);
        let mut plan = ReadPlan::default();
        plan.get(key.clone());
        let kin: Option<KinItem> = app.table.read(plan).await?.get(&key)?;
        shown(kin.ok_or_else(|| Problem::of(Code::InvalidInvitation))?, call)
    }
}

fn shown(kin: KinItem, call: &Call) -> Result<Answer<FamilyMember>, Problem> {
    kin.shown(call.now()).map(Answer::of).ok_or_else(|| Problem::of(Code::InvalidInvitation))
}
