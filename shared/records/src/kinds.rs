//! Every kind of item in the table, as TABLE.md shows it.

use platform::item_kinds;
use platform::table::schema::ItemKind;

/// What notebooks, accounts and the city keep, beside the platform's own items.
pub const ITEMS: &[ItemKind] = item_kinds! {
    "profile" "RES#<resident>" "PROFILE": "the person: names, status, profile; read with the authorisation";
    "family lock" "RES#<resident>" "FAMILYLOCK": "raised by whatever changes who is related to the person, over the version that was read with the relations";
    "open invitation" "RES#<resident>" "INVITED#<id>": "that somebody is invited, as what, until when and where the invitation stands; written, taken and withdrawn with it; one Query";
    "emergency openings" "RES#<resident>" "EMERGENCYOPENED": "when the person's emergency cards were opened, the latest twenty entries, and what of it was told today; read and written with each opening";
    "card review" "RES#<resident>" "CARDREVIEW#<subject>": "another card with the same birth date and sex, which a person at the city decides on; nothing of it counts before";
    "check-in" "RES#<resident>" "CHECKIN#<institution>#<day>": "one visit a day and institution, whatever number of scans";
    "chart number" "RES#<resident>" "CHART#<institution>": "the institution's own number for the person; read with each check-in there, which copies it to the line of the list; no other institution reads it";
    "daily record" "RES#<resident>" "DAILY#<id>" by "DAILY#<taken_at>#<id>": "get by id; list, trends and the day by one Query of the time index";
    "removed daily record" "RES#<resident>" "DAILYREMOVED#<id>": "that the record was removed, so that a late repetition of its making does not bring it back; kept for 90 days";
    "goals" "RES#<resident>" "GOALS": "what the person wants to do: steps, weighing, measuring; read with the day; no institution sees it";
    "daily month" "RES#<resident>" "DAILYMONTH#<month>": "what lines over time need of each day of a month that is over, made of its daily records when a line first needs it; dropped with every change of one of them; one Query of months";
    "visit" "RES#<resident>" "VISIT#<id>" by "VISIT#<visited_on>#<id>": "a visit, planned (an appointment) or done: get by id; list by one Query of the time index";
    "note" "RES#<resident>" "NOTE#<visit>#<id>" by "NOTE#<changed_at>#<id>": "a clinic's notes on a visit; one Query a visit or a notebook; the newest ones by one Query of the time index";
    "notes read" "RES#<resident>" "NOTESREAD#<actor>": "up to when an account has read what institutions wrote; read with the day";
    "primary care" "RES#<resident>" "PRIMARYCARE": "the institutions that the person calls their own, twenty at most; read and written whole";
    "appointment lock" "RES#<resident>" "APPOINTMENTLOCK": "raised by whatever plans a visit ahead, over the version that was read with those that are, so that their limit holds";
    "note count" "RES#<resident>" "NOTECOUNT#<visit>": "how many notes a visit has, counted with each new one";
    "note history" "RES#<resident>" "NOTEHIST#<note>#<version>": "what an amended or retracted note said before; kept as evidence, no operation reads it";
    "guidance history" "RES#<resident>" "GUIDANCEHIST#<id>#<version>": "what an amended or retracted guidance said before; kept as evidence, no operation reads it";
    "guidance count" "RES#<resident>" "GUIDANCECOUNT#<institution>#<day>": "how much an office wrote for the person on a day, counted with each";
    "medication" "RES#<resident>" "MED#<id>" by "MED#<dispensed_on>#<id>": "get by id; the list by one Query of the time index";
    "medication fingerprint" "RES#<resident>" "MEDFP#<hash>": "recognises a dispensing, or an OTC medicine, that was scanned before";
    "dispensed" "RES#<resident>" "DISPENSED#<institution>#<id>" by "TAKENBACK#<at>#<id>": "that an institution registered a dispensing, and that it took it back, without what it says; its own by one Query, what was taken back by one Query of the time index";
    "dispensed history" "RES#<resident>" "DISPENSEDHIST#<id>": "what a dispensing said that an institution took back; kept as evidence, no operation reads it";
    "dispensed count" "RES#<resident>" "DISPENSEDCOUNT#<institution>#<day>": "how often an institution registered dispensings of the person on a day, counted with each";
    "meal times" "RES#<resident>" "MEALTIMES": "when the person gets up, eats and goes to bed; read with what suggests alarms";
    "scan" "RES#<resident>" "SCAN#<id>": "the QR code's own bytes, so that nothing of it is lost";
    "noted" "RES#<resident>" "MEDNOTED": "marks of the patient notes that scans brought into the profile: none is added a second time";
    "spellings" "RES#<resident>" "MEDNAMES": "hashes of how the person's name is spelt on sheets that they said are theirs, with the sheet of which they said it; read with a scan";
    "known alerts" "RES#<resident>" "MEDALERTS": "which alerts about medicines somebody said are known; read with the medicines";
    "medicine lock" "RES#<resident>" "MEDLOCK": "raised by whatever writes entries, alarms or watchers, over the version that was read with them";
    "alarm" "RES#<resident>" "ALARM#<id>": "an alarm, of medicines or a reminder to record, with what it was before each edit; one Query";
    "past alarm" "RES#<resident>" "PASTALARM#<id>" by "PASTALARM#<over>#<id>": "an alarm that ended and made room for another, where a dose of it was due, answered or logged, for what became of that; those that were not over before some day by one Query of the time index";
    "intake" "RES#<resident>" "INTAKE#<minute>#<alarm>": "what became of a dose: taken, skipped, put off or missed; one Query of days";
    "logged intake" "RES#<resident>" "LOGGED#<id>" by "LOGGED#<taken_at>#<id>": "a dose that was logged by hand, as needed or in addition; by one Query of the time index";
    "watcher" "RES#<resident>" "WATCH#<actor>": "who is told of a missed dose, where both agreed; one Query";
    "notification settings" "RES#<resident>" "NOTIFY#<actor>": "how an account wishes to be told of what happens in the notebook, and when not; read with what is sent";
    "device" "ACTOR#<actor>" "DEVICE#<id>": "a phone or browser that alarms are sent to; one Query";
    "contact" "ACTOR#<actor>" "CONTACT": "the account's name in the user pool, where an e-mail is looked up";
    "membership" "ACTOR#<actor>" "MEMBER#<institution>": "the account's roles, for get-me in one Query of the partition";
    "kin" "ACTOR#<actor>" "KIN#<resident>": "whose notebook the account may see and how far, as the relation there says; written with it; for get-me in one Query";
    "pending proof" "ACTOR#<actor>" "PROOF#<state>": "a card proof under way; expires after ten minutes";
    "card" "CARD#<subject>" "LINK": "which notebook a card is linked to; one card, one account";
    "ring" "RING#<actor>" "<resident>#<alarm>": "the alarms that ring on an account's devices; one Query when its devices change";
    "due" "DUE#<time>#<shard>" "<resident>#<alarm>#<version>": "the index of recurrences; collectors page through a shard";
    "quiet" "QUIET#<shard>" "<resident>": "the person withdrew the consent to use the notebook: nothing rings; one Query a page that is sent";
    "alarm change" "CHANGED#<minute>#<shard>" "<resident>#<alarm>": "an edit inside the lead; read with each page that is sent";
    "early answer" "CHANGED#<minute>#<shard>" "<resident>#<alarm>#ANSWERED": "a dose that was answered before it was due; read with the changes";
    "put off" "CHANGED#<minute>#<shard>" "<resident>#<alarm>#AGAIN#<minute>": "a wish to be reminded again, under the minute of the reminder; read with the changes";
    "appointment reminder" "CHANGED#<minute>#<shard>" "<resident>#<visit>#APPOINTMENT": "that somebody is to be reminded of an appointment, under the minute before; found by the sweep of that minute";
    "page sent" "SENT#<minute>#<shard>" "P#<resident>#<alarm>": "claim and ledger of a page of alarms, by its first one";
    "occurrence sent" "SENT#<minute>#<shard>" "O#<resident>#<alarm>#<at>": "claim and ledger of an occurrence that was queued on its own";
    "mailed" "SENT#<minute>#<shard>" "M#<reminder>#<actor>": "that a reminder went out to an account by e-mail";
    "push token" "TOKEN#<platform>#<hash>" "HOLDER": "which device a push service's token belongs to, and where a browser's messages go: one token, one device";
    "alarm cursor" "ALARMS" "CURSOR": "up to which minute alarms were dispatched";
    "arrival" "INST#<institution>#<day>" "ARRIVAL#<at>#<visit>": "who checked in today, in order of arrival; one Query";
    "own note" "OWNNOTES#<institution>" "<day>#<note>": "the way to a note that the institution wrote on a visit of this day, and nothing of what it says; one Query of the days in which it may still be changed";
    "guided person" "GUIDED#<institution>" "<next_on>#<resident>": "whom the office follows up, by the day on which they speak again, and nothing of what was said; pages by one Query";
    "directory entry" "CITY" "INSTITUTION#<institution>": "the institutions for choosing; one Query";
    "poster key" "CITY" "POSTERKEY#<kid>": "public key that verifies the posters' QR codes";
};

/// Every kind of item in the table.
pub fn all() -> impl Iterator<Item = &'static ItemKind> {
    platform::table::schema::ITEMS.iter().chain(ITEMS)
}
