//! The only reader of the wall clock, and the only source of randomness: both are passed to whatever needs them.

use std::time::Duration;

use notebook::time::Instant;
use ring::rand::{SecureRandom, SystemRandom};

use crate::problem::{Code, Problem};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, UTC.
    fn now(&self) -> Instant;
}

/// The host's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        let since_1970 = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let seconds = i64::try_from(since_1970.as_secs()).unwrap_or_default();
        chrono::DateTime::from_timestamp(seconds, since_1970.subsec_nanos()).unwrap_or_default()
    }
}

/// Waits until the clock shows an instant that is less than a second ahead, and no longer than that second.
pub async fn reach(clock: &dyn Clock, at: Instant) {
    let ahead = (at - clock.now()).to_std().unwrap_or_default();
    tokio::time::sleep(ahead.min(Duration::from_secs(1))).await;
}

/// Gives unpredictable bytes.
pub trait Entropy: Send + Sync {
    /// Fills the buffer; an error where the operating system has none to give.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), Problem>;
}

/// The operating system's generator.
pub struct SystemEntropy(SystemRandom);

impl Default for SystemEntropy {
    fn default() -> Self {
        Self(SystemRandom::new())
    }
}

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), Problem> {
        self.0.fill(buffer).map_err(|_| Problem::of(Code::Internal).logged("no entropy"))
    }
}
