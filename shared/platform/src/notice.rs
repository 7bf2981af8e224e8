//! Notices: that something happened to an account which its holder must hear of by e-mail, whatever they do in the notebook.
//!
//! A notice is an item that is written in the transaction of what happened. Every minute those that wait are published to the topic,
//! for the subscriber that sends e-mail, and taken away: a function that ends in between publishes one twice rather than not at all,
//! and the sender knows it by its id.

use notebook::time::Instant;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::effects::Services;
use crate::problem::{Code, Problem};
use crate::push::{Message, Published, Push};
use crate::table::Cancelled;
use crate::table::range::RangeQuery;
use crate::table::schema::notices;
use crate::table::transaction::{Meta, Only};
use crate::table::{Transaction, from_item};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A card that is not the notebook's own was held to the account's notebook.
    AnotherCardHere,
    /// The card of the account's notebook was held to another notebook.
    CardElsewhere,
    /// Somebody accepted an invitation to a notebook that the account has or is guardian of.
    FamilyJoined,
    /// A guardian corrected a child's name, birth date or sex.
    ChildCorrected,
    /// Somebody may see more of a notebook that the account has or is guardian of.
    FamilyWidened,
    /// A relation to a notebook that the account has, is guardian of, or could see, was ended.
    FamilyEnded,
    /// An emergency card of a notebook that the account has or is guardian of was made: who finds it can read what it shows.
    EmergencyCardMade,
    /// The emergency card of such a notebook was ended, and nothing takes its place: the paper in a purse opens nothing any more.
    EmergencyCardEnded,
    /// Somebody opened the emergency card of such a notebook.
    EmergencyCardOpened,
    /// The account signed out everywhere.
    SessionsEnded,
}

/// One notice. It names the account by its pseudonym, and nobody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Whoever sends it sends an id once.
    pub notice_id: String,
    /// What happened.
    pub notice: Kind,
    /// When.
    pub at: Instant,
    /// The account that it is for.
    pub account: String,
}

/// Notices that one tick publishes; the others wait for the next.
const A_TICK: i32 = 100;

impl Notice {
    /// Adds a notice to what is written, to be sent once that is.
    pub fn write(effect: &mut Transaction, app: &App, kind: Kind, at: Instant, account: &str) -> Result<(), Problem> {
        let notice = Self { notice_id: app.random_text()?, notice: kind, at, account: account.to_owned() };
        effect.put(&notices::waiting(at, &notice.notice_id), &notice, &Meta::default(), Only::IfNew)
    }
}

/// Publishes the notices that wait, oldest first. One that cannot be published stays, with those after it, for the next tick. One
/// that cannot be read stays as well, and keeps none of the others: a newer program may have written it, of a kind that this one
/// does not know.
///
/// # Errors
///
/// That of the first that could not be published, or be read.
pub async fn publish(services: Services<'_>) -> Result<(), Problem> {
    let app = services.app();
    let waiting = app.table.query(RangeQuery::prefix(notices::partition(), notices::WAITING).limit(A_TICK)).await?;
    let push = Push::of(services);
    let mut outcome = Ok(());
    for item in &waiting.items {
        match from_item(item) {
            Ok(notice) => publish_one(app, &push, &notice).await?,
            Err(problem) => outcome = outcome.and(Err(problem)),
        }
    }
    outcome
}

async fn publish_one(app: &App, push: &Push, notice: &Notice) -> Result<(), Problem> {
    let body = serde_json::to_string(notice).map_err(|_| Problem::internal("unwritable notice"))?;
    let message = Message { body: &body, structured: false, attributes: &[("channel", "email"), ("kind", "notice")] };
    if push.to_topic(&message).await != Published::Accepted {
        return Err(Problem::of(Code::Unavailable).logged("topic").retry_after(60));
    }
    let mut effect = Transaction::on(&app.table);
    effect.delete(&notices::waiting(notice.at, &notice.notice_id), None)?;
    app.table.commit(&effect).await.map_err(|cancelled| match cancelled {
        Cancelled::Failed(problem) => problem,
        _ => Problem::of(Code::Unavailable).logged("notice not taken away").retry_after(60),
    })
}
