//! What an export that is one file answers.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use platform::answer::Answer;
use platform::problem::Problem;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Material, Wanted};

/// Most bytes of a file: a function's answer may have 6 MB, and base64 makes three bytes four.
const MOST_BYTES: usize = 4_000_000;

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

impl File {
    /// The file of what was asked for, or of the part that is named; `write` gives none where it cannot be written at once.
    ///
    /// # Errors
    ///
    /// 422 `export_too_large` where it is more than an answer holds, and those of `write`.
    pub fn answer(
        wanted: &Wanted,
        material: Material,
        (file_name, content_type): (String, &'static str),
        write: impl Fn(&Material) -> Result<Option<Vec<u8>>, Problem>,
    ) -> Result<Answer<Self>, Problem> {
        let fitting = |material: &Material| Ok(write(material)?.filter(|bytes| bytes.len() <= MOST_BYTES));
        let (bytes, material) = wanted.written(material, MOST_BYTES, &fitting)?;
        Ok(Answer::of(Self {
            file_name,
            content_type,
            bytes_base64: STANDARD.encode(bytes),
            concealed_left_out: material.concealed_left_out,
            unconfirmed_left_out: material.unconfirmed_left_out,
        }))
    }
}
