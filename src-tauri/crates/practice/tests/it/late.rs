//! Updates that are applied after their connection was closed.

use std::time::Duration;

use practice::{Fault, Options, Practice, Quirks, Target};
use serde_json::{Value, json};

use crate::support::{HERNANDEZ, KEY, NUNEZ, connect, drain, get, school, send};

async fn late(options: Options, after: Option<Duration>) -> Practice {
    let practice = school(options).await;
    practice.set_fault(Fault::Late { after }.on(Target::Writes));
    practice
}

/// Everything an update gets back.
fn update(practice: &Practice, id: &str, input: &Value) -> Vec<u8> {
    let mut stream = connect(practice);
    let path = format!("/v1/customers/{id}");
    let body = json!({ "input": input }).to_string();
    send(&mut stream, "PATCH", &path, KEY, &body);
    drain(&mut stream)
}

fn rename(practice: &Practice, id: &str, name: &str) {
    let answer = update(practice, id, &json!({ "data": { "name": name } }));
    assert_eq!(answer, b"", "a late update is not answered");
}

fn held(practice: &Practice, id: &str, field: &str) -> Value {
    practice.family(id).unwrap()[field].clone()
}

fn applied(practice: &Practice) -> Vec<bool> {
    practice.requests().iter().map(|r| r.applied).collect()
}

#[tokio::test]
async fn a_late_update_shows_nothing_until_it_lands() {
    assert!(!Fault::Late { after: None }.applies());
    let practice = late(Options::default(), None).await;
    let before = practice.family(NUNEZ);
    rename(&practice, NUNEZ, "Familia Tardía");
    assert_eq!(practice.family(NUNEZ), before);
    assert_eq!(applied(&practice), [false]);
    let path = format!("/v1/customers/{NUNEZ}");
    assert_eq!(get(&practice, &path).json()["name"], "Familia Núñez Pérez");

    assert_eq!(practice.land_late(), 1);
    assert_eq!(get(&practice, &path).json()["name"], "Familia Tardía");
    assert!(held(&practice, NUNEZ, "updatedAt").as_str() > before.unwrap()["updatedAt"].as_str());
    assert_eq!(applied(&practice), [true, false, false]);
    assert_eq!(practice.land_late(), 0);
}

#[tokio::test]
async fn late_updates_land_in_order_over_what_came_between() {
    let practice = late(Options::default(), None).await;
    rename(&practice, NUNEZ, "Primera");
    rename(&practice, HERNANDEZ, "Otra");
    rename(&practice, NUNEZ, "Segunda");
    practice.edit(NUNEZ, |family| {
        family.insert("name".to_owned(), "De una colega".into());
    });
    assert_eq!(practice.land_late(), 3);
    assert_eq!(held(&practice, NUNEZ, "name"), "Segunda");
    assert_eq!(held(&practice, HERNANDEZ, "name"), "Otra");
    assert_eq!(applied(&practice), [true, true, true]);
}

#[tokio::test]
async fn a_late_update_is_validated_when_it_lands() {
    let quirks = Quirks {
        one_time_codes: true,
        ..Quirks::default()
    };
    let practice = late(
        Options {
            quirks,
            ..Options::default()
        },
        None,
    )
    .await;
    let code = practice.code();
    for input in [
        json!({ "data": { "name": "" } }),
        json!({ "data": { "username": "u0" } }),
        json!({ "data": { "username": "u1" }, "otp": code }),
        json!({ "data": { "username": "u2" }, "otp": code }),
    ] {
        assert_eq!(update(&practice, NUNEZ, &input), b"");
    }
    update(&practice, "nobody", &json!({ "data": {} }));
    assert_eq!(practice.land_late(), 1);
    assert_eq!(held(&practice, NUNEZ, "username"), "u1");
    assert_eq!(applied(&practice), [false, false, true, false, false]);
    assert_eq!(practice.land_late(), 0, "what was refused does not wait on");
}

#[tokio::test]
async fn a_late_update_lands_by_itself_after_its_time() {
    let practice = late(Options::default(), Some(Duration::from_millis(1))).await;
    rename(&practice, NUNEZ, "Familia Tardía");
    // The runner's time limit ends this loop if it never does.
    while applied(&practice) != [true] {
        tokio::task::yield_now().await;
    }
    assert_eq!(held(&practice, NUNEZ, "name"), "Familia Tardía");
    assert_eq!(practice.land_late(), 0);
}

#[tokio::test]
async fn one_that_waits_for_its_time_can_be_landed_before() {
    let practice = late(Options::default(), Some(Duration::from_hours(1))).await;
    rename(&practice, NUNEZ, "Familia Tardía");
    assert_eq!(held(&practice, NUNEZ, "name"), "Familia Núñez Pérez");
    assert_eq!(practice.land_late(), 1);
    assert_eq!(held(&practice, NUNEZ, "name"), "Familia Tardía");
    assert_eq!(
        Fault::from_name("late"),
        Some(Fault::Late {
            after: Some(Duration::from_secs(5))
        })
    );
}

#[tokio::test]
async fn a_late_password_is_masked_in_the_log_and_applied_as_it_was_sent() {
    let options = Options {
        require_code: false,
        keep_secrets: false,
        ..Options::default()
    };
    let practice = late(options, None).await;
    update(
        &practice,
        NUNEZ,
        &json!({ "data": { "password": "Girasol-2025", "meta": { "otp": "B-7" } } }),
    );
    assert!(!format!("{:?}", practice.requests()).contains("Girasol"));
    assert_eq!(practice.land_late(), 1);
    assert_eq!(held(&practice, NUNEZ, "password"), "***");
    assert_eq!(held(&practice, NUNEZ, "meta")["otp"], "B-7");
}

#[tokio::test]
async fn the_log_may_have_forgotten_what_lands() {
    let practice = late(
        Options {
            log_limit: 1,
            ..Options::default()
        },
        None,
    )
    .await;
    rename(&practice, NUNEZ, "Primera");
    rename(&practice, HERNANDEZ, "Segunda");
    assert_eq!(practice.land_late(), 2);
    assert_eq!(applied(&practice), [true]);
    rename(&practice, NUNEZ, "Tercera");
    practice.clear_requests();
    get(&practice, "/v1/customers");
    assert_eq!(practice.land_late(), 1);
    assert_eq!(applied(&practice), [false], "the read was not an update");
    assert_eq!(held(&practice, NUNEZ, "name"), "Tercera");
}

#[tokio::test]
async fn a_late_read_is_a_connection_that_breaks() {
    let practice = school(Options::default()).await;
    practice.set_fault(Fault::Late { after: None });
    let mut stream = connect(&practice);
    send(&mut stream, "GET", "/v1/customers", KEY, "");
    assert_eq!(drain(&mut stream), b"");
    assert_eq!(practice.land_late(), 0);
}
