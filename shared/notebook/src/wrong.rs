//! What is wrong with a value that somebody sent: a closed list, each entry with its text in both languages, so that a
//! text without its Japanese (or its English) does not compile. A text never repeats the value.
//!
//! Types that read themselves from JSON refuse with `de::Error::custom(Wrong::…)`: it travels through serde as its
//! `Display`, and the reader of requests gets it back with `parse`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::time::Day;

macro_rules! wrongs {
    ($($(#[doc = $doc:literal])+ $name:ident $({ $($field:ident: $type:ty),+ })? = $english:literal, $japanese:literal;)+) => {
        /// What is wrong with a value. The fields are the bounds that it breaks, and names of the contract.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "the fields of a variant are explained by its texts")]
        pub enum Wrong { $($(#[doc = $doc])+ $name $({ $($field: $type),+ })?,)+ }

        #[allow(clippy::useless_format, reason = "some texts have no bounds in them")]
        impl Wrong {
            /// For people who read English.
            pub fn english(&self) -> String {
                match self { $(Self::$name $({ $($field),+ })? => format!($english),)+ }
            }

            /// 日本語
            #[allow(unused_variables, reason = "where a person reads it, a text says what a name of the contract stands for")]
            pub fn japanese(&self) -> String {
                match self { $(Self::$name $({ $($field),+ })? => format!($japanese),)+ }
            }
        }
    };
}

wrongs! {
    // The form of a request.
    /// A field that has to be there is not.
    Missing = "is required", "必ず指定してください";
    /// A field that GET carries is left out of a PUT.
    LeftOut = "must be sent as well: null clears it", "この項目も送ってください（消すときは null）";
    /// A field that the operation does not have.
    NotAField = "is not a field of this operation", "この操作にはない項目です。取り除いてください";
    /// A parameter that the operation does not have.
    NotAParameter = "is not a parameter of this operation", "この操作にはない指定です。取り除いてください";
    /// A parameter or field is there twice.
    Repeated = "must be given once", "1 回だけ指定してください";
    /// Bytes that are no JSON.
    NotJson = "must be JSON", "JSON の形式で送ってください";
    /// Bytes that are not UTF-8, or letters that were lost because they were not.
    NotUtf8 = "must be UTF-8: letters were lost on the way", "文字コード UTF-8 で送り直してください（途中で読めなくなった文字があります）";
    /// Nesting that no structure of the API has.
    TooDeep { most: usize } = "must not be nested deeper than {most}", "入れ子は {most} 段までにしてください";
    /// Not an object.
    Object = "must be an object: names with values", "項目名と値の組（オブジェクト）で送ってください";
    /// Not a list.
    List = "must be a list", "一覧（配列）で送ってください";
    /// Not a text.
    Text = "must be a text", "文字列で送ってください";
    /// Not a number.
    Number = "must be a number", "数値で送ってください";
    /// Not a whole number.
    WholeNumber = "must be a whole number", "整数で送ってください";
    /// Neither of the two.
    TrueOrFalse = "must be true or false", "true か false で送ってください";
    /// What always has a value cannot be cleared.
    NotNull = "must not be null: it always has a value", "この項目は空にできません（null は使えません）";
    /// Not one of the allowed values, and there is no more to say.
    NotAllowed = "is not an allowed value", "使えない値です";
    /// Not one of these names.
    OneOf { names: String } = "must be one of {names}", "次のどれかにしてください: {names}";
    /// A read-only part that was sent back changed.
    ReadOnly = "is read-only: send it back as it was, or leave it out", "変更できない項目です。元の値のまま送るか、省いてください";
    /// A part that the card proved.
    Verified = "is read-only: the card proved it", "カードで確認した項目なので変更できません";

    // Readings of a name.
    /// Letters that no reading in kana has.
    Kana = "must be a reading in kana: katakana or hiragana, with spaces, ー and ・", "読みがなは、カタカナかひらがなで入力してください（空白、長音「ー」、中点「・」も使えます）";
    /// Letters that no reading in Latin letters has.
    Romaji = "must be in Latin letters, with spaces, apostrophes, hyphens and dots", "ローマ字は、アルファベットで入力してください（空白、アポストロフィ「'」、ハイフン「-」、ピリオド「.」も使えます）";

    // Kinds of values.
    /// Not a day of the calendar.
    Day = "must be a day of the calendar, written YYYY-MM-DD (2026-11-26)", "実在する日付を YYYY-MM-DD の形で入力してください（例: 2026-11-26）";
    /// Not an instant with its offset.
    Instant = "must be date and time with an offset (2026-11-26T07:10:00+09:00), from 1900 to 2199", "日時を時差つきで入力してください（例: 2026-11-26T07:10:00+09:00、1900 年から 2199 年まで）";
    /// Not a time of day.
    TimeOfDay = "must be a time from 00:00 to 23:59, written HH:MM", "時刻を 00:00 から 23:59 まで、HH:MM の形で入力してください（例: 08:00）";
    /// Not an id.
    Uuid = "must be a UUID in lower case with hyphens (019aa000-0000-7000-8000-000000000001)", "UUID（小文字の英数字とハイフン、例: 019aa000-0000-7000-8000-000000000001）にしてください";
    /// Not base64.
    Base64 = "must be base64 (RFC 4648, with padding)", "base64（RFC 4648、末尾の = つき）で送ってください";
    /// A header or key with other characters, or too many.
    VisibleAscii { most: usize } = "must be 1 to {most} visible ASCII characters", "英数字と記号 1〜{most} 文字にしてください";
    /// A number outside its bounds or with more places.
    Decimal { from: String, to: String, places: u32 } = "must be from {from} to {to} with at most {places} decimal places", "{from} から {to} まで、小数点以下 {places} 桁までの数値で入力してください";
    /// A whole number outside its bounds.
    Between { from: i64, to: i64 } = "must be a whole number from {from} to {to}", "{from} から {to} までの整数で入力してください";
    /// A number of an object outside its bounds.
    NamedBetween { name: String, from: i64, to: i64 } = "must have {name} from {from} to {to}", "{name} は {from} から {to} までの整数にしてください";
    /// Not the code of an institution.
    InstitutionCode = "must be the ten digits of an institution code", "医療機関コードを 10 桁の数字で入力してください";
    /// Not the code of a municipality.
    MunicipalityCode = "must be the six digits of a municipality code, check digit included", "全国地方公共団体コードを検査数字まで 6 桁の数字で入力してください";
    /// Not the name of a municipality.
    MunicipalityName = "must be a municipality's whole name, ending in 市, 区, 町 or 村", "市区町村名を「市」「区」「町」「村」まで入力してください";
    /// Not a JAN code.
    Jan = "must have 13 or 8 digits, the last of them the check digit", "JAN コードを 13 桁か 8 桁の数字で入力してください（最後は検査数字）";
    /// Not a cursor of this list.
    Cursor = "is not a cursor of this list: begin the list anew", "この一覧の続きの位置ではありません。最初から表示し直してください";
    /// Not what the push service gave.
    PushToken = "must be a token of the push service", "プッシュ通知サービスが発行したトークンを送ってください";
    /// A browser's registration at a server that is no push service we know.
    PushService = "must be a registration at one of the known push services of browsers", "対応しているブラウザーのプッシュ通知サービスではありません";
    /// Not a poster's code.
    Poster = "is not a valid code of an institution here", "この市の医療機関の正しい QR コードではありません";

    // Texts and lists.
    /// Nothing but white space.
    Empty = "must not be empty", "入力してください（空白だけにはできません）";
    /// Too many characters.
    TooLong { most: usize } = "must have at most {most} characters", "{most} 文字以内で入力してください";
    /// Characters that make a text read differently from what it is.
    Forbidden = "must not contain control or text-direction characters", "制御文字や文字の向きを変える文字は使えません";
    /// A tower of marks on one letter.
    Marks = "must not have more than 30 marks on one letter", "1 つの文字に付ける記号が多すぎます（30 個まで）";
    /// A list that is too short or too long.
    Items { least: usize, most: usize } = "must have {least} to {most} items", "{least} 件から {most} 件までにしてください";
    /// A list that is too long.
    TooMany { most: usize } = "must have at most {most} items", "{most} 件までにしてください";
    /// The same thing twice in a list.
    Twice = "must name each one once", "同じものは 1 回だけ指定してください";

    // Days and instants that do not fit.
    /// A day outside these.
    DaysBetween { from: Day, to: Day } = "must be from {from} to {to}", "{from} から {to} までの日付にしてください";
    /// A day that has not come.
    DayAhead = "must not be after today", "今日までの日付にしてください";
    /// A day before another.
    BeforeDay { name: String } = "must not be before {name}", "はじめの日より前の日付にはできません";
    /// A day after another.
    AfterDay { name: String } = "must not be after {name}", "おわりの日より後の日付にはできません";
    /// A period that is too long.
    Period { most: u64 } = "must be less than {most} days before to", "おわりの日までの日数が {most} 日より短くなるようにしてください";
    /// An instant that has not come, beyond what clocks differ.
    MinutesAhead { most: u32 } = "must not be more than {most} minutes after now", "今より {most} 分以上先の日時にはできません";

    // Daily values.
    /// A record of nothing.
    NoValue = "must have at least one value", "値を 1 つ以上入力してください";
    /// Upper and lower value are swapped.
    PressureSwapped = "must have systolic_mmhg above diastolic_mmhg", "上の血圧は下の血圧より大きい値にしてください";

    // Visits.
    /// A visit that is done lies ahead.
    DoneAhead = "must not lie ahead where the visit is done", "受診済みの日付を未来にはできません";
    /// A visit too far ahead.
    VisitTooFarAhead = "must not be more than two years ahead", "2 年より先の日付にはできません";
    /// A reminder so long before a time that is not known.
    TimeNeeded = "needs a time of day", "時刻のない予約には使えません。時刻を入力してください";
    /// A visit that a check-in made, moved.
    FromCheckIn = "was decided by the check-in and cannot be changed", "受付で決まった項目なので変更できません";
    /// An institution that is not on the list.
    InstitutionNotListed = "must be the code of an institution on the list; otherwise give institution_name", "一覧にある医療機関のコードにしてください。一覧にないときは institution_name に名前を入力してください";
    /// The institution is named twice over, or not at all.
    CodeOrName = "must be given, or institution_name instead of it, and not both", "institution_code か institution_name のどちらか一方を指定してください";
    /// The institution of a check-in is named twice over, or not at all.
    CodeOrQr = "must be given, or qr instead of it, and not both", "institution_code か qr のどちらか一方を指定してください";

    /// A check-in where nobody could open the notebook.
    NobodyOpensHere = "names a place where nobody may open a notebook", "手帳を開ける職員がいない所です。医療機関・薬局・保健センターを選んでください";
    /// A check-in for what the place does not do.
    NotComeFor = "is not what people come to this place for", "この施設では行っていない目的です";

    // Medicines.
    /// A scanned part without its content, or with two.
    BytesOrText = "must have either bytes_base64 or text", "bytes_base64 か text のどちらか一方を指定してください";
    /// A code that holds nothing.
    NothingScanned = "must hold a dispensing or a note", "調剤か手帳メモが入っている QR コードを読み取ってください";
    /// Not the name of a medicine.
    MedicineName = "must be the name of a medicine, not a number or a code", "番号や記号ではなく、薬の名前を入力してください";
    /// What an OTC medicine does not have.
    BesideOtc = "must not be given beside otc", "otc と一緒には指定できません";
    /// What the symbols of a sheet say themselves.
    BesideParts = "must not be given beside parts", "parts と一緒には指定できません";
    /// What the other kind of entry has.
    OtherKind = "must not be given for this kind of entry", "この種類の記録にはない項目です";
    /// What was read from a code stays.
    AsScanned = "is not changed in this entry", "QR コードなどから読み取った記録では変更できません";
    /// The entry itself, or one that is not there.
    LinkAnother = "must be another entry of this notebook", "この手帳の別の記録を選んでください";
    /// A dispensing and an OTC medicine.
    LinkKind = "must be of the same kind", "同じ種類の記録を選んでください";
    /// It stands behind another itself.
    LinkedItself = "must not itself be linked to another", "ほかの記録にまとめられていない記録を選んでください";
    /// It tells less.
    LinkPoorer = "must come from a source that tells as much", "同じかそれより詳しい記録を選んでください";
    /// Too many stand behind it.
    LinkFull = "must have fewer entries linked to it", "まとめられる件数を超えています。別の記録を選んでください";
    /// Entries of which one may be somebody else's.
    LinkUnconfirmed = "must both be confirmed as the person's own", "どちらも本人のものと確認された記録を選んでください";
    /// A sheet is moved to where it is.
    AnotherNotebook = "must be another person than the one in whose notebook the sheet is", "用紙が今ある手帳の本人ではなく、移す先の人を指定してください";
    /// An alert without what it is about.
    AlertAbout = "must name the entries that the alert is about", "お知らせの対象の記録を指定してください";
    /// Meal times out of order.
    MealOrder = "must come after the times before it, from getting up", "起床から順に、前の時刻より後にしてください";

    // Alarms.
    /// A medicine of another notebook, or one that is gone.
    NotInNotebook = "must be a medicine of this notebook", "この手帳にある薬を選んでください";
    /// A medicine of a sheet that names somebody else.
    ConfirmSheet = "must be of a confirmed sheet: say first whose sheet it is", "だれの用紙か確認されていない薬です。先に用紙がご本人のものか確認してください";
    /// A suggestion of a dispensing that is not among the medicines.
    DispensingOfMedicines = "must be among medication_ids: name it there, or send dispensing_id, groups and falls_on as null", "medication_ids にある調剤を指定してください。そのお薬のアラームでないときは、dispensing_id・groups・falls_on を null にしてください";
    /// A suggestion without its dispensing.
    DispensingOfGroups = "must be given beside groups or falls_on: name the dispensing that they are of, or send them as null", "groups や falls_on を指定するときは、どの調剤のものかを dispensing_id で指定してください（指定しないときは、どちらも null にしてください）";
    /// An alarm that is over when it is made.
    OverAlready = "must not be before today: a new alarm would never ring", "今日以降の日付にしてください（この日付では一度も鳴りません）";
    /// Days of the week that name none, or one twice.
    Weekdays = "must be one to seven of mon, tue, wed, thu, fri, sat, sun, each once", "mon, tue, wed, thu, fri, sat, sun から 1 つ以上を、重ならないように選んでください";
    /// Times of day that are none, too many, or twice the same.
    Times = "must be one to eight times of day, each once", "時刻を 1 つから 8 つまで、重ならないように指定してください";
    /// Not a time of day with its amount.
    TimeObject = "must be an object with its time, written HH:MM", "時刻（HH:MM）を time に入れたオブジェクトで送ってください";
    /// Weekdays beside a rhythm, which says them.
    BesideRhythm = "must be left out where rhythm is named", "rhythm を指定するときは省いてください";
    /// Times of what is taken as needed.
    NoTimesAsNeeded = "must be empty for what is taken as needed", "必要なときに飲む薬では空にしてください";
    /// A rhythm that does not say the days.
    WhichDays = "must say on which days: ask for the days of the week, or every how many days", "どの日に飲むかが決まりません。曜日か、何日ごとかを指定してください";
    /// A stock without how much of it a dose takes.
    PerDoseOrAmounts = "must be named unless every time names its amount", "すべての時刻に量を指定しないときは、1 回の量を指定してください";
    /// A count too long ago to know what was taken since.
    CountedWithin { hours: i64 } = "must be within the last {hours} hours: leave it out where you counted now", "{hours} 時間以内の日時にしてください（いま数えたのであれば省いてください）";
    /// A count before another.
    CountedSince = "must not be before the last count: fetch the alarm again", "そのあとに数え直されています。アラームを読み込み直してください";
    /// Not an amount of a dose.
    Share { least: String, most: String } = "must be from {least} to {most}, a number with at most 2 decimal places or a fraction such as 1/3", "{least} から {most} まで、小数点以下 2 桁までの数値か「1/3」のような分数で入力してください";
    /// An intake of nothing.
    MedicineOrAlarm = "must name a medicine where no alarm is named", "アラームを指定しないときは、薬を指定してください";
    /// An alarm of another notebook, or one that is gone.
    NotAnAlarm = "must be an alarm of this notebook", "この手帳にあるアラームを選んでください";
    /// Something of a medicine in a reminder to record.
    OfMedicines = "must be left out where the alarm is about recording: only an alarm for medicines has it", "記録のお知らせには入れられません（おくすりのアラームだけの項目です）。取り除いてください";
    /// A reminder to record that never rings.
    RingsNever = "must name days where the alarm is about recording: it rings at a time", "記録のお知らせは決まった時刻に鳴ります。「必要なとき」ではなく、鳴らす日を選んでください";
    /// Long before now.
    DaysAgo { most: u32 } = "must not be more than {most} days before now", "今より {most} 日以上前の日時にはできません";
    /// An alarm that never rings.
    Never = "must name a day between from and until", "from から until までの間に鳴る日があるようにしてください";
    /// Taken long before.
    LongBeforeDose { hours: u32 } = "must not be more than {hours} hours before the dose", "服用の予定より {hours} 時間以上前にはできません";
    /// Put off too far, or into the past.
    PutOff { least: u32, most: u32 } = "must be {least} to {most} minutes after now", "今から {least} 分後〜{most} 分後までの日時にしてください";
    /// A time beside an answer that is taken back.
    BesideDue = "must be left out where an answer is taken back", "答えを取り消すときは省いてください";
    /// Put off to before the dose.
    AfterDose = "must be after the dose", "服用の予定より後の日時にしてください";

    // Notifications.
    /// A reminder of a dose that is switched off or sent otherwise.
    AlwaysReminded = "must be push: reminders of doses are always sent, so pause or delete the alarm that is not to ring", "push のままにしてください（服薬アラームの通知はオフにできません。鳴らしたくないアラームは、休止するか削除してください）";
    /// A notice of security that is switched off or sent otherwise.
    AlwaysWarned = "must be email: notices that protect the account are always sent by e-mail", "email のままにしてください（手帳を守るための大切なお知らせは、必ずメールでお送りします）";
    /// That doses were missed is not told, though the account watches.
    WatcherWay = "must be push or email: to hear no more of missed doses, take back the agreement to watch (missed-dose-watch)", "push か email にしてください（飲み忘れのお知らせを受け取らないときは、見守りの同意（missed-dose-watch）を取り消してください）";
    /// Quiet hours that leave hardly anything of a day.
    MostlyQuiet = "must be at most 14 hours after from", "from から14時間以内の時刻にしてください";
    /// Quiet hours that end when they begin.
    NoQuietHours = "must be another time than from: send null as quiet_hours to have none", "from と違う時刻にしてください（通知を控える時間帯を設けないときは、quiet_hours を null にしてください）";

    // Family.
    /// An invitation that opens nothing.
    OpensNothing = "must name at least one section", "見せる項目を 1 つ以上選んでください";
    /// Sections beside a relation that has all of them.
    GuardianHasAll = "must be left out for a guardian, who may do everything until the 18th birthday", "保護者は 18 歳の誕生日の前日まですべてを行えるので、項目は指定できません";
    /// A guardian of somebody who has none.
    NoGuardian = "must be family: guardians are of a person under 18 whose birth date is known", "家族にしてください（保護者になれるのは、生年月日のわかる 18 歳未満の人の手帳だけです）";
    /// A guardian whom a child invites who has one.
    GuardianInvites = "must be family: whoever becomes a guardian beside another is invited by that guardian", "家族にしてください（保護者のいるお子さんの手帳に保護者を加えられるのは、いまの保護者だけです）";
    /// A child of 18 years or more.
    OfAge = "must be of somebody under 18: older people open their own notebook", "18 歳未満の方の生年月日にしてください（18 歳以上の方は自分の手帳を作れます）";
    /// A birth date that would keep guardians longer.
    OnlyEarlier = "can only be corrected to an earlier day from 15 on: ask the city", "15 歳からは、早い日にだけ直せます（遅い日に直すときは、市の窓口にご相談ください）";
    /// Whom it was opened to opens more.
    OnlyNarrower = "must not reach further than now: only the person can open more", "今より広くはできません（広げられるのは手帳の本人だけです）";

    // Consents.
    /// The text has a newer version.
    OldVersion = "is not the current version", "最新の版ではありません";
    /// Without it there is no notebook.
    UseOfNotebook = "must include use_of_notebook", "use_of_notebook（手帳の利用）への同意が必要です";
}

impl Wrong {
    /// A day from the first to the last of these years.
    pub fn years(from: i32, to: i32) -> Self {
        let day = |year, month, day| Day::from_ymd_opt(year, month, day).unwrap_or_default();
        Self::DaysBetween { from: day(from, 1, 1), to: day(to, 12, 31) }
    }
}

/// How it travels through serde: as JSON. For people there are [`Wrong::english`] and [`Wrong::japanese`].
impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl std::error::Error for Wrong {}

impl FromStr for Wrong {
    type Err = serde_json::Error;

    /// Reads what `Display` wrote.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        serde_json::from_str(text)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn it_comes_back_from_its_way_through_serde_with_its_bounds() {
        let decimal = Wrong::Decimal { from: "0.5".into(), to: "300".into(), places: 3 };
        for wrong in [Wrong::Missing, Wrong::TooLong { most: 60 }, decimal, Wrong::years(1900, 2199)] {
            assert_eq!(wrong.to_string().parse::<Wrong>().unwrap(), wrong);
        }
        assert!("must be a number".parse::<Wrong>().is_err());
    }

    #[test]
    fn its_texts_name_its_bounds_in_both_languages() {
        let wrong = Wrong::years(1900, 2199);
        assert_eq!(wrong.english(), "must be from 1900-01-01 to 2199-12-31");
        assert_eq!(wrong.japanese(), "1900-01-01 から 2199-12-31 までの日付にしてください");
    }
}
