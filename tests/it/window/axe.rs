use std::{fs, path::Path};

use ficha_tests::app::{App, AppOptions};
use practice::Options;
use serde_json::{Value, json};

use super::scene::{NUNEZ, Scene};

fn axe() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
    fs::read_to_string(&file).unwrap_or_else(|error| {
        panic!(
            "{}: {error}; `npm ci` in tests/ui brings it",
            file.display()
        )
    })
}

/// Fails with the rule, the element and the reason of every violation.
fn no_violation(app: &App, axe: &str, what: &str) {
    app.js(axe, &json!([]));
    let found = app.browser().run_async(
        "axe.run(document, { resultTypes: ['violations'] }).then(
           (result) => done(result.violations.flatMap((rule) => rule.nodes.map((node) =>
             `${rule.id}: ${node.html}\\n${node.failureSummary}`))),
           (error) => done([String(error)]))",
        &json!([]),
    );
    let found = found.unwrap_or_else(|refused| panic!("{what}: {refused:?}"));
    let found: Vec<&str> = found
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n\n"));
}

fn every_screen(theme: &str) {
    let axe = axe();
    let scene = Scene::first_start(Options::default(), &AppOptions::default());
    let app = &scene.app;
    let check = |what: &str| no_violation(app, &axe, &format!("{what}, {theme}"));
    app.wear(theme);
    check("settings before any connection");
    app.go("#/start");
    app.screen("start");
    check("start");
    app.go("#/help");
    app.screen("help");
    check("help before any connection");
    app.go("#/connect");
    app.screen("connect");
    check("connect");
    app.click("[data-action=save]");
    app.see("[name=connectionName][aria-invalid=true]");
    check("connect with errors");
    scene.connect();
    check("find, empty");
    app.type_into("search", "Núñez");
    app.see("a[href^='#/customer/']");
    check("find with hits");
    scene.open(NUNEZ);
    check("edit, untouched");
    app.type_into("email", "nada");
    app.see("[data-field=email][data-changed=true], #error-email");
    app.click("[data-action=review]");
    app.see("[data-error-summary]");
    check("edit with an error");
    app.type_into("email", "nunez.peralta@example.com");
    app.type_into("name", "Familia Núñez Peralta");
    scene.review();
    check("review");
    assert_eq!(scene.update(), "refused");
    check("review, a code asked for");
    scene
        .server
        .change(NUNEZ, "name", json!("Familia Núñez Suya"));
    app.type_into("otp", &scene.server.practice().code());
    assert_eq!(scene.update(), "conflict");
    check("review with a conflict");
    app.click("[data-action=rebase]");
    app.wait(
        "the way on",
        "return document.querySelector('main[data-ready=true]') !== null
           && document.querySelector('[data-outcome=conflict]') === null",
    );
    app.go(&format!("#/customer/{NUNEZ}/review"));
    app.screen("review");
    // That a code is needed is known by now.
    assert_eq!(scene.update_with_code(), "applied", "{}", app.shown());
    check("result");
    app.go("#/settings");
    app.screen("settings");
    check("settings");
    app.go("#/help/result");
    app.screen("help");
    check("help");
}

#[test]
fn no_screen_has_a_barrier_in_the_light_theme() {
    every_screen("light");
}

#[test]
fn no_screen_has_a_barrier_in_the_dark_theme() {
    every_screen("dark");
}

#[test]
fn the_screens_of_a_start_that_goes_wrong_have_no_barrier() {
    let axe = axe();
    let options = AppOptions {
        keychain: ficha_tests::session::Situation::NoProvider,
        ..AppOptions::default()
    };
    let scene = Scene::first_start(Options::default(), &options);
    scene.app.go("#/connect");
    scene.app.screen("keychain");
    no_violation(&scene.app, &axe, "keychain");
}
