//! What DynamoDB's requests and answers hold.

use serde_json::{Value, json};

use super::store::TABLE;

/// Turns the last item of a batch into an unprocessed key.
pub(super) fn drop_last(answer: &mut Value) {
    let Some(items) = answer["Responses"][TABLE].as_array_mut() else { return };
    if let Some(item) = items.pop() {
        answer["UnprocessedKeys"] = json!({ TABLE: { "Keys": [{ "pk": item["pk"], "sk": item["sk"] }] } });
    }
}

/// The keys that a BatchGetItem names.
pub(super) fn asked_for(request: &Value) -> Vec<(String, String)> {
    let text = |key: &Value, name: &str| key[name]["S"].as_str().unwrap_or_default().to_owned();
    let keys = request["RequestItems"][TABLE]["Keys"].as_array();
    keys.into_iter().flatten().map(|key| (text(key, "pk"), text(key, "sk"))).collect()
}

/// The IAM actions that AWS would check for a request.
pub(super) fn actions(operation: &str, request: &Value) -> Vec<String> {
    if operation != "TransactWriteItems" {
        return vec![format!("dynamodb:{operation}")];
    }
    let writes = request["TransactItems"].as_array().unwrap();
    let action = |write: &Value| match write.as_object().unwrap().keys().next().unwrap().as_str() {
        "Put" => "dynamodb:PutItem",
        "Update" => "dynamodb:UpdateItem",
        "Delete" => "dynamodb:DeleteItem",
        _ => "dynamodb:ConditionCheckItem",
    };
    writes.iter().map(|write| action(write).to_owned()).collect()
}

/// The partition keys that a request names.
pub(super) fn partitions(operation: &str, request: &Value) -> Vec<String> {
    let of = |value: &Value| value["pk"]["S"].as_str().unwrap_or_default().to_owned();
    match operation {
        "Query" => vec![request["ExpressionAttributeValues"][":p"]["S"].as_str().unwrap().to_owned()],
        "BatchGetItem" => request["RequestItems"][TABLE]["Keys"].as_array().unwrap().iter().map(of).collect(),
        "TransactWriteItems" => {
            let writes = request["TransactItems"].as_array().unwrap().iter();
            writes
                .flat_map(|write| {
                    write
                        .as_object()
                        .unwrap()
                        .values()
                        .map(|w| of(if w["Item"].is_null() { &w["Key"] } else { &w["Item"] }))
                        .collect::<Vec<_>>()
                })
                .collect()
        }
        _ => vec![of(if request["Item"].is_null() { &request["Key"] } else { &request["Item"] })],
    }
}
