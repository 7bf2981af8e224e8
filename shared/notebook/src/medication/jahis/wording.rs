//! What a warning says to people, in both languages: a closed list, so that a code without its Japanese (or its English)
//! does not compile. A text never repeats what was typed.

use super::records::spec_of;
use super::warning::{Warning, WarningCode};
use crate::medication::amount::Language;

macro_rules! wordings {
    ($($name:ident = $english:literal, $japanese:literal;)+) => {
        const fn wording(code: WarningCode) -> (&'static str, &'static str) {
            match code { $(WarningCode::$name => ($english, $japanese),)+ }
        }
    };
}

wordings! {
    ByteOrderMark = "The text begins with a byte order mark", "先頭に余分な印（BOM）があります";
    Utf8 = "The text is UTF-8 and not Shift_JIS", "文字コードが Shift_JIS ではなく UTF-8 です";
    Undecodable = "Some characters cannot be read: compare with the paper", "読めない文字があります。用紙と見比べてください";
    PrivateCharacter = "Some characters look different elsewhere: compare with the paper", "外字があり、ほかの機器では違って見えます。用紙と見比べてください";
    ControlCharacter = "Characters that are not seen were taken away", "目に見えない文字を取り除きました";
    LineEnd = "Lines do not end as the standard says", "行の終わりが規格と違います";
    BlankLine = "An empty line", "空の行があります";
    Spaces = "Spaces around a field were taken away", "項目の前後の空白を取り除きました";
    UnknownVersion = "The version is none that was published", "公表されていない版です";
    Direction = "The sheet does not say who made it (出力区分)", "出力区分が規格と違います";
    HeaderDiffers = "The versions of the parts differ; that of the first counts", "QR コードごとに版が違います。最初のものに従いました";
    PageNumberHeader = "The pages were put in the order of their numbers", "ページ番号の順に並べました";
    CumulativeSplit = "Each part repeats those before it; the last one was taken", "QR コードが前の内容をくり返しています。最後のものを使いました";
    SplitControl = "The numbering of the parts is not as the standard says", "分割の番号（911）が規格と違います";
    Unterminated = "The last line has no end; nothing of it is missing", "最後の行に終わりの印がありません（欠けた内容はありません）";
    JoinedByContent = "The codes came without their order and were joined by what they say: compare with the paper", "QR コードの順番がわからず、内容からつなぎました。用紙と見比べてください";
    Mojibake = "Garbled characters were recovered: compare with the paper", "文字化けを直しました。用紙と見比べてください";
    PageMissing = "This looks like a second page: scan the first as well", "2 ページ目のようです。1 ページ目も読み取ってください";
    AppendParity = "The check of the joined codes does not fit: compare with the paper", "つないだ QR コードの検査が合いません。用紙と見比べてください";
    UnknownRecord = "A line of a kind that the standard does not know", "規格にない種類の行があります";
    NewerThanVersion = "Something newer than the version of the sheet", "用紙の版より新しい内容があります";
    Order = "A line is not in its place", "行の順番が規格と違います";
    BeforeDispensingDate = "A line stands before any day of dispensing", "調剤日より前に行があります";
    RepeatedRecord = "A line is there twice", "同じ種類の行が 2 つあります";
    MissingRecord = "A line that must be there is missing", "必要な行がありません";
    DrugNoteWithoutDrug = "A note on a medicine has no medicine", "薬のない「薬の注意」があります";
    UsageWithoutDrug = "A usage has no medicine", "薬のない用法があります";
    UsageNoteWithoutUsage = "A note on a usage has no usage", "用法のない「用法の注意」があります";
    DrugWithoutUsage = "A medicine has no usage", "用法のない薬があります";
    IngredientWithoutOtc = "An ingredient has no medicine", "市販薬のない成分があります";
    MissingField = "A value that must be there is missing", "必要な項目が空です";
    ExtraFields = "More fields than the standard has", "項目が規格より多くあります";
    TooLong = "Longer than allowed", "長さが上限を超えています";
    BadCharacters = "Characters that this field does not allow", "この項目に使えない文字があります";
    BadNumber = "Not a number as the standard says", "数値の形が規格と違います";
    BadCode = "Not one of the codes of this field", "規格にないコードです";
    BadDate = "Not a day", "日付として読めません";
    UnnamedCode = "A code without its kind is kept and recognised by nothing", "種類のわからないコードです（そのまま残します）";
    EraRange = "A day outside its era", "元号の範囲にない日付です";
    NoRecords = "There is nothing but the first line", "最初の行のほかに内容がありません";
    MoreWarnings = "There is more than is listed", "ほかにもあります";
}

/// The facts of a warning, by the keys with which they are kept.
const FACTS: [(&str, &str, &str); 10] = [
    ("max", "most bytes", "上限のバイト数"),
    ("bytes", "bytes", "バイト数"),
    ("characters", "characters", "文字数"),
    ("since", "since version", "はじめての版"),
    ("fields", "fields", "項目の数"),
    ("defined", "fields of the standard", "規格の項目の数"),
    ("version", "version", "版"),
    ("symbols", "codes", "QR コードの数"),
    ("parts", "parts", "分割の数"),
    ("lines", "lines", "行の数"),
];

impl Warning {
    /// What it says to people, in this language, with the field and the numbers that it is about.
    pub fn text(&self, language: Language) -> String {
        let pick = |(english, japanese)| match language {
            Language::English => english,
            Language::Japanese => japanese,
        };
        let facts = self.detail.split(' ').filter_map(|fact| fact.split_once('=')).filter_map(|(key, value)| {
            if key == "field" {
                let fields = self.record.and_then(spec_of).map(|spec| spec.fields).unwrap_or_default();
                let field = fields.iter().find(|field| field.name == value)?;
                return Some(pick((format!("field: {}", field.name), format!("項目: {}", field.title))));
            }
            let (_, english, japanese) = FACTS.into_iter().find(|(known, ..)| *known == key)?;
            Some(format!("{}: {value}", pick((english.to_owned(), japanese.to_owned()))))
        });
        let facts: Vec<String> = facts.collect();
        let text = match wording(self.code) {
            (english, _) if language == Language::English => english,
            (_, japanese) => japanese,
        };
        match (facts.is_empty(), language) {
            (true, _) => text.to_owned(),
            (false, Language::English) => format!("{text} ({})", facts.join(", ")),
            (false, Language::Japanese) => format!("{text}（{}）", facts.join("、")),
        }
    }
}
