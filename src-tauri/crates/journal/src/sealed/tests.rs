//! What is written, name by name. What earlier versions wrote is read by the tests of `fixtures`.

use record::Field;
use serde_json::{Value as Json, json};

use super::{After, Changes, Draft, Key, Reason, Seen};
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
fn changes_are_written_and_read_under_these_names() {
    let change = |before: Json, after: Json| json!({ "field": "meta", "key": "Nivel", "before": before, "after": after });
    let stored = json!([
        change(json!(null), json!({ "kind": "null" })),
        change(
            json!({ "kind": "absent" }),
            json!({ "kind": "text", "text": "Primaria" })
        ),
        change(
            json!({ "kind": "flag", "flag": true }),
            json!({ "kind": "list", "items": ["a"] })
        ),
        change(
            json!({ "kind": "null" }),
            json!({ "kind": "pairs", "pairs": [{ "key": "a", "value": "b" }] })
        ),
    ]);
    let read: Changes = serde_json::from_value(stored.clone()).unwrap();
    let changes = Vec::<record::Change>::from(read);
    assert_eq!(json!(Changes::from(changes)), stored);
}

#[test]
fn what_was_seen_and_what_came_back_are_written_and_read_under_these_names() {
    let stored = json!({ "name": "Familia Ruiz", "updated_at": "2026-03-04T12:00:00Z" });
    let read: Seen = serde_json::from_value(stored.clone()).unwrap();
    assert_eq!(json!(Seen::from(row::Seen::from(read))), stored);

    let stored = json!({ "name": "Familia Ruiz", "values": [[{ "kind": "null" }], []] });
    let read: After = serde_json::from_value(stored.clone()).unwrap();
    assert_eq!(json!(After::from(row::After::from(read))), stored);
}

#[test]
fn a_reason_is_written_and_read_under_these_names() {
    let stored = json!({ "status": 422, "message": "no" });
    let read: Reason = serde_json::from_value(stored.clone()).unwrap();
    let reason = row::Reason::from(read);
    assert_eq!(json!(Reason::from(reason)), stored);
}
