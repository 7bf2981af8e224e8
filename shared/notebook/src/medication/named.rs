//! The person whom a sheet names.

use serde::{Deserialize, Serialize};

use super::jahis::{date, records};
use super::{limits, name};
use crate::resident::Sex;
use crate::time::Day;

/// The person whom a sheet names, as it stands there (患者情報). What the sheet leaves out, or what cannot be read, is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// 患者氏名
    #[serde(default)]
    pub name: Option<String>,
    /// 患者氏名カナ
    #[serde(default)]
    pub kana: Option<String>,
    /// 患者生年月日
    #[serde(default)]
    pub birth_date: Option<Day>,
    /// 患者性別
    #[serde(default)]
    pub sex: Option<Sex>,
}

impl From<&records::Patient> for Named {
    fn from(patient: &records::Patient) -> Self {
        let text = |text: &str| {
            let text: String = text.trim().chars().take(limits::NAME).collect();
            (!text.is_empty()).then_some(text)
        };
        Self {
            name: text(&patient.name),
            kana: text(&patient.kana),
            birth_date: date::day(&patient.birth_date),
            sex: match patient.sex.as_str() {
                "1" => Some(Sex::Male),
                "2" => Some(Sex::Female),
                _ => None,
            },
        }
    }
}

impl Named {
    /// How the name is spelt, with the birth date, as text to be hashed: equal for two sheets that name somebody in the same
    /// spelling, whatever the widths of its letters. None of a sheet without a name or without a birth date: too little of it
    /// tells who is meant.
    pub fn spelling(&self) -> Option<String> {
        let folded = |text: &Option<String>| text.as_deref().map(name::person).unwrap_or_default();
        let (name, kana) = (folded(&self.name), folded(&self.kana));
        let birth_date = self.birth_date?;
        (!name.is_empty() || !kana.is_empty()).then(|| format!("{name}\n{kana}\n{birth_date}"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    fn named(name: &str, kana: &str, birth_date: &str) -> Named {
        let patient = records::Patient {
            name: name.to_owned(),
            kana: kana.to_owned(),
            birth_date: birth_date.to_owned(),
            sex: "2".to_owned(),
            ..records::Patient::default()
        };
        Named::from(&patient)
    }

    #[test]
    fn a_spelling_is_the_same_in_other_widths_and_another_with_another_birth_date() {
        let maiden = named("玉名　花子", "ﾀﾏﾅ ﾊﾅｺ", "S260314").spelling();
        assert!(maiden.is_some());
        assert_eq!(named("玉名 花子様", "タマナ　ハナコ", "19510314").spelling(), maiden);
        for other in
            [("玉名　花子", "", "S260314"), ("玉名　華子", "ﾀﾏﾅ ﾊﾅｺ", "S260314"), ("玉名　花子", "ﾀﾏﾅ ﾊﾅｺ", "S260315")]
        {
            assert_ne!(named(other.0, other.1, other.2).spelling(), maiden, "{other:?}");
        }
        for nobody in [("", "", "S260314"), ("玉名　花子", "", ""), ("玉名　花子", "", "S26031")] {
            assert_eq!(named(nobody.0, nobody.1, nobody.2).spelling(), None, "{nobody:?}");
        }
    }
}
