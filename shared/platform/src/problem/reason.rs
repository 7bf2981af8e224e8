//! Why something failed, for the log: a closed list, so that nothing of what a person typed, and nothing that a service says
//! in words of its own, can get into a line.

use std::fmt;

/// Why. What is part of it is spelled in the source, or is one of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// An access could not be entered in its log. Such are counted, and wake somebody.
    Audit(Audit),
    /// A call of the table failed.
    Table(&'static str, ServiceCode),
    /// A call of a queue failed.
    Queue(ServiceCode),
    /// A check of the identity provider's answers failed: its name.
    Identity(&'static str),
    /// An item of this type cannot be read. What it holds is not said.
    Unreadable(&'static str),
    /// This type cannot be written as an item.
    Unwritable(&'static str),
    /// Something else, in words that stand in the source.
    Said(&'static str),
}

/// Why an access could not be entered in its log, and nothing was shown therefore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audit {
    /// The entry of an access.
    EntryNotWritten,
    /// The entry of a refusal.
    RefusalNotWritten,
    /// Others were faster each time.
    ChainContended,
    /// The chain has entries, and not what says which is the last.
    HeadMissing,
}

impl Reason {
    /// Whether an entry of the access log failed: what the metric `AuditFailures` counts.
    pub fn is_audit(self) -> bool {
        matches!(self, Self::Audit(_))
    }
}

impl From<&'static str> for Reason {
    fn from(words: &'static str) -> Self {
        Self::Said(words)
    }
}

impl From<Audit> for Reason {
    fn from(audit: Audit) -> Self {
        Self::Audit(audit)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Audit(audit) => f.write_str(match audit {
                Audit::EntryNotWritten => "audit entry not written",
                Audit::RefusalNotWritten => "audit refusal not written",
                Audit::ChainContended => "audit chain contended",
                Audit::HeadMissing => "audit head missing",
            }),
            Self::Table(call, code) => write!(f, "table {call}: {code}"),
            Self::Queue(code) => write!(f, "queue: {code}"),
            Self::Identity(check) => write!(f, "identity: {check}"),
            Self::Unreadable(name) => write!(f, "unreadable item of type {name}"),
            Self::Unwritable(name) => write!(f, "unwritable item of type {name}"),
            Self::Said(words) => f.write_str(words),
        }
    }
}

/// The code of an AWS service's error: one of those that are known, or none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceCode(&'static str);

/// What `DynamoDB` and SQS answer, and what every service does.
const KNOWN: &[&str] = &[
    "AWS.SimpleQueueService.BatchRequestTooLong",
    "AWS.SimpleQueueService.NonExistentQueue",
    "AccessDenied",
    "AccessDeniedException",
    "ExpiredTokenException",
    "IncompleteSignature",
    "InternalFailure",
    "InternalServerError",
    "InvalidSignatureException",
    "ItemCollectionSizeLimitExceededException",
    "KmsAccessDenied",
    "KmsDisabled",
    "KmsInvalidState",
    "KmsNotFound",
    "KmsThrottled",
    "LimitExceededException",
    "MissingAuthenticationTokenException",
    "OverLimit",
    "ProvisionedThroughputExceededException",
    "QueueDoesNotExist",
    "RequestExpired",
    "RequestLimitExceeded",
    "RequestThrottled",
    "ResourceNotFoundException",
    "ServiceUnavailable",
    "ThrottlingException",
    "TransactionCanceledException",
    "TransactionConflictException",
    "TransactionInProgressException",
    "UnrecognizedClientException",
    "ValidationException",
];

impl ServiceCode {
    /// The code that a service gave; none where it did not answer.
    pub fn of(code: Option<&str>) -> Self {
        let known = |code: &str| KNOWN.iter().copied().find(|known| *known == code);
        Self(code.map_or("no answer", |code| known(code).unwrap_or("a code that is not known")))
    }
}

impl fmt::Display for ServiceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_is_not_known_is_not_repeated() {
        let said = |code| Reason::Table("query", ServiceCode::of(code)).to_string();
        assert_eq!(said(Some("ThrottlingException")), "table query: ThrottlingException");
        assert_eq!(said(Some("hanako@example.jp")), "table query: a code that is not known");
        assert_eq!(said(None), "table query: no answer");
    }
}
