//! Unedited values are returned byte for byte, in the engines of Linux and macOS (WebKit) and of
//! Windows (Chromium).

use ficha_tests::{app::AppOptions, chromium::Chromium, webdriver::Browser};
use practice::Options;
use record::Field;
use serde_json::{Value, json};

use super::scene::{NUNEZ, Scene, body};

const RECORDS: usize = 400;
/// Records per call, so that no call comes near WebDriver's time limit.
const AT_ONCE: usize = 50;

/// Mounts the form over made-up records, without a draft and with one, and reads it back.
fn nothing_comes_back_otherwise(browser: &Browser, specs: &Value) {
    let script = include_str!("faithful.js");
    for first in (0..RECORDS).step_by(AT_ONCE) {
        let answer = browser
            .run_async(script, &json!([first, AT_ONCE, specs]))
            .unwrap_or_else(|refused| panic!("records from {first}: {refused:?}"));
        let found: Vec<&str> = answer["found"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
        assert_eq!(answer["mounted"], 2 * AT_ONCE);
    }
}

#[test]
fn a_form_that_nobody_touched_has_no_changes_in_webkit() {
    let scene = Scene::first_start(Options::default(), &AppOptions::default());
    nothing_comes_back_otherwise(scene.app.browser(), &Value::Null);
}

#[test]
fn a_form_that_nobody_touched_has_no_changes_in_chromium() {
    nothing_comes_back_otherwise(&Chromium::alone(), &specs());
}

/// The core's field specifications, for a page without the core.
fn specs() -> Value {
    let specs = Field::ALL.iter().map(|spec| {
        json!({
            "name": spec.api_name, "group": spec.group, "kind": spec.kind, "nullable": spec.nullable,
            "sensitive": spec.sensitive, "readable": spec.readable,
        })
    });
    specs.collect()
}

#[track_caller]
fn edits_are_what_was_done(browser: &Browser, specs: &Value) {
    let found = browser.run_async(include_str!("edits.js"), &json!([specs]));
    assert_eq!(found, Ok(json!([])));
}

#[test]
fn what_was_edited_is_all_that_changes_in_webkit() {
    let scene = Scene::first_start(Options::default(), &AppOptions::default());
    edits_are_what_was_done(scene.app.browser(), &Value::Null);
}

#[test]
fn what_was_edited_is_all_that_changes_in_chromium() {
    edits_are_what_was_done(&Chromium::alone(), &specs());
}

#[test]
fn lines_that_quentli_holds_stay_as_they_are_when_something_else_is_sent() {
    let scene = Scene::connected();
    let pairs = json!([
        { "key": "Domicilio", "value": "Calle 5\nCol. Centro\nMérida" },
        { "key": "Nota", "value": "uno\r\ndos\ttres" },
    ]);
    scene.server.change(NUNEZ, "metadata", pairs.clone());
    scene
        .server
        .change(NUNEZ, "name", json!("Familia Núñez\nPérez"));
    scene.open(NUNEZ);
    assert_eq!(scene.app.count("textarea"), 3);
    scene.app.type_into("tosIp", "187.190.24.8");
    scene.review();
    assert_eq!(scene.update(), "applied", "{}", scene.app.shown());
    assert_eq!(
        scene.server.patches(),
        [body(&json!({ "tosIp": "187.190.24.8" }))]
    );
    assert_eq!(scene.server.held(NUNEZ)["metadata"], pairs);
}

#[test]
fn several_lines_pasted_into_custom_data_stay_several_lines() {
    let scene = Scene::connected();
    let pairs = json!([{ "key": "Domicilio", "value": "Centro" }]);
    scene.server.change(NUNEZ, "metadata", pairs);
    scene.open(NUNEZ);
    let app = &scene.app;
    app.js(
        "document.querySelector('[name=\"metadata.value\"]').select()",
        &json!([]),
    );
    app.paste_lines_into("metadata.value", "Calle 5\nMérida\n");
    app.wait(
        "a control of several lines",
        "return document.querySelector('textarea[name=\"metadata.value\"]') === document.activeElement",
    );
    let held = app.value("metadata.value");
    assert!(held.contains("Calle 5\nMérida"), "{held:?}");
    app.press("!");
    app.wait(
        "what is typed to go on where the lines end",
        "return document.activeElement.value.includes('Mérida!')",
    );
    app.paste_lines_into("metadata.key", "Domi\ncilio");
    assert_eq!(app.count("textarea[name=\"metadata.key\"]"), 0);
}
