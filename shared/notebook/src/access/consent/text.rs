//! What a person is shown before they agree: one text a purpose, in both languages. A text that changes gets a new version in
//! [`super::RULES`], and is then asked for anew.

use schemars::JsonSchema;
use serde::Serialize;

/// The same in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ConsentWords")]
pub struct Words {
    /// 日本語
    pub ja: &'static str,
    /// English
    pub en: &'static str,
}

/// A text to agree to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// For what, in a few words.
    pub title: Words,
    /// What it allows, and what its withdrawal means.
    pub body: Words,
}

pub(super) const USE_OF_NOTEBOOK: Text = Text {
    title: Words { ja: "手帳の利用", en: "Keeping the notebook" },
    body: Words {
        ja: "あなたが記録した内容 (プロフィール、お薬、日々の記録、受診の記録) を、市がこの手帳のために保管します。ほかの人が見たり書いたりしたときは、閲覧記録に残り、いつでも確かめられます。同意はいつでも取り消せます。取り消したあとは、手帳を読むこと、持ち出すこと、消すことだけができます。新しい記録や受付はできず、お薬のアラームも鳴りません。",
        en: "The city keeps what you record (profile, medicines, daily values, visits) for this notebook. When somebody else looks at it or writes in it, that is an entry in a log that you can check at any time. You can withdraw this consent at any time. After that the notebook can be read, taken along and deleted, and nothing else: nothing new is recorded, you cannot check in, and medication alarms do not ring.",
    },
};

pub(super) const SHARING_WITH_INSTITUTIONS: Text = Text {
    title: Words { ja: "医療機関などに見せること", en: "Showing it to institutions" },
    body: Words {
        ja: "受付をしたときに選んだ内容を、その医療機関や薬局などの担当者が、その日の終わりまで見られます。途中で終わりにすることもできます。「保健指導」を見せた相手の保健師だけは、そのあと13か月まで、自分のところで書いた指導とその目標のようすを、受付がなくても見て、続きを書けます。これもいつでも終わりにできます。あなたが見せないことにしたお薬と、受診のメモは、見せません。同意を取り消すと、いま見せているものもすぐに見られなくなり、受付もできなくなります。医療機関や保健師がすでに書いたものは、手帳に残ります。",
        en: "The staff of a clinic or pharmacy where you check in can see what you chose there until the end of that day. You can end it earlier. Only the public-health nurses to whom you showed health guidance may for 13 months after that see the guidance that their office wrote, with how its goals go, and write more, without a check-in. You can end that at any time, too. Medicines that you keep from clinics and your memos on visits are not shown. If you withdraw this consent, what is open now is closed at once, and you cannot check in. What an institution wrote before stays in the notebook.",
    },
};

pub(super) const EMERGENCY_ACCESS: Text = Text {
    title: Words { ja: "緊急時に見ること", en: "Opening it in an emergency" },
    body: Words {
        ja: "あなたに確かめられない緊急のときに、市が認めた医療機関が手帳を見ることを認めます。見たことは、あなたに知らされ、閲覧記録に残ります。同意しなければ、緊急のときにも見られません。同意はいつでも取り消せます。",
        en: "You allow institutions that the city has approved to open your notebook in an emergency in which you cannot be asked. You are told of it, and it is an entry in the log. Without this consent the notebook is not opened in an emergency either. You can withdraw it at any time.",
    },
};

pub(super) const OUTREACH: Text = Text {
    title: Words { ja: "健診や予防接種のお知らせ", en: "Messages about checkups and vaccinations" },
    body: Words {
        ja: "健診や予防接種の時期が来たときに、市の保健センターからお知らせを受け取ります。そのために、保健センターが手帳のその時期を確かめます。同意はいつでも取り消せます。",
        en: "The city's health centre writes to you when a checkup or a vaccination is due. To do so it looks in your notebook for what is due. You can withdraw this consent at any time.",
    },
};

pub(super) const MYNAPORTAL: Text = Text {
    title: Words { ja: "マイナポータルからの取り込み", en: "Records from Mynaportal" },
    body: Words {
        ja: "あなたの健診、お薬、予防接種などの記録を、マイナポータルからこの手帳に取り込みます。同意はいつでも取り消せます。取り消すと、新しい記録を取り込みません。取り込んだ記録は手帳に残り、あなたが消せます。",
        en: "Your records of checkups, medicines and vaccinations are brought from Mynaportal into this notebook. You can withdraw this consent at any time. After that nothing new is brought; what was brought stays in the notebook, and you can delete it.",
    },
};

pub(super) const STATISTICS: Text = Text {
    title: Words { ja: "統計への利用", en: "Statistics" },
    body: Words {
        ja: "市の統計に、名前のない人数として数えられます。10 人に満たない数は出しません。同意はいつでも取り消せます。取り消したあとの統計には数えられません。",
        en: "You are counted in the city's statistics, without your name. Numbers below ten persons are not given. You can withdraw this consent at any time and are not counted in later statistics.",
    },
};

#[cfg(test)]
mod tests {
    use super::super::RULES;

    #[test]
    fn every_purpose_has_a_text_of_its_own_in_both_languages() {
        for rule in RULES {
            let text = rule.text;
            assert!(text.title.ja.chars().all(|letter| !letter.is_ascii()), "{:?}", rule.purpose);
            assert!(text.title.en.is_ascii() && text.body.en.is_ascii(), "{:?}", rule.purpose);
            assert!(text.body.ja.ends_with('。') && text.body.en.ends_with('.'), "{:?}", rule.purpose);
            assert_eq!(RULES.iter().filter(|other| other.text == text).count(), 1, "{:?}", rule.purpose);
        }
    }
}
