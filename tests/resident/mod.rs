mod consents;
mod create_resident;
mod get_me;
mod get_resident;
mod identity_proof;
mod update_resident;
