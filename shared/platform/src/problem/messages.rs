//! What a person reads: the problem and what to do next, in Japanese and English.

use super::Code;
use super::english::english;

/// The language of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 日本語, the default.
    #[default]
    Japanese,
    /// English.
    English,
}

impl Language {
    /// From `Accept-Language`: whichever of the two is named first with a weight above zero; Japanese if neither is.
    pub fn from_header(header: Option<&str>) -> Self {
        let weight = |parameters: &str| {
            parameters.trim().strip_prefix("q=").and_then(|q| q.trim().parse::<f32>().ok()).unwrap_or(1.0)
        };
        let mut best = (0.0, Self::Japanese);
        for range in header.unwrap_or_default().split(',').take(16) {
            let (tag, q) = range.split_once(';').map_or((range, 1.0), |(tag, rest)| (tag, weight(rest)));
            let language = match tag.trim().get(..2).map(str::to_ascii_lowercase).as_deref() {
                Some("ja") => Self::Japanese,
                Some("en") => Self::English,
                _ => continue,
            };
            if q > best.0 {
                best = (q, language);
            }
        }
        best.1
    }

    /// The tag for `Content-Language`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Japanese => "ja",
            Self::English => "en",
        }
    }
}

/// Title and detail of a problem.
pub(super) fn text(code: Code, language: Language) -> (&'static str, &'static str) {
    match language {
        Language::Japanese => japanese(code),
        Language::English => english(code),
    }
}

#[allow(clippy::too_many_lines)] // one arm a code: a table
fn japanese(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::InvalidJson => (
            "送信内容を読み取れません",
            "送信内容が JSON の形式ではありません。アプリを最新版にして、もう一度お試しください。",
        ),
        Code::InvalidHeader => (
            "送信内容を読み取れません",
            "ヘッダーの形式が正しくありません。アプリを最新版にして、もう一度お試しください。",
        ),
        Code::Unauthenticated => (
            "サインインが必要です",
            "サインインの有効期限が切れているか、確認できませんでした。もう一度サインインしてください。",
        ),
        Code::TotpRequired => (
            "二要素認証が必要です",
            "職員の方は認証アプリ（ワンタイムパスワード）を登録してから、もう一度サインインしてください。",
        ),
        Code::Forbidden => (
            "この操作はできません",
            "このアカウントではこの操作を行えません。別の窓口・アカウントでのご利用か、市の担当窓口へご確認ください。",
        ),
        Code::IdentityProofRequired => {
            ("本人確認が必要です", "この機能を使うには、先にマイナンバーカードで本人確認をしてください。")
        }
        Code::ConsentRequired => (
            "同意が必要です",
            "この操作に必要な同意が取り消されています。「同意の設定」で内容を確かめて同意し直すと、使えるようになります。",
        ),
        Code::RoleNotAllowed => (
            "この役割ではできません",
            "この施設でのあなたの役割では行えません。行える役割の方に頼むか、役割が違うときは市の担当窓口へご連絡ください。",
        ),
        Code::NotFound => ("見つかりません", "お探しのものは見つかりませんでした。一覧に戻って選び直してください。"),
        Code::AlreadyRegistered => {
            ("すでに登録されています", "このアカウントの健康手帳はすでにあります。そのままお使いください。")
        }
        Code::Conflict => {
            ("ほかの操作と重なりました", "同時に別の操作が行われました。最新の内容を確かめて、もう一度お試しください。")
        }
        Code::InstitutionUnavailable => {
            ("この医療機関では使えません", "この医療機関は現在この手帳に参加していません。受付でお申し出ください。")
        }
        Code::MadeByCheckIn => (
            "受付でできた受診は消せません",
            "医療機関の受付でできた受診は、その日の記録として残ります。メモや受診の理由は書き直せます。",
        ),
        Code::NoteRetracted => (
            "この連絡は取り消されています",
            "取り消した連絡は変更できません。必要なときは、新しい連絡として書いてください。",
        ),
        Code::VersionMismatch => (
            "内容が新しくなっています",
            "表示した後に別の変更が保存されました。最新の内容を読み込んでから、もう一度変更してください。",
        ),
        Code::PayloadTooLarge => {
            ("送信内容が大きすぎます", "一度に送れる大きさを超えています。分けて送信してください。")
        }
        Code::UnsupportedMediaType => ("送信内容の形式が違います", "JSON（application/json）で送信してください。"),
        Code::InvalidValue => {
            ("入力内容をご確認ください", "正しくない項目があります。示された項目を直して、もう一度送信してください。")
        }
        Code::UnknownField => (
            "知らない項目があります",
            "受け付けていない項目が含まれています。示された項目を除いて、もう一度送信してください。",
        ),
        Code::VerifiedField => (
            "この項目は変更できません",
            "カードで確認した項目は変更できません。カードの内容が変わったときは、もう一度本人確認をしてください。",
        ),
        Code::IdempotencyMismatch => (
            "同じ受付番号で内容が違います",
            "前に送ったものと内容が違います。新しい操作として、もう一度送信してください。",
        ),
        Code::InvalidCursor => {
            ("続きを表示できません", "続きの位置が正しくありません。一覧を最初から表示し直してください。")
        }
        Code::ConsentOutdated => {
            ("新しい同意文書があります", "同意文書が新しくなっています。最新の文書を読み、もう一度同意してください。")
        }
        Code::NoCheckInHere => (
            "ここでは受付できません",
            "この施設には手帳を開ける職員がいません。受診や相談をする医療機関・薬局・保健センターを選び直してください。",
        ),
        Code::PurposeNotOffered => (
            "来院の目的が合いません",
            "この施設では、選んだ目的で手帳を開けません。purposes にある目的から選び直してください。",
        ),
        Code::InvalidPoster => (
            "QR コードを確認できません",
            "この医療機関の正しい QR コードではありません。受付に掲示されたものをもう一度読み取ってください。",
        ),
        Code::SplitIncomplete => (
            "QR コードが足りません",
            "分かれている QR コードがすべてそろっていません。残りの QR コードも一緒に読み取ってください。まだ何も保存されていません。",
        ),
        Code::SplitMixed => (
            "別の QR コードが混ざっています",
            "別の調剤の QR コードが混ざっています。同じ明細書の QR コードだけを読み取り直してください。まだ何も保存されていません。",
        ),
        Code::SplitConflict => (
            "QR コードの内容が合いません",
            "同じ番号の QR コードが二つあり、内容が違います。最初から読み取り直してください。まだ何も保存されていません。",
        ),
        Code::SplitControl => (
            "QR コードの分割の情報が読み取れません",
            "QR コードが何枚に分かれているかの情報（911）が正しくありません。もう一度読み取り、同じ表示が出るときは薬局にお申し出になるか、手入力で登録してください。まだ何も保存されていません。",
        ),
        Code::SplitOrder => (
            "QR コードの順番が分かりません",
            "連結された QR コードの順番が分かりません。連結された QR コードに対応した読み取り方法で、順番の情報とともに読み取り直してください。まだ何も保存されていません。",
        ),
        Code::UnreadableText => (
            "QR コードの文字が壊れています",
            "読み取りアプリから届いた文字が壊れています。別の読み取り方法で読み取り直してください。まだ何も保存されていません。",
        ),
        Code::PrescriptionQr => (
            "処方箋の QR コードです",
            "これは処方箋の QR コードです。薬局で受け取る「お薬手帳」用の QR コードを読み取ってください。",
        ),
        Code::NotJahis => (
            "お薬手帳の QR コードではありません",
            "お薬手帳用の QR コードではありません。薬局の明細書にある QR コードを読み取ってください。",
        ),
        Code::UndatedDispensing => (
            "調剤日が読み取れません",
            "QR コードの中に、調剤日を読み取れないものがあります。薬局にお申し出になるか、手入力で登録してください。まだ何も保存されていません。",
        ),
        Code::TooManyDispensings => (
            "一度に登録できる数を超えています",
            "QR コードの中の調剤や市販薬が多すぎます。期間を区切って書き出し直し、分けて読み取ってください。まだ何も保存されていません。",
        ),
        Code::ReadOnlyEntry => (
            "この内容は変更できません",
            "薬局の QR コードなどから読み取った内容は、そのまま残ります。気づいたことはメモに書けます。医療機関に見せないこともできます。",
        ),
        Code::TooManyAtOnce => (
            "一度に消せる数を超えています",
            "この用紙のお薬は、ほかの記録と多くまとめられています。先にお薬をいくつか一つずつ消してから、もう一度お試しください。まだ何も消えていません。",
        ),
        Code::LinkNotPossible => (
            "この二つはまとめられません",
            "示された理由のため、この二つの記録をまとめられません。最新の一覧を確かめて、選び直してください。",
        ),
        Code::NothingToExport => (
            "書き出すものがありません",
            "この期間のお薬手帳には何も記録されていません。期間を変えるか、先に薬局の QR コードを読み取ってください。",
        ),
        Code::ExportTooLarge => {
            ("一度に書き出せる量を超えています", "期間を短くして、何回かに分けて書き出してください。")
        }
        Code::UnknownMedication => (
            "お薬手帳にない薬が選ばれています",
            "アラームの薬は、この手帳のお薬の一覧から選んでください。一覧を読み込み直して、もう一度お選びください。",
        ),
        Code::TooManyDevices => (
            "登録できる端末の数を超えました",
            "端末は8台までです。使っていない端末を一覧から外して、もう一度登録してください。",
        ),
        Code::NotFamily => (
            "お知らせできる家族ではありません",
            "この手帳のお薬を見ることができる家族を選んでください。先に家族の招待をしてください。",
        ),
        Code::TooManyAlarms => (
            "アラームが多すぎます",
            "アラームは30件、時刻は合わせて60個までです。使っていないアラームを消すか、時刻をまとめてください。",
        ),
        Code::DaysNeeded => (
            "飲む日を決めてください",
            "この用法からは飲む日が決まりません。用法を見て、曜日（または何日おきか）を選んでから、もう一度保存してください。",
        ),
        Code::NoSuchDose => (
            "この日時の服用の予定はありません",
            "アラームの予定が変わったか、日時が違います。一覧を読み込み直して、もう一度お選びください。",
        ),
        Code::DoseAhead => {
            ("まだ先の服用の予定です", "記録できるのは今日までの予定です。その日になってから、もう一度お試しください。")
        }
        Code::InvalidState => (
            "本人確認をやり直してください",
            "この本人確認は始まっていないか、期限が切れています。最初からやり直してください。",
        ),
        Code::ProofCancelled => (
            "本人確認が中止されました",
            "カードの読み取りが中止されました。続けるときは、もう一度本人確認を始めてください。",
        ),
        Code::ProofRejected => (
            "本人確認ができませんでした",
            "カードの情報を確認できませんでした。もう一度お試しになるか、市の窓口へお越しください。",
        ),
        Code::CardOfAnother => (
            "別の方のカードです",
            "この手帳は、生年月日か性別の違う方のものとして登録されています。手帳の持ち主のカードでお試しください。登録に誤りがあるときは、市の窓口へお越しください。",
        ),
        Code::NotePeriodOver => (
            "記入できる期間が過ぎました",
            "受診から 7 日を過ぎたため記入できません。次の受診のときに記入してください。",
        ),
        Code::TooManyNotes => (
            "この受診への連絡が上限に達しました",
            "一回の受診に書ける連絡は 30 件までです。すでにある連絡を書き直してください。",
        ),
        Code::TooManyRequests => {
            ("操作の回数が多すぎます", "短い時間に操作が続きました。しばらく待ってから、もう一度お試しください。")
        }
        Code::Internal => (
            "エラーが起きました",
            "システムで問題が起きました。入力した内容は保存されていません。しばらくしてから、もう一度お試しください。",
        ),
        Code::IdentityProviderUnavailable => (
            "マイナアプリにつながりません",
            "本人確認のサービスが応答していません。しばらくしてから、もう一度お試しください。",
        ),
        Code::Unavailable => {
            ("ただいま使えません", "一時的に混み合っています。しばらくしてから、もう一度お試しください。")
        }
    }
}
