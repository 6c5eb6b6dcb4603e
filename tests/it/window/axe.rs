use std::{fs, path::Path};

use ficha_tests::{
    app::{App, AppOptions},
    window::Window,
};
use practice::{Fault, Options, Rule, Target};
use serde_json::{Value, json};

use super::scene::{HERNANDEZ, NUNEZ, Scene};

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
fn no_violation(app: &Window, axe: &str, what: &str) {
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
    app.choose_theme(theme);
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
    // Quentli asked for it for another draft.
    app.unfold("[name=otp]");
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
    let app = &scene.app;
    for theme in ["light", "dark"] {
        app.choose_theme(theme);
        app.go("#/connect");
        app.screen("keychain");
        no_violation(app, &axe, &format!("keychain, {theme}"));
        let second = app.again();
        second.screen("already-open");
        // It reads no settings: the first window has them.
        no_violation(&second, &axe, "already open");
    }
}

fn what_is_not_known(theme: &str) {
    let axe = axe();
    let mut scene = Scene::connected();
    scene.app.choose_theme(theme);
    let check = |app: &App, what: &str| no_violation(app, &axe, &format!("{what}, {theme}"));
    let ends = |scene: &Scene, name: &str, faults: Vec<Option<Rule>>, outcome: &str| {
        scene.rename(NUNEZ, name);
        scene.server.practice().push_faults(faults);
        assert_eq!(scene.update(), "unknown", "{}", scene.app.shown());
        if outcome != "unknown" {
            assert_eq!(scene.settled(), outcome);
        }
        check(&scene.app, outcome);
    };
    let before = Fault::ServerErrorBefore.on(Target::Writes);
    let down = Fault::Forbidden.on(Target::Reads);
    ends(
        &scene,
        "Familia Uno",
        vec![None, Some(before.clone())],
        "notApplied",
    );
    scene.app.go("#/find");
    scene.app.screen("find");
    ends(
        &scene,
        "Familia Dos",
        vec![None, Some(before), Some(down)],
        "unknown",
    );
    // Someone else changes it between sending and reading back.
    scene.server.change(NUNEZ, "name", json!("Familia Tres"));
    scene.app.pass(200);
    scene.app.see("[data-outcome=different]");
    check(&scene.app, "different");

    scene.open(HERNANDEZ);
    scene.app.type_into("name", "Familia Cuatro");
    scene.app.see("[data-field=name][data-changed=true]");
    scene.app.go("#/find");
    scene.app.see("dialog[open]");
    check(&scene.app, "a question");
    scene.app.click("dialog[open] [data-action=answer-stay]");
    scene.review();
    scene.server.play(Fault::Stuck.on(Target::Writes));
    let sent = scene.server.patches().len();
    scene.app.click("[data-action=update]");
    scene.server.wait_for_patches(sent + 1);
    scene.app.kill_9();
    scene.server.play(None);
    scene.app.restart();
    scene.app.pass(200);
    scene.app.see("[data-pending='0'] [data-pending-state]");
    check(&scene.app, "what became of updates");

    let scene = Scene::connected_to(Options {
        read_allowed: false,
        ..Options::default()
    });
    scene.app.choose_theme(theme);
    scene.open(NUNEZ);
    check(&scene.app, "a form of a key that cannot read");
}

#[test]
fn what_is_not_known_has_no_barrier_in_the_light_theme() {
    what_is_not_known("light");
}

#[test]
fn what_is_not_known_has_no_barrier_in_the_dark_theme() {
    what_is_not_known("dark");
}
