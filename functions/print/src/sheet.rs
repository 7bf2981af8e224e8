//! The list of medicines in large print: what is said, in which order and how large.

use std::collections::BTreeSet;

use chrono::{Datelike, Weekday};
use notebook::medication::amount::Language as Words;
use notebook::medication::dispensing::{Dispensing, Drug, Group, Prescriber};
use notebook::medication::note::{NotebookNote, Otc, PatientNoteCategory};
use notebook::time::Day;
use platform::problem::Language;
use records::medicines::{Entry, Material};

use crate::layout::{Block, Text};

/// Names of medicines, and headings.
const NAME: f32 = 19.0;
/// Amounts, usages and allergies.
const AMOUNT: f32 = 16.0;
/// Points from the margin of what belongs to the line above.
const INDENT: f32 = 16.0;

/// What is printed beside the notebook itself.
pub(crate) struct Heading {
    pub(crate) printed_on: Day,
    pub(crate) from: Day,
    pub(crate) to: Option<Day>,
    pub(crate) language: Language,
}

impl Heading {
    const fn say(&self, japanese: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::Japanese => japanese,
            Language::English => english,
        }
    }

    /// The title of the document.
    pub(crate) const fn title(&self) -> &'static str {
        self.say("お薬の一覧（お薬手帳）", "List of medicines")
    }

    /// Whose it is: name and birth date as the card proved them. The name for the family, where there is no other or the reader
    /// may not see it, says that it is no more than that.
    pub(crate) fn whose(&self, material: &Material) -> String {
        let identity = &material.person.identity;
        let Some(legal_name) = identity.legal_name.as_ref().filter(|_| material.with_profile) else {
            let name = material.person.display_name.as_str();
            return match self.language {
                Language::Japanese => format!("{name} さん（手帳での呼び名）"),
                Language::English => format!("{name} (as called in the notebook)"),
            };
        };
        let birth = identity.birth_date.map(|birth| match self.language {
            Language::Japanese => format!("{}年{}月{}日生", birth.year(), birth.month(), birth.day()),
            Language::English => birth.format("born %-d %b %Y").to_string(),
        });
        std::iter::once(legal_name.as_str().to_owned()).chain(birth).collect::<Vec<_>>().join(self.say("　", ", "))
    }

    /// What stands at the foot of every page.
    pub(crate) fn foot(&self, material: &Material, number: usize, count: usize) -> String {
        let between = self.say("　　", "   ");
        [self.whose(material), self.day(self.printed_on), format!("{number} / {count}")].join(between)
    }

    fn day(&self, day: Day) -> String {
        match self.language {
            Language::Japanese => {
                let weekday = match day.weekday() {
                    Weekday::Mon => '月',
                    Weekday::Tue => '火',
                    Weekday::Wed => '水',
                    Weekday::Thu => '木',
                    Weekday::Fri => '金',
                    Weekday::Sat => '土',
                    Weekday::Sun => '日',
                };
                format!("{}年{}月{}日（{weekday}）", day.year(), day.month(), day.day())
            }
            Language::English => day.format("%a, %-d %b %Y").to_string(),
        }
    }

    fn days(&self, from: Option<Day>, to: Option<Day>) -> String {
        let (first, last) = (from.map(|day| self.day(day)), to.map(|day| self.day(day)));
        match (self.language, first, last) {
            (Language::English, Some(first), Some(last)) => format!("{first} to {last}"),
            (Language::English, Some(first), None) => format!("from {first}"),
            (Language::English, None, Some(last)) => format!("until {last}"),
            (Language::English, None, None) => String::new(),
            (Language::Japanese, first, last) => {
                format!("{} ～ {}", first.unwrap_or_default(), last.unwrap_or_default()).trim().to_owned()
            }
        }
    }

    /// A label with what it is the label of.
    fn labelled(&self, label: &str, text: &str) -> String {
        format!("{label}{}{text}", self.say("：", ": "))
    }
}

/// What to know of characters that could not be printed; nothing where all were. Each is named by its number in Unicode, so
/// that somebody can look it up.
pub(crate) fn unprintable(lacking: &BTreeSet<char>, heading: &Heading) -> Option<Block> {
    if lacking.is_empty() {
        return None;
    }
    let numbers: Vec<String> = lacking.iter().map(|character| format!("U+{:04X}", u32::from(*character))).collect();
    let words = heading.say(
        "〓 は、印刷用の文字にない文字です。もとの文字は手帳の画面で確かめてください：",
        "〓 stands for a character that cannot be printed. See the notebook on the screen for it: ",
    );
    Some(Block { texts: vec![Text::body(format!("{words}{}", numbers.join(" ")))], rule: true, ..Block::default() })
}

/// The whole list: what to mind first, then dispensings with the newest first, then everything else.
pub(crate) fn blocks(material: &Material, heading: &Heading) -> Vec<Block> {
    let mut blocks = vec![top(material, heading), minded(material, heading)];
    for entry in material.entries.iter().rev() {
        dispensing(entry, heading, &mut blocks);
    }
    otc(material, heading, &mut blocks);
    others(material, heading, &mut blocks);
    blocks
}

fn top(material: &Material, heading: &Heading) -> Block {
    let printed = heading.say("印刷した日：", "Printed on ");
    let period = heading.days(Some(heading.from), heading.to);
    let mut texts = vec![
        Text::strong(heading.title(), 24.0),
        Text::strong(heading.whose(material), 22.0),
        Text::body(format!("{printed}{}", heading.day(heading.printed_on))),
        Text::body(heading.labelled(heading.say("期間", "Period"), &period)),
    ];
    if material.entries.iter().any(|entry| entry.concealed) || !material.concealed_otc.is_empty() {
        let warning = heading.say(
            "【注意】医療機関に見せない設定のお薬ものっています。",
            "Mind: medicines that are kept from clinics are in this list.",
        );
        texts.push(Text::body(warning));
    }
    Block { texts, ..Block::default() }
}

/// Allergies, adverse reactions and the like.
fn minded(material: &Material, heading: &Heading) -> Block {
    let mut texts =
        vec![Text::strong(heading.say("アレルギー・副作用など", "Allergies, adverse reactions and more"), NAME)];
    for wanted in [
        PatientNoteCategory::Allergy,
        PatientNoteCategory::AdverseReaction,
        PatientNoteCategory::History,
        PatientNoteCategory::Other,
    ] {
        let label = match wanted {
            PatientNoteCategory::Allergy => heading.say("アレルギー", "Allergy"),
            PatientNoteCategory::AdverseReaction => heading.say("副作用", "Adverse reaction"),
            PatientNoteCategory::History => heading.say("これまでの病気", "Earlier illness"),
            PatientNoteCategory::Other => heading.say("その他", "Other"),
        };
        let said = material.notes.iter().filter_map(|note| match note {
            NotebookNote::Patient { category, text, .. } if *category == wanted => Some(text),
            _ => None,
        });
        texts.extend(said.map(|text| Text::body(heading.labelled(label, text)).size(AMOUNT).indent(INDENT)));
    }
    if texts.len() == 1 {
        let none = heading.say("手帳には書かれていません。", "Nothing is written in the notebook.");
        texts.push(Text::body(none).size(AMOUNT).indent(INDENT));
    }
    if !material.with_profile {
        let without = heading.say(
            "プロフィールの氏名・生年月日・アレルギーなどは、見ることを許された人だけが印刷できます。ここにはのっていません。",
            "Legal name, birth date and what the profile says of allergies are not in this list: they are printed only by those who may see the profile.",
        );
        texts.push(Text::body(without).indent(INDENT));
    }
    Block { texts, rule: true, ..Block::default() }
}

fn dispensing(entry: &Entry, heading: &Heading, blocks: &mut Vec<Block>) {
    let dispensing = &entry.dispensing;
    let day = heading.day(dispensing.dispensed_on);
    let pharmacy = dispensing.pharmacy.name.as_deref().unwrap_or_default();
    let continued = match heading.language {
        Language::Japanese => format!("（{day}　{pharmacy}　の続き）"),
        Language::English => format!("({day}, {pharmacy}, continued)"),
    };
    let mut texts = vec![Text::strong(day, NAME)];
    texts.extend(dispenser(dispensing));
    texts.extend(prescriber(&dispensing.prescriber, dispensing, heading).map(Text::body));
    if entry.concealed {
        texts.push(Text::body(heading.say("【医療機関に見せない設定】", "[kept from clinics]")));
    }
    let first = blocks.len();
    blocks.push(Block { texts, leads: true, rule: true, continued: None });
    for group in &dispensing.groups {
        for drug in &group.drugs {
            let mut texts = medicine(group, drug, heading);
            let other = group.prescriber.as_ref().and_then(|other| prescriber(other, dispensing, heading));
            texts.extend(other.map(|other| Text::body(other).indent(INDENT)));
            blocks.push(Block { texts, continued: Some(continued.clone()), ..Block::default() });
        }
    }
    let said = |label: &'static str, texts: &[String]| {
        texts.iter().map(|text| Text::body(heading.labelled(label, text))).collect::<Vec<_>>()
    };
    let mut texts = said(heading.say("注意", "Caution"), &dispensing.cautions);
    texts.extend(dispensing.provided.iter().map(|provided| {
        Text::body(heading.labelled(heading.say("医療機関から", "From the hospital"), &provided.text))
    }));
    texts.extend(said(heading.say("残っている薬", "Left over"), &dispensing.leftovers));
    texts.extend(said(heading.say("備考", "Remark"), &dispensing.remarks));
    texts.extend((!dispensing.doubts.is_empty()).then(|| {
        Text::body(heading.say(
            "※ 用紙の一部を読み取れていない可能性があります。用紙と見比べてください。",
            "Something of the sheet may be missing here: compare with the paper.",
        ))
    }));
    texts.extend(remark(entry.remark.as_ref().map(notebook::text::Text::as_str), heading));
    if !texts.is_empty() {
        blocks.push(Block { texts, continued: Some(continued), ..Block::default() });
    }
    if blocks.len() == first + 1
        && let Some(only) = blocks.last_mut()
    {
        only.leads = false;
    }
}

fn dispenser(dispensing: &Dispensing) -> Option<Text> {
    let pharmacy = &dispensing.pharmacy;
    let parts = [&pharmacy.name, &pharmacy.phone, &pharmacy.staff].into_iter().flatten();
    let text = parts.map(String::as_str).collect::<Vec<_>>().join("　");
    (!text.is_empty()).then(|| Text::body(text).size(AMOUNT))
}

fn prescriber(prescriber: &Prescriber, dispensing: &Dispensing, heading: &Heading) -> Option<String> {
    // A clinic that hands out medicines itself is named already.
    let institution = prescriber.institution.as_ref().filter(|name| dispensing.pharmacy.name.as_ref() != Some(*name));
    let parts = [institution, prescriber.department.as_ref(), prescriber.doctor.as_ref()];
    let text = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("　");
    (!text.is_empty()).then(|| format!("{}{text}", heading.say("処方：", "Prescribed by ")))
}

fn medicine(group: &Group, drug: &Drug, heading: &Heading) -> Vec<Text> {
    let words = match heading.language {
        Language::Japanese => Words::Japanese,
        Language::English => Words::English,
    };
    let mut texts = vec![Text::strong(drug.name.clone(), NAME)];
    let how = group.directions(drug, words).collect::<Vec<_>>().join("　");
    if !how.is_empty() {
        texts.push(Text::body(how).size(AMOUNT).indent(INDENT));
    }
    if let Some(generic) = &drug.generic_name {
        texts.push(Text::body(heading.labelled(heading.say("一般名", "Generic name"), generic)).indent(INDENT));
    }
    texts.extend(drug.notes.iter().chain(&group.notes).map(|note| Text::body(format!("・{note}")).indent(INDENT)));
    texts
}

fn otc(material: &Material, heading: &Heading, blocks: &mut Vec<Block>) {
    let all: Vec<&Otc> = material
        .notes
        .iter()
        .filter_map(|note| match note {
            NotebookNote::Otc(otc) => Some(otc),
            _ => None,
        })
        .collect();
    if all.is_empty() {
        return;
    }
    let title = heading.say("市販のお薬", "Medicines without prescription");
    blocks.push(Block { texts: vec![Text::strong(title, NAME)], leads: true, rule: true, continued: None });
    for otc in all {
        let mut texts = vec![Text::strong(otc.name.clone(), NAME)];
        if otc.started_on.or(otc.ended_on).is_some() {
            texts.push(Text::body(heading.days(otc.started_on, otc.ended_on)).size(AMOUNT).indent(INDENT));
        }
        if !otc.ingredients.is_empty() {
            let names = otc.ingredients.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join("、");
            texts.push(Text::body(heading.labelled(heading.say("成分", "Ingredients"), &names)).indent(INDENT));
        }
        if material.concealed_otc.contains(otc) {
            texts.push(Text::body(heading.say("【医療機関に見せない設定】", "[kept from clinics]")).indent(INDENT));
        }
        texts.extend(remark(material.remark_on(otc), heading).map(|text| text.indent(INDENT)));
        blocks.push(Block { texts, continued: Some(title.to_owned()), ..Block::default() });
    }
}

/// The person's own remark, where they want it printed.
fn remark(remark: Option<&str>, heading: &Heading) -> Option<Text> {
    remark.map(|remark| Text::body(heading.labelled(heading.say("自分のメモ", "Own remark"), remark)))
}

/// Memos and family pharmacists.
fn others(material: &Material, heading: &Heading, blocks: &mut Vec<Block>) {
    let mut texts = Vec::new();
    for note in &material.notes {
        match note {
            NotebookNote::Memo { text, written_on, .. } => {
                let (before, after) = (heading.say("（", " ("), heading.say("）", ")"));
                let day = written_on.map(|day| format!("{before}{}{after}", heading.day(day))).unwrap_or_default();
                let label = format!("{}{day}", heading.say("メモ", "Memo"));
                texts.push(Text::body(heading.labelled(&label, text)));
            }
            NotebookNote::FamilyPharmacist { name, pharmacy, contact, .. } => {
                let label = heading.say("かかりつけ薬剤師", "Family pharmacist");
                let contact = contact.as_deref().unwrap_or_default();
                texts.push(Text::body(heading.labelled(label, format!("{name}　{pharmacy}　{contact}").trim_end())));
            }
            NotebookNote::Patient { .. } | NotebookNote::Otc(_) => {}
        }
    }
    if !texts.is_empty() {
        blocks.push(Block { texts, rule: true, ..Block::default() });
    }
}
