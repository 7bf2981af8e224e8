//! What a handler answers with.

use std::any::TypeId;

/// A successful answer: status, body, version.
#[derive(Debug)]
pub struct Answer<T> {
    pub(crate) status: Option<u16>,
    pub(crate) body: Option<T>,
    pub(crate) version: Option<u64>,
    pub(crate) passing: Option<String>,
}

impl<T> Answer<T> {
    /// The operation's own status with a body.
    pub fn of(body: T) -> Self {
        Self { status: None, body: Some(body), version: None, passing: None }
    }

    /// 200 where the operation's own status is another: nothing new was made.
    pub fn existing(body: T) -> Self {
        Self { status: Some(200), body: Some(body), version: None, passing: None }
    }

    /// The operation's own status without a body.
    pub fn empty() -> Self {
        Self { status: None, body: None, version: None, passing: None }
    }

    /// The empty answer, where `T` is [`Nothing`].
    pub(crate) fn if_empty() -> Option<Self>
    where
        T: 'static,
    {
        (TypeId::of::<T>() == TypeId::of::<Nothing>()).then(Self::empty)
    }

    /// Says which text of the body changes with the clock alone, such as when it was read: that is nothing new to a page that asks
    /// again.
    #[must_use]
    pub fn passing(mut self, text: String) -> Self {
        self.passing = Some(text);
        self
    }

    /// Adds the `ETag` of a version, in operations whose Spec says `.tagged()`.
    #[must_use]
    pub fn version(mut self, version: u64) -> Self {
        self.version = Some(version);
        self
    }
}

/// A request without a body or parameters that say anything, and an answer without a body.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// One page of a list.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "{T}List")]
pub struct List<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the list goes on; `null` at its end.
    #[schemars(with = "Option<crate::contract::Cursor>")]
    pub next_cursor: Option<String>,
}

impl<T> List<T> {
    /// The same list of something else.
    pub fn map<U>(self, shown: impl FnMut(T) -> U) -> List<U> {
        List { items: self.items.into_iter().map(shown).collect(), next_cursor: self.next_cursor }
    }
}
