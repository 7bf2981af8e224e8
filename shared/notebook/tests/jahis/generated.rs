//! Notebooks as people have them: several visits, doctors, RPs and every kind of record, within the standard's lengths.

use chrono::NaiveDate;
use notebook::medication::dispensing::{
    CodeSystem, Dispensing, DosageForm, Drug, DrugCode, Group, Pharmacy, Prescriber, Provided, ProvidedCategory,
    QuantityBasis, Source,
};
use notebook::medication::jahis::records;
use notebook::medication::note::{Author, Ingredient, NotebookNote, Otc, PatientNoteCategory};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

/// A text of so many bytes of CP932: kanji, kana of either width, signs of the maker's rows, spaces inside.
pub(crate) fn text(bytes: usize) -> BoxedStrategy<String> {
    let letter = select(vec![
        "髙", "﨑", "①", "～", "㈱", "Ⅳ", "ー", "－", "∥", "￥", "〓", "ア", "錠", "薬", "荒", "尾", "Ａ", "５", "㎎",
        "％", "ｶ", "ﾅ", "ﾞ", "A", "b", "5", ".", "-", "(", ")", " ", "　", "=", "+", "@",
    ]);
    prop_oneof![6 => 1..=bytes.min(24), 1 => Just(bytes)]
        .prop_flat_map(move |most| {
            vec(letter.clone(), 1..=most).prop_map(move |letters| {
                let mut text = String::new();
                let mut room = most;
                for letter in letters {
                    let width =
                        if letter.is_ascii() || letter.len() == 3 && ("｡"..="ﾟ").contains(&letter) { 1 } else { 2 };
                    if width <= room {
                        text.push_str(letter);
                        room -= width;
                    }
                }
                let text = text.trim_matches([' ', '\u{3000}']).to_owned();
                if text.is_empty() { "薬".chars().take(most / 2).chain("x".chars()).take(1).collect() } else { text }
            })
        })
        .boxed()
}

fn day() -> BoxedStrategy<NaiveDate> {
    let edges = ["1926-12-25", "1989-01-07", "1989-01-08", "2019-04-30", "2019-05-01", "2024-02-29", "2026-12-31"];
    let edges = edges.map(|day| day.parse().unwrap()).to_vec();
    let first = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    prop_oneof![select(edges), (0_u64..3_000).prop_map(move |days| first + chrono::Days::new(days))].boxed()
}

/// Ten digits of an institution with one of these fee tables.
fn code(fee_tables: &'static str) -> BoxedStrategy<String> {
    ("(0[1-9]|[1-3][0-9]|4[0-7])", fee_tables, "[0-9]{7}").prop_map(|(a, b, c)| [a, b, c].concat()).boxed()
}

fn pharmacy() -> BoxedStrategy<Pharmacy> {
    let phone = option::of("0[0-9]{2,3}-[0-9]{2}-[0-9]{4}");
    (option::of(code("[134]")), option::of(text(120)), phone, option::of(text(40)))
        .prop_map(|(code, name, phone, staff)| Pharmacy { code, name, phone, staff, ..Pharmacy::default() })
        .boxed()
}

fn drug(form: Option<DosageForm>) -> BoxedStrategy<Drug> {
    let quantity = option::of("[0-9]{1,6}(\\.[0-9]{1,5})?").prop_map(|text| text.and_then(|text| text.parse().ok()));
    let systems = vec![CodeSystem::Yj, CodeSystem::Claim, CodeSystem::NhiPriceList, CodeSystem::Hot];
    let code = option::of((select(systems), "[0-9]{7}[A-Z][0-9]{4}"))
        .prop_map(|code| code.map(|(system, value)| DrugCode { system, value }));
    let generic = (option::of(text(120)), option::of("[0-9]{7}[A-Z][0-9]ZZZ"));
    // A name that is a number is no medicine's, and is refused.
    let name =
        text(120).prop_map(|name| if notebook::medication::name::is_number(&name) { "薬".to_owned() } else { name });
    (name, quantity, option::of(text(12)), code, generic, vec(text(400), 0..3))
        .prop_map(move |(name, quantity, unit, code, (generic_name, generic_name_code), notes)| Drug {
            name,
            quantity,
            unit,
            quantity_basis: form.map_or(QuantityBasis::Unknown, DosageForm::basis),
            code,
            generic_name,
            generic_name_code,
            notes,
            ..Drug::default()
        })
        .boxed()
}

fn group() -> BoxedStrategy<Group> {
    let forms: Vec<DosageForm> = DosageForm::CODES.iter().map(|(_, form)| *form).collect();
    let supply = (option::of(0_u16..1000), option::of(text(20)));
    let usage = (option::of(text(100)), option::of("[0-9A-Z]{16}"), option::of(select(forms)), supply);
    (usage, vec(text(400), 0..3))
        .prop_flat_map(|((usage_text, usage_code, dosage_form, (supply_count, supply_unit)), notes)| {
            // Without a form the unit of the supply would decide what a quantity counts.
            let supply_unit = if dosage_form.is_none() { Some("調剤".to_owned()) } else { supply_unit };
            vec(drug(dosage_form), 1..5).prop_map(move |drugs| Group {
                rp: 0,
                usage_text: usage_text.clone(),
                usage_code: usage_code.clone(),
                dosage_form,
                supply_count,
                supply_unit: supply_unit.clone(),
                drugs,
                notes: notes.clone(),
                ..Group::default()
            })
        })
        .boxed()
}

type Doctor = (Option<String>, Option<String>);

fn doctors() -> BoxedStrategy<Vec<Doctor>> {
    vec((option::of(text(40)), option::of(text(80))), 1..4).boxed()
}

pub(crate) fn dispensing() -> BoxedStrategy<Dispensing> {
    let institution = (option::of(code("[13]")), option::of(text(120)));
    let provided = vec((select(vec!["30", "31", "99"]), text(400)), 0..2);
    let texts = || vec(text(400), 0..3);
    let groups = vec((group(), 0_usize..3), 0..5);
    let source = select(vec![Source::Qr, Source::Manual, Source::Pharmacy]);
    ((day(), source, pharmacy()), institution, doctors(), groups, (texts(), texts(), texts(), provided))
        .prop_map(|((dispensed_on, source, pharmacy), institution, doctors, groups, texts)| {
            let (cautions, remarks, leftovers, provided) = texts;
            let (mut institution_code, mut institution) = institution;
            // A clinic that hands out medicines itself is also who prescribed.
            if institution.is_none() && institution_code.is_none() && is_clinic(pharmacy.code.as_deref()) {
                (institution_code, institution) = (pharmacy.code.clone(), pharmacy.name.clone());
            }
            let prescriber = |place: usize| {
                let (doctor, department) = doctors.get(place).cloned()?;
                let (institution_code, institution) = (institution_code.clone(), institution.clone());
                Some(Prescriber { institution_code, institution, doctor, department, ..Prescriber::default() })
            };
            let first = prescriber(0).unwrap();
            let groups = (1..).zip(groups).map(|(rp, (group, doctor))| {
                let prescriber = prescriber(doctor).filter(|prescriber| *prescriber != first);
                Group { rp, prescriber, ..group }
            });
            Dispensing {
                pharmacy,
                groups: groups.collect(),
                prescriber: first.clone(),
                cautions,
                remarks,
                provided: provided
                    .into_iter()
                    .map(|(category, text)| Provided { category: ProvidedCategory::of(category), text, author: None })
                    .collect(),
                leftovers,
                ..Dispensing::of_day(Uuid::nil(), dispensed_on, source)
            }
        })
        .boxed()
}

fn is_clinic(code: Option<&str>) -> bool {
    code.is_some_and(|code| matches!(code.as_bytes()[2], b'1' | b'3'))
}

/// In the order in which a document has them.
pub(crate) fn notes() -> BoxedStrategy<Vec<NotebookNote>> {
    let author = || select(vec![Author::Professional, Author::Patient, Author::Other, Author::Unknown]);
    let categories = select(vec!["1", "2", "3", "9"]).prop_map(PatientNoteCategory::of);
    let patient = (categories, text(120), author()).prop_map(|(category, text, author)| NotebookNote::Patient {
        category,
        text,
        author,
    });
    let ingredient =
        (text(200), option::of("[0-9A-Z]{8,20}")).prop_map(|(name, code)| Ingredient { name, code, author: None });
    let otc =
        (text(120), option::of(day()), option::of(day()), option::of("[0-9]{13}"), vec(ingredient, 0..4), author())
            .prop_map(|(name, started_on, ended_on, jan, ingredients, author)| {
                NotebookNote::Otc(Otc { name, started_on, ended_on, jan, ingredients, author })
            });
    let memo = (text(400), option::of(day()), author()).prop_map(|(text, written_on, author)| NotebookNote::Memo {
        text,
        written_on,
        author,
    });
    let pharmacist = (text(40), text(120), option::of(text(800)), option::of(day()), option::of(day())).prop_map(
        |(name, pharmacy, contact, from, until)| NotebookNote::FamilyPharmacist {
            name,
            pharmacy,
            contact,
            from,
            until,
            author: Some(Author::Professional),
        },
    );
    (vec(patient, 0..4), vec(otc, 0..4), vec(memo, 0..3), vec(pharmacist, 0..2))
        .prop_map(|(patient, otc, memo, pharmacist)| [patient, otc, memo, pharmacist].concat())
        .boxed()
}

pub(crate) fn patient() -> BoxedStrategy<Option<records::Patient>> {
    let whole = (text(40), select(vec!["1", "2"]), "(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])", text(40));
    option::of(whole.prop_map(|(name, sex, birth_date, kana)| records::Patient {
        name,
        sex: sex.to_owned(),
        birth_date,
        kana,
        ..records::Patient::default()
    }))
    .boxed()
}
