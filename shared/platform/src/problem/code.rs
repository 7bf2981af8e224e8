//! The closed list of problems and their statuses.

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $status:literal;)+) => {
        /// The kinds of problem an operation can answer with.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// Every code, for the OpenAPI document and the tests.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The HTTP status.
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)+ }
            }
        }
    };
}

codes! {
    /// The body is not JSON, or not in UTF-8.
    InvalidJson = "invalid_json", 400;
    /// A header that the operation reads is malformed.
    InvalidHeader = "invalid_header", 400;
    /// No token that counts: none, an ID token, a foreign client.
    Unauthenticated = "unauthenticated", 401;
    /// A token of a sign-in that was ended since, with all others of its account.
    SessionEnded = "session_ended", 401;
    /// Staff without a verified second factor.
    TotpRequired = "totp_required", 403;
    /// The account may not do this at all.
    Forbidden = "forbidden", 403;
    /// Needs a person who proved who they are with the My Number Card.
    IdentityProofRequired = "identity_proof_required", 403;
    /// The person withdrew the consent that this needs, or never gave it.
    ConsentRequired = "consent_required", 403;
    /// The caller works there, and not in a role that may do this.
    RoleNotAllowed = "role_not_allowed", 403;
    /// Not there, or not theirs.
    NotFound = "not_found", 404;
    /// The account has a notebook already.
    AlreadyRegistered = "already_registered", 409;
    /// Another request changed the same thing at the same moment.
    Conflict = "conflict", 409;
    /// The account is related to the person already.
    AlreadyRelated = "already_related", 409;
    /// The account is guardian of a child of the same name, birth date and sex already.
    PossibleDuplicate = "possible_duplicate", 409;
    /// Without this guardian nobody could open the child's notebook.
    LastGuardian = "last_guardian", 409;
    /// The visit is over or the institution no longer takes part.
    InstitutionUnavailable = "institution_unavailable", 409;
    /// The visit was made by a check-in and stays.
    MadeByCheckIn = "made_by_check_in", 409;
    /// The note was retracted and can no longer be changed.
    NoteRetracted = "note_retracted", 409;
    /// `If-Match` names a version that is no longer the current one.
    VersionMismatch = "version_mismatch", 412;
    /// The body is larger than the operation takes.
    PayloadTooLarge = "payload_too_large", 413;
    /// The content type is not JSON.
    UnsupportedMediaType = "unsupported_media_type", 415;
    /// A value has the wrong form or lies outside its bounds.
    InvalidValue = "invalid_value", 422;
    /// A field that GET carries was left out of a PUT.
    MissingField = "missing_field", 422;
    /// The body has a field that the operation does not know.
    UnknownField = "unknown_field", 422;
    /// The field was proved by the card and is read-only.
    VerifiedField = "verified_field", 422;
    /// A read-only part was sent back changed.
    ReadOnlyField = "read_only_field", 422;
    /// The key was used before with another body.
    IdempotencyMismatch = "idempotency_mismatch", 422;
    /// The cursor is not one of ours, or not of this list.
    InvalidCursor = "invalid_cursor", 422;
    /// The consent version is not the current one.
    ConsentOutdated = "consent_outdated", 422;
    /// Nobody at this institution may open a notebook.
    NoCheckInHere = "no_check_in_here", 422;
    /// People do not come to this institution for this.
    PurposeNotOffered = "purpose_not_offered", 422;
    /// No invitation that can be accepted has this code: mistyped, used, expired or withdrawn alike.
    InvalidInvitation = "invalid_invitation", 422;
    /// More people than a notebook, or notebooks than an account, may be opened to.
    TooManyFamily = "too_many_family", 422;
    /// The poster's code is not genuine.
    InvalidPoster = "invalid_poster", 422;
    /// A part of a divided QR code is missing.
    SplitIncomplete = "split_incomplete", 422;
    /// Parts of different QR codes were mixed.
    SplitMixed = "split_mixed", 422;
    /// Two parts claim the same place and differ.
    SplitConflict = "split_conflict", 422;
    /// The control record of a divided QR code (911) cannot be read.
    SplitControl = "split_control", 422;
    /// Symbols came without their places, and their order cannot be told.
    SplitOrder = "split_order", 422;
    /// A text is not what the QR code holds: characters were lost before it was sent.
    UnreadableText = "unreadable_text", 422;
    /// A prescription's QR code, not a dispensing's.
    PrescriptionQr = "prescription_qr", 422;
    /// Not a medicine notebook's QR code.
    NotJahis = "not_jahis", 422;
    /// A dispensing in a QR code has no day that can be read.
    UndatedDispensing = "undated_dispensing", 422;
    /// A day on which nothing can have been dispensed: after today, or before 1900.
    ImpossibleDay = "impossible_day", 422;
    /// A dispensing that hands out nothing and says nothing.
    EmptyDispensing = "empty_dispensing", 422;
    /// An entry under this id was made before, and removed since.
    RemovedSince = "removed_since", 409;
    /// More dispensings than are registered at once.
    TooManyDispensings = "too_many_dispensings", 422;
    /// The profile has no room for what a sheet says of the person, and neither has what waits beside it.
    ProfileFull = "profile_full", 422;
    /// There is nothing in the notebook to hand over.
    NothingToExport = "nothing_to_export", 422;
    /// More than can be handed over at once.
    ExportTooLarge = "export_too_large", 422;
    /// An alarm is for a medicine that is not in the notebook.
    UnknownMedication = "unknown_medication", 422;
    /// A medicine of a sheet of which nobody said yet whose it is: it counts for nothing until then.
    UnconfirmedMedication = "unconfirmed_medication", 422;
    /// A suggested alarm is of a dispensing that an alarm rings for already.
    AlarmOfSameMedicine = "alarm_of_same_medicine", 422;
    /// More alarms, or times of day, than a person or an account may have.
    TooManyAlarms = "too_many_alarms", 422;
    /// More alarms than are set for a person on one day.
    TooManyAlarmsToday = "too_many_alarms_today", 422;
    /// More devices than an account may have.
    TooManyDevices = "too_many_devices", 422;
    /// More institutions than a person may call their own.
    TooManyPrimaryCare = "too_many_primary_care", 422;
    /// No appointment lies ahead: a calendar has nothing to take.
    NoAppointments = "no_appointments", 422;
    /// As many appointments lie ahead as may be.
    TooManyAppointments = "too_many_appointments", 422;
    /// The account named is not family that may see the medicines.
    NotFamily = "not_family", 422;
    /// An alarm has to know its days: so many a week, or an unknown usage, do not say them.
    DaysNeeded = "days_needed", 422;
    /// The alarm has no dose on this day at this time.
    NoSuchDose = "no_such_dose", 422;
    /// The dose is of a later day than today.
    DoseAhead = "dose_ahead", 422;
    /// The entry was not typed by hand: what it says stays.
    ReadOnlyEntry = "read_only_entry", 422;
    /// The two entries cannot be linked.
    LinkNotPossible = "link_not_possible", 422;
    /// More would change than one transaction holds.
    TooManyAtOnce = "too_many_at_once", 422;
    /// The identity provider's answer does not belong to a proof that this person started.
    InvalidState = "invalid_state", 422;
    /// The person cancelled at the identity provider.
    ProofCancelled = "proof_cancelled", 422;
    /// The identity provider's answer did not pass the checks.
    ProofRejected = "proof_rejected", 422;
    /// The card is another person's than the notebook's: other birth date or sex.
    CardOfAnother = "card_of_another", 422;
    /// The seven days after the visit are over.
    NotePeriodOver = "note_period_over", 422;
    /// More notes than a visit takes.
    TooManyNotes = "too_many_notes", 422;
    /// More guidance than an office writes for a person in a day.
    TooMuchGuidance = "too_much_guidance", 422;
    /// The sheet that an institution registers is another person's.
    SheetOfAnother = "sheet_of_another", 422;
    /// The sheet that an institution registers does not say whose it is.
    SheetOfNobody = "sheet_of_nobody", 422;
    /// The sheet that an institution registers is not its own.
    SheetOfElsewhere = "sheet_of_elsewhere", 422;
    /// More dispensings than an institution registers for a person in a day.
    TooManyRegistered = "too_many_registered", 422;
    /// Too many calls.
    TooManyRequests = "too_many_requests", 429;
    /// What a check-in opened is no longer open: it was ended or cancelled, or its time is over.
    CheckInEnded = "check_in_ended", 409;
    /// A check-in is renewed from 21:00 on, on its first day.
    RenewalTooEarly = "renewal_too_early", 409;
    /// The times of an alarm were changed so often that its day's doses can no longer be told apart.
    AlarmChangedTooOften = "alarm_changed_too_often", 422;
    /// Our own fault.
    Internal = "internal", 500;
    /// The identity provider does not answer.
    IdentityProviderUnavailable = "identity_provider_unavailable", 503;
    /// A store that we need does not answer.
    Unavailable = "unavailable", 503;
}
