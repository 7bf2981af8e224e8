//! The one effect outside the table that nobody can repeat: the one-time code of a card proof is redeemed at the provider.

use notebook::id::ResidentId;
use notebook::time::Instant;
use platform::outside::{KmsKey, Web};
use records::prelude::*;
use relying_party::{Callback, Proof, RelyingParty};

use crate::identity::{Attempt, KEYS, problem, provider};

/// Redeems what came back for an attempt that was taken out of the table.
pub(crate) struct Redeem {
    pub(crate) attempt: Attempt,
    pub(crate) callback: Callback,
    /// The account that brought it back.
    pub(crate) person: String,
    pub(crate) now: Instant,
    pub(crate) random: [u8; 32],
}

/// What came of it.
#[derive(Clone)]
pub(crate) struct Redeemed {
    /// The notebook for which the attempt was started.
    pub(crate) resident_id: ResidentId,
    pub(crate) proof: Proof,
}

impl OutsideEffect for Redeem {
    type Done = Redeemed;

    async fn happen(self, services: Services<'_>) -> Result<Redeemed, Problem> {
        let provider = provider(&services.app().settings)?;
        let (fetch, sign) = (Web::of(services), KmsKey::assertion(services));
        let party = RelyingParty { provider: &provider, keys: &KEYS, fetch: &fetch, sign: &sign };
        let Self { attempt, callback, person, now, random } = self;
        let proof = party.finish(attempt.pending, &person, &callback, now, random).await.map_err(problem)?;
        Ok(Redeemed { resident_id: attempt.resident_id, proof })
    }
}
