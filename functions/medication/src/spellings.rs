//! How a person's name is spelt on sheets, where it is not spelt as it is registered: each remembered from the moment that
//! the person says of a sheet that it is theirs, and forgotten with the sheet or when they take that back.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use notebook::id::MedicationId;
use notebook::medication::alert::differs_in_spelling_only;
use notebook::medication::named::Named;
use notebook::resident::Resident as Person;
use platform::table::schema::ResidentKeys;
use records::prelude::*;
use ring::digest::{SHA256, digest};

/// Most of them that are kept: no name is spelt in so many ways. A sheet beyond them is asked about each time.
const MOST_SPELLINGS: usize = 50;

/// A person's remembered spellings.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Spellings {
    spellings: Vec<Spelling>,
    version: u64,
}

/// One spelling, and the sheet of which it was said.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
struct Spelling {
    /// The hash of spelling and birth date.
    mark: String,
    sheet_id: MedicationId,
}

impl Spellings {
    /// Whether a sheet names the person in a spelling that is remembered. Where its birth date or sex is another, or it has
    /// no birth date, it never does.
    pub(crate) fn know(&self, named: &Named, person: &Person) -> bool {
        may_be_remembered(named, person)
            && mark(named).is_some_and(|mark| self.spellings.iter().any(|known| known.mark == mark))
    }

    /// Remembers the spelling of a sheet that the person says is theirs; answers whether it is remembered.
    pub(crate) fn remember(&mut self, named: &Named, person: &Person, sheet_id: MedicationId) -> bool {
        let Some(mark) = mark(named).filter(|_| may_be_remembered(named, person)) else { return false };
        let spelling = Spelling { mark, sheet_id };
        if !self.spellings.contains(&spelling) && self.spellings.len() < MOST_SPELLINGS {
            self.spellings.push(spelling);
            return true;
        }
        false
    }

    /// Forgets what was said of a sheet; answers whether anything was.
    pub(crate) fn forget(&mut self, sheet_id: MedicationId) -> bool {
        let before = self.spellings.len();
        self.spellings.retain(|spelling| spelling.sheet_id != sheet_id);
        self.spellings.len() < before
    }

    /// Writes them over the version that was read.
    pub(crate) fn write(mut self, keys: ResidentKeys, effect: &mut Transaction) -> Result<(), Problem> {
        let key = keys.spellings();
        if self.spellings.is_empty() {
            return effect.delete(&key, Some(self.version));
        }
        let only = if self.version == 0 { Only::IfNew } else { Only::IfVersion(self.version) };
        self.version += 1;
        let meta = Meta { version: Some(self.version), ..Meta::default() };
        effect.put(&key, &self, &meta, only)
    }
}

/// Forgets the spellings that were remembered with sheets which go, or of which that is taken back. The plan named the item.
pub(crate) fn forget(
    subject: &Authorised<Resident>,
    sheets: &[MedicationId],
    effect: &mut Transaction,
) -> Result<(), Problem> {
    let spellings: Option<Spellings> = subject.fetched().get(&subject.keys().spellings())?;
    let Some(mut spellings) = spellings else { return Ok(()) };
    let forgotten = sheets.iter().filter(|sheet| spellings.forget(**sheet)).count();
    if forgotten > 0 { spellings.write(subject.keys(), effect) } else { Ok(()) }
}

fn may_be_remembered(named: &Named, person: &Person) -> bool {
    let identity = &person.identity;
    identity.birth_date.is_some_and(|birth_date| differs_in_spelling_only(named, birth_date, identity.sex))
}

fn mark(named: &Named) -> Option<String> {
    named.spelling().map(|spelling| URL_SAFE_NO_PAD.encode(digest(&SHA256, spelling.as_bytes())))
}
