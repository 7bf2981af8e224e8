//! What is written is read again, however it is cut and in whatever order it comes.

use notebook::medication::jahis::records::{RECORDS, spec_of};
use notebook::medication::jahis::table::{Kind, RecordSpec};
use notebook::medication::jahis::{
    Append, Content, Direction, Notebook, Part, Record, Refusal, Version, read, split, write,
};
use proptest::prelude::*;
use proptest::sample::select;

/// Text as the format allows it: in CP932, without comma, line's end or spaces at the ends.
fn text(max: usize) -> BoxedStrategy<String> {
    let letters = prop_oneof![
        6 => "[ぁ-んァ-ヶ一-龠]",
        2 => "[ -+\\--~]",
        1 => "[ｦ-ﾟ]",
        1 => select(vec!["髙", "﨑", "①", "～", "〓", "㈱", "Ⅳ", "ー", "　", "―", "∥", "￥", "\u{E000}a"])
            .prop_map(|text| text.trim_matches('\u{E000}').to_owned()),
    ];
    proptest::collection::vec(letters, 0..=max)
        .prop_map(|letters| letters.concat())
        .prop_map(|text| text.trim_matches([' ', '\u{3000}']).chars().filter(|c| in_cp932(*c)).collect::<String>())
        .prop_map(|text| text.trim_matches([' ', '\u{3000}']).to_owned())
        .boxed()
}

fn in_cp932(character: char) -> bool {
    let text = character.to_string();
    let (bytes, _, unmappable) = encoding_rs::SHIFT_JIS.encode(&text);
    !unmappable && encoding_rs::SHIFT_JIS.decode_without_bom_handling(&bytes).0 == text
}

fn value(kind: Kind) -> BoxedStrategy<String> {
    let good: BoxedStrategy<String> = match kind {
        Kind::Digits(max) => proptest::string::string_regex(&format!("[0-9]{{1,{max}}}")).unwrap().boxed(),
        Kind::Alnum(max) => proptest::string::string_regex(&format!("[0-9A-Z.-]{{1,{max}}}")).unwrap().boxed(),
        Kind::Text(max) => text(max.min(60) / 2),
        Kind::Date => prop_oneof![
            "(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])",
            "[MTSHR][0-6][0-9](0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])"
        ]
        .boxed(),
        Kind::Code(codes) => select(codes).prop_map(str::to_owned).boxed(),
        Kind::Decimal(_, whole, fraction) => {
            proptest::string::string_regex(&format!("[0-9]{{1,{whole}}}(\\.[0-9]{{1,{fraction}}})?")).unwrap().boxed()
        }
    };
    prop_oneof![7 => good, 2 => Just(String::new()), 1 => text(6)].boxed()
}

fn fields(spec: &'static RecordSpec) -> BoxedStrategy<Vec<String>> {
    let values: Vec<_> = spec.fields.iter().map(|field| value(field.kind)).collect();
    (values, proptest::collection::vec(text(4), 0..2))
        .prop_map(|(mut fields, extra)| {
            fields.extend(extra);
            fields
        })
        .boxed()
}

fn record() -> impl Strategy<Value = Record> {
    let known = select(RECORDS).prop_flat_map(|spec| {
        let spec = spec_of(spec.number).unwrap();
        fields(spec).prop_map(move |fields| (spec.number.to_string(), fields))
    });
    let unknown = ("(6|99|123|02|A1)", proptest::collection::vec(text(6), 1..4));
    prop_oneof![9 => known, 1 => unknown].prop_map(|(number, mut fields)| {
        while fields.last().is_some_and(String::is_empty) {
            fields.pop();
        }
        // What has a number for its name is of a prescription.
        if number == "201" && fields.get(1).is_some_and(|name| notebook::medication::name::is_number(name)) {
            "薬".clone_into(&mut fields[1]);
        }
        Record::of(&number, fields.iter().map(String::as_str))
    })
}

prop_compose! {
    pub(crate) fn notebook()(
        version in prop_oneof![4 => 1_u8..=8, 1 => 0_u8..=99],
        direction in prop_oneof![Just("1".to_owned()), Just("2".to_owned()), text(3)],
        mut records in proptest::collection::vec(record(), 0..40),
    ) -> Notebook {
        // A sheet names one person.
        let mut named = false;
        records.retain(|record| !matches!(record, Record::Patient(_)) || !std::mem::replace(&mut named, true));
        // A sheet never ends between a drug and its usage.
        records.push(Record::of("701", ["薬剤師", "薬局", "電話", "", "", "1"].into_iter()));
        Notebook { version: Version::new(version).unwrap(), direction: Direction::of(&direction), records }
    }
}

/// Cuts bytes into `count` appended symbols, in the middle of characters too.
fn appended(bytes: &[u8], count: usize) -> Vec<Part> {
    let parity = bytes.iter().fold(0, |sum, byte| sum ^ byte);
    let size = bytes.len().div_ceil(count);
    let pieces: Vec<&[u8]> = bytes.chunks(size).collect();
    let total = u8::try_from(pieces.len()).unwrap();
    (0..)
        .zip(pieces)
        .map(|(index, piece)| Part {
            content: Content::Bytes(piece.to_vec()),
            append: Some(Append { index, total, parity }),
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn r31_what_is_written_is_read_again(notebook in notebook()) {
        let written = write(&notebook);
        prop_assert_eq!(&written.replaced, &[]);
        prop_assert_eq!(&read(&[Part::bytes(written.bytes)]).unwrap().notebook, &notebook);
        prop_assert_eq!(&read(&[Part::text(written.text)]).unwrap().notebook, &notebook);
    }

    #[test]
    fn r31_parts_are_read_again_in_any_order(
        notebook in notebook(),
        max in 40_usize..2000,
        order in any::<u64>(),
        count in 1_usize..=16,
    ) {
        let written = write(&notebook);
        let parts = split(&written, max, "20261123094512").unwrap();
        let mut symbols: Vec<Part> = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            match (order >> (place % 60)) % 3 {
                0 => symbols.push(Part::bytes(part.bytes.clone())),
                1 => symbols.push(Part::text(part.text.clone())),
                _ => symbols.extend(appended(&part.bytes, count)),
            }
        }
        let length = symbols.len();
        for place in 0..length {
            let other = usize::try_from(order.rotate_left(u32::try_from(place % 64).unwrap()) % 1009).unwrap() % length;
            symbols.swap(place, other);
        }
        match read(&symbols) {
            Ok(reading) => prop_assert_eq!(reading.notebook, notebook),
            // Two sets of appended symbols may have total and parity in common by chance, and are then refused.
            Err(refusal) => {
                prop_assert_eq!(refusal, Refusal::SplitConflict);
                prop_assert!(count > 1 && parts.len() > 1);
            }
        }
    }
}
