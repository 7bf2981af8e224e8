//! The names of the types: a contract that other programs are generated from may not rename a type because an unrelated operation
//! came or went.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::pascal;

/// What the root types of most operations are called in the code. In the contract they are called after their operation.
const OF_AN_OPERATION: [&str; 3] = ["InputReplacement", "Input", "Output"];

/// Where schemas stand.
pub(super) const SCHEMAS: &str = "#/components/schemas/";

/// Where the schemas of what is read stand until they have their names.
pub(super) const READ: &str = "#/components/read/";

/// The name in a reference.
pub(super) fn referenced(schema: &Value) -> Option<&str> {
    name_in(schema.get("$ref")?.as_str()?)
}

fn name_in(reference: &str) -> Option<&str> {
    reference.strip_prefix(SCHEMAS).or_else(|| reference.strip_prefix(READ))
}

/// Names that types have in the contract, by the references that the generators gave.
#[derive(Default)]
pub(super) struct Names {
    of: BTreeMap<String, String>,
}

impl Names {
    /// Names the types of an operation after it, where the code has only a general word for them: `AddNoteInput`. A general
    /// word that two operations share keeps the generator's name, which a guard refuses.
    pub(super) fn operation(&mut self, operation: &str, input: &Value, output: &Value) {
        for (schema, role) in [(input, "Input"), (output, "Output")] {
            let Some(reference) = schema.get("$ref").and_then(Value::as_str) else { continue };
            let Some(name) = name_in(reference) else { continue };
            if !OF_AN_OPERATION.contains(&name.trim_end_matches(|letter: char| letter.is_ascii_digit())) {
                continue;
            }
            let is_shared = self.of.contains_key(reference);
            let own = if is_shared { name.to_owned() } else { format!("{}{role}", pascal(operation)) };
            self.of.insert(reference.to_owned(), own);
        }
    }

    /// The schemas that something refers to, under their names, and the rest of the document with the references changed. A
    /// type that is read as it is shown stands once; of one that is not, what is read is called `…Input`.
    pub(super) fn apply(
        mut self,
        read: Map<String, Value>,
        shown: Map<String, Value>,
        paths: &mut Value,
    ) -> Map<String, Value> {
        let under = |place: &'static str| move |(name, schema): (String, Value)| (format!("{place}{name}"), schema);
        let all: BTreeMap<_, _> =
            read.into_iter().map(under(READ)).chain(shown.into_iter().map(under(SCHEMAS))).collect();
        let reached = reached(&all, paths);
        let other = other(&all, &reached);
        for reference in &reached {
            let name = name_in(reference).unwrap_or(reference);
            let own = if other.contains(reference) { format!("{name}Input") } else { name.to_owned() };
            self.of.entry(reference.clone()).or_insert(own);
        }
        self.rename(paths);
        let mut named = BTreeMap::new();
        for (reference, mut schema) in all {
            if reached.contains(&reference)
                && let Some(name) = self.of.get(&reference)
            {
                self.rename(&mut schema);
                named.insert(name.clone(), schema);
            }
        }
        named.into_iter().collect()
    }

    fn rename(&self, value: &mut Value) {
        if let Some(own) = value.get("$ref").and_then(Value::as_str).and_then(|reference| self.of.get(reference)) {
            value["$ref"] = format!("{SCHEMAS}{own}").into();
        }
        match value {
            Value::Object(fields) => fields.values_mut().for_each(|part| self.rename(part)),
            Value::Array(items) => items.iter_mut().for_each(|part| self.rename(part)),
            _ => {}
        }
    }
}

/// What the paths refer to, and what that refers to.
fn reached(all: &BTreeMap<String, Value>, paths: &Value) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<String> = Vec::new();
    references(paths, &mut next);
    while let Some(reference) = next.pop() {
        if let Some(schema) = all.get(&reference)
            && reached.insert(reference)
        {
            references(schema, &mut next);
        }
    }
    reached
}

/// What is read and not what an answer shows under the same name, be it by itself or by what it refers to.
fn other(all: &BTreeMap<String, Value>, reached: &BTreeSet<String>) -> BTreeSet<String> {
    let twin = |reference: &str| {
        Some(format!("{SCHEMAS}{}", reference.strip_prefix(READ)?)).filter(|twin| reached.contains(twin))
    };
    let pairs: Vec<_> = reached.iter().filter_map(|reference| Some((reference, twin(reference)?))).collect();
    let mut other = BTreeSet::new();
    loop {
        let before = other.len();
        for (reference, twin) in &pairs {
            let (Some(read), Some(shown)) = (all.get(*reference), all.get(twin)) else { continue };
            let mut inside = Vec::new();
            references(read, &mut inside);
            let texts = (read.to_string().replace(READ, SCHEMAS), shown.to_string());
            if texts.0 != texts.1 || inside.iter().any(|inner| other.contains(inner)) {
                other.insert((*reference).clone());
            }
        }
        if other.len() == before {
            return other;
        }
    }
}

fn references(value: &Value, found: &mut Vec<String>) {
    let reference = value.get("$ref").and_then(Value::as_str).filter(|reference| name_in(reference).is_some());
    found.extend(reference.map(str::to_owned));
    match value {
        Value::Object(fields) => fields.values().for_each(|part| references(part, found)),
        Value::Array(items) => items.iter().for_each(|part| references(part, found)),
        _ => {}
    }
}
