use practice::{Options, Quirks};
use serde_json::{Map, Value, json};

use crate::support::{HERNANDEZ, NUNEZ, PEREZ, patch, patch_with_code, school};

fn open() -> Options {
    Options {
        require_code: false,
        ..Options::default()
    }
}

#[tokio::test]
async fn a_value_that_another_family_has_is_refused_every_time() {
    let practice = school(open()).await;
    let theirs = practice.family(HERNANDEZ).unwrap();
    for (field, message) in [
        ("username", "Username already in use"),
        ("email", "Email already in use"),
        ("phoneNumber", "Phone number already in use"),
    ] {
        let data = Value::Object(Map::from_iter([(field.to_owned(), theirs[field].clone())]));
        let answer = patch(&practice, NUNEZ, &data);
        assert_eq!((answer.status, answer.message().as_str()), (400, message));
        assert_eq!(
            patch(&practice, HERNANDEZ, &data).status,
            200,
            "one's own {field} is free"
        );
    }
    assert_eq!(
        patch(&practice, NUNEZ, &json!({ "email": null })).status,
        200
    );
    assert_eq!(
        patch(&practice, PEREZ, &json!({ "email": null })).status,
        200
    );
}

#[tokio::test]
async fn a_clash_can_be_a_conflict_and_can_ignore_letter_case() {
    let quirks = Quirks {
        clash_is_conflict: true,
        loose_uniqueness: true,
        ..Quirks::default()
    };
    let practice = school(Options { quirks, ..open() }).await;
    for data in [
        json!({ "phoneNumber": "+525587654321" }),
        json!({ "email": "Hernandez.Ortiz@Example.org" }),
    ] {
        assert_eq!(patch(&practice, NUNEZ, &data).status, 409);
        let strict = school(open()).await;
        assert_eq!(patch(&strict, NUNEZ, &data).status, 200);
    }
}

#[tokio::test]
async fn sensitive_changes_need_the_code_and_others_do_not() {
    let practice = school(Options::default()).await;
    let code = practice.code();
    assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()));
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for (field, value) in [
        ("username", "u1"),
        ("password", "p"),
        ("email", "a@example.com"),
        ("phoneNumber", "+52"),
    ] {
        let data = Value::Object(Map::from_iter([(field.to_owned(), value.into())]));
        let asked = patch(&practice, NUNEZ, &data);
        assert_eq!(
            (asked.status, asked.message().as_str()),
            (400, "Verification code required")
        );
        let refused = patch_with_code(&practice, NUNEZ, &data, wrong);
        assert_eq!(
            (refused.status, refused.message().as_str()),
            (400, "Invalid verification code")
        );
        assert_eq!(
            patch_with_code(&practice, NUNEZ, &data, &code).status,
            200,
            "{field}"
        );
    }
    let same = json!({ "username": "u1", "name": "X", "secondaryPhoneNumber": "+521" });
    assert_eq!(patch(&practice, NUNEZ, &same).status, 200);
}

#[tokio::test]
async fn a_bad_code_can_be_a_403_and_a_code_can_be_valid_once() {
    let quirks = Quirks {
        code_is_forbidden: true,
        one_time_codes: true,
        ..Quirks::default()
    };
    let practice = school(Options {
        quirks,
        ..Options::default()
    })
    .await;
    let code = practice.code();
    assert_eq!(
        patch(&practice, NUNEZ, &json!({ "username": "u1" })).status,
        403
    );
    let update = |user: &str, code: &str| {
        patch_with_code(&practice, NUNEZ, &json!({ "username": user }), code).status
    };
    assert_eq!(update("u1", &code), 200);
    assert_eq!(update("u2", &code), 403);
    assert_eq!(update("u2", &practice.code()), 200);
}
