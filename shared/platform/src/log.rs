//! One line of JSON a request: what was asked of which operation, how it went, how long it took, with the metrics in
//! CloudWatch's embedded metric format. Every value is ours (names of operations, codes, counts), so nothing that a
//! person typed can get in: there is no way to add a free text.

use std::io::Write as _;

use serde_json::json;

/// What there is to say of one request.
pub struct Line<'a> {
    /// The operation.
    pub operation: &'static str,
    /// The gateway's id of the request.
    pub request_id: &'a str,
    /// HTTP status.
    pub status: u16,
    /// The problem's code, if it was one.
    pub code: Option<&'static str>,
    /// The reason for the log, in our own words.
    pub reason: Option<&'a str>,
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
            "code": self.code,
            "reason": self.reason,
            "cold_start": self.cold_start,
            "LatencyMs": self.millis,
            "ServerErrors": u8::from(self.status >= 500),
            "ClientErrors": u8::from((400..500).contains(&self.status)),
            "AuditFailures": u8::from(self.reason.is_some_and(|reason| reason.starts_with("audit"))),
            "_aws": {
                "Timestamp": self.timestamp,
                "CloudWatchMetrics": [{
                    "Namespace": NAMESPACE,
                    "Dimensions": [["operation"], []],
                    "Metrics": [
                        { "Name": "LatencyMs", "Unit": "Milliseconds" },
                        { "Name": "ServerErrors", "Unit": "Count" },
                        { "Name": "ClientErrors", "Unit": "Count" },
                        { "Name": "AuditFailures", "Unit": "Count" },
                    ],
                }],
            },
        })
    }

    /// Writes the line to standard output, which Lambda takes to the function's log group.
    pub fn write(&self) {
        write(&self.to_json());
    }
}

/// One number of a job, as a metric.
pub fn count(metric: &'static str, value: f64, timestamp: i64) {
    write(&json!({
        "level": "INFO",
        "timestamp": timestamp,
        "message": "job",
        metric: value,
        "_aws": {
            "Timestamp": timestamp,
            "CloudWatchMetrics": [{ "Namespace": NAMESPACE, "Dimensions": [[]], "Metrics": [{ "Name": metric }] }],
        },
    }));
}

/// A message that a job gives back to its queue, with the reason in our own words.
pub fn job_failed(reason: &'static str, timestamp: i64) {
    write(&json!({ "level": "ERROR", "timestamp": timestamp, "message": "job failed", "reason": reason }));
}

fn write(line: &serde_json::Value) {
    let mut line = line.to_string();
    line.push('\n');
    // A log that cannot be written must not fail the request or the job.
    let _ = std::io::stdout().lock().write_all(line.as_bytes());
}
