//! Everything an operation reads, in one wave: one BatchGetItem beside its Queries, all strongly consistent, all at
//! once. The keys of the authorisation travel in the same wave; what was read is thrown away when it is denied.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};

use super::page::Page;
use super::plan::{Fetched, ReadPlan};
use super::range::RangeQuery;
use super::schema::{Key, attribute};
use super::{Item, Table, s};
use crate::problem::{Code, Problem, Reason, ServiceCode};

/// BatchGetItem takes at most 100 keys; more are asked for in several requests at once.
const MOST_GETS: usize = 100;

/// How often keys that came back unprocessed are asked for again before the answer is 503.
const MOST_ROUNDS: u32 = 5;

impl Table {
    /// Carries out a plan in one wave.
    pub async fn read(&self, plan: ReadPlan) -> Result<Fetched, Problem> {
        let ReadPlan { id, gets, queries } = plan;
        let pages = futures_join(queries.into_iter().map(|query| self.query(query)).collect());
        let (items, pages) = tokio::join!(self.batch_get(gets), pages);
        Ok(Fetched { plan: id, items: items?, pages: pages.into_iter().collect::<Result<_, _>>()? })
    }

    /// Carries out a plan in one wave, and decides on its items alone as soon as they are there. Where the decision is no, the
    /// ranges are not waited for: how long a refusal takes does not tell how much there is.
    pub(crate) async fn read_if<D, E>(
        &self,
        plan: ReadPlan,
        decide: impl FnOnce(&Fetched) -> Result<D, E>,
    ) -> Result<(Fetched, Result<D, E>), Problem> {
        let ReadPlan { id, gets, queries } = plan;
        let pages = futures_join(queries.into_iter().map(|query| self.query(query)).collect());
        tokio::pin!(pages);
        let items = self.batch_get(gets);
        tokio::pin!(items);
        let mut early = None;
        let items = tokio::select! {
            biased;
            items = &mut items => items,
            all = &mut pages => {
                early = Some(all);
                items.await
            }
        };
        let mut fetched = Fetched { plan: id, items: items?, pages: Vec::new() };
        let decided = decide(&fetched);
        if decided.is_ok() {
            let all = match early {
                Some(all) => all,
                None => pages.await,
            };
            fetched.pages = all.into_iter().collect::<Result<_, _>>()?;
        }
        Ok((fetched, decided))
    }

    /// All that a query finds, whose first page was read already.
    ///
    /// # Errors
    ///
    /// 503 where a further page cannot be read, and `internal` where an item cannot.
    pub async fn whole<T: serde::de::DeserializeOwned>(
        &self,
        first: &Page,
        query: &RangeQuery,
    ) -> Result<Vec<T>, Problem> {
        let mut items = first.read()?;
        let mut last_key = first.last_key.clone();
        while last_key.is_some() {
            let page = self.query(query.clone().start_after(last_key)).await?;
            items.append(&mut page.read()?);
            last_key = page.last_key;
        }
        Ok(items)
    }

    /// One Query, one page.
    pub async fn query(&self, query: RangeQuery) -> Result<Page, Problem> {
        let sort = if query.on_time_index { attribute::BY_TIME } else { attribute::SK };
        let mut request = self.client.query();
        for (place, name) in query.only.iter().enumerate() {
            request = request.expression_attribute_names(format!("#o{place}"), *name);
        }
        let only = (0..query.only.len()).map(|place| format!("#o{place}")).collect::<Vec<_>>().join(", ");
        let answer = request
            .table_name(&self.name)
            .set_projection_expression(Some(only).filter(|only| !only.is_empty()))
            .set_index_name(query.on_time_index.then(|| attribute::BY_TIME.to_owned()))
            .key_condition_expression("#p = :p AND #s BETWEEN :from AND :to")
            .expression_attribute_names("#p", attribute::PK)
            .expression_attribute_names("#s", sort)
            .expression_attribute_values(":p", s(query.pk))
            .expression_attribute_values(":from", s(query.from))
            .expression_attribute_values(":to", s(query.to))
            .consistent_read(!query.eventually)
            .scan_index_forward(!query.newest_first)
            .set_limit(query.limit)
            .set_exclusive_start_key(query.start_after)
            .send()
            .await
            .map_err(|error| unavailable("query", &error))?;
        Ok(Page { items: answer.items.unwrap_or_default(), last_key: answer.last_evaluated_key })
    }

    async fn batch_get(&self, keys: Vec<Key>) -> Result<HashMap<Key, Option<Item>>, Problem> {
        let batches = futures_join(keys.chunks(MOST_GETS).map(|batch| self.batch(batch)).collect()).await;
        let mut found: HashMap<_, _> = keys.into_iter().map(|key| (key, None)).collect();
        for batch in batches {
            found.extend(batch?.into_iter().map(|(key, item)| (key, Some(item))));
        }
        Ok(found)
    }

    async fn batch(&self, keys: &[Key]) -> Result<HashMap<Key, Item>, Problem> {
        let mut found = HashMap::with_capacity(keys.len());
        let mut wanted: Vec<Item> = keys.iter().map(key_item).collect();
        let mut round = 0;
        while !wanted.is_empty() {
            round += 1;
            if round > MOST_ROUNDS {
                return Err(Problem::of(Code::Unavailable).logged("unprocessed keys").retry_after(1));
            }
            let request = KeysAndAttributes::builder()
                .set_keys(Some(std::mem::take(&mut wanted)))
                .consistent_read(true)
                .build()
                .map_err(|_| Problem::internal("batch get without keys"))?;
            let answer = self
                .client
                .batch_get_item()
                .request_items(&self.name, request)
                .send()
                .await
                .map_err(|error| unavailable("batch get", &error))?;
            for item in answer.responses.and_then(|mut tables| tables.remove(&self.name)).unwrap_or_default() {
                if let Some(key) = key_of(&item) {
                    found.insert(key, item);
                }
            }
            // A key that was not processed is not a key that is not there: ask again, never decide.
            wanted = answer
                .unprocessed_keys
                .and_then(|mut tables| tables.remove(&self.name))
                .map(|rest| rest.keys)
                .unwrap_or_default();
        }
        Ok(found)
    }
}

/// A key as the client wants it.
pub fn key_item(key: &Key) -> Item {
    Item::from([(attribute::PK.to_owned(), s(&key.pk)), (attribute::SK.to_owned(), s(&key.sk))])
}

fn key_of(item: &Item) -> Option<Key> {
    let text = |name: &str| item.get(name).and_then(|value| AttributeValue::as_s(value).ok()).cloned();
    Some(Key { pk: text(attribute::PK)?, sk: text(attribute::SK)? })
}

/// 503 with the call and the service's error code in the log, never its message, which may hold a value.
pub(crate) fn unavailable<E, R>(what: &'static str, error: &aws_sdk_dynamodb::error::SdkError<E, R>) -> Problem
where
    E: aws_sdk_dynamodb::error::ProvideErrorMetadata,
{
    let code = ServiceCode::of(error.as_service_error().and_then(|service| service.code()));
    Problem::of(Code::Unavailable).logged(Reason::Table(what, code)).retry_after(1)
}

/// Awaits all, at once. (`futures::join_all` for a handful of futures would be a dependency for ten lines.)
pub async fn futures_join<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut running: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        let mut all_done = true;
        for (future, result) in &mut running {
            if result.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *result = Some(value),
                    std::task::Poll::Pending => all_done = false,
                }
            }
        }
        if all_done { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    running.into_iter().filter_map(|(_, result)| result).collect()
}
