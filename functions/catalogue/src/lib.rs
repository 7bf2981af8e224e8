//! The one list of all operations: the generator of the stacks and of the OpenAPI document, the router of the tests and
//! the guards read it, and there is no second one.

use platform::job::JobEntry;
use platform::operation::Operation;

/// A bounded context: one package, one binary, one stack.
pub struct Context {
    /// The name of package, binary and stack.
    pub name: &'static str,
    /// What people and programs call.
    pub operations: &'static [Operation],
    /// What triggers and schedules call.
    pub jobs: &'static [JobEntry],
}

/// Every context, in the order in which their stacks are deployed.
pub const CONTEXTS: &[Context] = &[
    Context { name: "sign_in", operations: sign_in::OPERATIONS, jobs: sign_in::JOBS },
    Context { name: "resident", operations: resident::OPERATIONS, jobs: resident::JOBS },
    Context { name: "family", operations: family::OPERATIONS, jobs: family::JOBS },
    Context { name: "daily", operations: daily::OPERATIONS, jobs: daily::JOBS },
    Context { name: "visit", operations: visit::OPERATIONS, jobs: visit::JOBS },
    Context { name: "today", operations: today::OPERATIONS, jobs: today::JOBS },
    Context { name: "medication", operations: medication::OPERATIONS, jobs: medication::JOBS },
    Context { name: "print", operations: print::OPERATIONS, jobs: print::JOBS },
    Context { name: "alarm", operations: alarm::OPERATIONS, jobs: alarm::JOBS },
    Context { name: "ringing", operations: ringing::OPERATIONS, jobs: ringing::JOBS },
    Context { name: "alarm_mail", operations: alarm_mail::OPERATIONS, jobs: alarm_mail::JOBS },
    Context { name: "clinic", operations: clinic::OPERATIONS, jobs: clinic::JOBS },
    Context { name: "disclosure", operations: disclosure::OPERATIONS, jobs: disclosure::JOBS },
    Context { name: "emergency", operations: emergency::OPERATIONS, jobs: emergency::JOBS },
];

/// Every operation with the context that it belongs to.
pub fn operations() -> impl Iterator<Item = (&'static Context, &'static Operation)> {
    CONTEXTS.iter().flat_map(|context| context.operations.iter().map(move |operation| (context, operation)))
}
