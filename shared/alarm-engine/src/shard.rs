//! The shards that a minute is spread over, so that no partition of the table carries a whole city's 08:00.

use std::fmt;

use notebook::id::ResidentId;
use serde::{Deserialize, Serialize};

/// One of [`Shard::COUNT`] shards; two digits in keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Shard(pub u8);

impl Shard {
    /// How many. Part of the keys of every alarm: never change it without moving them.
    pub const COUNT: u8 = 64;

    /// The shard of a person: FNV-1a over the id, so that ids made in the same millisecond spread as well.
    pub fn of(resident: ResidentId) -> Self {
        let mut hash: u32 = 0x811c_9dc5;
        for byte in resident.0.as_bytes() {
            hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        }
        Self(u8::try_from((hash ^ (hash >> 16)) % u32::from(Self::COUNT)).unwrap_or_default())
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..Self::COUNT).map(Self)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notebook::time::Instant;

    #[test]
    fn people_spread_evenly_over_the_shards() {
        let mut counts = [0_u32; Shard::COUNT as usize];
        for n in 0..64_000_u32 {
            let mut random = [0; 10];
            random[6..].copy_from_slice(&n.to_be_bytes());
            let shard = Shard::of(ResidentId::new(Instant::default(), random));
            if let Some(count) = counts.get_mut(usize::from(shard.0)) {
                *count += 1;
            }
        }
        assert!(counts.iter().all(|count| (800..1_200).contains(count)), "{counts:?}");
    }
}
