use std::{fs, path::Path};

use ficha_tests::{
    app::{App, AppOptions},
    engine::Engine,
    window::Window,
};
use practice::{Fault, Options, Rule, Target};
use serde_json::{Value, json};

use super::{
    scene::{HERNANDEZ, NUNEZ, Scene},
    screens::each_screen,
    support::panics,
    twice::{held, in_folder},
};

on_both_engines![
    no_screen_has_a_barrier_in_the_light_theme,
    no_screen_has_a_barrier_in_the_dark_theme,
    the_screens_of_a_start_that_goes_wrong_have_no_barrier,
    what_is_not_known_has_no_barrier_in_the_light_theme,
    what_is_not_known_has_no_barrier_in_the_dark_theme,
];

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

fn every_screen(engine: Engine, theme: &str) {
    let axe = axe();
    let scene = Scene::first_start(Options::default(), &engine.into());
    scene.app.choose_theme(theme);
    each_screen(&scene, |what| {
        no_violation(&scene.app, &axe, &format!("{what}, {theme}"));
    });
}

fn no_screen_has_a_barrier_in_the_light_theme(engine: Engine) {
    every_screen(engine, "light");
}

fn no_screen_has_a_barrier_in_the_dark_theme(engine: Engine) {
    every_screen(engine, "dark");
}

fn the_screens_of_a_start_that_goes_wrong_have_no_barrier(engine: Engine) {
    let axe = axe();
    let options = AppOptions {
        keychain: ficha_tests::session::Situation::NoProvider,
        ..engine.into()
    };
    let scene = Scene::first_start(Options::default(), &options);
    let app = &scene.app;
    for theme in ["light", "dark"] {
        app.choose_theme(theme);
        app.go("#/connect");
        app.screen("keychain");
        no_violation(app, &axe, &format!("keychain, {theme}"));
    }
    let (folder, _lock) = held();
    let second = App::start(&in_folder(folder.path(), engine.into()));
    second.screen("already-open");
    no_violation(&second, &axe, "already open");
}

fn what_is_not_known(engine: Engine, theme: &str) {
    let axe = axe();
    let mut scene = Scene::on(engine);
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
    panics(&scene.app, "index out of bounds");
    scene.app.kill_9();
    scene.server.play(None);
    scene.app.restart();
    scene.app.pass(200);
    scene.app.see("[data-pending='0'] [data-pending-state]");
    scene.app.see("[data-start-notice=crashed]");
    check(&scene.app, "what became of updates, and a crash");
    scene.app.click("[data-action=see-crash]");
    scene.app.see("[data-failure]");
    check(&scene.app, "diagnostics of a crash and of errors");

    let unread = Options {
        read_allowed: false,
        ..Options::default()
    };
    let scene = Scene::connected_on(engine, unread);
    scene.app.choose_theme(theme);
    scene.open(NUNEZ);
    check(&scene.app, "a form of a key that cannot read");
}

fn what_is_not_known_has_no_barrier_in_the_light_theme(engine: Engine) {
    what_is_not_known(engine, "light");
}

fn what_is_not_known_has_no_barrier_in_the_dark_theme(engine: Engine) {
    what_is_not_known(engine, "dark");
}
