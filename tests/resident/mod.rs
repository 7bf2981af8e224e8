mod consents;
mod create_resident;
mod get_me;
mod get_resident;
mod identity_proof;
mod sessions;
mod update_resident;
