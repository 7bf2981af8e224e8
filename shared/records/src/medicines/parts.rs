//! A notebook that is more than one file or code takes, in parts: every part as large as fits, so that whatever was kept on one
//! day leaves the notebook.

use std::borrow::Cow;

use notebook::medication::note::NotebookNote;
use notebook::wrong::Wrong;
use platform::problem::{Code, Problem};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use super::{Material, Wanted};

/// Most parts that can be named.
const MOST: u16 = 999;

/// Which part, from 1. A query parameter, so it arrives as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part(u16);

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let part = text.parse().ok().filter(|part| digits && (1..=MOST).contains(part));
        part.map(Self).ok_or_else(|| de::Error::custom(Wrong::Between { from: 1, to: MOST.into() }))
    }
}

impl JsonSchema for Part {
    fn schema_name() -> Cow<'static, str> {
        "Part".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": MOST })
    }
}

impl Wanted {
    /// What was asked for, written: all of it where that fits, or the part that is named. `write` gives none for what does not
    /// fit into `most_bytes`, or is too much otherwise. 422 with the number of parts where all does not fit and none is named;
    /// where not even a single entry fits, without.
    pub fn written<T>(
        &self,
        material: Material,
        most_bytes: usize,
        write: &impl Fn(&Material) -> Result<Option<T>, Problem>,
    ) -> Result<(T, Material), Problem> {
        let mut parts = Vec::new();
        let too_large = || Problem::of(Code::ExportTooLarge).with("most_bytes", most_bytes);
        if !divide(material, write, &mut parts)? {
            return Err(too_large());
        }
        let count = parts.len();
        let named = match self.part {
            None if count > 1 => return Err(too_large().with("parts", count)),
            None => 1,
            Some(Part(named)) => usize::from(named),
        };
        let most = i64::try_from(count).unwrap_or(i64::MAX);
        let beyond = || Problem::field(Code::InvalidValue, "/part", Wrong::Between { from: 1, to: most });
        parts.into_iter().nth(named.saturating_sub(1)).ok_or_else(beyond)
    }
}

/// Halves what does not fit, until all parts fit; the same notebook is always divided alike. Gives whether they do.
fn divide<T>(
    material: Material,
    write: &impl Fn(&Material) -> Result<Option<T>, Problem>,
    parts: &mut Vec<(T, Material)>,
) -> Result<bool, Problem> {
    if let Some(written) = write(&material)? {
        parts.push((written, material));
        return Ok(true);
    }
    let Some((first, second)) = material.halved() else { return Ok(false) };
    Ok(divide(first, write, parts)? && divide(second, write, parts)?)
}

impl Material {
    /// The first half of its entries, dispensings before notes, and the second. None where there is one entry.
    fn halved(mut self) -> Option<(Self, Self)> {
        let all = self.entries.len() + self.notes.len();
        if all < 2 {
            return None;
        }
        let half = all / 2;
        let later = self.entries.split_off(half.min(self.entries.len()));
        let notes = self.notes.split_off(half.saturating_sub(self.entries.len()).min(self.notes.len()));
        let mut second = Self {
            person: self.person.clone(),
            with_profile: self.with_profile,
            entries: later,
            notes,
            concealed_otc: self.concealed_otc.clone(),
            otc_remarks: self.otc_remarks.clone(),
            concealed_left_out: self.concealed_left_out,
            unconfirmed_left_out: self.unconfirmed_left_out,
        };
        self.keep_remarks();
        second.keep_remarks();
        Some((self, second))
    }

    /// Drops the remarks on medicines that are in another part.
    fn keep_remarks(&mut self) {
        let notes = &self.notes;
        self.otc_remarks.retain(|(of, _)| notes.iter().any(|note| matches!(note, NotebookNote::Otc(otc) if otc == of)));
    }
}
