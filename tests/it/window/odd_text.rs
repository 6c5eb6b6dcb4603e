//! Emoji, right-to-left letters and markup are accepted in free text, and refused elsewhere.

use ficha_tests::app::AppOptions;
use practice::Options;
use serde_json::{Value, json};

use super::scene::{KEY, NUNEZ, Scene};

const ODD: &str = "<script>window.ran = 1</script> 😀 שלום <img src=x onerror=window.ran=1>";

#[track_caller]
fn nothing_ran(scene: &Scene) {
    let inert = "return window.ran === undefined
      && document.querySelector('body img, main script, main b') === null";
    assert_eq!(
        scene.app.js(inert, &json!([])),
        true,
        "the page ran or built what was typed"
    );
}

#[test]
fn in_free_text_it_is_sent_and_shown_as_typed() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.paste_into("name", ODD);
    scene.app.see("#notice-name");
    scene.app.paste_into("tags", ODD);
    scene.app.paste_into("assigneeId", ODD);
    scene.app.paste_into("signature", ODD);
    scene.app.click("[data-add-row]");
    scene.app.type_into_last("metadata.key", "<b>clave</b> 😀");
    scene.app.type_into_last("metadata.value", ODD);
    scene.review();
    assert!(scene.app.text("main").contains(ODD), "not shown as text");
    nothing_ran(&scene);
    assert_eq!(scene.update(), "applied", "{}", scene.app.shown());
    assert!(scene.app.text("main").contains(ODD), "not shown as text");
    nothing_ran(&scene);
    let held = scene.server.held(NUNEZ);
    for field in ["name", "assigneeId", "signature"] {
        assert_eq!(held[field], ODD, "{field}");
    }
}

#[test]
fn in_a_password_it_is_sent_as_typed_and_shown_nowhere() {
    let scene = Scene::keeping_secrets();
    scene.open(NUNEZ);
    scene.app.paste_into("password", ODD);
    scene.review();
    assert_eq!(scene.update(), "refused", "{}", scene.app.shown());
    assert_eq!(scene.update_with_code(), "applied", "{}", scene.app.shown());
    assert_eq!(
        scene.server.patches()[1]["input"]["data"],
        json!({ "password": ODD })
    );
    assert!(!scene.app.text("body").contains("שלום"));
    nothing_ran(&scene);
}

#[test]
fn in_a_code_it_is_refused_at_the_code() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("username", "0000128700");
    scene.review();
    assert_eq!(scene.update(), "refused");
    for odd in ["<b>12</b>", "😀😀😀😀😀😀", "שלום"] {
        scene.app.paste_into("otp", odd);
        scene.app.click("[data-action=update]");
        scene.app.see("[name=otp][aria-invalid=true]");
        assert_eq!(scene.app.value("otp"), odd);
        scene.app.type_into("otp", "");
    }
    nothing_ran(&scene);
    assert_eq!(scene.server.patches().len(), 1, "an odd code was sent");
}

#[test]
fn in_a_username_it_is_text() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.paste_into("username", ODD);
    scene.app.click("[data-action=review]");
    scene
        .app
        .says("#error-username", "no puede llevar espacios");
    assert_eq!(scene.app.value("username"), ODD);
    let whole = ODD.replace(' ', "");
    scene.app.paste_into("username", &whole);
    scene.review();
    assert!(scene.app.text("main").contains(&whole));
    nothing_ran(&scene);
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
}

#[test]
fn in_a_schools_name_and_in_the_search_it_is_text() {
    let scene = Scene::first_start(Options::default(), &AppOptions::default());
    scene.fill_connection(&scene.server.practice().url(), KEY);
    scene.app.paste_into("connectionName", ODD);
    scene.app.click("[data-action=save]");
    scene.app.screen("find");
    assert!(scene.app.text("header[data-environment]").contains(ODD));
    scene.app.paste_into("search", ODD);
    scene.app.says(".results", ODD);
    nothing_ran(&scene);
    scene.app.go("#/settings");
    scene.app.screen("settings");
    assert!(scene.app.text("[data-connection]").contains(ODD));
    nothing_ran(&scene);
}
