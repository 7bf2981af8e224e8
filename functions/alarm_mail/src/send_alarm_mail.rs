//! Sends the e-mail of one reminder or notice, once.

use alarm_delivery::appointments::Appointments;
use alarm_delivery::doses::{Notebooks, Told};
use alarm_delivery::reminder::{Kind, Reminder};
use aws_sdk_sesv2 as ses;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message};
use notebook::access::Section;
use notebook::time::Instant;
use platform::app::App;
use platform::effects::Services;
use platform::job::{Batch, Failed, Job, Reach, System, Trigger};
use platform::log;
use platform::notice::Notice;
use platform::serve::Error;
use platform::spec::Touch;
use platform::table::Cancelled;
use platform::table::schema::notices;
use platform::table::transaction::{Meta, Only};
use platform::table::{Key, ReadPlan, Transaction};
use records::items::ContactItem;
use records::keys::ringing;
use serde::Deserialize;
use serde_json::json;

use crate::letter::Letter;
use crate::{address, letter};

/// Sends an e-mail for each reminder that reached no phone, and for each notice to an account.
///
/// An e-mail cannot be taken back by its id as a notification can: a mark in the table says that it was sent. The mark is
/// made after the mail service took it, so a crash in between sends it twice rather than not at all.
pub struct SendAlarmMail;

/// For so long the mark is kept, in seconds: longer than the queue keeps a message.
const MARK_SECONDS: i64 = 20 * 86_400;

/// The write that marks a letter as sent.
const SENT: &str = "letter sent";

impl Job for SendAlarmMail {
    const NAME: &'static str = "send-alarm-mail";
    const TOUCHES: &'static [Touch] = &[Touch::TableRead, Touch::TableWrite, Touch::AddressRead, Touch::MailSend];
    const REACHES: &'static [Reach] = &[
        Reach {
            section: Section::Medication,
            why: "asks right before a letter leaves whom the alarm reminds, and whether and how that account may be told",
        },
        Reach {
            section: Section::Visits,
            why: "asks right before a letter leaves whether the appointment still is to be reminded of: its day, its time and its account",
        },
    ];
    // SES takes one e-mail a second of an account in its sandbox and 14 of one outside: more senders would only be turned away.
    const TRIGGER: Trigger = Trigger::Queue { name: "AlarmMail", at_once: "AlarmMailsAtOnce", most: 2 };
    type Event = Batch;
    type Output = Failed;

    async fn run(app: &App, system: System, batch: Batch) -> Result<Failed, Error> {
        let mut failed = Failed::default();
        for record in &batch.records {
            if let Err(reason) = send(app, system, &record.body).await {
                log::job_failed(reason, app.clock.now().timestamp_millis());
                failed.push(record);
            }
        }
        Ok(failed)
    }
}

/// What the queue holds, told apart by their fields.
#[derive(Deserialize)]
#[serde(untagged)]
enum Mail {
    Notice(Notice),
    Reminder(Reminder),
}

impl Mail {
    /// Whom it is for; none where there is nobody left to tell.
    async fn account(&self, notebooks: Notebooks<'_>) -> Result<Option<String>, &'static str> {
        match self {
            Self::Notice(notice) => Ok(Some(notice.account.clone())),
            Self::Reminder(reminder) if reminder.account.is_some() => Ok(reminder.account.clone()),
            Self::Reminder(reminder) => {
                let rings_for = notebooks.rings_for(reminder.alarm()).await;
                rings_for.map_err(|_| "the table did not answer")
            }
        }
    }

    /// Its letter, if it may still leave: what ended or was switched off since wins. What a notice tells of has happened.
    async fn letter(
        &self,
        (notebooks, appointments): (Notebooks<'_>, Appointments<'_>),
        account: &str,
        now: Instant,
    ) -> Result<Option<Letter>, &'static str> {
        let reminder = match self {
            Self::Notice(notice) => return Ok(Some(letter::of_notice(notice))),
            Self::Reminder(reminder) => reminder,
        };
        let told = match reminder.kind {
            Kind::DoseDue => Told::Ringing,
            Kind::RecordDue => Told::Recording,
            Kind::DoseMissed => Told::Watcher,
            Kind::Refill => Told::Refill,
            Kind::Appointment => {
                let told = appointments.told(reminder.due, reminder.alarm(), now).await;
                let told = told.map_err(|_| "the table did not answer")?.filter(|told| told.account == account);
                return Ok(told.map(|told| letter::of(reminder, told.wish)));
            }
        };
        let wish = notebooks.may_leave(reminder.resident_id, account, told, now).await;
        Ok(wish.map_err(|_| "the table did not answer")?.map(|wish| letter::of(reminder, wish)))
    }

    /// Where it is marked as sent to an account: several hear of one missed dose.
    fn mark(&self, account: &str) -> Key {
        match self {
            Self::Notice(notice) => notices::mailed(&notice.notice_id),
            Self::Reminder(reminder) => {
                ringing::mailed(reminder.due, reminder.alarm(), &reminder.notification_id, account)
            }
        }
    }
}

/// An error is its reason for the log, in our own words.
async fn send(app: &App, system: System, body: &str) -> Result<(), &'static str> {
    let mail: Mail = serde_json::from_str(body).map_err(|_| "neither a reminder nor a notice")?;
    let (notebooks, appointments) = (Notebooks::of(&app.table, system), Appointments::of(&app.table, system));
    let Some(account) = mail.account(notebooks).await? else { return Ok(()) };
    let mark = mail.mark(&account);
    let contact = ringing::contact(&account);
    let mut plan = ReadPlan::default();
    plan.get(mark.clone()).get(contact.clone());
    let fetched = app.table.read(plan).await.map_err(|_| "the table did not answer")?;
    if fetched.item(&mark).map_err(|_| "the mark was not read")?.is_some() {
        return Ok(());
    }
    let known: Option<ContactItem> = fetched.get(&contact).map_err(|_| "unreadable contact")?;
    let Some(subject) = known.and_then(|known| known.subject) else { return Ok(()) };
    let Some(to) = address::of(system.services(app), &subject).await? else { return Ok(()) };
    let Some(letter) = mail.letter((notebooks, appointments), &account, app.clock.now()).await? else { return Ok(()) };
    post(system.services(app), &to, &letter).await?;

    let mut effect = Transaction::on(&app.table);
    let meta = Meta { expires_at: Some(app.clock.now().timestamp() + MARK_SECONDS), ..Meta::default() };
    let written = effect.named(SENT, |effect| effect.put(&mark, &json!({}), &meta, Only::IfNew));
    written.map_err(|_| "unwritable mark")?;
    match app.table.commit(&effect).await {
        Ok(()) => Ok(()),
        Err(Cancelled::Condition(lost)) if lost.is(SENT) => Ok(()),
        Err(_) => Err("the mark was not written"),
    }
}

async fn post(services: Services<'_>, to: &str, letter: &Letter) -> Result<(), &'static str> {
    let mail = &services.app().settings.mail;
    let content = |text: &str| Content::builder().data(text).charset("UTF-8").build().map_err(|_| "incomplete letter");
    let message = Message::builder()
        .subject(content(letter.subject)?)
        .body(Body::builder().text(content(&letter.text)?).build())
        .build();
    ses::Client::new(&services.aws_config())
        .send_email()
        .from_email_address(&mail.from)
        .configuration_set_name(&mail.configuration_set)
        .destination(Destination::builder().to_addresses(to).build())
        .content(EmailContent::builder().simple(message).build())
        .send()
        .await
        .map_err(|_| "the mail service did not take it")?;
    Ok(())
}
