//! What a person reads in English; see [`super::messages`].

use super::Code;

/// Title and detail of a problem.
#[allow(clippy::too_many_lines)] // one arm a code: a table
pub(super) fn english(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::InvalidJson => (
            "The request could not be read",
            "The body is not JSON in UTF-8. See the reason named here, or update the app, and try again.",
        ),
        Code::InvalidHeader => {
            ("The request could not be read", "A header is malformed. Update the app and try again.")
        }
        Code::Unauthenticated => {
            ("Sign in first", "The sign-in has expired or could not be verified. Please sign in again.")
        }
        Code::SessionEnded => (
            "You were signed out",
            "All sign-ins of this account were ended, on every device. Please sign in again to go on. If you did not ask for it, change your password after that.",
        ),
        Code::TotpRequired => (
            "A second factor is required",
            "Staff must register an authenticator app (one-time password), then sign in again.",
        ),
        Code::Forbidden => (
            "Not possible with this account",
            "This account cannot do this. Use the account made for it or ask the city's office.",
        ),
        Code::IdentityProofRequired => {
            ("Prove who you are first", "Please prove who you are with your My Number Card before using this.")
        }
        Code::ConsentRequired => (
            "A consent is needed",
            "The consent that this needs is withdrawn. Read it under consents and agree again to go on.",
        ),
        Code::RoleNotAllowed => (
            "Not in this role",
            "Your role at this institution may not do this. Ask a colleague whose role may, or tell the city if your role is wrong.",
        ),
        Code::NotFound => ("Not found", "What you asked for was not found. Go back to the list and choose again."),
        Code::AlreadyRegistered => {
            ("Already registered", "This account already has a health notebook. Please use that one.")
        }
        Code::Conflict => {
            ("Another change came in between", "Something else was changed at the same moment. Reload and try again.")
        }
        Code::AlreadyRelated => (
            "You can open this notebook already",
            "You are family of this person already. To see more, ask them to open more to you; the invitation stays as it is.",
        ),
        Code::PossibleDuplicate => (
            "This child may have a notebook already",
            "You are guardian of a child of this name, birth date and sex. Use that notebook, or say by another reading that it is another child.",
        ),
        Code::LastGuardian => (
            "Another guardian is needed first",
            "Nobody else could open the child's notebook. Invite another guardian before you leave, or ask the city's office.",
        ),
        Code::InstitutionUnavailable => (
            "Not available at this institution",
            "This institution does not take part at the moment. Please ask at its reception.",
        ),
        Code::MadeByCheckIn => (
            "A visit made by a check-in stays",
            "It is the record of your check-in at the institution. You can still change its memo and what you wrote.",
        ),
        Code::NoteRetracted => {
            ("This note was retracted", "A retracted note can no longer be changed. Write a new note if one is needed.")
        }
        Code::VersionMismatch => (
            "There is a newer version",
            "Another change was saved since you loaded this. Reload it, then make your change again.",
        ),
        Code::PayloadTooLarge => {
            ("The request is too large", "This is more than can be sent at once. Send it in smaller pieces.")
        }
        Code::UnsupportedMediaType => ("Wrong content type", "Send the body as JSON (application/json)."),
        Code::InvalidValue => (
            "Please check what you entered",
            "Some values are not valid. Correct the fields named here and send again.",
        ),
        Code::MissingField => (
            "A field is missing",
            "A replacement has every field that was read. Add those named here (null clears) and send again.",
        ),
        Code::ReadOnlyField => (
            "A read-only field was changed",
            "Send the fields named here as they were, or leave them out, and send again.",
        ),
        Code::UnknownField => {
            ("Unknown field", "The body has a field that is not accepted. Remove the fields named here and send again.")
        }
        Code::VerifiedField => (
            "This field cannot be changed",
            "What the card proved is read-only. If your card has changed, prove who you are again.",
        ),
        Code::IdempotencyMismatch => (
            "Same key, different content",
            "This key was used before with other content. Send it as a new operation with a new key.",
        ),
        Code::InvalidCursor => {
            ("Cannot continue the list", "The position is not valid. Show the list from its beginning.")
        }
        Code::ConsentOutdated => {
            ("There is a newer consent text", "Read the current text and give your consent again.")
        }
        Code::NoCheckInHere => (
            "No check-in here",
            "Nobody at this place may open a notebook. Choose the clinic, pharmacy or health centre that you visit.",
        ),
        Code::PurposeNotOffered => (
            "Another purpose, please",
            "People do not come here for this. Choose one of the purposes named in purposes.",
        ),
        Code::InvalidInvitation => (
            "No invitation with this code",
            "The code is mistyped, was used, or its time is over. Check its twelve letters and digits, or ask for a new invitation.",
        ),
        Code::TooManyFamily => (
            "No more family can be added",
            "There are as many as there can be (most). End what is no longer needed, then try again.",
        ),
        Code::InvalidPoster => (
            "The QR code is not genuine",
            "This is not a valid code of an institution. Scan the poster at the reception again.",
        ),
        Code::SplitIncomplete => (
            "A QR code is missing",
            "Not all parts of the divided code were scanned. Scan all of them together. Nothing was saved yet.",
        ),
        Code::SplitMixed => (
            "Different QR codes are mixed",
            "These codes belong to different dispensings. Scan only the codes of one sheet. Nothing was saved yet.",
        ),
        Code::SplitConflict => (
            "The QR codes do not fit together",
            "Two parts have the same number and differ. Start again from the first code. Nothing was saved yet.",
        ),
        Code::SplitControl => (
            "The QR code's split information cannot be read",
            "What the code says of its parts (911) is not valid. Scan it again; if that does not help, ask the pharmacy for a new sheet or enter the medicine by hand. Nothing was saved yet.",
        ),
        Code::SplitOrder => (
            "The order of the QR codes is not known",
            "These linked codes came without their places and fit together in more than one way. Scan them with a reader that tells the places (append). Nothing was saved yet.",
        ),
        Code::UnreadableText => (
            "The QR code's text is damaged",
            "Characters were lost before the text was sent. Send the code's bytes (bytes_base64) or scan it with another reader. Nothing was saved yet.",
        ),
        Code::PrescriptionQr => (
            "This is a prescription's QR code",
            "Scan the medicine notebook's QR code that the pharmacy gives with the medicine.",
        ),
        Code::NotJahis => {
            ("Not a medicine notebook's QR code", "Scan the QR code on the pharmacy's sheet for the medicine notebook.")
        }
        Code::UndatedDispensing => (
            "A dispensing has no readable day",
            "Ask the pharmacy for a new sheet, or enter the medicine by hand. Nothing was saved yet.",
        ),
        Code::ImpossibleDay => (
            "A day cannot be right",
            "A day on the sheet (day) is later than today or before 1900. Compare it with the paper and ask the pharmacy for a new sheet, or enter the medicine by hand. Nothing was saved yet.",
        ),
        Code::EmptyDispensing => (
            "A dispensing names no medicine",
            "The codes have a dispensing with no medicine and no text. Check that every code of the sheet was scanned; if it stays so, ask the pharmacy for a new sheet, or enter the medicine by hand. Nothing was saved yet.",
        ),
        Code::RemovedSince => (
            "This record was removed",
            "It was saved before and has been removed since. If it is needed, please make a new record.",
        ),
        Code::TooManyDispensings => (
            "Too many medicines at once",
            "Export a shorter period from the other notebook and scan it in several steps. Nothing was saved yet.",
        ),
        Code::ProfileFull => (
            "The profile is full",
            "There is no room for the allergies and the like of the sheet. Delete from the profile, or from what waits beside it, what is not needed, and scan again. Nothing was saved yet.",
        ),
        Code::NothingToExport => (
            "Nothing to hand over",
            "The medicine notebook has nothing in this period. Choose another period, or scan a pharmacy's QR code first.",
        ),
        Code::ExportTooLarge => (
            "Too much at once",
            "Choose a shorter period, or hand the notebook over in several parts (part=1 up to the number of parts). For a record that still does not fit, use the table (CSV) or the printed list (PDF).",
        ),
        Code::UnknownMedication => (
            "A medicine is not in this notebook",
            "Choose the alarm's medicines from this notebook's list. Reload the list and choose again.",
        ),
        Code::UnconfirmedMedication => (
            "A medicine's sheet is not confirmed",
            "The sheet of this medicine names somebody else. Say in the list of sheets that it is yours, then choose the medicine again.",
        ),
        Code::AlarmOfSameMedicine => (
            "There is an alarm for the same medicine",
            "An alarm rings for this dispensing already. Change that one instead of making another, so that nothing is taken twice.",
        ),
        Code::TooManyDevices => {
            ("Too many devices", "There can be 8 devices. Take one that is not used off the list and register again.")
        }
        Code::TooManyPrimaryCare => (
            "Too many institutions",
            "There can be 20 of them. Take one where you no longer go off the list and add this one again.",
        ),
        Code::NoAppointments => {
            ("No appointment lies ahead", "There is nothing to put into a calendar yet. Write an appointment first.")
        }
        Code::TooManyAppointments => (
            "Too many appointments",
            "There can be 50 appointments and planned visits ahead. Remove one that you will not go to, and write this one again.",
        ),
        Code::NotFamily => (
            "Not family that can be told",
            "Choose somebody of the family who may see the medicines of this notebook. Invite them first.",
        ),
        Code::TooManyAlarms => (
            "Too many alarms",
            "There can be 30 alarms with 60 times of day together. Remove an alarm that is not used, or combine times.",
        ),
        Code::TooManyAlarmsToday => (
            "Too many alarms were set today",
            "60 alarms can be set on a day. Change one that is there instead, or set a new one tomorrow.",
        ),
        Code::DaysNeeded => (
            "Choose the days",
            "The usage does not say on which days. Look at it, choose the days of the week (or every how many days) and save again.",
        ),
        Code::NoSuchDose => (
            "There is no dose at this time",
            "The alarm was changed, or day and time are not its own. Reload the list and choose again.",
        ),
        Code::DoseAhead => {
            ("The dose is on a later day", "Doses up to today can be answered. Try again when the day has come.")
        }
        Code::ReadOnlyEntry => (
            "What it says stays",
            "What was read from a pharmacy's QR code is not changed. You can add a remark, or keep the entry from clinics.",
        ),
        Code::TooManyAtOnce => (
            "Too much at once",
            "Too many records and alarms depend on this to delete or move it in one step. Delete the medicines of the sheet one by one, or a few of their alarms, then try again. Nothing has been changed yet.",
        ),
        Code::LinkNotPossible => {
            ("These two cannot be linked", "See the reason that is named, look at the latest list and choose again.")
        }
        Code::InvalidState => (
            "Start the identity proof again",
            "This proof was not started by you or has expired. Start again from the beginning.",
        ),
        Code::ProofCancelled => (
            "The identity proof was cancelled",
            "Reading the card was cancelled. Start again when you want to continue.",
        ),
        Code::ProofRejected => {
            ("Identity not proved", "The card's answer could not be verified. Try again or come to the city's counter.")
        }
        Code::CardOfAnother => (
            "This is another person's card",
            "This notebook belongs to somebody with another birth date or sex. Use the card of the notebook's owner. If the notebook is wrong, come to the city's counter.",
        ),
        Code::CheckInEnded => (
            "This check-in is over",
            "This check-in was ended or cancelled, or its day is over. Nothing is open now. To open the notebook again, check in anew.",
        ),
        Code::RenewalTooEarly => (
            "Too early to extend",
            "On the day of the check-in it can be extended from 9 p.m. If you stay past midnight, please try again after 9.",
        ),
        Code::AlarmChangedTooOften => (
            "This alarm was changed too often",
            "The times of this alarm were changed so often today that its doses cannot be told apart. Try again tomorrow, or delete this alarm and make a new one. What was taken can be logged by its medicine.",
        ),
        Code::NotePeriodOver => (
            "The period for notes is over",
            "More than 7 days have passed since the visit. Write it at the next visit.",
        ),
        Code::TooManyNotes => (
            "This visit has as many notes as it takes",
            "A visit takes at most 30 notes. Amend one of those that are there.",
        ),
        Code::TooMuchGuidance => (
            "This person has as much guidance today as a day takes",
            "At most 10 a day for one person. Amend one of those that are there.",
        ),
        Code::SheetOfAnother => (
            "This QR code is another person's",
            "Its name, birth date or sex is not this person's. Check the person and the QR code. Nothing was registered.",
        ),
        Code::SheetOfNobody => (
            "This QR code does not say whose it is",
            "It has no name or no birth date to compare with the person. Type the dispensing instead. Nothing was registered.",
        ),
        Code::SheetOfElsewhere => (
            "This QR code is of another pharmacy or clinic",
            "Only what was dispensed here can be registered. The person can scan the others. Nothing was registered.",
        ),
        Code::TooManyRegistered => (
            "As many dispensings were registered today as a day takes",
            "At most 10 times a day for one person. Register the rest tomorrow.",
        ),
        Code::TooManyRequests => ("Too many requests", "Too many in a short time. Wait a little and try again."),
        Code::Internal => {
            ("Something went wrong", "The fault is ours; nothing of this request was saved. Please try again later.")
        }
        Code::IdentityProviderUnavailable => (
            "The identity service does not answer",
            "The card identity service is not reachable. Please try again later.",
        ),
        Code::Unavailable => ("Not available right now", "The service is busy for a moment. Please try again later."),
    }
}
