//! Where a text that ends without a line's end was cut off, and where it is merely without one.
//!
//! One symbol of several, handed over without its place among them, ends anywhere: `…,2.5,` would be 2.5 or 2, 28 days
//! would be 2. So a last record without an end counts only when nothing of it can be missing that changes what is there.

use super::check::{self, Context};
use super::date;
use super::document::{Direction, Version};
use super::records::Record;
use super::space::is_space;
use super::table::Kind;

/// Whether the last line of a text, which has no end, may be the beginning of a longer one. It is not only where every
/// field that must be there is, and the last that is there is whole by its length: a day, or a code of a list whose codes
/// are equally long. A blank line is nothing's beginning.
pub(super) fn ends_inside(line: &str, version: Version, direction: &Direction) -> bool {
    let mut fields: Vec<&str> = line.split(',').map(|field| field.trim_matches(is_space)).collect();
    while fields.last().is_some_and(|field| field.is_empty()) {
        fields.pop();
    }
    let Some((number, rest)) = fields.split_first() else { return false };
    let record = Record::of(number, rest.iter().copied());
    let Some(spec) = record.spec() else { return true };
    let context = Context::of(version, direction);
    let is_whole = |(value, place): (&&str, usize)| {
        spec.fields.get(place).is_some_and(|field| match field.kind {
            Kind::Date => date::read(value).is_some(),
            Kind::Code(codes) => codes.contains(value) && codes.iter().all(|code| code.len() == value.len()),
            _ => false,
        })
    };
    let last = rest.last().zip(rest.len().checked_sub(1));
    check::lacks_a_field(spec, rest, &context) || !last.is_some_and(is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_without_an_end_counts_only_where_nothing_of_it_can_be_missing() {
        let ends_inside = |line| ends_inside(line, Version::NEWEST, &Direction::ToPatient);
        for whole in [
            "201,1,ワーファリン錠１ｍｇ,2.5,錠,4,3332001F1059,1",
            "301,1,１日１回夕食後,28,日分,1,1,,1",
            "411,退院後は一包化で服用,31,1",
            "501,お薬手帳を毎回お持ちください,1",
            "601,飲み忘れが多い,20200305",
            "601,飲み忘れが多い,R020305",
            "1,玉名　太郎,1,S230412",
            "",
            ",,",
        ] {
            assert!(!ends_inside(whole), "{whole}");
        }
        for torn in [
            "2",
            "20",
            "201",
            "201,1,ワーファリン錠１ｍｇ,2",
            "201,1,ワーファリン錠１ｍｇ,2.5,",
            "201,1,ワーファリン錠１ｍｇ,2.5,錠,4",
            "201,1,ワーファリン錠１ｍｇ,2.5,錠,4,3332001",
            "201,1,ワーファリン錠１ｍｇ,2.5,錠,4,3332001F1059,",
            "201,1,ワーファリン錠１ｍｇ,2.5,錠,4,3332001F1059,1,ワルファ",
            "201,1,ワーファリン錠１ｍｇ,2.5,錠,4,3332001F1059,1,ワルファリン,2",
            "301,1,１日１回夕食後,2",
            "301,1,１日１回夕食後,28,日分,1",
            "501,お薬手帳を毎回",
            "601,飲み忘れが多い",
            "601,飲み忘れが多い,2020030",
            "1,玉名　太郎,1,S23041",
            "99,1",
        ] {
            assert!(ends_inside(torn), "{torn}");
        }
    }
}
