//! What a person is shown of who looked.

mod access_log_chain;
mod access_log_long;
mod get_access_log;
mod get_receipt;
