//! Where somebody checks in, by a code from the list or a poster, and why that may not go.

use notebook::access::Purpose;
use notebook::institution::InstitutionCode;
use notebook::text::Text;
use notebook::time::Instant;
use platform::table::Fetched;
use records::items::InstitutionItem;
use records::poster::{Poster, PosterKeyItem};
use records::prelude::*;

/// What a check-in is refused for beside what follows from its kind.
pub(crate) const REFUSALS_OF_CHECK_IN: &[Code] = &[
    Code::IdentityProofRequired,
    Code::InstitutionUnavailable,
    Code::NoCheckInHere,
    Code::PurposeNotOffered,
    Code::InvalidPoster,
    Code::CheckInEnded,
];

/// The same for the look before it, which has nothing that ends.
pub(crate) const REFUSALS: &[Code] = REFUSALS_OF_CHECK_IN.split_at(REFUSALS_OF_CHECK_IN.len() - 1).0;

/// How the institution is named.
pub(crate) enum Door {
    Code(InstitutionCode),
    Poster(Poster),
}

impl Door {
    /// One of the two, and not both.
    pub(crate) fn named(code: Option<InstitutionCode>, qr: Option<&Text<2048>>) -> Result<Self, Problem> {
        match (code, qr) {
            (Some(code), None) => Ok(Self::Code(code)),
            (None, Some(qr)) => Poster::read(qr.as_str()).map(Self::Poster),
            _ => Err(Problem::field(Code::InvalidValue, "/institution_code", Wrong::CodeOrQr)),
        }
    }

    /// Names what [`Self::open`] looks at.
    pub(crate) fn plan(&self, plan: &mut ReadPlan) {
        if let Self::Poster(poster) = self {
            plan.get(shared::poster_key(poster.kid()));
        }
        plan.get(shared::institution(self.claimed().as_str()));
    }

    /// The institution that it says it leads to.
    pub(crate) fn claimed(&self) -> InstitutionCode {
        match self {
            Self::Code(code) => *code,
            Self::Poster(poster) => poster.claimed_institution(),
        }
    }

    /// The institution behind the door: one that takes part, and where people come for this.
    pub(crate) fn open(
        &self,
        app: &App,
        fetched: &Fetched,
        purpose: Purpose,
        now: Instant,
    ) -> Result<InstitutionItem, Problem> {
        let code = self.claimed();
        let found: Option<InstitutionItem> = fetched.get(&shared::institution(code.as_str()))?;
        if let Self::Poster(poster) = self {
            let key: Option<PosterKeyItem> = fetched.get(&shared::poster_key(poster.kid()))?;
            poster.verify(key.as_ref(), &app.settings.municipality_code, now)?;
        } else if found.is_none() {
            return Err(Problem::not_found());
        }
        let item = found.filter(|item| item.active).ok_or_else(|| Problem::of(Code::InstitutionUnavailable))?;
        let offered = item.kind().purposes();
        if offered.is_empty() {
            Err(Problem::field(Code::NoCheckInHere, self.pointer(), Wrong::NobodyOpensHere))
        } else if offered.contains(&purpose) {
            Ok(item)
        } else {
            let problem = Problem::field(Code::PurposeNotOffered, "/purpose", Wrong::NotComeFor);
            Err(problem.with("purposes", json!(offered)))
        }
    }

    /// The field that names it.
    fn pointer(&self) -> &'static str {
        match self {
            Self::Code(_) => "/institution_code",
            Self::Poster(_) => "/qr",
        }
    }
}
