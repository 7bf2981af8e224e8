//! What an operation can answer instead of a success: what follows from its kind, and what it says itself.

use super::{Method, Spec, Tag, Who};
use crate::problem::Code;

impl Spec {
    /// Every problem that it can answer with, in the order of the list of codes.
    pub fn problems(&self) -> impl Iterator<Item = Code> + use<> {
        let spec = *self;
        Code::ALL.iter().copied().filter(move |code| spec.may_answer(*code))
    }

    /// Whether it can answer with this problem. The tests hold every answer that they see to it.
    pub fn may_answer(&self, code: Code) -> bool {
        match code {
            Code::Unauthenticated | Code::SessionEnded | Code::TotpRequired | Code::Forbidden => !self.is_public(),
            Code::NotFound
            | Code::InvalidValue
            | Code::UnknownField
            | Code::Conflict
            | Code::Internal
            | Code::Unavailable => true,
            Code::PayloadTooLarge => self.method != Method::Get,
            Code::InvalidJson | Code::UnsupportedMediaType | Code::MissingField => self.has_body(),
            Code::InvalidHeader | Code::IdempotencyMismatch => self.idempotent,
            Code::RoleNotAllowed => {
                matches!(
                    self.who,
                    Who::Staff(_)
                        | Who::Clinic(_)
                        | Who::Counter(_)
                        | Who::ClinicVisit(_)
                        | Who::Guidance(_)
                        | Who::OwnGuidance(_)
                        | Who::Dispensing(_)
                )
            }
            Code::ConsentRequired => self.act().is_some() && !self.is_public(),
            Code::VersionMismatch => self.versioned,
            Code::TooManyRequests => self.hourly().is_some(),
            own => self.own_problems.contains(&own) || self.shared_problems.contains(&own),
        }
    }

    /// Says which problems of its own it can answer with, beside those that follow from its kind.
    #[must_use]
    pub const fn problems_of_its_own(mut self, codes: &'static [Code]) -> Self {
        self.own_problems = codes;
        self
    }

    /// The same of what several operations take: one list for all of them.
    #[must_use]
    pub const fn problems_of(mut self, codes: &'static [Code]) -> Self {
        self.shared_problems = codes;
        self
    }

    /// Honours `If-Match`: what it changes has a version, which its GET shows as `ETag`.
    #[must_use]
    pub const fn versioned(mut self) -> Self {
        self.versioned = true;
        self
    }

    /// Answers with the version of what it shows or wrote, as `ETag`: where it calls [`crate::answer::Answer::version`].
    #[must_use]
    pub const fn tagged(mut self) -> Self {
        self.tag = Tag::Version;
        self
    }
}
