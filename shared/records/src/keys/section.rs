//! The sections of the notebook that items stand in, as types: in which one a key's item stands, its trait says.

use notebook::access::Section;
use platform::table::schema::InSection;

macro_rules! sections {
    ($($name:ident)+) => {
        $(
            #[doc = concat!("[`Section::", stringify!($name), "`]")]
            #[derive(Debug, Clone, Copy)]
            pub struct $name;

            impl InSection for $name {
                const SECTION: Section = Section::$name;
            }
        )+
    };
}

sections! { Profile Medication Daily Visits HealthGuidance }
