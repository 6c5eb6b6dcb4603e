use serde_json::json;

use super::*;

fn key() -> ApiKey {
    ApiKey::parse("sk_sentinel_1").unwrap()
}

fn said(body: &Value) -> Said {
    Said::read(body.to_string().as_bytes(), &key())
}

fn clash_of(message: &str) -> Option<Option<String>> {
    said(&json!({"error": {"message": message}}))
        .clash
        .map(|clash| clash.field)
}

#[test]
fn the_message_is_found_in_each_shape_seen() {
    for body in [
        json!({"error": {"message": "No"}}),
        json!({"error": "No"}),
        json!({"message": "No"}),
        json!({"error": {"message": "No", "issues": null}}),
        json!({"error": {"message": "No", "issues": "odd"}}),
    ] {
        assert_eq!(said(&body).message, "No", "{body}");
    }
}

#[test]
fn only_the_apis_own_shape_is_its_own_error() {
    for (body, own) in [
        (json!({"error": {"message": "No"}}), true),
        (json!({"error": "No"}), true),
        (json!({"message": "Forbidden"}), false),
        (json!({}), false),
        (json!("No"), false),
    ] {
        assert_eq!(said(&body).by_the_api, own, "{body}");
    }
    assert!(!Said::read(b"<html>No</html>", &key()).by_the_api);
    assert!(!Said::read(b"", &key()).by_the_api);
}

#[test]
fn an_issue_names_its_field_however_its_path_is_written() {
    let table = [
        (json!({"path": ["input", "data", "email"]}), Some("email")),
        (
            json!({"path": "input.data.phoneNumber"}),
            Some("phoneNumber"),
        ),
        (json!({"path": "/input/data/username"}), Some("username")),
        (json!({"path": "data[metadata][0]"}), Some("metadata")),
        (
            json!({"path": ["data", "metadata", 0, "value"]}),
            Some("metadata"),
        ),
        (json!({"field": "tags"}), Some("tags")),
        (json!({"path": ["filter"]}), None),
        (json!({"path": 7}), None),
        (json!({}), None),
    ];
    for (issue, field) in table {
        let said = said(&json!({"error": {"message": "No", "issues": [issue]}}));
        assert_eq!(said.issues[0].field.as_deref(), field, "{issue}");
    }
}

#[test]
fn an_issue_without_message_shows_its_code() {
    let said =
        said(&json!({"error": {"message": "No", "issues": [{"code": "too_small"}, "odd", 3]}}));
    let messages: Vec<&str> = said
        .issues
        .iter()
        .map(|issue| issue.message.as_str())
        .collect();
    assert_eq!(messages, ["too_small", "odd", ""]);
}

#[test]
fn a_value_already_taken_is_a_clash_in_both_languages() {
    let table = [
        ("Phone number already exists", Some("phoneNumber")),
        ("PhoneTaken", Some("phoneNumber")),
        ("UsernameTaken", Some("username")),
        ("email is in use", Some("email")),
        (
            "A customer with this secondary phone exists",
            Some("secondaryPhoneNumber"),
        ),
        (
            "Ya existe una familia con ese teléfono",
            Some("phoneNumber"),
        ),
        ("El correo ya está registrado", Some("email")),
        ("Nombre de usuario en uso", Some("username")),
        ("Duplicate value", None),
        ("email or phone already taken", None),
    ];
    for (message, field) in table {
        assert_eq!(
            clash_of(message),
            Some(field.map(str::to_owned)),
            "{message}"
        );
    }
}

#[test]
fn other_refusals_are_no_clash() {
    for message in [
        "Invalid email",
        "The phone number does not exist",
        "El código ya fue usado",
        "This verification code was already used",
        "El teléfono no es válido",
        "",
    ] {
        assert_eq!(clash_of(message), None, "{message}");
    }
}

#[test]
fn the_issue_that_clashes_names_the_field_before_the_message_does() {
    let issues = json!([
        {"path": ["email"], "message": "Required"},
        {"path": ["username"], "message": "No", "code": "unique"},
    ]);
    let said = said(&json!({"error": {"message": "Phone?", "issues": issues}}));
    assert_eq!(said.clash.unwrap().field.as_deref(), Some("username"));
}

#[test]
fn html_gives_its_words_and_binary_gives_none() {
    let html = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\n<body>nginx</body></html>";
    assert_eq!(first_words(html, &key()), "502 Bad Gateway nginx");
    assert_eq!(first_words(&[0x1f, 0x8b, 8, 0, 0xff], &key()), "");
    assert_eq!(first_words(b"", &key()), "");
}

#[test]
fn first_words_are_short_and_without_control_characters() {
    let body = format!("a\u{0}b\u{1b}[31m\n{}", "ñ".repeat(9_000));
    let words = first_words(body.as_bytes(), &key());
    assert_eq!(words.chars().count(), FIRST_WORDS);
    assert!(words.starts_with("a b [31m ñ"), "{words}");
}

#[test]
fn a_page_that_repeats_the_request_does_not_give_the_key_away() {
    let body = b"You sent: authorization: Bearer sk_sentinel_1";
    assert_eq!(
        first_words(body, &key()),
        "You sent: authorization: Bearer sk_…"
    );
    let at_the_cut = format!("{}sk_sentinel_1", "x".repeat(FIRST_WORDS - 5));
    assert!(!first_words(at_the_cut.as_bytes(), &key()).contains("sk_se"));
}
