//! One notebook, one person: what a proved card is to the notebook that it is held to.

use notebook::access::{RelationKind, Section};
use notebook::id::ResidentId;
use notebook::resident::{Identity, Resident as Person, Sex, Status};
use notebook::text::Text;
use notebook::time::{Day, Instant};
use platform::audit::{Decision, Look, Plan};
use platform::notice::{self, Notice};
use platform::table::Cancelled;
use platform::table::Fetched;
use platform::table::schema::ResidentKeys;
use platform::table::transaction::Change;
use records::devices;
use records::items::ContactItem;
use records::kinship::{Kinship, KinshipPage};
use records::opened::{Lines, LinesPages};
use records::prelude::*;
use relying_party::Proof;

use crate::identity::{CardLink, municipality, sex, status};
use crate::outcome::Outcome;

/// The write of the link from the card to the notebook.
const CARD: &str = "link of the card";

/// What the notebook knows of its person.
#[derive(Deserialize)]
struct Known {
    status: Status,
    #[serde(default)]
    identity: Identity,
    /// The card that proved it, by the hash of provider and subject. Notebooks that were proved before it was kept here have
    /// none; then only the card's own link tells.
    #[serde(default)]
    card: Option<String>,
}

/// What a card is to a notebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// The first of a notebook that no card has proved yet.
    First,
    /// The one that proved it.
    Same,
    /// Another one, of somebody with the same birth date and sex: a new card, or a twin.
    LookAlike,
    /// Of somebody else.
    Another,
}

/// Who a card says that its holder is.
struct Holder {
    name: Text<100>,
    birth_date: Day,
    sex: Sex,
    status: Status,
}

impl Holder {
    /// Who the notebook's person is with this.
    fn onto(&self, known: &Identity) -> Identity {
        let (name, day, sex) = (self.name.clone(), self.birth_date, self.sex);
        Identity { legal_name: Some(name), birth_date: Some(day), sex: Some(sex), ..known.clone() }
    }
}

/// A second card that waits for the city.
#[derive(Serialize)]
struct Review {
    card: String,
    legal_name: Text<100>,
    status: Status,
    asked_at: Instant,
}

impl Known {
    /// `linked`: the card's own link leads here.
    fn fit(&self, card: &str, holder: &Holder, linked: bool) -> Fit {
        let alike = |known: Option<Day>, sex: Option<Sex>| {
            known.is_none_or(|day| day == holder.birth_date) && sex.is_none_or(|sex| sex == holder.sex)
        };
        if linked || self.card.as_deref() == Some(card) {
            return Fit::Same;
        }
        if !alike(self.identity.birth_date, self.identity.sex) {
            return Fit::Another;
        }
        let by_a_card = !matches!(self.status, Status::Unverified | Status::GuardianAttested);
        if self.card.is_some() || by_a_card { Fit::LookAlike } else { Fit::First }
    }
}

/// Holds a proved card to a notebook: links and writes what it proves, sets it aside for the city, or refuses it. `read`: what the
/// notebook's authorisation read, with its profile.
pub(crate) async fn hold(
    app: &App,
    call: &Call,
    subject: &Authorised<Account>,
    resident_id: ResidentId,
    (read, reads): (&Fetched, Reads),
    proof: &Proof,
) -> Result<Outcome, Problem> {
    let keys = subject.own_notebook_keys(resident_id);
    let known: Known = read.get(&keys.profile())?.ok_or_else(Problem::not_found)?;
    // Two cards at once: the second one to be written finds that the first changed the notebook.
    call.rest_on(read, &keys.profile(), &["card", "identity", "status", Lines::SINCE])?;
    let lines = Lines::read(keys, read, reads.lines, call.now())?;
    let before: Person = read.get(&keys.profile())?.ok_or_else(Problem::not_found)?;
    let kinship = Kinship::read(read, keys, reads.kinship, call.now())?;
    let prove = |effect: &mut Transaction, keys: ResidentKeys, holder: &Holder, card: &str| {
        effect.change(&keys.profile(), &proved(holder, card, call.now())?)?;
        let after = Person { identity: holder.onto(&known.identity), ..before.clone() };
        kinship.carry(effect, &before, &after)?;
        lines.name(effect, &after.identity)
    };
    let attributes = &proof.attributes;
    let holder = Holder {
        name: Text::parse(&attributes.name).map_err(|_| Problem::of(Code::ProofRejected))?,
        birth_date: attributes.birth_date,
        sex: sex(attributes.sex),
        status: status(attributes, &municipality(&app.settings)?),
    };
    let card = proof.account_key();
    let entry = |decision| {
        let look = Look {
            at: call.now(),
            actor: subject.caller().actor.clone(),
            role: RelationKind::Oneself.as_str().to_owned(),
            institution: None,
            action: call.spec.name,
            sections: vec![Section::Profile.as_str().to_owned()],
            decision,
            about: None,
        };
        Plan::new(keys.chain(), read, look)
    };
    let mut fit = known.fit(&card, &holder, false);
    let mut elsewhere = None;
    if fit == Fit::First {
        let mut effect = Transaction::on(&app.table);
        let account = Some(subject.caller().actor.clone());
        let link = CardLink { resident_id, linked_at: call.now(), account };
        effect.named(CARD, |effect| effect.put(&shared::card(&card), &link, &Meta::default(), Only::IfNew))?;
        prove(&mut effect, keys, &holder, &card)?;
        reachable(&mut effect, subject)?;
        call.enters(entry(Decision::Allowed)?);
        match call.try_commit(app, effect, &[outcome(holder.status).name()]).await {
            Ok(()) => return Ok(outcome(holder.status)),
            Err(Cancelled::Condition(lost)) if lost.is(CARD) => {}
            Err(other) => return Err(other.into()),
        }
    }
    if fit != Fit::Same {
        let mut plan = ReadPlan::default();
        plan.get(shared::card(&card));
        let link: Option<CardLink> = app.table.read(plan).await?.get(&shared::card(&card))?;
        fit = known.fit(&card, &holder, link.as_ref().is_some_and(|link| link.resident_id == resident_id));
        elsewhere = link.filter(|link| link.resident_id != resident_id);
    }
    let mut effect = Transaction::on(&app.table);
    reachable(&mut effect, subject)?;
    if fit == Fit::Same {
        prove(&mut effect, keys, &holder, &card)?;
        let mut holds = Change::default();
        holds.set("account", &subject.caller().actor)?;
        effect.change(&shared::card(&card), &holds)?;
        call.enters(entry(Decision::Allowed)?);
        call.commit(app, effect, &[outcome(holder.status).name()]).await?;
        return Ok(outcome(holder.status));
    }

    // Whoever holds this notebook hears of it, and whoever holds the one that the card belongs to.
    Notice::write(&mut effect, app, notice::Kind::AnotherCardHere, call.now(), &subject.caller().actor)?;
    let mut refused = entry(Decision::Refused)?;
    if let Some(other) = &elsewhere {
        if let Some(account) = &other.account {
            Notice::write(&mut effect, app, notice::Kind::CardElsewhere, call.now(), account)?;
        }
        refused = refused.beside(subject.line_elsewhere(app, call, other.resident_id).await?);
    }
    let outcome = match (fit, &elsewhere) {
        (Fit::Another, _) => {
            call.log(app, refused, effect).await?;
            return Err(Problem::of(Code::CardOfAnother));
        }
        (Fit::LookAlike, _) => {
            let review =
                Review { card: card.clone(), legal_name: holder.name, status: holder.status, asked_at: call.now() };
            effect.put(&keys.card_review(&card), &review, &Meta::default(), Only::Always)?;
            Outcome::ManualReview
        }
        (_, Some(_)) => Outcome::AlreadyLinked,
        // The link went between two steps: the person starts again.
        (_, None) => return Err(Problem::of(Code::InvalidState)),
    };
    call.enters(refused);
    call.commit(app, effect, &[outcome.name()]).await?;
    Ok(outcome)
}

/// Where what [`plan`] named is found.
#[derive(Clone, Copy)]
pub(crate) struct Reads {
    lines: LinesPages,
    kinship: KinshipPage,
}

/// Names what [`hold`] looks at in the notebook.
pub(crate) fn plan(keys: ResidentKeys, plan: &mut ReadPlan) -> Reads {
    plan.get(keys.profile());
    Reads { lines: Lines::plan(keys, plan), kinship: Kinship::plan(keys, plan) }
}

/// That an e-mail finds the account, now or when its card is held to another notebook.
fn reachable(effect: &mut Transaction, subject: &Authorised<Account>) -> Result<(), Problem> {
    let known: Option<ContactItem> = subject.fetched().get(&subject.keys().contact())?;
    if known.as_ref().is_some_and(|known| known.subject.is_some()) {
        return Ok(());
    }
    let caller = subject.caller();
    devices::lock(effect, &caller.actor, known.as_ref(), Some(&caller.subject))
}

/// What a card proves, as the notebook's next version.
fn proved(holder: &Holder, card: &str, now: Instant) -> Result<Change, Problem> {
    let mut profile = Change::default();
    profile
        .set("status", &holder.status)?
        .set("card", &card)?
        .set("identity.legal_name", &holder.name)?
        .set("identity.birth_date", &holder.birth_date)?
        .set("identity.sex", &holder.sex)?
        .set("residency_checked_at", &now)?
        .next_version();
    Ok(profile)
}

fn outcome(status: Status) -> Outcome {
    match status {
        Status::VerifiedResident => Outcome::VerifiedResident,
        Status::OutsideMunicipality => Outcome::OutsideMunicipality,
        _ => Outcome::ManualReview,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    fn holder(day: &str, sex: Sex) -> Holder {
        let name = Text::parse("荒尾　花子").unwrap();
        Holder { name, birth_date: day.parse().unwrap(), sex, status: Status::VerifiedResident }
    }

    fn known(status: Status, day: Option<&str>, card: Option<&str>) -> Known {
        let birth_date = day.map(|day| day.parse().unwrap());
        let identity = Identity { birth_date, sex: day.map(|_| Sex::Female), ..Identity::default() };
        Known { status, identity, card: card.map(str::to_owned) }
    }

    /// Status, birth date and card of the notebook; whether the new card's link leads here; what the card \"new\" of a woman
    /// born on 1951-03-14 is to it.
    #[test]
    fn the_table_of_cards() {
        use Fit::{Another, First, LookAlike, Same};
        use Status::{GuardianAttested, ManualReview, OutsideMunicipality, Unverified, VerifiedResident};
        let hers = Some("1951-03-14");
        let rows = [
            (Unverified, None, None, false, First),
            (VerifiedResident, hers, Some("new"), false, Same),
            (OutsideMunicipality, hers, Some("new"), true, Same),
            // The register corrects a birth date: the subject is the same.
            (VerifiedResident, Some("1951-03-15"), Some("new"), true, Same),
            (VerifiedResident, hers, Some("old"), false, LookAlike),
            (ManualReview, hers, Some("old"), false, LookAlike),
            (VerifiedResident, Some("1951-03-15"), Some("old"), false, Another),
            // Proved before the card was kept in the profile.
            (VerifiedResident, hers, None, true, Same),
            (VerifiedResident, hers, None, false, LookAlike),
            (VerifiedResident, Some("1980-07-02"), None, false, Another),
            // A child's first card must be the child's.
            (GuardianAttested, hers, None, false, First),
            (GuardianAttested, Some("2020-01-01"), None, false, Another),
        ];
        for (status, day, card, linked, expected) in rows {
            let fit = known(status, day, card).fit("new", &holder("1951-03-14", Sex::Female), linked);
            assert_eq!(fit, expected, "{status:?} {day:?} {card:?} {linked}");
        }
        let man = holder("1951-03-14", Sex::Male);
        assert_eq!(known(VerifiedResident, hers, Some("old")).fit("new", &man, false), Another);
    }
}
