//! What is written, name by name. What earlier versions wrote is read by the tests of `fixtures`.

use record::{CustomerId, Field};
use serde_json::{Value as Json, json};

use super::{Draft, Intent, Key, Reason};
use crate::row;

#[test]
fn every_field_is_stored_under_the_apis_name() {
    for spec in &Field::ALL {
        assert_eq!(json!(Key(spec.field)), spec.api_name);
    }
}

#[test]
fn a_draft_is_written_and_read_under_these_names() {
    let stored = json!({
        "name": { "kind": "text", "text": "Familia Ruiz", "exact": true },
        "tags": { "kind": "list", "items": ["beca"] },
        "email": { "kind": "clear" },
        "replyWithAssistant": { "kind": "flag", "flag": false },
        "metadata": { "kind": "pairs", "rows": [
            { "key": "Folio", "value": "7", "original": "Folio de beca", "remove": false },
            { "key": "Nivel", "value": "", "original": null, "remove": true },
        ] },
    });
    let read: Draft = serde_json::from_value(stored.clone()).unwrap();
    let draft = record::Draft::from(read);
    assert_eq!(json!(Draft::from(draft)), stored);
}

#[test]
fn an_intent_is_written_and_read_under_these_names() {
    let change = |before: Json, after: Json| json!({ "field": "meta", "key": "Nivel", "before": before, "after": after });
    let stored = json!({
        "customer": "cus_1",
        "base": { "id": "cus_1", "name": "Familia Ruiz" },
        "changes": [
            change(json!(null), json!({ "kind": "null" })),
            change(json!({ "kind": "absent" }), json!({ "kind": "text", "text": "Primaria" })),
            change(json!({ "kind": "flag", "flag": true }), json!({ "kind": "list", "items": ["a"] })),
            change(json!({ "kind": "null" }), json!({ "kind": "pairs", "pairs": [{ "key": "a", "value": "b" }] })),
        ],
        "started_at": "2026-03-04T12:00:00Z",
        "left_by": "2026-03-04T12:01:00Z",
    });
    let read: Intent = serde_json::from_value(stored.clone()).unwrap();
    let left_by = read.left_by.unwrap();
    let intent = read.opened(left_by);
    assert_eq!(intent.customer, CustomerId::parse("cus_1").unwrap());
    assert_eq!(json!(Intent::from(intent)), stored);
}

#[test]
fn a_reason_is_written_and_read_under_these_names() {
    let stored = json!({ "status": 422, "message": "no" });
    let read: Reason = serde_json::from_value(stored.clone()).unwrap();
    let reason = row::Reason::from(read);
    assert_eq!(json!(Reason::from(reason)), stored);
}
