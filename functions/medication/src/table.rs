//! The medicine notebook as a table: comma-separated values as Excel opens them, that no spreadsheet runs as formulas.

use notebook::medication::amount::Language as Words;
use notebook::medication::dispensing::{CodeSystem, DosageForm, Drug, Group, QuantityBasis, Source};
use notebook::medication::note::{NotebookNote, Otc};
use notebook::text::one_line;
use notebook::time::Day;
use platform::problem::Language;
use records::medicines::{Entry, Material};

/// Without it Excel takes UTF-8 for the system's own character set.
const MARK: &str = "\u{FEFF}";

const COLUMNS: usize = 21;

/// The headings in both languages, in order.
const HEADINGS: [(&str, &str); COLUMNS] = [
    ("日付", "Date"),
    ("種類", "Kind"),
    ("薬局・医療機関", "Dispensed by"),
    ("処方した医療機関", "Prescribed at"),
    ("診療科", "Department"),
    ("医師", "Doctor"),
    ("RP", "RP"),
    ("薬の名前", "Medicine"),
    ("量", "Amount"),
    ("量（数値）", "Amount (number)"),
    ("単位", "Unit"),
    ("量の意味", "What the amount counts"),
    ("使い方", "Usage"),
    ("日数・回数", "Supply"),
    ("剤形", "Form"),
    ("一般名", "Generic name"),
    ("コードの種類", "Code system"),
    ("コード", "Code"),
    ("終了日", "Last day"),
    ("注意・備考", "Notes"),
    ("医療機関に見せない", "Kept from clinics"),
];

/// One line, in the order of [`HEADINGS`].
#[derive(Default)]
struct Line {
    date: String,
    kind: &'static str,
    dispensed_by: String,
    prescribed_at: String,
    department: String,
    doctor: String,
    rp: String,
    medicine: String,
    amount: String,
    number: String,
    unit: String,
    basis: &'static str,
    usage: String,
    supply: String,
    form: &'static str,
    generic: String,
    system: &'static str,
    code: String,
    last_day: String,
    notes: String,
    concealed: &'static str,
}

impl Line {
    fn cells(&self) -> [&str; COLUMNS] {
        [
            &self.date,
            self.kind,
            &self.dispensed_by,
            &self.prescribed_at,
            &self.department,
            &self.doctor,
            &self.rp,
            &self.medicine,
            &self.amount,
            &self.number,
            &self.unit,
            self.basis,
            &self.usage,
            &self.supply,
            self.form,
            &self.generic,
            self.system,
            &self.code,
            &self.last_day,
            &self.notes,
            self.concealed,
        ]
    }
}

/// The bytes of the file: UTF-8 with its mark, CR LF, every cell in quotation marks.
pub(crate) fn write(material: &Material, language: Language) -> Vec<u8> {
    let mut text = MARK.to_owned();
    row(&mut text, HEADINGS.map(|heading| pick(language, heading)));
    for entry in &material.entries {
        for line in of_entry(entry, language) {
            row(&mut text, line.cells());
        }
    }
    for note in &material.notes {
        if let NotebookNote::Otc(otc) = note {
            let concealed = material.concealed_otc.contains(otc);
            let concealed = if concealed { pick(language, ("はい", "yes")) } else { "" };
            row(&mut text, Line { concealed, ..of_otc(otc, material.remark_on(otc), language) }.cells());
        }
    }
    text.into_bytes()
}

fn row<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    for (place, cell) in cells.into_iter().enumerate() {
        text.push_str(if place > 0 { ",\"" } else { "\"" });
        let cell = one_line(cell);
        if is_formula(&cell) {
            text.push('\'');
        }
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

/// Whether a spreadsheet could run a cell, which is one line: it begins with one of these, white space before it not
/// counted.
fn is_formula(cell: &str) -> bool {
    cell.trim_start().starts_with(|first| "=+-@＝＋－＠".contains(first))
}

/// What is said of an entry of which the sheet may have held more.
const IN_DOUBT: (&str, &str) = (
    "用紙の一部を読み取れていない可能性があります。用紙と見比べてください。",
    "Something of the sheet may be missing here: compare with the paper.",
);

fn of_entry(entry: &Entry, language: Language) -> Vec<Line> {
    let dispensing = &entry.dispensing;
    let mut notes: Vec<&str> = dispensing.cautions.iter().map(String::as_str).collect();
    notes.extend(dispensing.provided.iter().map(|provided| provided.text.as_str()));
    notes.extend(dispensing.leftovers.iter().chain(&dispensing.remarks).map(String::as_str));
    notes.extend(entry.remark.iter().map(notebook::text::Text::as_str));
    notes.extend((!dispensing.doubts.is_empty()).then(|| pick(language, IN_DOUBT)));
    let whole = || {
        let prescriber = &dispensing.prescriber;
        Line {
            date: dispensing.dispensed_on.to_string(),
            kind: pick(
                language,
                if dispensing.source == Source::Manual {
                    ("手書き", "Typed by hand")
                } else {
                    ("調剤", "Dispensing")
                },
            ),
            dispensed_by: text(dispensing.pharmacy.name.as_ref()),
            prescribed_at: text(prescriber.institution.as_ref()),
            department: text(prescriber.department.as_ref()),
            doctor: text(prescriber.doctor.as_ref()),
            concealed: if entry.concealed { pick(language, ("はい", "yes")) } else { "" },
            ..Line::default()
        }
    };
    let mut lines = Vec::new();
    for group in &dispensing.groups {
        for drug in &group.drugs {
            let mut line = whole();
            if let Some(prescriber) = &group.prescriber {
                line.department = text(prescriber.department.as_ref());
                line.doctor = text(prescriber.doctor.as_ref());
            }
            of_drug(&mut line, group, drug, language);
            lines.push(line);
        }
    }
    if lines.is_empty() {
        lines.push(whole());
    }
    // What concerns the whole sheet stands once, with its first medicine.
    if let Some(first) = lines.first_mut() {
        let own = std::mem::take(&mut first.notes);
        let own = Some(own.as_str()).filter(|own| !own.is_empty());
        first.notes = own.into_iter().chain(notes).collect::<Vec<_>>().join(" / ");
    }
    lines
}

fn of_drug(line: &mut Line, group: &Group, drug: &Drug, language: Language) {
    let words = match language {
        Language::Japanese => Words::Japanese,
        Language::English => Words::English,
    };
    line.rp = group.rp.to_string();
    line.medicine.clone_from(&drug.name);
    line.amount = group.amount(drug, words).unwrap_or_default();
    if let Some(quantity) = drug.quantity {
        line.number = quantity.to_string();
        line.basis = match drug.quantity_basis {
            QuantityBasis::PerDay => pick(language, ("1日量", "of one day")),
            QuantityBasis::PerUse => pick(language, ("1回量", "of one use")),
            QuantityBasis::Total => pick(language, ("全量", "in all")),
            QuantityBasis::Unknown => pick(language, ("不明", "not stated")),
        };
    }
    line.unit = text(drug.unit.as_ref());
    line.usage = text(group.usage_text.as_ref());
    line.supply = group.supply_count.map(|count| count.to_string()).unwrap_or_default();
    line.supply.push_str(group.supply_unit.as_deref().unwrap_or_default());
    line.form = group.dosage_form.map(|form| pick(language, form_name(form))).unwrap_or_default();
    line.generic = text(drug.generic_name.as_ref());
    if let Some(code) = &drug.code {
        line.system = match code.system {
            CodeSystem::Yj => "YJ",
            CodeSystem::Claim => pick(language, ("レセプト電算", "claim")),
            CodeSystem::NhiPriceList => pick(language, ("薬価基準収載", "NHI price list")),
            CodeSystem::Hot => "HOT",
        };
        line.code.clone_from(&code.value);
    }
    line.notes = drug.notes.iter().chain(&group.notes).map(String::as_str).collect::<Vec<_>>().join(" / ");
}

fn of_otc(otc: &Otc, remark: Option<&str>, language: Language) -> Line {
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    Line {
        date: day(otc.started_on),
        kind: pick(language, ("市販薬", "Without prescription")),
        medicine: otc.name.clone(),
        system: if otc.jan.is_some() { "JAN" } else { "" },
        code: text(otc.jan.as_ref()),
        last_day: day(otc.ended_on),
        notes: otc.ingredients.iter().map(|one| one.name.as_str()).chain(remark).collect::<Vec<_>>().join(" / "),
        ..Line::default()
    }
}

const fn form_name(form: DosageForm) -> (&'static str, &'static str) {
    match form {
        DosageForm::Oral => ("内服", "oral"),
        DosageForm::OralDrops => ("内滴", "oral drops"),
        DosageForm::AsNeeded => ("頓服", "when needed"),
        DosageForm::Injection => ("注射", "injection"),
        DosageForm::External => ("外用", "external"),
        DosageForm::Infusion => ("浸煎", "infusion"),
        DosageForm::Decoction => ("湯", "decoction"),
        DosageForm::Material => ("材料", "material"),
        DosageForm::Other => ("その他", "other"),
    }
}

const fn pick(language: Language, (japanese, english): (&'static str, &'static str)) -> &'static str {
    match language {
        Language::Japanese => japanese,
        Language::English => english,
    }
}

fn text(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn r35_what_a_spreadsheet_would_run_has_an_apostrophe_before_it() {
        for cell in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "　=1",
            "\u{FEFF}=1",
            "\u{B}=1",
            "＝1+1",
            "＋1",
            "－1",
            "＠x",
            "\u{202E}=1",
            "\u{2028}=1",
        ] {
            let mut text = String::new();
            row(&mut text, [cell]);
            assert!(text.starts_with("\"'"), "{cell:?}");
        }
        for cell in ["1日3錠", "", "a=1", "アムロジピン", "5-FU", "'", "\"=1\""] {
            assert!(!is_formula(cell), "{cell:?}");
        }
    }

    #[test]
    fn r36_quotation_marks_stay_inside_their_cell_and_every_cell_is_one_line() {
        let mut text = String::new();
        row(&mut text, ["a\"b", "c,d\r\ne", "f\u{2028}g\u{202E}", "\tx", ""]);
        assert_eq!(text, "\"a\"\"b\",\"c,d e\",\"f g\",\"x\",\"\"\r\n");
    }
}
