mod consents;
mod create_resident;
mod get_me;
mod get_resident;
mod identity_proof;
mod list_consent_texts;
pub(crate) mod other_cards;
mod sessions;
mod update_resident;
