use jiff::Timestamp;
use practice::{Options, Quirks};
use serde_json::{Map, Value, json};

use crate::support::{NUNEZ, ask, get, patch, school};

fn open() -> Options {
    Options {
        require_code: false,
        ..Options::default()
    }
}

fn quirky(quirks: Quirks) -> Options {
    Options { quirks, ..open() }
}

#[tokio::test]
async fn every_readable_field_is_stored_as_sent_and_answered_wrapped() {
    let practice = school(open()).await;
    let data = json!({
        "name": "Familia <script> 🌻 שלום",
        "username": "0000000001",
        "email": "nueva@example.com",
        "phoneNumber": "+525599999999",
        "secondaryPhoneNumber": "+525588888888",
        "acceptedServiceAgreement": true,
        "skipTaxInvoice": true,
        "optedOutWhatsappAt": "2025-01-10T12:00:00.000Z",
        "hasChangedPassword": true,
        "phoneNumberVerified": true,
        "emailVerified": true,
        "replyWithAssistant": false,
    });
    let answer = patch(&practice, NUNEZ, &data);
    assert_eq!(answer.status, 200);
    let customer = &answer.json()["customer"];
    for (field, value) in data.as_object().unwrap() {
        assert_eq!(&customer[field], value, "{field}");
    }
    assert_eq!(
        *customer,
        get(&practice, &format!("/v1/customers/{NUNEZ}")).json()
    );
}

#[tokio::test]
async fn an_absent_field_stays_and_null_clears() {
    let practice = school(open()).await;
    for field in [
        "email",
        "phoneNumber",
        "secondaryPhoneNumber",
        "optedOutWhatsappAt",
        "replyWithAssistant",
    ] {
        let before = practice.family(NUNEZ).unwrap();
        let answer = patch(
            &practice,
            NUNEZ,
            &Map::from_iter([(field.to_owned(), Value::Null)]).into(),
        );
        assert_eq!(answer.status, 200, "{field}");
        let mut expected = before;
        expected[field] = Value::Null;
        let mut after = practice.family(NUNEZ).unwrap();
        expected["updatedAt"] = after["updatedAt"].take();
        after["updatedAt"] = expected["updatedAt"].clone();
        assert_eq!(after, expected, "{field}");
    }
}

#[tokio::test]
async fn write_only_fields_are_kept_but_never_answered() {
    let practice = school(Options {
        keep_secrets: true,
        ..open()
    })
    .await;
    let data = json!({
        "tags": ["becado", "hermanos"],
        "assigneeId": "cm4asesor",
        "password": "contraseña nueva",
        "signature": "https://example.com/firma.png",
        "tosIp": "192.0.2.7",
    });
    let answer = patch(&practice, NUNEZ, &data).json();
    let held = practice.family(NUNEZ).unwrap();
    for (field, value) in data.as_object().unwrap() {
        assert_eq!(answer["customer"].get(field), None, "{field}");
        assert_eq!(&held[field], value, "{field}");
    }
}

#[tokio::test]
async fn a_signature_is_dated_when_set_and_undated_when_cleared() {
    let now: fn() -> Timestamp = || "2026-02-03T04:05:06.789Z".parse().unwrap();
    let practice = school(Options { now, ..open() }).await;
    let signed = patch(&practice, NUNEZ, &json!({ "signature": "ZmlybWE=" })).json();
    assert_eq!(
        signed["customer"]["signatureAcceptedAt"],
        "2026-02-03T04:05:06.789Z"
    );
    let cleared = patch(&practice, NUNEZ, &json!({ "signature": null })).json();
    assert_eq!(cleared["customer"]["signatureAcceptedAt"], Value::Null);
}

#[tokio::test]
async fn a_time_in_another_zone_is_answered_in_utc() {
    let practice = school(open()).await;
    let data = json!({ "optedOutWhatsappAt": "2025-01-10T06:00:00-06:00" });
    let answer = patch(&practice, NUNEZ, &data).json();
    assert_eq!(
        answer["customer"]["optedOutWhatsappAt"],
        "2025-01-10T12:00:00.000Z"
    );
}

#[tokio::test]
async fn updated_at_always_advances_even_when_the_clock_stands_still() {
    let now: fn() -> Timestamp = || Timestamp::UNIX_EPOCH;
    let practice = school(Options { now, ..open() }).await;
    let time = || {
        practice.family(NUNEZ).unwrap()["updatedAt"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let mut times = vec![time()];
    patch(&practice, NUNEZ, &json!({ "name": "A" }));
    times.push(time());
    patch(&practice, NUNEZ, &json!({}));
    times.push(time());
    practice.edit(NUNEZ, |_| {});
    times.push(time());
    assert!(times.is_sorted_by(|a, b| a < b), "{times:?}");
    assert_eq!(patch(&practice, NUNEZ, &json!({ "name": "" })).status, 400);
    assert_eq!(time(), times[3]);
}

#[tokio::test]
async fn metadata_is_upserted_and_null_deletes() {
    let practice = school(open()).await;
    practice.edit(NUNEZ, |family| {
        family.insert(
            "meta".to_owned(),
            json!({ "Nivel": "Maternal", "Ruta": "3", "RFC": "X" }),
        );
    });
    let data = json!({ "metadata": [
        { "key": "Nivel", "value": "Kínder 1" },
        { "key": "Ruta", "value": null },
        { "key": "RFC" },
        { "key": "Folio de beca", "value": "" },
    ] });
    let customer = patch(&practice, NUNEZ, &data).json()["customer"].take();
    assert_eq!(
        customer["meta"],
        json!({ "Nivel": "Kínder 1", "RFC": "X", "Folio de beca": "" })
    );
    assert_eq!(customer["metadata"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn meta_is_merged_and_null_or_empty_deletes() {
    let practice = school(open()).await;
    practice.edit(NUNEZ, |family| {
        family.insert(
            "meta".to_owned(),
            json!({ "Nivel": "Maternal", "Ruta": "3", "RFC": "X" }),
        );
    });
    let data = json!({ "meta": { "Nivel": "", "Ruta": null, "Grupo": "B" } });
    let customer = patch(&practice, NUNEZ, &data).json()["customer"].take();
    assert_eq!(customer["meta"], json!({ "RFC": "X", "Grupo": "B" }));
    assert_eq!(
        customer["metadata"],
        json!([{ "key": "RFC", "value": "X" }, { "key": "Grupo", "value": "B" }])
    );
}

#[tokio::test]
async fn a_bad_value_is_refused_by_its_field_and_changes_nothing() {
    let practice = school(open()).await;
    let before = practice.family(NUNEZ);
    for (data, message) in [
        (
            json!({ "name": "" }),
            "name: String must contain at least 1 character(s)",
        ),
        (
            json!({ "name": null }),
            "name: Expected string, received null",
        ),
        (
            json!({ "username": null }),
            "username: Expected string, received null",
        ),
        (
            json!({ "username": 12873 }),
            "username: Expected string, received number",
        ),
        (json!({ "email": "sin arroba" }), "email: Invalid email"),
        (json!({ "email": "a@b" }), "email: Invalid email"),
        (json!({ "email": "" }), "email: Invalid email"),
        (
            json!({ "password": null }),
            "password: Expected string, received null",
        ),
        (
            json!({ "tosIp": null }),
            "tosIp: Expected string, received null",
        ),
        (
            json!({ "tags": null }),
            "tags: Expected array, received null",
        ),
        (
            json!({ "tags": ["a", 1] }),
            "tags.1: Expected string, received number",
        ),
        (
            json!({ "skipTaxInvoice": null }),
            "skipTaxInvoice: Expected boolean, received null",
        ),
        (
            json!({ "emailVerified": "true" }),
            "emailVerified: Expected boolean, received string",
        ),
        (
            json!({ "optedOutWhatsappAt": "ayer" }),
            "optedOutWhatsappAt: Invalid datetime",
        ),
        (
            json!({ "metadata": null }),
            "metadata: Expected array, received null",
        ),
        (
            json!({ "metadata": [{ "value": "x" }] }),
            "metadata.0.key: Required",
        ),
        (
            json!({ "metadata": [{ "key": "", "value": "x" }] }),
            "metadata.0.key: String must contain at least 1 character(s)",
        ),
        (
            json!({ "meta": { "a": 1 } }),
            "meta.a: Expected string, received number",
        ),
    ] {
        let answer = patch(&practice, NUNEZ, &data);
        assert_eq!((answer.status, answer.message().as_str()), (400, message));
        assert_eq!(answer.json()["error"].get("issues"), None);
    }
    assert_eq!(practice.family(NUNEZ), before);
}

#[tokio::test]
async fn the_wrapper_is_required() {
    let practice = school(open()).await;
    let path = format!("/v1/customers/{NUNEZ}");
    for (body, message) in [
        ("", "body: Required"),
        ("not json", "body: Expected object, received string"),
        ("[]", "body: Expected object, received array"),
        (r#"{"name":"X"}"#, "input: Required"),
        (r#"{"input":{"name":"X"}}"#, "input.data: Required"),
        (
            r#"{"input":{"data":null}}"#,
            "input.data: Expected object, received null",
        ),
        (
            r#"{"input":{"data":{},"otp":123456}}"#,
            "input.otp: Expected string, received number",
        ),
    ] {
        let answer = ask(&practice, "PATCH", &path, body);
        let message = message.trim_start_matches("input.data: ");
        assert_eq!(answer.status, 400, "{body}");
        assert!(
            answer.message().ends_with(message),
            "{body}: {}",
            answer.message()
        );
    }
}

#[tokio::test]
async fn unknown_fields_are_ignored_or_refused() {
    let data = json!({ "name": "X", "curp": "XEXX010101HNEXXXA4", "archivedAt": null });
    let practice = school(open()).await;
    let answer = patch(&practice, NUNEZ, &data).json();
    assert_eq!(answer["customer"]["name"], "X");
    assert_eq!(answer["customer"].get("curp"), None);
    let strict = school(quirky(Quirks {
        reject_unknown_fields: true,
        issues_on_update: true,
        ..Quirks::default()
    }))
    .await;
    let refused = patch(&strict, NUNEZ, &data);
    assert_eq!(refused.status, 400);
    assert_eq!(
        refused.json()["error"]["issues"][0]["path"],
        json!(["input", "data", "curp"])
    );
}

#[tokio::test]
async fn what_is_not_settable_stays_as_it_is() {
    let practice = school(open()).await;
    let before = practice.family(NUNEZ).unwrap();
    let data = json!({
        "id": "x", "createdAt": "x", "organizationId": "x", "archivedAt": "x",
        "archivedById": "x", "signatureAcceptedAt": "x", "optedInWhatsappAt": "x",
        "startedWhatsappAt": "x", "loyaltyTier": "x",
    });
    assert_eq!(patch(&practice, NUNEZ, &data).status, 200);
    let after = practice.family(NUNEZ).unwrap();
    for field in data.as_object().unwrap().keys() {
        assert_eq!(after[field], before[field], "{field}");
    }
}

#[tokio::test]
async fn a_changed_contact_can_lose_its_verification() {
    let practice = school(quirky(Quirks {
        change_unverifies: true,
        ..Quirks::default()
    }))
    .await;
    let verify = json!({ "emailVerified": true, "phoneNumberVerified": true });
    patch(&practice, NUNEZ, &verify);
    let email = practice.family(NUNEZ).unwrap()["email"].clone();
    let same = patch(&practice, NUNEZ, &json!({ "email": email })).json();
    assert_eq!(same["customer"]["emailVerified"], true);
    let other = patch(&practice, NUNEZ, &json!({ "email": "otra@example.com" })).json();
    assert_eq!(other["customer"]["emailVerified"], false);
    assert_eq!(other["customer"]["phoneNumberVerified"], true);
}

#[tokio::test]
async fn a_missing_family_cannot_be_updated() {
    let practice = school(open()).await;
    let answer = patch(&practice, "nobody", &json!({ "name": "X" }));
    assert_eq!(
        (answer.status, answer.message().as_str()),
        (404, "Customer not found")
    );
}

#[tokio::test]
async fn updated_at_can_stand_still_while_values_change() {
    let practice = school(quirky(Quirks {
        updated_at_stands_still: true,
        ..Quirks::default()
    }))
    .await;
    let before = practice.family(NUNEZ).unwrap();
    let answer = patch(&practice, NUNEZ, &json!({ "name": "X" })).json();
    assert_eq!(answer["customer"]["updatedAt"], before["updatedAt"]);
    practice.edit(NUNEZ, |family| {
        family.insert("username".to_owned(), "u1".into());
    });
    let after = practice.family(NUNEZ).unwrap();
    assert_eq!(
        (&after["name"], &after["username"]),
        (&json!("X"), &json!("u1"))
    );
    assert_eq!(after["updatedAt"], before["updatedAt"]);
}

#[tokio::test]
async fn a_quiet_edit_changes_values_and_leaves_updated_at() {
    let practice = school(open()).await;
    let before = practice.family(NUNEZ).unwrap();
    practice.edit_quietly(NUNEZ, |family| {
        family.insert("name".to_owned(), "X".into());
    });
    let read = get(&practice, &format!("/v1/customers/{NUNEZ}")).json();
    assert_eq!(read["name"], "X");
    assert_eq!(read["updatedAt"], before["updatedAt"]);
    practice.edit(NUNEZ, |_| {});
    assert_ne!(
        practice.family(NUNEZ).unwrap()["updatedAt"],
        before["updatedAt"]
    );
}
