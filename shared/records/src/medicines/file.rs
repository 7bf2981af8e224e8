//! What an export that is one file answers.

use schemars::JsonSchema;
use serde::Serialize;

/// A file, as the API answers it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ExportedFile")]
pub struct File {
    /// A name to save it under.
    pub file_name: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes.
    pub bytes_base64: String,
    /// How many entries of these days are left out because they are concealed.
    pub concealed_left_out: usize,
    /// How many entries of these days are left out because they came with a sheet that names somebody else, and nobody said
    /// yet whose it is.
    pub unconfirmed_left_out: usize,
}
