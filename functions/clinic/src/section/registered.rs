//! Every section that is a list. A new one has a file of its own and its two lines here: reading, showing, timeline, what is new
//! and the summary follow.

use notebook::access::Section;
use notebook::time::Instant;
use platform::table::schema::ResidentKeys;
use records::medicines::Alerts;
use records::prelude::*;

use super::daily::{Daily, DailyValues};
use super::guidance::{GivenGuidance, Guidance};
use super::medication::{Medicine, Medicines};
use super::visits::{Visit, Visits};
use super::within::share;
use super::{Left, ListedSection, MOST_BYTES, More, Part, Whole, Within, within};
use crate::view::cursor;
use crate::view::lines::Lines;
use crate::view::timeline::{Event, Reference};

/// A page of one section, or one entry of it, as it is answered.
#[derive(Default)]
pub(crate) struct SectionPage {
    pub(crate) items: Vec<Entry>,
    pub(crate) next_cursor: Option<String>,
    pub(crate) unconfirmed_left_out: Option<usize>,
    pub(crate) alerts: Option<Alerts>,
}

/// `lists`: the sections in the order of the answer and of the summary, each with its type, how an entry is shown, and what one is.
/// `shares`: in this order, each list may fill so many percent of the bytes still free.
macro_rules! sections {
    (
        lists { $($(#[$doc:meta])* $name:ident: $kept:ty, $shown:ident, $(#[$entry:meta])*;)* }
        shares { $($share:ident: $of:ty, $percent:literal;)* }
    ) => {
        /// The lists that are shown, for the test that none is forgotten.
        #[cfg(test)]
        const LISTS: &[records::opened::Listed] = &[$(<$kept>::LIST),*];

        /// Where what is read of the lists is found.
        #[derive(Default)]
        pub struct Lists {
            $($name: <$kept as ListedSection>::Reads,)*
        }

        /// What the wave brought back of all lists. What institutions may not see is gone already.
        #[cfg_attr(test, derive(Default))]
        pub(crate) struct Material {
            $(pub(crate) $name: Part<<$kept as ListedSection>::Item>,)*
        }

        /// The opened lists. What was not opened is not there.
        #[derive(Serialize, JsonSchema)]
        pub(crate) struct Sections {
            $(
                $(#[$doc])*
                #[serde(skip_serializing_if = "Option::is_none")]
                $name: Option<Vec<$shown>>,
            )*
            /// Entries that are left out because nobody said yet whose they are, where a list that has such is open.
            #[serde(skip)]
            pub(crate) unconfirmed_left_out: Option<usize>,
        }

        /// An entry.
        #[derive(Serialize, JsonSchema)]
        #[serde(untagged)]
        #[schemars(rename = "OpenedEntry")]
        pub(crate) enum Entry {
            $($(#[$entry])* $shown($shown),)*
        }

        impl Lists {
            /// Names the newest page of each.
            pub(crate) fn plan(keys: ResidentKeys, now: Instant, plan: &mut ReadPlan) -> Self {
                Self { $($name: <$kept>::plan(keys, now, None, plan),)* }
            }

            /// Names a page of one section, or one entry of it. Of what is no list, nothing.
            pub(crate) fn plan_one(
                (section, entry, cursor): (Section, Option<&str>, Option<&str>),
                keys: ResidentKeys,
                now: Instant,
                plan: &mut ReadPlan,
            ) -> Result<Self, Problem> {
                let mut lists = Self::default();
                $(if section == <$kept>::LIST.section() {
                    lists.$name = match entry {
                        Some(entry) => <$kept>::plan_entry(keys, entry, cursor, plan)?,
                        None => <$kept>::plan(keys, now, cursor, plan),
                    };
                })*
                Ok(lists)
            }

            /// What [`Self::plan_one`] named. Of what is no list a page is empty, and there is no entry.
            pub(crate) async fn open_one(
                &self,
                app: &App,
                call: &Call,
                subject: &Authorised<Patient>,
                (section, entry, cursor): (Section, Option<&str>, Option<&str>),
            ) -> Result<SectionPage, Problem> {
                $(if section == <$kept>::LIST.section() {
                    return match entry {
                        Some(entry) => {
                            let Whole { shown, next_cursor, alerts } =
                                <$kept>::entry(app, call, subject, entry, &self.$name).await?;
                            let items = vec![Entry::$shown(shown)];
                            Ok(SectionPage { items, next_cursor, alerts, unconfirmed_left_out: None })
                        }
                        None => {
                            let part = <$kept>::read(app, subject, &self.$name).await?;
                            let alerts = <$kept>::alerts(call, subject, &part, cursor.is_none())?;
                            let page = within(part.map(<$kept>::brief)?, MOST_BYTES)?;
                            Ok(SectionPage {
                                items: page.shown.into_iter().map(Entry::$shown).collect(),
                                next_cursor: page.next.map(|place| cursor::seal(section, &place, subject.grant())),
                                unconfirmed_left_out: <$kept>::HAS_UNCONFIRMED.then_some(page.unconfirmed),
                                alerts,
                            })
                        }
                    };
                })*
                if entry.is_some() { Err(Problem::not_found()) } else { Ok(SectionPage::default()) }
            }
        }

        impl Material {
            pub(crate) async fn read(
                app: &App,
                subject: &Authorised<Patient>,
                lists: &Lists,
            ) -> Result<Self, Problem> {
                Ok(Self { $($name: <$kept>::read(app, subject, &lists.$name).await?,)* })
            }
        }

        impl Sections {
            /// Shows what was opened, within so many bytes, and where the sections go on of which only the newest entries are
            /// shown.
            pub(crate) fn show(
                material: Material,
                opened: &notebook::access::Sections,
                mut bytes: usize,
            ) -> Result<(Self, More), Problem> {
                let mut more = More::new();
                let mut unconfirmed_left_out: Option<usize> = None;
                let Material { $($name,)* } = material;
                $(let $name = if opened.contains(&<$kept>::LIST.section()) {
                    Some($name.map(<$kept>::brief)?)
                } else {
                    None
                };)*
                $(
                    let $share = $share.map(|part| share(part, &mut bytes, $percent)).transpose()?;
                    let next = $share.as_ref().and_then(|within| within.next.clone());
                    more.extend(next.map(|place| (<$of>::LIST.section(), place)));
                )*
                $(let $name = $name.map(|Within { shown, unconfirmed, .. }| {
                    if <$kept>::HAS_UNCONFIRMED {
                        unconfirmed_left_out = Some(unconfirmed_left_out.unwrap_or_default() + unconfirmed);
                    }
                    shown
                });)*
                Ok((Self { $($name,)* unconfirmed_left_out }, more))
            }

            /// All lines of the timeline, in no order.
            pub(crate) fn events(&self) -> Vec<Event> {
                let mut events = Vec::new();
                $(events.extend(self.$name.iter().flatten().flat_map(<$kept>::events));)*
                events
            }

            /// Everything with when it came into the notebook, in no order.
            pub(crate) fn arrived(&self) -> Vec<(Instant, Reference)> {
                let mut arrived = Vec::new();
                $(arrived.extend(self.$name.iter().flatten().flat_map(<$kept>::arrived));)*
                arrived
            }

            /// What the summary says of the lists.
            pub(crate) fn summary(&self, more: &More, lines: &mut Lines) {
                $(if let Some(list) = &self.$name {
                    let section = <$kept>::LIST.section();
                    let more = more.iter().any(|(other, _)| *other == section);
                    let unconfirmed = self.unconfirmed_left_out.filter(|_| <$kept>::HAS_UNCONFIRMED);
                    <$kept>::summary(list, Left { more, unconfirmed: unconfirmed.unwrap_or_default() }, lines);
                })*
            }
        }
    };
}

sections! {
    lists {
        /// Dispensings and medicines, newest first, without those that the person keeps back. One with `cut` is shown whole by
        /// `open-section`.
        medication: Medicines, Medicine, /** お薬 */;
        /// Daily values of the last year, newest first.
        daily: DailyValues, Daily, /** 日々の記録 */;
        /// Visits of the last ten years, newest first, with the institutions' notes and without the person's own memo.
        visits: Visits, Visit, /** 受診 */;
        /// Health guidance of all offices, newest first.
        health_guidance: GivenGuidance, Guidance, /** 保健指導 */;
    }
    shares {
        daily: DailyValues, 14;
        visits: Visits, 30;
        health_guidance: GivenGuidance, 12;
        medication: Medicines, 100;
    }
}

#[cfg(test)]
mod tests {
    use records::opened::Listed;

    #[test]
    fn every_list_of_the_notebook_is_shown_to_institutions() {
        assert_eq!(super::LISTS, Listed::ALL);
    }
}
