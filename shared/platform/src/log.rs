//! One line of JSON a request: what was asked of which operation, how it went, how long it took, with the metrics in
//! CloudWatch's embedded metric format. Every value is ours (names of operations, codes, counts, one of the reasons), so
//! nothing that a person typed can get in: there is no way to add a free text.

use std::io::Write as _;

use serde_json::json;

use crate::problem::{Code, Reason};
use crate::request::Log;

/// What there is to say of one request.
pub struct Line<'a> {
    /// The operation.
    pub operation: &'static str,
    /// The gateway's id of the request.
    pub request_id: &'a str,
    /// HTTP status.
    pub status: u16,
    /// What the response says to the log alone.
    pub log: Log,
    /// Milliseconds from the request to the answer.
    pub millis: f64,
    /// Whether it was the first of this process.
    pub cold_start: bool,
    /// Milliseconds since 1970.
    pub timestamp: i64,
}

/// The namespace of our metrics.
pub const NAMESPACE: &str = "HealthNotebook";

impl Line<'_> {
    /// The line as JSON.
    pub fn to_json(&self) -> serde_json::Value {
        let level = match self.status {
            500.. => "ERROR",
            400.. => "WARN",
            _ => "INFO",
        };
        json!({
            "level": level,
            "timestamp": self.timestamp,
            "message": "request",
            "function_request_id": self.request_id,
            "operation": self.operation,
            "status": self.status,
            "code": self.log.code.map(Code::as_str),
            "reason": self.log.reason.map(|reason| reason.to_string()),
            "cold_start": self.cold_start,
            "latency_ms": self.millis,
            "AuditFailures": u8::from(self.log.reason.is_some_and(Reason::is_audit)),
            // Every name and every dimension's value is a metric of its own and paid for each month. What the gateway counts
            // itself (calls, statuses, latencies) is not counted again; by operation it is asked of the lines.
            "_aws": {
                "Timestamp": self.timestamp,
                "CloudWatchMetrics": [{
                    "Namespace": NAMESPACE,
                    "Dimensions": [[]],
                    "Metrics": [{ "Name": "AuditFailures", "Unit": "Count" }],
                }],
            },
        })
    }

    /// Writes the line to standard output, which Lambda takes to the function's log group.
    pub fn write(&self) {
        write(&self.to_json());
    }
}

/// Numbers of a job, as metrics in one line.
pub fn metrics(numbers: &[(&'static str, i64)], timestamp: i64) {
    counted("INFO", "job", None, numbers, timestamp);
}

fn counted(level: &str, message: &str, reason: Option<&str>, numbers: &[(&'static str, i64)], timestamp: i64) {
    let names: Vec<_> = numbers.iter().map(|(name, _)| json!({ "Name": name })).collect();
    let mut line = json!({
        "level": level,
        "timestamp": timestamp,
        "message": message,
        "reason": reason,
        "_aws": {
            "Timestamp": timestamp,
            "CloudWatchMetrics": [{ "Namespace": NAMESPACE, "Dimensions": [[]], "Metrics": names }],
        },
    });
    if let Some(line) = line.as_object_mut() {
        line.extend(numbers.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())));
    }
    write(&line);
}

/// A message that a job gives back to its queue, with the reason in our own words.
pub fn job_failed(reason: &'static str, timestamp: i64) {
    counted("ERROR", "job failed", Some(reason), &[("JobFailures", 1)], timestamp);
}

/// Something outside the table that a request wanted done after its effect, and that failed; the effect holds without it.
pub fn left_undone(what: &'static str, timestamp: i64) {
    counted("ERROR", "left undone", Some(what), &[("LeftUndone", 1)], timestamp);
}

/// With the tests a line is printed, because their harness holds back what a passing test prints. What is deployed writes it:
/// a log that cannot be written must not fail the request or the job, as printing would.
#[allow(clippy::print_stdout, reason = "what the tests' harness holds back")]
fn write(line: &serde_json::Value) {
    let line = format!("{line}\n");
    if cfg!(feature = "described") {
        print!("{line}");
    } else {
        let _ = std::io::stdout().lock().write_all(line.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Audit, ServiceCode};

    fn line(log: Log) -> serde_json::Value {
        let (operation, request_id) = ("open-patient", "r");
        Line { operation, request_id, status: 503, log, millis: 1.0, cold_start: false, timestamp: 0 }.to_json()
    }

    #[test]
    fn an_entry_of_the_access_log_that_failed_counts_1_and_nothing_else_does() {
        let because = |reason| line(Log { code: Some(Code::Unavailable), reason: Some(reason) });
        for audit in [Audit::EntryNotWritten, Audit::RefusalNotWritten, Audit::ChainContended, Audit::HeadMissing] {
            assert_eq!(because(audit.into()).get("AuditFailures"), Some(&json!(1)), "{audit:?}");
        }
        // It is the reason that counts, not how a sentence begins.
        let others =
            [Reason::Said("audit"), Reason::Table("write", ServiceCode::of(None)), Reason::Unreadable("audit")];
        for other in others {
            assert_eq!(because(other).get("AuditFailures"), Some(&json!(0)), "{other:?}");
        }
        assert_eq!(line(Log::default()).get("AuditFailures"), Some(&json!(0)));
    }
}
