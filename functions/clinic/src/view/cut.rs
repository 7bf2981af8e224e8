//! Long entries are cut, so that none of them takes the place of others: what one institution wrote at length hides nothing
//! that another wrote before. What was cut says so, and is shown whole by `open-section`.

use notebook::medication::dispensing::Dispensing;
use notebook::medication::note::Otc;
use records::prelude::*;
use serde_json::Value;

use super::timeline::shortened;

/// A dispensing, or a medicine bought without prescription, as it is shown here: what the contract says of it. The answers of
/// the tests are held to it.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "what is shown is cut as JSON; this describes it")]
pub(crate) struct OpenedMedicine {
    #[serde(flatten)]
    dispensing: Dispensing,
    /// What is known of a medicine bought without prescription.
    #[serde(skip_serializing_if = "Option::is_none")]
    otc: Option<Otc>,
    /// Whether something of it is left out of the list: `open-section` shows it whole. Not there where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    cut: Option<bool>,
    /// How many of its medicines the list leaves out, where something is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    medicines_left_out: Option<usize>,
}

/// Most characters of a text in a list.
const MOST_TEXT: usize = 400;

/// Most notes of a visit in a list.
pub(crate) const MOST_NOTES: usize = 5;

/// Most bytes of a dispensing in a list, as JSON.
const MOST_DISPENSING: usize = 12_000;

/// The beginning of a text, and whether that is not all.
pub(crate) fn text(text: &str) -> (String, bool) {
    (shortened(text, MOST_TEXT), text.chars().nth(MOST_TEXT).is_some())
}

/// Bytes of JSON.
pub(crate) fn size<T: Serialize>(value: &T) -> Result<usize, Problem> {
    serde_json::to_vec(value).map(|json| json.len()).map_err(|_| Problem::internal("unwritable entry"))
}

/// A dispensing as a list shows it: what is said beside the medicines goes first, then medicines from the end on. `cut` says
/// that something is missing, `medicines_left_out` how many medicines are.
pub(crate) fn dispensing(mut value: Value) -> Result<Value, Problem> {
    if size(&value)? <= MOST_DISPENSING {
        return Ok(value);
    }
    for name in ["remarks", "leftovers", "provided", "cautions"] {
        clear(&mut value, name);
    }
    let mut left = MOST_DISPENSING.saturating_sub(size(&without_groups(&value))?);
    let mut left_out = 0;
    for group in value.get_mut("groups").and_then(Value::as_array_mut).into_iter().flatten() {
        clear(group, "notes");
        let Some(drugs) = group.get_mut("drugs").and_then(Value::as_array_mut) else { continue };
        let all = std::mem::take(drugs);
        for mut drug in all {
            clear(&mut drug, "notes");
            let bytes = size(&drug)? + 1;
            if left_out == 0 && bytes <= left {
                left -= bytes;
                drugs.push(drug);
            } else {
                left_out += 1;
            }
        }
        left = left.saturating_sub(size(&without_drugs(group))?);
    }
    if let Some(groups) = value.get_mut("groups").and_then(Value::as_array_mut) {
        groups.retain(|group| group.get("drugs").and_then(Value::as_array).is_some_and(|drugs| !drugs.is_empty()));
    }
    if let Some(object) = value.as_object_mut() {
        object.insert("cut".to_owned(), true.into());
        object.insert("medicines_left_out".to_owned(), left_out.into());
    }
    Ok(value)
}

/// How many medicines of a dispensing are not in the list.
pub(crate) fn left_out(dispensing: &Value) -> u64 {
    dispensing.get("medicines_left_out").and_then(Value::as_u64).unwrap_or(0)
}

fn clear(value: &mut Value, name: &str) {
    if let Some(list) = value.get_mut(name).filter(|list| list.is_array()) {
        *list = Value::Array(Vec::new());
    }
}

fn without_groups(value: &Value) -> Value {
    let mut value = value.clone();
    clear(&mut value, "groups");
    value
}

fn without_drugs(group: &Value) -> Value {
    let mut group = group.clone();
    clear(&mut group, "drugs");
    group
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    fn sheet(groups: usize, drugs: usize, words: usize) -> Value {
        let drug = json!({ "name": "薬".repeat(40), "quantity": 1, "unit": "錠", "notes": ["注".repeat(words)] });
        let group = json!({ "usage_text": "分1朝食後", "drugs": vec![drug; drugs], "notes": ["注".repeat(words)] });
        json!({ "id": "x", "groups": vec![group; groups], "cautions": ["注".repeat(words)], "remarks": [], "provided": [],
                "leftovers": [] })
    }

    fn count(value: &Value) -> usize {
        value["groups"].as_array().unwrap().iter().map(|group| group["drugs"].as_array().unwrap().len()).sum()
    }

    #[test]
    fn what_fits_is_not_touched() {
        let small = sheet(3, 3, 10);
        assert_eq!(dispensing(small.clone()).unwrap(), small);
    }

    #[test]
    fn whatever_its_length_a_sheet_is_shown_within_its_bound_and_says_what_is_missing() {
        for (groups, drugs, words) in [(3, 3, 3_000), (100, 3, 0), (1, 500, 100), (300, 1, 0), (2, 100, 5_000)] {
            let cut = dispensing(sheet(groups, drugs, words)).unwrap();
            assert!(size(&cut).unwrap() <= MOST_DISPENSING + 200, "{groups} {drugs} {words}");
            assert_eq!(cut["cut"], true);
            assert!(count(&cut) > 0);
            assert_eq!(count(&cut) as u64 + left_out(&cut), (groups * drugs) as u64);
        }
    }
}
