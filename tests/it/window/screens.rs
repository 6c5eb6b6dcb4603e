//! Every screen of the main job, one after the other, for what has to hold on each.

use ficha_tests::keys;
use serde_json::json;

use super::scene::{NUNEZ, Scene};

/// Leads a window from its first start through every screen and calls `at` on each, with the name of what is
/// shown.
pub(crate) fn each_screen(scene: &Scene, mut at: impl FnMut(&str)) {
    let app = &scene.app;
    app.go("#/settings");
    app.screen("settings");
    at("settings before any connection");
    app.go("#/start");
    app.screen("start");
    at("start");
    app.go("#/help");
    app.screen("help");
    at("help before any connection");
    app.go("#/connect");
    app.screen("connect");
    at("connect");
    app.click("[data-action=save]");
    app.see("[name=connectionName][aria-invalid=true]");
    at("connect with errors");
    scene.connect();
    at("find, empty");
    app.type_into("search", "Núñez");
    app.see("a[href^='#/customer/']");
    at("find with hits");
    scene.open(NUNEZ);
    at("edit, untouched");
    app.type_into("email", "nada");
    app.press(keys::TAB);
    app.says("#error-email", "@");
    app.click("[data-action=review]");
    app.see("[data-error-summary]");
    at("edit with an error");
    app.type_into("email", "nunez.peralta@example.com");
    app.type_into("name", "Familia Núñez Peralta");
    app.go("#/find");
    app.see("dialog[open]");
    at("a question");
    app.click("dialog[open] [data-action=answer-stay]");
    scene.review();
    at("review");
    assert_eq!(scene.update(), "refused");
    at("review, a code asked for");
    scene
        .server
        .change(NUNEZ, "name", json!("Familia Núñez Suya"));
    app.type_into("otp", &scene.server.practice().code());
    assert_eq!(scene.update(), "conflict");
    at("review with a conflict");
    app.click("[data-action=rebase]");
    app.wait(
        "the way on",
        "return document.querySelector('main[data-ready=true]') !== null
           && document.querySelector('[data-outcome=conflict]') === null",
    );
    app.go(&format!("#/customer/{NUNEZ}/review"));
    app.screen("review");
    // Quentli asked for it for another draft.
    app.unfold("[name=otp]");
    assert_eq!(scene.update_with_code(), "applied", "{}", app.shown());
    at("result");
    app.go("#/settings");
    app.screen("settings");
    at("settings");
    app.go("#/help/result");
    app.screen("help");
    at("help");
}
