mod consents;
mod create_resident;
mod get_me;
mod get_resident;
mod identity_proof;
mod other_cards;
mod sessions;
mod update_resident;
