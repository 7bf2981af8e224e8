//! Sign-in: the trigger that the user pool asks before it issues a token.

pub mod issue_token;
mod pool;

use platform::job::JobEntry;
use platform::operation::Operation;

/// It has no operations: people sign in at Cognito.
pub const OPERATIONS: &[Operation] = &[];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[JobEntry::of::<issue_token::IssueToken>()];
