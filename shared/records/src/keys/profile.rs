//! Keys of the person's profile, and of who the person is.

use notebook::id::InvitationId;
use platform::table::Key;
use platform::table::schema::{SectionKeys, Sort};

use super::section::Profile;

/// What a notebook holds of its person.
pub trait ProfileKeys: SectionKeys<Profile> {
    /// The person.
    fn profile(self) -> Key {
        self.item(const { Sort::of("PROFILE") }, "")
    }

    /// The version of who is related to the person.
    fn family_lock(self) -> Key {
        self.item(const { Sort::of("FAMILYLOCK") }, "")
    }

    /// An invitation to become family of the person, while it is open.
    fn open_invitation(self, id: InvitationId) -> Key {
        self.item(Self::OPEN_INVITATIONS, id)
    }

    /// What the sort keys of all these begin with.
    const OPEN_INVITATIONS: Sort<Profile> = Sort::of("INVITED#");

    /// When the person's emergency cards were opened.
    fn emergency_openings(self) -> Key {
        self.item(const { Sort::of("EMERGENCYOPENED") }, "")
    }

    /// Another card that was held to this notebook, with the same birth date and sex, for the city to look at.
    fn card_review(self, subject_hash: &str) -> Key {
        self.item(const { Sort::of("CARDREVIEW#") }, subject_hash)
    }
}

impl<K: SectionKeys<Profile>> ProfileKeys for K {}
