//! The names of the types: a contract that other programs are generated from may not rename a type because an unrelated operation
//! came or went.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::pascal;

/// What the root types of most operations are called in the code. In the contract they are called after their operation.
const OF_AN_OPERATION: [&str; 3] = ["InputReplacement", "Input", "Output"];

/// Where schemas stand.
pub(super) const SCHEMAS: &str = "#/components/schemas/";

/// The name in a reference.
pub(super) fn referenced(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(SCHEMAS)
}

/// Names that are to be replaced, by the name that the generator gave.
#[derive(Default)]
pub(super) struct Names {
    of: BTreeMap<String, String>,
}

impl Names {
    /// Names the types of an operation after it, where the code has only a general word for them: `AddNoteInput`. A general
    /// word that two operations share keeps the generator's name, which a guard refuses.
    pub(super) fn operation(&mut self, operation: &str, input: &Value, output: &Value) {
        for (schema, role) in [(input, "Input"), (output, "Output")] {
            let Some(name) = referenced(schema) else { continue };
            if !OF_AN_OPERATION.contains(&name.trim_end_matches(|letter: char| letter.is_ascii_digit())) {
                continue;
            }
            let own = format!("{}{role}", pascal(operation));
            match self.of.get(name) {
                Some(_) => self.of.insert(name.to_owned(), name.to_owned()),
                None => self.of.insert(name.to_owned(), own),
            };
        }
    }

    /// The schemas that something refers to, under their names, and the rest of the document with the references changed.
    pub(super) fn apply(&self, schemas: Map<String, Value>, paths: &mut Value) -> Map<String, Value> {
        let mut reached = BTreeSet::new();
        let mut next: Vec<String> = Vec::new();
        references(paths, &mut next);
        while let Some(name) = next.pop() {
            if let Some(schema) = schemas.get(&name)
                && reached.insert(name)
            {
                references(schema, &mut next);
            }
        }
        self.rename(paths);
        let own = |name: String| self.of.get(&name).cloned().unwrap_or(name);
        let mut named: Vec<(String, Value)> = schemas
            .into_iter()
            .filter(|(name, _)| reached.contains(name))
            .map(|(name, schema)| (own(name), schema))
            .collect();
        for (_, schema) in &mut named {
            self.rename(schema);
        }
        named.sort_by(|(one, _), (other, _)| one.cmp(other));
        named.into_iter().collect()
    }

    fn rename(&self, value: &mut Value) {
        if let Some(own) = referenced(value).and_then(|name| self.of.get(name)) {
            value["$ref"] = format!("{SCHEMAS}{own}").into();
        }
        match value {
            Value::Object(fields) => fields.values_mut().for_each(|part| self.rename(part)),
            Value::Array(items) => items.iter_mut().for_each(|part| self.rename(part)),
            _ => {}
        }
    }
}

fn references(value: &Value, found: &mut Vec<String>) {
    found.extend(referenced(value).map(str::to_owned));
    match value {
        Value::Object(fields) => fields.values().for_each(|part| references(part, found)),
        Value::Array(items) => items.iter().for_each(|part| references(part, found)),
        _ => {}
    }
}
