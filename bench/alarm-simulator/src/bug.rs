//! Mistakes that are planted to see whether the simulator finds them. They live in the ports, around the engine: the code
//! that is deployed knows nothing of them.

/// One planted mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bug {
    /// None.
    #[default]
    None,
    /// The cursor is moved before its messages are sent.
    CursorFirst,
    /// No minute is swept.
    NoSweep,
    /// Pages do not look at the edits of their minute.
    EditsIgnored,
    /// Early answers are not looked at.
    AnswersIgnored,
    /// A claim counts for all that comes after its first alarm, because it does not hold its last one.
    ClaimWithoutLast,
    /// A claim is closed when it is won, before anything was published.
    FinishedFirst,
    /// An edit inside the lead leaves its occurrence to others.
    NoOwnQueueing,
    /// An occurrence on its own rings whatever came after it.
    OwnUnchecked,
    /// The follow-up is queued after the claim is closed.
    FollowUpLast,
    /// A claim whose holder died is never free again.
    LeaseForever,
    /// Nobody claims: all who come send.
    NoClaims,
    /// An occurrence goes to the collectors only, however soon it is, and the edit writes no list of changes.
    CollectorsOnly,
    /// The watchers are told whatever was answered.
    AnswersUnread,
    /// A device that is gone counts as reached.
    GoneIsReached,
    /// A schedule matches the present minute instead of moving a cursor.
    NoCursor,
    /// An early answer that is taken back still keeps its dose from ringing.
    AnswersKept,
}

impl Bug {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::CursorFirst,
        Self::NoSweep,
        Self::EditsIgnored,
        Self::AnswersIgnored,
        Self::ClaimWithoutLast,
        Self::FinishedFirst,
        Self::NoOwnQueueing,
        Self::OwnUnchecked,
        Self::FollowUpLast,
        Self::LeaseForever,
        Self::NoClaims,
        Self::CollectorsOnly,
        Self::AnswersUnread,
        Self::GoneIsReached,
        Self::NoCursor,
        Self::AnswersKept,
    ];
}
