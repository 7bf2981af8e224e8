//! The records of JAHIS 電子版お薬手帳データフォーマット仕様書 Ver.2.6 (JAHIS技術文書 24-104) as data.
//!
//! One line a field: its name, its name in the standard, what it may hold, when it must be there. The structs, the
//! reader, the writer and the checks are all made from this table.

use super::table::Kind::{Alnum, Code, Date, Decimal, Digits, Text};
use super::table::Need::{Always, Context, Optional, ToPatient, Unless};
use super::table::{Field, RecordSpec, records};

/// A record that the standard does not know. It is written back where it stood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Unknown {
    /// The text before the first comma.
    pub number: String,
    /// The fields after it; the last is not empty.
    pub fields: Vec<String>,
}

/// レコード作成者: 1 医療関係者, 2 患者等, 8 その他, 9 不明.
const AUTHOR: &[&str] = &["1", "2", "8", "9"];
/// 都道府県コード.
const PREFECTURES: &[&str] = &[
    "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19",
    "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32", "33", "34", "35", "36", "37", "38",
    "39", "40", "41", "42", "43", "44", "45", "46", "47",
];
/// 剤形コード: 内服, 内滴, 屯服, 注射, 外用, 浸煎, 湯, 材料, その他.
const DOSAGE_FORMS: &[&str] = &["1", "2", "3", "4", "5", "6", "7", "9", "10"];

records! {
    Patient = 1, "患者情報", since 1 {
        name: "患者氏名", Text(40), Always;
        sex: "患者性別", Code(&["1", "2"]), Always;
        birth_date: "患者生年月日", Date, Always;
        postal_code: "患者郵便番号", Alnum(8), Optional;
        address: "患者住所", Text(800), Optional;
        phone: "患者電話番号", Alnum(13), Optional;
        emergency_contact: "緊急連絡先", Text(800), Optional;
        blood_type: "血液型", Text(20), Optional;
        weight: "体重", Decimal(7, 3, 3), Optional;
        kana: "患者氏名カナ", Text(40), Optional;
    }
    PatientNote = 2, "患者特記", since 1 {
        category: "患者特記種別", Code(&["1", "2", "3", "9"]), Always;
        content: "患者特記内容", Text(120), Always;
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    Otc = 3, "要指導医薬品・一般用医薬品服用", since 1 {
        name: "薬品名称", Text(120), Always;
        started_on: "服用開始年月日", Date, Optional;
        ended_on: "服用終了年月日", Date, Optional;
        author: "レコード作成者", Code(AUTHOR), Always;
        serial: "通番", Digits(3), Context, since 8;
        jan: "JANコード", Digits(13), Optional, since 8;
    }
    OtcIngredient = 31, "要指導医薬品・一般用医薬品成分", since 8 {
        serial: "通番", Digits(3), Always;
        name: "成分名", Text(256), Always;
        code_kind: "成分コード種別", Code(&["1", "2"]), Always;
        code: "成分コード", Alnum(20), Unless(3, "1");
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    Memo = 4, "手帳メモ", since 1 {
        content: "手帳メモ情報", Text(400), Always;
        written_on: "メモ入力年月日", Date, Optional;
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    DispensingDate = 5, "調剤等年月日", since 1 {
        date: "調剤等年月日", Date, Always;
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    DispensingInstitution = 11, "調剤-医療機関等", since 1 {
        name: "医療機関等名称", Text(120), Always;
        prefecture: "医療機関等都道府県", Code(PREFECTURES), ToPatient;
        fee_table: "医療機関等点数表", Code(&["1", "3", "4"]), ToPatient;
        // May stay empty while a retroactive designation (遡及指定) is pending.
        code: "医療機関等コード", Digits(7), Optional;
        postal_code: "医療機関等郵便番号", Alnum(8), Optional;
        address: "医療機関等住所", Text(800), Optional;
        phone: "医療機関等電話番号", Alnum(13), Optional;
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    DispensingStaff = 15, "調剤-医師・薬剤師", since 1 {
        name: "医師・薬剤師氏名", Text(40), Always;
        contact: "医師・薬剤師連絡先", Text(800), Optional;
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    PrescribingInstitution = 51, "処方-医療機関", since 1 {
        name: "医療機関名称", Text(120), Always;
        prefecture: "医療機関都道府県", Code(PREFECTURES), ToPatient;
        fee_table: "医療機関点数表", Code(&["1", "3"]), ToPatient;
        code: "医療機関コード", Digits(7), ToPatient;
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    PrescribingDoctor = 55, "処方-医師", since 1 {
        name: "医師氏名", Text(40), Always;
        department: "診療科名", Text(80), Optional;
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    Drug = 201, "薬品", since 1 {
        rp: "RP番号", Digits(3), Always;
        name: "薬品名称", Text(120), Always;
        quantity: "用量", Decimal(12, 6, 5), ToPatient;
        unit: "単位名", Text(12), ToPatient;
        code_kind: "薬品コード種別", Code(&["1", "2", "3", "4", "6"]), ToPatient;
        code: "薬品コード", Alnum(13), Unless(5, "1");
        author: "レコード作成者", Code(AUTHOR), Always;
        generic_name: "一般名", Text(120), Optional, since 8;
        generic_code_kind: "一般名コード種別", Code(&["1", "2"]), Optional, since 8;
        generic_code: "一般名コード", Alnum(12), Unless(9, "1"), since 8;
    }
    DrugSupplement = 281, "薬品補足", since 1 {
        rp: "RP番号", Digits(3), Always;
        content: "薬品補足情報", Text(100), Always;
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    DrugCaution = 291, "薬品服用注意", since 1 {
        rp: "RP番号", Digits(3), Always;
        content: "薬品服用注意情報", Text(400), Always;
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    Usage = 301, "用法", since 1 {
        rp: "RP番号", Digits(3), Always;
        name: "用法名称", Text(100), Context;
        supply_count: "調剤数量", Digits(3), ToPatient;
        supply_unit: "調剤単位", Text(100), ToPatient;
        dosage_form: "剤形コード", Code(DOSAGE_FORMS), ToPatient;
        code_kind: "用法コード種別", Code(&["1", "2"]), ToPatient;
        code: "用法コード", Alnum(16), Unless(6, "1");
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    UsageSupplement = 311, "用法補足", since 1 {
        rp: "RP番号", Digits(3), Always;
        content: "用法補足情報", Text(100), Always;
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    PrescriptionCaution = 391, "処方服用注意", since 1 {
        rp: "RP番号", Digits(3), Always;
        content: "処方服用注意情報", Text(400), Always;
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    Caution = 401, "服用注意", since 1 {
        content: "服用注意情報", Text(400), Always;
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    ProvidedInformation = 411, "医療機関等提供情報", since 1 {
        content: "医療機関等提供情報", Text(400), Always;
        category: "提供情報種別", Code(&["30", "31", "99"]), Always;
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    LeftoverCheck = 421, "残薬確認", since 7 {
        content: "残薬確認情報", Text(400), Always;
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    Remark = 501, "備考", since 1 {
        content: "備考情報", Text(400), Always;
        author: "レコード作成者", Code(AUTHOR), Always;
    }
    PatientEntry = 601, "患者等記入", since 1 {
        content: "患者等記入情報", Text(400), Always;
        written_on: "入力年月日", Date, Optional;
    }
    FamilyPharmacist = 701, "かかりつけ薬剤師", since 1 {
        name: "かかりつけ薬剤師氏名", Text(40), Always;
        pharmacy: "勤務先薬局名称", Text(120), Always;
        contact: "連絡先", Text(800), Always;
        from: "担当開始日", Date, Optional;
        until: "担当終了日", Date, Optional;
        author: "レコード作成者", Code(AUTHOR), Always;
    }
}
