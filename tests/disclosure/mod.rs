//! What a person is shown of who looked.

mod access_log_chain;
mod get_access_log;
