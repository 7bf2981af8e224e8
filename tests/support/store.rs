//! The embedded DynamoDB, reached through the real client: what the client sends over HTTP is answered in process.
//!
//! It also watches: how many round trips deep a request went, which actions it used, which partitions it touched; and
//! it can be told to fail.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use dynoxide::{Database, DynoxideError};
use serde_json::{Value, json};

use crate::requests::{actions, asked_for, drop_last, partitions};

/// What happened since the last [`Store::forget`].
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Requests.
    pub requests: u32,
    /// The longest chain of requests that waited for one another.
    pub depth: u32,
    /// IAM actions used.
    pub actions: BTreeSet<String>,
    /// Partition keys touched.
    pub partitions: BTreeSet<String>,
    /// Keys of items that were asked for: partition and sort key.
    pub items_asked_for: BTreeSet<(String, String)>,
    /// Writes and checks of the largest transaction.
    pub most_writes: usize,
    /// Items that Queries read.
    pub items_read: usize,
    /// Bytes of the table's answers.
    pub bytes: usize,
}

tokio::task_local! {
    /// The partitions that the request of this task touches.
    pub static TOUCHED: std::cell::RefCell<BTreeSet<String>>;
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// From the n-th request on, the table does not answer (nothing happens).
    Before(u32),
    /// From the n-th request on, the table acts, but its answer is lost.
    After(u32),
    /// The n-th request only: it acts, its answer is lost, and the next ones are answered.
    LostOnce(u32),
}

/// What another does meanwhile.
type Interruption = Box<dyn FnOnce(&Store) + Send>;

/// What another does between two Queries that were asked together.
struct Crossing {
    /// What the one that is answered first names, and the one that waits for it.
    queries: [String; 2],
    is_first_answered: bool,
    act: Option<Interruption>,
}

#[derive(Default)]
struct Watch {
    seen: Seen,
    fault: Fault,
    unprocessed: u32,
    query_stop: Option<u64>,
    /// Queries are never answered.
    holds_queries: bool,
    /// Before which transaction from now on, and what.
    interruption: Option<(u32, Interruption)>,
    /// Between which two Queries, and what.
    crossing: Option<Crossing>,
    /// The items of the transactions that are under way.
    flying: BTreeSet<String>,
}

/// The store of one test.
#[derive(Clone)]
pub struct Store {
    database: Arc<Database>,
    watch: Arc<Mutex<Watch>>,
}

pub const TABLE: &str = "notebook-test";

impl Store {
    pub fn new() -> Self {
        let database = Database::memory().unwrap();
        let attributes: Vec<_> =
            ["pk", "sk", "by_time"].iter().map(|name| json!({ "AttributeName": name, "AttributeType": "S" })).collect();
        let request = json!({
            "TableName": TABLE,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": attributes,
            "KeySchema": [{ "AttributeName": "pk", "KeyType": "HASH" }, { "AttributeName": "sk", "KeyType": "RANGE" }],
            "LocalSecondaryIndexes": [{
                "IndexName": "by_time",
                "KeySchema": [{ "AttributeName": "pk", "KeyType": "HASH" }, { "AttributeName": "by_time", "KeyType": "RANGE" }],
                "Projection": { "ProjectionType": "ALL" },
            }],
        });
        database.create_table(serde_json::from_value(request).unwrap()).unwrap();
        Self { database: Arc::new(database), watch: Arc::default() }
    }

    /// What was seen, from now on.
    pub fn forget(&self) {
        self.watch.lock().unwrap().seen = Seen::default();
    }

    pub fn seen(&self) -> Seen {
        self.watch.lock().unwrap().seen.clone()
    }

    /// Sets what goes wrong, counted from the next request on.
    pub fn fault(&self, fault: Fault) {
        let mut watch = self.watch.lock().unwrap();
        watch.fault = fault;
        watch.seen = Seen::default();
    }

    /// The next `times` BatchGetItem answers leave their last key unprocessed.
    pub fn leave_unprocessed(&self, times: u32) {
        self.watch.lock().unwrap().unprocessed = times;
    }

    /// Queries stop after so many items, as DynamoDB's do after a megabyte, and say where they stopped.
    pub fn stop_queries_after(&self, items: Option<u64>) {
        self.watch.lock().unwrap().query_stop = items;
    }

    /// From now on Queries are not answered, or answered again.
    pub fn hold_queries(&self, hold: bool) {
        self.watch.lock().unwrap().holds_queries = hold;
    }

    pub fn holds_queries(&self) -> bool {
        self.watch.lock().unwrap().holds_queries
    }

    /// Does this once, right before the table sees the n-th transaction from now on: what another does between the reads and
    /// the writes of a request.
    pub fn interrupt(&self, nth: u32, act: impl FnOnce(&Self) + Send + 'static) {
        self.watch.lock().unwrap().interruption = Some((nth, Box::new(act)));
    }

    /// Answers the next Query of the sort keys that begin with `first`, does this, and answers that of `second` only then: what
    /// another does between two reads of one wave.
    pub fn cross(&self, first: &str, second: &str, act: impl FnOnce(&Self) + Send + 'static) {
        let act: Interruption = Box::new(act);
        let crossing =
            Crossing { queries: [first, second].map(str::to_owned), is_first_answered: false, act: Some(act) };
        self.watch.lock().unwrap().crossing = Some(crossing);
    }

    /// Waits for the turn of a Query, and does what comes before it.
    async fn turn(&self, from: &str) {
        loop {
            let act = {
                let mut watch = self.watch.lock().unwrap();
                let Some(crossing) = &mut watch.crossing else { return };
                if !from.starts_with(&crossing.queries[1]) {
                    return;
                }
                if crossing.is_first_answered { watch.crossing.take().and_then(|crossing| crossing.act) } else { None }
            };
            if let Some(act) = act {
                return act(self);
            }
            tokio::task::yield_now().await;
        }
    }

    fn answered(&self, from: &str) {
        if let Some(crossing) = &mut self.watch.lock().unwrap().crossing {
            crossing.is_first_answered |= from.starts_with(&crossing.queries[0]);
        }
    }

    /// Whether the interruption is still to come; it will not come any more.
    pub fn was_not_interrupted(&self) -> bool {
        self.watch.lock().unwrap().interruption.take().is_some()
    }

    fn due_interruption(&self) -> Option<Interruption> {
        let mut watch = self.watch.lock().unwrap();
        let (nth, act) = watch.interruption.take()?;
        if nth <= 1 {
            return Some(act);
        }
        watch.interruption = Some((nth - 1, act));
        None
    }

    /// One operation of DynamoDB, as administrator: for arranging and for looking, never counted.
    pub fn admin(&self, operation: &str, request: Value) -> Value {
        self.run(operation, request).unwrap_or_else(|error| panic!("{operation}: {error:?}"))
    }

    /// Every item of the table, sorted by key: for comparing end states.
    pub fn everything(&self) -> Vec<Value> {
        let (mut items, mut request) = (Vec::new(), json!({ "TableName": TABLE }));
        loop {
            let mut page = self.admin("Scan", request.clone());
            items.append(page["Items"].as_array_mut().unwrap());
            if page["LastEvaluatedKey"].is_null() {
                break;
            }
            request["ExclusiveStartKey"] = page["LastEvaluatedKey"].take();
        }
        items.sort_by_cached_key(|item| format!("{}\n{}", item["pk"]["S"], item["sk"]["S"]));
        items
    }

    /// Puts an item as administrator.
    #[allow(clippy::needless_pass_by_value)] // callers hand over literals
    pub fn seed(&self, item: Value) {
        self.admin("PutItem", json!({ "TableName": TABLE, "Item": item }));
    }

    fn run(&self, operation: &str, request: Value) -> Result<Value, DynoxideError> {
        macro_rules! call {
            ($method:ident) => {{
                let request =
                    serde_json::from_value(request).map_err(|e| DynoxideError::ValidationException(e.to_string()))?;
                Ok(serde_json::to_value(self.database.$method(request)?).unwrap())
            }};
        }
        match operation {
            "GetItem" => call!(get_item),
            "PutItem" => call!(put_item),
            "UpdateItem" => call!(update_item),
            "DeleteItem" => call!(delete_item),
            "Query" => call!(query),
            "Scan" => call!(scan),
            "BatchGetItem" => call!(batch_get_item),
            "TransactWriteItems" => call!(transact_write_items),
            other => panic!("the store does not know {other}"),
        }
    }

    /// Answers one HTTP request of the client: status and body, or no answer.
    pub(crate) async fn answer(&self, operation: &str, body: &[u8]) -> Option<(u16, Value)> {
        let mut request: Value = serde_json::from_slice(body).unwrap();
        let stop = self.watch.lock().unwrap().query_stop;
        if let (Some(stop), "Query") = (stop, operation) {
            let asked = request["Limit"].as_u64().unwrap_or(stop);
            request["Limit"] = json!(asked.min(stop));
        }
        let touched = partitions(operation, &request);
        // Outside of a request of the city nobody counts.
        let _ = TOUCHED.try_with(|set| set.borrow_mut().extend(touched.iter().cloned()));
        let (depth, fault, number) = {
            let mut watch = self.watch.lock().unwrap();
            watch.seen.requests += 1;
            let writes = request["TransactItems"].as_array().map_or(0, Vec::len);
            watch.seen.most_writes = watch.seen.most_writes.max(writes);
            watch.seen.actions.extend(actions(operation, &request));
            watch.seen.partitions.extend(touched);
            watch.seen.items_asked_for.extend(asked_for(&request));
            (watch.seen.depth + 1, watch.fault, watch.seen.requests)
        };
        let transaction = operation == "TransactWriteItems";
        if transaction {
            super::locks::hold(&request);
        }
        let flight = if transaction { Flight::of(self, &request) } else { Ok(Flight::default()) };
        // Requests that were started together are answered together: nothing waits for anything here.
        for _ in 0..4 {
            tokio::task::yield_now().await;
        }
        if matches!(fault, Fault::Before(n) if number >= n) {
            return None;
        }
        let _flight = match flight {
            Ok(flight) => flight,
            Err(conflict) => return Some((400, conflict)),
        };
        if let Some(act) = transaction.then(|| self.due_interruption()).flatten() {
            act(self);
        }
        let from = request["ExpressionAttributeValues"][":from"]["S"].as_str().unwrap_or_default().to_owned();
        self.turn(&from).await;
        let result = self.run(operation, request);
        self.answered(&from);
        let mut watch = self.watch.lock().unwrap();
        watch.seen.depth = watch.seen.depth.max(depth);
        let lost = matches!(fault, Fault::After(n) if number >= n) || fault == Fault::LostOnce(number);
        if lost {
            return None;
        }
        Some(match result {
            Ok(mut answer) => {
                watch.seen.bytes += answer.to_string().len();
                watch.seen.items_read += answer["Items"].as_array().map_or(0, Vec::len);
                if operation == "BatchGetItem" && watch.unprocessed > 0 {
                    watch.unprocessed -= 1;
                    drop_last(&mut answer);
                }
                (200, answer)
            }
            Err(error) => (error.status_code(), serde_json::from_str(&error.to_json()).unwrap()),
        })
    }
}

impl Default for Store {
    fn default() -> Self {
        Self::new()
    }
}

/// The items of a transaction that is under way. DynamoDB lets no two transactions touch one item at once, be it only to check
/// it: the second is refused.
#[derive(Default)]
struct Flight {
    watch: Arc<Mutex<Watch>>,
    items: Vec<String>,
}

impl Flight {
    /// Takes off, or gives DynamoDB's refusal.
    fn of(store: &Store, request: &Value) -> Result<Self, Value> {
        let key = |write: &Value| {
            let write = write.as_object().unwrap().values().next().unwrap();
            let key = if write["Item"].is_null() { &write["Key"] } else { &write["Item"] };
            format!("{}\n{}", key["pk"]["S"], key["sk"]["S"])
        };
        let items: Vec<String> = request["TransactItems"].as_array().unwrap().iter().map(key).collect();
        let mut watch = store.watch.lock().unwrap();
        let reasons: Vec<_> = items
            .iter()
            .map(|item| json!({ "Code": if watch.flying.contains(item) { "TransactionConflict" } else { "None" } }))
            .collect();
        if items.iter().any(|item| watch.flying.contains(item)) {
            return Err(json!({
                "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
                "Message": "Transaction cancelled",
                "CancellationReasons": reasons,
            }));
        }
        watch.flying.extend(items.iter().cloned());
        Ok(Self { watch: Arc::clone(&store.watch), items })
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        let mut watch = self.watch.lock().unwrap();
        for item in &self.items {
            watch.flying.remove(item);
        }
    }
}
