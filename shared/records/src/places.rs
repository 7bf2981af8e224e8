//! Names beside the codes of institutions, mostly without a read of their own: where a person was lately stands in the visits.

use std::collections::BTreeMap;

use chrono::Days;
use notebook::institution::InstitutionCode;
use notebook::text::Text;
use notebook::time::Day;
use platform::app::App;
use platform::auth::policy::OWN_ENTRY_DAYS;
use platform::problem::Problem;
use platform::table::Page;
use platform::table::range::RangeQuery;
use platform::table::schema::ResidentKeys;
use platform::table::{ReadPlan, from_item};
use schemars::JsonSchema;
use serde::Serialize;

use crate::items::{InstitutionItem, VisitItem};
use crate::keys::{by_time, shared};

/// An institution by code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "NamedInstitution")]
pub struct Institution {
    /// Its code.
    #[schemars(with = "InstitutionCode")]
    pub code: String,
    /// Its name; null where it is not registered any more.
    pub name: Option<Text<120>>,
}

/// Visits that are read for their names.
const MOST_VISITS: i32 = 50;

/// Names by code.
#[derive(Debug, Default)]
pub struct Places(BTreeMap<String, Text<120>>);

impl Places {
    /// The visits of today.
    pub fn of_today(keys: ResidentKeys, today: Day) -> RangeQuery {
        visits(keys, today, today)
    }

    /// The visits of the days on which an institution may still do something with the notebook, and of yesterday.
    pub fn of_late(keys: ResidentKeys, today: Day) -> RangeQuery {
        let days = u64::try_from(OWN_ENTRY_DAYS + 1).unwrap_or_default();
        visits(keys, today.checked_sub_days(Days::new(days)).unwrap_or(today), today)
    }

    /// Names from the visits that were read.
    pub fn of(visits: &Page) -> Result<Self, Problem> {
        let mut places = Self::default();
        for item in &visits.items {
            let visit: VisitItem = from_item(item)?;
            if let (Some(code), Some(name)) = (visit.institution_code, visit.institution_name) {
                places.0.entry(code).or_insert(name);
            }
        }
        Ok(places)
    }

    /// With the names of all of these: what the visits do not say is read, in one further wave, and only then.
    pub async fn with(mut self, app: &App, codes: impl Iterator<Item = &str>) -> Result<Self, Problem> {
        let missing: Vec<&str> = codes.filter(|code| !self.0.contains_key(*code)).collect();
        let mut plan = ReadPlan::default();
        for code in &missing {
            plan.get(shared::institution(code));
        }
        if !missing.is_empty() {
            let fetched = app.table.read(plan).await?;
            for code in missing {
                if let Some(item) = fetched.get::<InstitutionItem>(&shared::institution(code))? {
                    self.0.insert(item.code, item.name);
                }
            }
        }
        Ok(self)
    }

    /// An institution with its name.
    pub fn named(&self, code: String) -> Institution {
        Institution { name: self.0.get(&code).cloned(), code }
    }
}

fn visits(keys: ResidentKeys, from: Day, to: Day) -> RangeQuery {
    let (from, to) = (by_time::visit(from, ""), by_time::visit(to, "~"));
    RangeQuery::between(keys.partition(), &from, &to).by_time().newest_first().limit(MOST_VISITS)
}
