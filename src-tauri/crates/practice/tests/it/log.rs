use practice::Options;
use serde_json::{Value, json};

use crate::support::{NUNEZ, ask, get, patch, patch_with_code, school};

const PATH: &str = "/v1/customers/cm4k6bzfx0019rtqttpbgg0ea";

fn open() -> Options {
    Options {
        require_code: false,
        ..Options::default()
    }
}

#[tokio::test]
async fn the_log_keeps_the_last_requests_and_counts_them_all() {
    let practice = school(Options {
        log_limit: 3,
        ..Options::default()
    })
    .await;
    for skip in 0..5 {
        get(&practice, &format!("/v1/customers?skip={skip}"));
    }
    practice.requests_reach(5).await;
    let kept: Vec<String> = practice.requests().into_iter().map(|r| r.query).collect();
    assert_eq!(kept, ["skip=2", "skip=3", "skip=4"]);
    practice.clear_requests();
    get(&practice, "/v1/customers");
    practice.requests_reach(1).await;
    assert_eq!(practice.requests().len(), 1);
}

#[test]
fn by_default_two_thousand_requests_are_kept() {
    assert_eq!(Options::default().log_limit, 2_000);
}

#[tokio::test]
async fn a_limit_of_none_keeps_no_request() {
    let practice = school(Options {
        log_limit: 0,
        ..open()
    })
    .await;
    assert_eq!(patch(&practice, NUNEZ, &json!({ "name": "X" })).status, 200);
    practice.requests_reach(1).await;
    assert_eq!(practice.requests(), []);
}

#[tokio::test]
async fn huge_bodies_push_older_requests_out_of_the_log() {
    let practice = school(open()).await;
    let numbers = vec![0; 400_000];
    for _ in 0..8 {
        patch(&practice, NUNEZ, &json!({ "ignored": numbers }));
    }
    practice.requests_reach(8).await;
    let kept = practice.requests().len();
    assert!((1..4).contains(&kept), "{kept} huge bodies kept");
    get(&practice, PATH);
    assert_eq!(practice.requests().last().unwrap().method, "GET");
}

#[tokio::test]
async fn passwords_and_codes_are_masked_in_the_log_and_the_family() {
    let practice = school(Options::default()).await;
    let data = json!({ "password": "Girasol-2025", "name": "Familia Girasol" });
    let answer = patch_with_code(&practice, NUNEZ, &data, &practice.code());
    assert_eq!(answer.status, 200);
    assert_eq!(
        practice.requests()[0].body,
        Some(json!({ "input": {
            "data": { "password": "***", "name": "Familia Girasol" },
            "otp": "***",
        } }))
    );
    assert_eq!(practice.family(NUNEZ).unwrap()["password"], "***");
    let everything = format!("{:?} {:?}", practice.requests(), practice.families());
    assert!(!everything.contains("Girasol-2025"));
}

#[tokio::test]
async fn a_refused_or_misplaced_password_is_masked_as_well() {
    let practice = school(Options::default()).await;
    for body in [
        r#"{"input":{"data":{"password":"Girasol-2025"},"otp":"Girasol-2025"}}"#,
        r#"{"input":{"data":{"password":["Girasol-2025"]},"otp":["Girasol-2025"]}}"#,
        r#"{"input":{"data":{"password":{"Girasol-2025":1}}}}"#,
        r#"{"data":{"Password":"Girasol-2025"},"OTP":"Girasol-2025"}"#,
        r#"[{"password":"Girasol-2025"}]"#,
        r#"{"input":{"data":{"password":"Girasol-2025"#,
        "password=Girasol-2025",
    ] {
        assert_eq!(ask(&practice, "PATCH", PATH, body).status, 400, "{body}");
        let log = format!("{:?}", practice.requests());
        assert!(!log.contains("Girasol"), "{body}: {log}");
        practice.clear_requests();
    }
}

#[tokio::test]
async fn a_mask_has_the_type_of_what_it_hides() {
    let practice = school(Options::default()).await;
    let data = json!({ "input": { "data": { "password": 2025 }, "otp": null } });
    ask(&practice, "PATCH", PATH, &data.to_string());
    assert_eq!(
        practice.requests()[0].body,
        Some(json!({ "input": { "data": { "password": 0 }, "otp": null } }))
    );
}

#[tokio::test]
async fn custom_data_under_the_name_of_a_secret_is_masked_in_the_log_only() {
    let practice = school(open()).await;
    let data = json!({ "meta": { "otp": "B-7" } });
    assert_eq!(patch(&practice, NUNEZ, &data).status, 200);
    assert_eq!(
        practice.requests()[0].body,
        Some(json!({ "input": { "data": { "meta": { "otp": "***" } } } }))
    );
    assert_eq!(practice.family(NUNEZ).unwrap()["meta"]["otp"], "B-7");
}

#[tokio::test]
async fn secrets_are_kept_on_demand() {
    let practice = school(Options {
        keep_secrets: true,
        ..Options::default()
    })
    .await;
    let code = practice.code();
    let data = json!({ "password": "Girasol-2025" });
    assert_eq!(patch_with_code(&practice, NUNEZ, &data, &code).status, 200);
    assert_eq!(
        practice.requests()[0].body,
        Some(json!({ "input": { "data": data, "otp": code } }))
    );
    assert_eq!(practice.family(NUNEZ).unwrap()["password"], "Girasol-2025");
    ask(&practice, "PATCH", PATH, "no json");
    assert_eq!(practice.requests()[1].body, Some(Value::from("no json")));
}
