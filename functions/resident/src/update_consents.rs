//! PUT /v1/residents/{resident_id}/consents

use notebook::access::consent::{RULES, Rule, governing};
use notebook::access::{Act, Level, RelationKind, Section};
use records::items::{ConsentItem, QuietItem};
use records::opened::{Opened, OpenedPages};
use records::prelude::*;

use crate::consent::{Consent, Consents, answer, check, held, keeps, list, plan_all, version_of};

/// Sets what the person agrees to, as get-consents gave it and it was changed. What is not named is withdrawn, at once. Without `sharing_with_institutions` nothing is open
/// to an institution any more, and a check-in answers 403 `consent_required` until it is given again; what was open before
/// stays closed. Without `use_of_notebook` the notebook can be read and taken away, and nothing is written, opened or
/// reminded of.
#[derive(JsonSchema)]
pub struct UpdateConsents;

/// All consents from now on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// At most one a purpose; none withdraws all.
    #[schemars(length(max = 10))]
    consents: Vec<Consent>,
}

impl Endpoint for UpdateConsents {
    const SPEC: Spec = Spec::put("update-consents", "/v1/residents/{resident_id}/consents")
        .who(Who::Resident(Section::Profile, Level::Manage))
        .acts(Act::Leave)
        .tagged()
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::ReadOnlyField, Code::ConsentOutdated]);
    type Subject = Resident;
    type Input = Replace<Input, Consents>;
    type Reads = OpenedPages;
    type Output = Consents;

    fn example() -> serde_json::Value {
        json!({ "consents": [
            { "purpose": "use_of_notebook", "version": "2026-04" },
            { "purpose": "sharing_with_institutions", "version": "2026-11" },
        ] })
    }

    fn plan(_: &Call, _: &Self::Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        plan_all(keys.resident()?, plan);
        Ok(Opened::plan(keys.resident()?, plan))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Self::Input,
    ) -> Result<Answer<Consents>, Problem> {
        let (subject, reads) = subject.reads();
        // Consent is the person's own, or a guardian's; not something that family records for them.
        if subject.relation().kind == RelationKind::Family {
            return Err(Problem::of(Code::Forbidden));
        }
        let held = held(&subject)?;
        let shown =
            held.iter().map(|(rule, stored)| (*rule, stored.as_ref().map(|stored| stored.item.clone()))).collect();
        let mut version = version_of(&held);
        // Whoever saw other consents than these must not give back one that was withdrawn since. It comes first: what they send
        // back with it, as it was read, is not what stands now either.
        call.check_version(version)?;
        let input = input.over(Some(&list(shown)))?;
        check(&input.consents, &held)?;
        let reminded_before =
            reminds(held.iter().map(|(rule, stored)| (*rule, stored.as_ref().map(|stored| &stored.item))));
        let (keys, now) = (subject.keys(), call.now());
        let mut effect = Transaction::on(&app.table);
        let (mut after, mut closes) = (Vec::with_capacity(RULES.len()), false);
        for (rule, stored) in held {
            let named = input.consents.iter().find(|consent| consent.purpose == rule.purpose);
            let before = stored.as_ref().map(|stored| stored.version);
            let item = stored.map(|stored| stored.item);
            let changed = match (named, &item) {
                (Some(consent), Some(item)) if keeps(item, consent) => None,
                (Some(_), item) => Some(ConsentItem::given(rule, item.as_ref(), now)),
                (None, Some(item)) if item.stands() => Some(item.clone().withdrawn(now)),
                (None, _) => None,
            };
            if let Some(changed) = &changed {
                let meta = Meta { version: Some(before.unwrap_or_default() + 1), ..Meta::default() };
                let only = before.map_or(Only::IfNew, Only::IfVersion);
                version += 1;
                effect.put(&keys.consent(rule.purpose.as_str()), changed, &meta, only)?;
                closes |= !changed.stands() && governing(Act::Look).any(|governs| governs.purpose == rule.purpose);
            }
            after.push((rule, changed.or(item)));
        }
        let reminded = reminds(after.iter().map(|(rule, item)| (*rule, item.as_ref())));
        let quiet = records::keys::ringing::quiet(subject.resident());
        if reminded_before && !reminded {
            let item = QuietItem { resident_id: subject.resident() };
            effect.put(&quiet, &item, &Meta::default(), Only::Always)?;
        } else if reminded && !reminded_before {
            effect.delete(&quiet, None)?;
        }
        if closes {
            Opened::read(keys, subject.fetched(), &reads, now)?.end(&mut effect, now)?;
        }
        call.commit(app, effect, &[]).await?;
        Ok(Answer::of(list(after)).version(version))
    }

    async fn replay(
        _: &App,
        _: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Vec<String>,
    ) -> Result<Answer<Consents>, Problem> {
        let (subject, _) = subject.reads();
        Ok(answer(held(&subject)?))
    }
}

/// Whether alarms may ring, of these consents.
fn reminds<'a>(consents: impl Iterator<Item = (&'static Rule, Option<&'a ConsentItem>)>) -> bool {
    let mut governing = consents.filter(|(rule, _)| rule.governs.contains(&Act::Remind));
    governing.all(|(rule, item)| rule.allows(item.map(|item| &item.consent)))
}
