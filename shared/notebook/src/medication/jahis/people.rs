//! Whether a text tells of one person. Who wrote a second 患者情報 (1) into it wrote of a second person, whatever stands between.

use super::date;
use super::records::{Patient, Record};
use crate::medication::name;

/// Whether records name more than one person. A record that repeats the first, however it is written, names nobody else.
pub(super) fn are_several(records: &[Record]) -> bool {
    let mut people =
        records.iter().filter_map(|record| if let Record::Patient(patient) = record { Some(patient) } else { None });
    let Some(first) = people.next() else { return false };
    people.any(|other| !is_same(first, other))
}

/// Whether the other names the same person: nothing contradicts, and name or birth date agree, or it names nobody.
fn is_same(first: &Patient, other: &Patient) -> bool {
    let name = same_name(first, other);
    let birth = date::day(&first.birth_date).zip(date::day(&other.birth_date)).map(|(one, other)| one == other);
    let sex = (!first.sex.is_empty() && !other.sex.is_empty()).then(|| first.sex == other.sex);
    if [name, birth, sex].contains(&Some(false)) {
        return false;
    }
    let names_nobody = other.name.is_empty() && other.kana.is_empty() && other.birth_date.is_empty();
    name == Some(true) || birth == Some(true) || names_nobody
}

/// Whether name or kana agree; none where there is nothing to compare.
fn same_name(first: &Patient, other: &Patient) -> Option<bool> {
    let names = |patient: &Patient| {
        [name::person(&patient.name), name::person(&patient.kana)].into_iter().filter(|name| !name.is_empty())
    };
    let (mine, others): (Vec<_>, Vec<_>) = (names(first).collect(), names(other).collect());
    if mine.is_empty() || others.is_empty() {
        return None;
    }
    let agree = mine.iter().any(|name| others.contains(name));
    // A name in kanji and one in kana alone cannot be compared.
    let comparable =
        agree || !first.name.is_empty() && !other.name.is_empty() || !first.kana.is_empty() && !other.kana.is_empty();
    comparable.then_some(agree)
}
