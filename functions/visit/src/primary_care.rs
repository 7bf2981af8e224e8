//! Institutions that a person calls their own (かかりつけ): one item with all of them, so that the limit holds whoever writes.

use notebook::institution::InstitutionKind;
use notebook::text::Text;
use notebook::time::Instant;
use platform::table::schema::ResidentKeys;
use records::items::InstitutionItem;
use records::places::Institution;
use records::prelude::*;

/// Most institutions of a person.
pub(crate) const MOST: usize = 20;

/// An institution that the person calls their own, with where it is and how it is called, as the directory says today.
#[derive(Serialize, JsonSchema)]
pub struct PrimaryCareInstitution {
    /// Its code, and its name as far as it is registered.
    institution: Institution,
    /// フリガナ of its name; null where it was registered without.
    kana: Option<Text<120>>,
    /// What it is; null where it is not registered any more.
    kind: Option<InstitutionKind>,
    /// Address; null where none is known.
    address: Option<Text<200>>,
    /// Telephone number; null where none is known.
    phone: Option<Text<20>>,
    /// Whether it takes part at present: whether one can check in there.
    takes_part: bool,
    /// Since when it is on the list.
    since: Instant,
}

impl TakenBack for PrimaryCareInstitution {
    const READ_ONLY: &'static [&'static str] = &[];
    // What the directory says is not the person's to write; and what was taken off may be put back as it was shown.
    const PASSING: &'static [&'static str] =
        &["/institution", "/kana", "/kind", "/address", "/phone", "/takes_part", "/since"];
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Chosen {
    institution_code: String,
    since: Instant,
}

/// The list as it is stored.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct PrimaryCare {
    institutions: Vec<Chosen>,
    version: u64,
}

impl PrimaryCare {
    /// What was read of it.
    pub(crate) fn read(subject: &Authorised<Resident>) -> Result<Self, Problem> {
        Ok(subject.fetched().get(&subject.keys().primary_care())?.unwrap_or_default())
    }

    /// Adds an institution; one that is there stays as it is.
    pub(crate) fn add(&mut self, code: &str, now: Instant) -> Result<bool, Problem> {
        if self.chosen(code).is_some() {
            return Ok(false);
        }
        if self.institutions.len() >= MOST {
            return Err(Problem::of(Code::TooManyPrimaryCare).with("most", MOST));
        }
        self.institutions.push(Chosen { institution_code: code.to_owned(), since: now });
        Ok(true)
    }

    /// Takes an institution off; tells whether it was there.
    pub(crate) fn remove(&mut self, code: &str) -> bool {
        let before = self.institutions.len();
        self.institutions.retain(|one| one.institution_code != code);
        self.institutions.len() < before
    }

    fn chosen(&self, code: &str) -> Option<&Chosen> {
        self.institutions.iter().find(|one| one.institution_code == code)
    }

    /// Writes it over what was read.
    pub(crate) fn write(self, effect: &mut Transaction, keys: ResidentKeys) -> Result<(), Problem> {
        let only = if self.version == 0 { Only::IfNew } else { Only::IfVersion(self.version) };
        let item = Self { version: self.version + 1, ..self };
        let meta = Meta { version: Some(item.version), ..Meta::default() };
        effect.put(&keys.primary_care(), &item, &meta, only)
    }

    /// All of them, the one that was added last first, with what the directory says.
    pub(crate) async fn shown(&self, app: &App) -> Result<Vec<PrimaryCareInstitution>, Problem> {
        if self.institutions.is_empty() {
            return Ok(Vec::new());
        }
        let mut plan = ReadPlan::default();
        for one in &self.institutions {
            plan.get(shared::institution(&one.institution_code));
        }
        let fetched = app.table.read(plan).await?;
        let known = |one: &Chosen| fetched.get(&shared::institution(&one.institution_code));
        self.institutions.iter().rev().map(|one| Ok(shown(one, known(one)?))).collect()
    }

    /// One of them, where it is there.
    pub(crate) fn found(&self, code: &str, known: Option<InstitutionItem>) -> Option<PrimaryCareInstitution> {
        self.chosen(code).map(|one| shown(one, known))
    }

    /// One of them.
    pub(crate) fn one(&self, code: &str, known: Option<InstitutionItem>) -> Result<PrimaryCareInstitution, Problem> {
        self.found(code, known).ok_or_else(Problem::not_found)
    }
}

fn shown(one: &Chosen, known: Option<InstitutionItem>) -> PrimaryCareInstitution {
    let kind = known.as_ref().map(InstitutionItem::kind);
    let takes_part = known.as_ref().is_some_and(|known| known.active);
    let (name, kana, address, phone) =
        known.map_or((None, None, None, None), |known| (Some(known.name), known.kana, known.address, known.phone));
    let institution = Institution { code: one.institution_code.clone(), name };
    PrimaryCareInstitution { institution, kana, kind, address, phone, takes_part, since: one.since }
}
