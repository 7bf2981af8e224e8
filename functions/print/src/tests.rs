//! The printed list, read back by another program's reader of PDF.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests

use lopdf::Document;
use notebook::medication::dispensing::{
    Dispensing, DosageForm, Drug, Group, Pharmacy, Prescriber, QuantityBasis, Source,
};
use notebook::medication::note::{Author, NotebookNote, Otc, PatientNoteCategory};
use notebook::resident::{Resident, Status};
use notebook::text::Text;
use notebook::time::Day;
use platform::problem::Language;
use records::medicines::{Entry, Material};

use crate::printed;
use crate::sheet::Heading;

const NAMES: [&str; 6] = [
    "アムロジピンＯＤ錠５ｍｇ「サワイ」",
    "酸化マグネシウム錠３３０ｍｇ",
    "ツムラ抑肝散エキス顆粒（医療用）",
    "ロキソプロフェンＮａテープ１００ｍｇ",
    "ヒューマログ注ミリオペン",
    "カロナール錠５００",
];

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn drug(name: &str, quantity: &str, unit: &str, quantity_basis: QuantityBasis) -> Drug {
    Drug {
        name: name.to_owned(),
        quantity: quantity.parse().ok(),
        unit: Some(unit.to_owned()),
        quantity_basis,
        notes: vec!["グレープフルーツジュースと一緒に飲まないでください。".to_owned()],
        ..Drug::default()
    }
}

fn group(usage: &str, supply: (u16, &str), drugs: Vec<Drug>) -> Group {
    Group {
        rp: 1,
        usage_text: Some(usage.to_owned()),
        dosage_form: Some(DosageForm::Oral),
        supply_count: Some(supply.0),
        supply_unit: Some(supply.1.to_owned()),
        drugs,
        notes: vec!["めまいがあるときは車の運転をしないこと".to_owned()],
        ..Group::default()
    }
}

fn entry(on: Day, number: usize) -> Entry {
    let name = |place: usize| format!("{}{number}", NAMES[(number + place) % NAMES.len()]);
    let id = "019aa000-0000-7000-8000-000000000001".parse::<notebook::id::MedicationId>().unwrap().0;
    let dispensing = Dispensing {
        pharmacy: Pharmacy {
            name: Some("有明調剤薬局　荒尾店".to_owned()),
            phone: Some("0968-00-0002".to_owned()),
            ..Pharmacy::default()
        },
        prescriber: Prescriber {
            institution: Some("荒尾内科クリニック".to_owned()),
            doctor: Some("髙﨑　誠".to_owned()),
            department: Some("内科".to_owned()),
            ..Prescriber::default()
        },
        groups: vec![
            group("１日３回毎食後", (28, "日分"), vec![drug(&name(0), "3", "錠", QuantityBasis::PerDay)]),
            group("疼痛時", (10, "回分"), vec![drug(&name(1), "1.5", "錠", QuantityBasis::PerUse)]),
            group("１日１回　腰に貼付", (1, "調剤"), vec![drug(&name(2), "21", "枚", QuantityBasis::Total)]),
        ],
        cautions: vec!["ふらつきに注意してください".to_owned()],
        remarks: vec!["次回は残薬をお持ちください".to_owned()],
        leftovers: vec!["酸化マグネシウムが１４錠残っています".to_owned()],
        ..Dispensing::of_day(id, on, Source::Qr)
    };
    Entry { dispensing, remark: None, concealed: number == 1 }
}

fn material(entries: usize) -> Material {
    let first = day("2025-11-23");
    let note =
        |category, text: &str| NotebookNote::Patient { category, text: text.to_owned(), author: Author::Patient };
    Material {
        person: Resident { status: Status::VerifiedResident, ..Resident::unverified(Text::parse("花子").unwrap()) },
        with_profile: true,
        entries: (0..entries).map(|n| entry(first + chrono::Days::new(u64::try_from(n).unwrap() % 365), n)).collect(),
        notes: vec![
            note(PatientNoteCategory::Allergy, "卵（じんましん）"),
            note(PatientNoteCategory::AdverseReaction, "ペニシリン系で発疹。𠮷野🥚"),
            NotebookNote::Otc(Otc {
                name: "かぜぐすりＡ微粒".to_owned(),
                started_on: Some(day("2026-11-01")),
                ended_on: None,
                jan: None,
                ingredients: Vec::new(),
                author: Author::Patient,
            }),
        ],
        concealed_otc: Vec::new(),
        otc_remarks: Vec::new(),
        concealed_left_out: 0,
        unconfirmed_left_out: 0,
    }
}

fn heading(language: Language) -> Heading {
    Heading { printed_on: day("2026-11-22"), from: day("2025-11-22"), to: None, language }
}

fn read(bytes: &[u8]) -> (Document, Vec<String>) {
    let document = Document::load_mem(bytes).unwrap();
    let pages = document.get_pages();
    let text = |number: &u32| document.extract_text(&[*number]).unwrap().replace('\n', "");
    let texts = pages.keys().map(text).collect();
    (document, texts)
}

#[test]
fn every_medicine_and_amount_can_be_read_and_allergies_stand_first() {
    let bytes = printed(&material(9), &heading(Language::Japanese)).ok().flatten().unwrap();
    let (_, pages) = read(&bytes);
    let whole = pages.concat();
    for number in 0..9 {
        for place in 0..3 {
            assert!(whole.contains(&format!("{}{number}", NAMES[(number + place) % 6])), "{number}");
        }
    }
    assert_eq!(whole.matches("1日3錠　１日３回毎食後　28日分").count(), 9);
    assert_eq!(whole.matches("1回1.5錠　疼痛時　10回分").count(), 9);
    assert_eq!(whole.matches("全量 21枚　１日１回　腰に貼付").count(), 9);
    for text in [
        "花子 さん",
        "印刷した日：2026年11月22日（日）",
        "処方：荒尾内科クリニック　内科　髙﨑　誠",
        "かぜぐすりＡ微粒",
    ] {
        assert!(whole.contains(text), "{text}");
    }
    let first = &pages[0];
    let (allergy, medicine) =
        (first.find("アレルギー：卵（じんましん）").unwrap(), first.find("有明調剤薬局").unwrap());
    assert!(allergy < medicine);
    assert!(first.contains("副作用：ペニシリン系で発疹。"));
    assert!(first.contains("𠮷野〓"), "a rare kanji of a name is printed, and what no font has is shown as missing");
    assert!(whole.contains("U+1F95A") && !whole.contains("U+20BB7"), "and the list says which character that was");
    assert_eq!(whole.matches("【医療機関に見せない設定】").count(), 1);
    for (number, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("{} / {}", number + 1, pages.len())), "{page}");
    }
    // The newest first.
    assert!(whole.find("2025年12月1日").unwrap() < whole.find("2025年11月23日").unwrap());
}

#[test]
fn without_the_profile_it_says_that_allergies_are_missing_in_the_language_asked() {
    let mut material = material(1);
    (material.with_profile, material.notes) = (false, Vec::new());
    let whole = read(&printed(&material, &heading(Language::Japanese)).ok().flatten().unwrap()).1.concat();
    assert!(whole.contains("ここにはのっていません"));
    let whole = read(&printed(&material, &heading(Language::English)).ok().flatten().unwrap()).1.concat();
    assert!(whole.contains("3 tablets a day") && whole.contains("Sun, 22 Nov 2026"), "{whole}");
    assert!(whole.contains("Period: from Sat, 22 Nov 2025"), "{whole}");
    assert!(!whole.contains('：') && !whole.contains('～'), "{whole}");
}

#[test]
fn every_page_names_the_person_as_the_card_proved_them() {
    let mut material = material(9);
    material.person.identity.legal_name = Some(Text::parse("荒尾　華子").unwrap());
    material.person.identity.birth_date = Some(day("1980-01-02"));
    let (_, pages) = read(&printed(&material, &heading(Language::Japanese)).ok().flatten().unwrap());
    assert!(
        pages.iter().all(|page| page.contains("荒尾　華子　1980年1月2日生") && !page.contains("花子 さん")),
        "{pages:?}"
    );
    let (_, pages) = read(&printed(&material, &heading(Language::English)).ok().flatten().unwrap());
    assert!(pages.iter().all(|page| page.contains("荒尾　華子, born 2 Jan 1980")), "{pages:?}");
    // Who may not see the profile prints the name that they see in the notebook.
    material.with_profile = false;
    let (_, pages) = read(&printed(&material, &heading(Language::Japanese)).ok().flatten().unwrap());
    assert!(
        pages.iter().all(|page| page.contains("花子 さん（手帳での呼び名）") && !page.contains("華子")),
        "{pages:?}"
    );
}

#[test]
fn the_font_is_embedded_with_what_is_used_and_the_same_list_has_the_same_bytes() {
    let bytes = printed(&material(400), &heading(Language::Japanese)).ok().flatten().unwrap();
    assert!(bytes.len() <= 600_000, "{}", bytes.len());
    assert_eq!(bytes, printed(&material(400), &heading(Language::Japanese)).ok().flatten().unwrap());
    let (document, pages) = read(&bytes);
    assert!(pages.len() > 50);
    let mut embedded = 0;
    for object in document.objects.values() {
        let Ok(font) = object.as_dict() else { continue };
        if !font.has_type(b"FontDescriptor") {
            continue;
        }
        let name = String::from_utf8_lossy(font.get(b"FontName").unwrap().as_name().unwrap()).into_owned();
        assert!(name.contains("+BIZUDGothic") || name.contains("+NotoSansCJK"), "a subset has a mark: {name}");
        let file = font.get(b"FontFile2").or_else(|_| font.get(b"FontFile3")).unwrap().as_reference().unwrap();
        let file = document.get_object(file).unwrap().as_stream().unwrap();
        assert!(file.content.len() < 200_000);
        embedded += 1;
    }
    assert_eq!(embedded, 2, "𠮷 is in the second font");
}

#[test]
fn a_list_beyond_every_measure_is_refused() {
    let mut material = material(1);
    material.entries[0].dispensing.remarks = vec!["あ".repeat(800); 1_500];
    assert!(printed(&material, &heading(Language::Japanese)).ok().unwrap().is_none());
}

#[test]
fn r36_what_was_typed_in_several_lines_is_printed_in_one() {
    let mut material = material(1);
    material.entries[0].dispensing.remarks = vec!["朝だけ\n注意：うその行\u{2028}\u{202E}つづき".to_owned()];
    let mut said = Vec::new();
    for block in crate::sheet::blocks(&material, &heading(Language::Japanese)) {
        said.extend(block.texts.into_iter().map(|text| text.words));
    }
    assert!(said.iter().any(|line| line == "備考：朝だけ 注意：うその行 つづき"), "{said:?}");
    assert!(said.iter().all(|line| line.lines().count() <= 1));
}
