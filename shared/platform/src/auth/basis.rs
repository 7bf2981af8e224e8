//! What a decision looks at, and so rests on.

use serde::de::DeserializeOwned;

use super::denied::Denied;
use crate::table::{Fetched, Ground, Key};

/// The items of a wave; whatever is looked at is noted as a ground of the decision.
pub(super) struct Basis<'a> {
    fetched: &'a Fetched,
    grounds: Vec<Ground>,
}

impl<'a> Basis<'a> {
    pub(super) fn of(fetched: &'a Fetched) -> Self {
        Self { fetched, grounds: Vec::new() }
    }

    /// An item, of which these attributes decide.
    pub(super) fn find<T: DeserializeOwned>(
        &mut self,
        key: &Key,
        decisive: &[&'static str],
    ) -> Result<Option<T>, Denied> {
        let item = self.fetched.item(key).map_err(Denied::of)?;
        self.grounds.push(Ground::unchanged(key.clone(), item, decisive));
        self.fetched.get(key).map_err(Denied::of)
    }

    /// All that was looked at.
    pub(super) fn grounds(self) -> Vec<Ground> {
        self.grounds
    }
}
