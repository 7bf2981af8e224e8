//! People who call: what the gateway would say of their tokens.

use std::collections::HashMap;

pub const ISSUER: &str = "https://cognito-idp.ap-northeast-1.amazonaws.com/pool";
pub const RESIDENTS: &str = "residents-client";
pub const STAFF: &str = "staff-client";

/// A person with a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub claims: HashMap<String, String>,
}

impl Person {
    /// A resident with an account.
    pub fn resident(name: &str) -> Self {
        Self::new(name, RESIDENTS, &[])
    }

    /// A member of staff with a verified second factor.
    pub fn staff(name: &str) -> Self {
        Self::new(name, STAFF, &[("second_factor", "totp")])
    }

    /// A member of staff without one.
    pub fn staff_without_totp(name: &str) -> Self {
        Self::new(name, STAFF, &[])
    }

    /// Nobody: no token.
    pub fn nobody() -> Self {
        Self { claims: HashMap::new() }
    }

    /// The same person with another claim.
    #[must_use]
    pub fn claiming(mut self, name: &str, value: &str) -> Self {
        self.claims.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The pseudonym under which the table knows the account.
    pub fn actor(&self) -> String {
        platform::auth::caller::digest(&[&self.claims["iss"], &self.claims["sub"]])
    }

    fn new(name: &str, client: &str, more: &[(&str, &str)]) -> Self {
        let common = [
            ("iss", ISSUER),
            ("sub", name),
            ("token_use", "access"),
            ("client_id", client),
            ("auth_time", "1790000000"),
            ("origin_jti", name),
        ];
        Self { claims: common.iter().chain(more).map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect() }
    }
}
