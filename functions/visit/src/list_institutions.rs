//! GET /v1/institutions

use notebook::institution::{InstitutionCode, InstitutionKind};
use notebook::text::Text;
use platform::paging::Limit;
use records::items::InstitutionItem;
use records::prelude::*;

/// Lists the institutions that take part, for choosing one without a QR code. The list is public and short: whoever looks for a
/// name, or the beginning of its kana, looks through the whole of it, so that what a person types stays with the person.
#[derive(JsonSchema)]
pub struct ListInstitutions;

/// Which part of the list.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Most items.
    #[serde(default)]
    limit: Limit,
    /// `next_cursor` of the page before. The list is public, so this is the last institution's code.
    #[serde(default)]
    #[schemars(length(max = 10))]
    cursor: Option<String>,
}

/// An institution.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ListedInstitution")]
pub struct Institution {
    /// Its code.
    #[schemars(with = "InstitutionCode")]
    code: String,
    /// Name.
    name: Text<120>,
    /// フリガナ of its name; absent where it was registered without.
    #[serde(skip_serializing_if = "Option::is_none")]
    kana: Option<Text<120>>,
    /// What it is: what people come there for follows from it, and nobody checks in at a `city_office`.
    kind: InstitutionKind,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<Text<200>>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<Text<20>>,
}

impl From<InstitutionItem> for Institution {
    fn from(item: InstitutionItem) -> Self {
        let kind = item.kind();
        Self { code: item.code, name: item.name, kana: item.kana, kind, address: item.address, phone: item.phone }
    }
}

impl Endpoint for ListInstitutions {
    const SPEC: Spec = Spec::get("list-institutions", "/v1/institutions")
        .who(Who::Account)
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Account;
    type Input = Input;
    type Reads = PageOf<InstitutionItem>;
    type Output = List<Institution>;

    fn example() -> serde_json::Value {
        json!({ "limit": "20" })
    }

    fn plan(_: &Call, input: &Input, _: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let range = match &input.cursor {
            None => RangeQuery::prefix(shared::city(), shared::DIRECTORY),
            Some(cursor) => {
                let refused = |_| Problem::field(Code::InvalidCursor, "/cursor", Wrong::Cursor);
                let last = InstitutionCode::parse(cursor).map_err(refused)?;
                // Codes have ten digits, and `:` comes right after the digits: the next code, never the last one.
                let after = shared::directory_entry(&format!("{last}:"));
                RangeQuery::between(shared::city(), after.sort_key(), &format!("{}\u{10FFFF}", shared::DIRECTORY))
            }
        };
        Ok(plan.query(range.limit(input.limit.and_one())))
    }

    async fn handle(
        _: &App,
        _: &Call,
        subject: Authorised<Account, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Self::Output>, Problem> {
        let (subject, reads) = subject.reads();
        let found = &subject.fetched().page(reads)?.items;
        let most = usize::try_from(input.limit.and_one()).unwrap_or_default();
        let more = found.len() >= most;
        let shown: Vec<InstitutionItem> = found.iter().take(most - 1).map(from_item).collect::<Result<_, _>>()?;
        let next_cursor = shown.last().filter(|_| more).map(|last| last.code.clone());
        let items = shown.into_iter().filter(|item| item.active).map(Institution::from).collect();
        Ok(Answer::of(List { items, next_cursor }))
    }
}
