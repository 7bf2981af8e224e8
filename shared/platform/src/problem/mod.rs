//! Errors as RFC 9457 problem details. What the caller may read and what the log gets are two fields.

mod code;
mod english;
mod language;
mod messages;
mod reason;

pub use code::Code;
pub use language::Language;
pub use reason::{Audit, Reason, ServiceCode};

use notebook::wrong::Wrong;
use serde_json::json;

/// One bad value of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// JSON Pointer (RFC 6901) into the body, or `/name` of a query parameter.
    pub pointer: String,
    /// What is wrong, for programs.
    pub code: &'static str,
    /// What is wrong, for people: a text in the language of the request, which never repeats the value.
    pub wrong: Wrong,
}

/// An error on its way to the caller.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The kind of problem.
    pub code: Code,
    /// Which fields, where that can be said.
    pub errors: Vec<FieldError>,
    /// Further members of the document, named by the contract (for example `missing` of `split_incomplete`).
    pub extensions: serde_json::Map<String, serde_json::Value>,
    /// Seconds after which a retry makes sense, as `Retry-After`.
    pub retry_after: Option<u32>,
    /// For the log only.
    pub reason: Option<Reason>,
    /// Another request was faster; nothing was written, and starting again from the read will see its effect.
    pub(crate) lost_race: bool,
    /// The caller asked for what is not open to them: logged as a look that was refused.
    pub(crate) refused_look: bool,
}

impl Problem {
    /// A problem of this kind.
    pub fn of(code: Code) -> Self {
        Self {
            code,
            errors: Vec::new(),
            extensions: serde_json::Map::new(),
            retry_after: None,
            reason: None,
            lost_race: false,
            refused_look: false,
        }
    }

    /// A problem with one field. What is not in the list of [`Wrong`] yet is added there, in both languages.
    pub fn field(code: Code, pointer: impl Into<String>, wrong: Wrong) -> Self {
        let error = FieldError { pointer: pointer.into(), code: code.as_str(), wrong };
        Self { errors: vec![error], ..Self::of(code) }
    }

    /// Not there, or not theirs: the two read the same.
    pub fn not_found() -> Self {
        Self::of(Code::NotFound)
    }

    /// There, and not open to this caller: reads as not there, and is logged as a look that was refused.
    pub fn not_opened() -> Self {
        Self { refused_look: true, ..Self::not_found() }
    }

    /// Our own fault or a dependency's; the reason goes to the log.
    pub fn internal(reason: impl Into<Reason>) -> Self {
        Self::of(Code::Internal).logged(reason)
    }

    /// Adds a reason for the log.
    #[must_use]
    pub fn logged(mut self, reason: impl Into<Reason>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Adds `Retry-After`.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Marks a race that was lost: the operation is run again from its read.
    #[must_use]
    pub fn lost_race(mut self) -> Self {
        self.lost_race = true;
        self
    }

    /// Adds a member to the document.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.extensions.insert(name.to_owned(), value.into());
        self
    }

    /// Whether the answer says how things are in the notebook (409, 412): whoever else than the person gets it has looked.
    /// A race that was lost says nothing yet.
    pub(crate) fn tells_of_what_is_there(&self) -> bool {
        matches!(self.code.status(), 409 | 412) && !self.lost_race
    }

    /// The document that the caller reads.
    pub fn document(&self, language: Language, request_id: &str) -> serde_json::Value {
        let (title, detail) = messages::text(self.code, language);
        let waiting = self.retry_after.and_then(|seconds| language::waiting(self.code, seconds, language));
        let detail = waiting.unwrap_or_else(|| detail.to_owned());
        let error = |error: &FieldError| json!({ "pointer": error.pointer, "code": error.code, "detail": language.of(&error.wrong) });
        let mut document = self.extensions.clone();
        let mut put = |name: &str, value: serde_json::Value| document.insert(name.to_owned(), value);
        put("type", format!("urn:health-notebook:problem:{}", self.code.as_str()).into());
        put("title", title.into());
        put("status", self.code.status().into());
        put("code", self.code.as_str().into());
        put("detail", detail.into());
        put("errors", self.errors.iter().map(error).collect());
        put("request_id", request_id.into());
        serde_json::Value::Object(document)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_a_title_and_says_what_to_do_next_in_both_languages() {
        for code in Code::ALL {
            for language in [Language::Japanese, Language::English] {
                let (title, detail) = messages::text(*code, language);
                assert!(!title.is_empty() && detail.chars().count() > title.chars().count(), "{code:?}");
                let status = code.status();
                assert!((400..600).contains(&status), "{code:?} {status}");
            }
        }
    }

    #[test]
    fn too_many_requests_say_for_how_long_to_wait_in_both_languages() {
        let detail = |seconds, language| {
            let document = Problem::of(Code::TooManyRequests).retry_after(seconds).document(language, "r");
            document.get("detail").and_then(|detail| detail.as_str()).unwrap_or_default().to_owned()
        };
        for (seconds, japanese, english) in [
            (1, "1 秒後", "1 second"),
            (59, "59 秒後", "59 seconds"),
            (60, "1 分後", "1 minute"),
            (61, "2 分後", "2 minutes"),
            (3_600, "60 分後", "60 minutes"),
            (7_201, "3 時間後", "3 hours"),
        ] {
            assert!(detail(seconds, Language::Japanese).contains(japanese), "{seconds}");
            assert!(detail(seconds, Language::English).contains(english), "{seconds}");
        }
    }

    #[test]
    fn the_log_reason_is_not_in_the_document() {
        let problem = Problem::internal("table unreachable");
        assert!(!problem.document(Language::English, "r").to_string().contains("unreachable"));
    }
}
