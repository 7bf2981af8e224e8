mod create_resident;
mod get_me;
mod get_resident;
