//! A run of a spreadsheet: what was reviewed is what is sent, once, and an end of the program in between loses
//! nothing.

use ficha_tests::{app::App, engine::Engine, gesture::Gesture, keys, process::until};
use practice::{Fault, Options, Target};
use serde_json::{Value, json};

use super::{
    double_click::middle,
    scene::{HERNANDEZ, NUNEZ, Scene, body},
    sheet::{copied, paste, to_check},
};

on_both_engines![
    what_was_reviewed_is_what_is_sent,
    a_double_click_starts_one_run,
    the_gesture_that_opens_the_review_starts_nothing,
    a_run_that_was_killed_goes_on_where_it_was,
    a_few_are_tried_first,
    a_run_is_paused_and_what_is_left_of_it_cancelled,
    another_school_is_not_opened_under_a_run_without_a_question,
    a_key_that_stops_working_stops_the_run_and_says_what_to_do,
];

/// New names for this many families of the server, as the sheet has them, by id.
pub(super) fn renamed(scene: &Scene, count: usize) -> (String, Vec<(String, String)>) {
    let families = scene.server.practice().families();
    let wanted: Vec<(String, String)> = families
        .iter()
        .filter(|family| family["archivedAt"].is_null())
        .take(count)
        .enumerate()
        .map(|(number, family)| {
            let id = family["id"].as_str().unwrap_or_default().to_owned();
            (id, format!("Familia de prueba {number}"))
        })
        .collect();
    let mut lines = vec!["id\tNombre".to_owned()];
    lines.extend(wanted.iter().map(|(id, name)| format!("{id}\t{name}")));
    (lines.join("\n"), wanted)
}

/// Opens a sheet at once, and leads it to the review of its changes.
pub(super) fn review(app: &App, text: &str) {
    app.command("paste_sheet", &json!({ "text": text }))
        .expect("a table can be pasted");
    app.go("#/bulk/columns");
    app.screen("columns");
    app.click("[data-action=check]");
    app.screen("check");
    app.click("[data-action=review]");
    app.screen("changes");
}

pub(super) fn start(app: &App) {
    app.click("[data-action=run]");
    app.screen("run");
}

/// Starts a run of this many families; none of its updates is answered for now.
pub(super) fn start_held(scene: &Scene, count: usize) {
    let (text, _) = renamed(scene, count);
    review(&scene.app, &text);
    scene.server.practice().hold_answers_to(Target::Writes);
    start(&scene.app);
    scene.server.wait_for_patches(1);
}

pub(super) fn wait_for(app: &App, state: &str) {
    app.see(&format!("[data-run-head][data-state={state}]"));
}

/// How many families had an outcome, as the screen shows it.
fn count_of(app: &App, state: &str) -> u64 {
    let count = app.js(
        "return Number(document.querySelector(arguments[0])?.textContent.replace(/\\D/g, '') ?? 0)",
        &json!([format!("[data-count-of={state}] td")]),
    );
    count.as_u64().unwrap_or_default()
}

/// The names that were sent, by id, in the order of the ids.
fn names_sent(scene: &Scene) -> Vec<(String, String)> {
    let requests = scene.server.practice().requests();
    let mut sent: Vec<(String, String)> = requests
        .iter()
        .filter(|request| request.method == "PATCH")
        .map(|request| {
            let id = request.path.rsplit('/').next().unwrap_or_default();
            let body = request.body.clone().unwrap_or_default();
            let name = body["input"]["data"]["name"].as_str().unwrap_or_default();
            (id.to_owned(), name.to_owned())
        })
        .collect();
    sent.sort();
    sent
}

fn sorted(mut wanted: Vec<(String, String)>) -> Vec<(String, String)> {
    wanted.sort();
    wanted
}

fn without_codes(engine: Engine) -> Scene {
    let options = Options {
        require_code: false,
        ..Options::default()
    };
    Scene::connected_on(engine, options)
}

fn what_was_reviewed_is_what_is_sent(engine: Engine) {
    let scene = without_codes(engine);
    let app = &scene.app;
    paste(
        app,
        &copied(&[
            &["Usuario", "Nombre", "Correo"],
            &["0000128765", "Familia Núñez Pérez", "nueva@example.com"],
            &[
                "12873",
                "Familia Hernández Peralta",
                "hernandez.ortiz@example.org",
            ],
            &["juan_perez_01", "Juan Pérez Luna", ""],
            &["0000012873", "Familia López de la Torre", "a@b.mx, c@d.mx"],
        ]),
    );
    to_check(app);
    // One is mended, so that it is sent too.
    app.click("[data-group=emailTwo]");
    app.type_into("mend-5-2", "c@d.mx");
    app.press(keys::ENTER);
    app.says("[data-figure=updates]", "3");
    app.click("[data-action=review]");
    app.screen("changes");
    app.type_into("count", "3");
    start(app);
    wait_for(app, "done");
    assert_eq!(count_of(app, "applied"), 3, "{}", app.shown());
    let mut sent = scene.server.patches();
    sent.sort_by_key(ToString::to_string);
    let mut wanted = [
        body(&json!({ "email": "nueva@example.com" })),
        body(&json!({ "name": "Familia Hernández Peralta" })),
        body(&json!({ "email": "c@d.mx" })),
    ];
    wanted.sort_by_key(ToString::to_string);
    assert_eq!(sent, wanted);
    assert_eq!(scene.server.held(NUNEZ)["email"], "nueva@example.com");
    assert_eq!(
        scene.server.held(HERNANDEZ)["name"],
        "Familia Hernández Peralta"
    );
    app.says(".rows-body", "Familia Hernández Peralta");
    app.says(".besides", "1 fila ya estaba igual");
}

fn a_double_click_starts_one_run(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    let (text, wanted) = renamed(&scene, 3);
    review(app, &text);
    app.armed("[data-action=run]");
    let run = middle(&scene, "[data-action=run]");
    app.perform("double-click the button", &Gesture::clicks(run, &[100]));
    app.screen("run");
    wait_for(app, "done");
    assert_eq!(names_sent(&scene), sorted(wanted));
    let runs = app.command("runs", &json!({})).expect("runs are listed");
    assert_eq!(runs.as_array().map(Vec::len), Some(1));
}

fn the_gesture_that_opens_the_review_starts_nothing(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    let (text, _) = renamed(&scene, 3);
    review(app, &text);
    for width in [640, 900, 1180, 1280] {
        app.go("#/bulk/check");
        app.screen("check");
        super::double_click::resize(&scene, width, 820);
        for gap in [100, 300, 500] {
            let review = middle(&scene, "[data-action=review]");
            app.perform("double-click Review", &Gesture::clicks(review, &[gap]));
            app.screen("changes");
            app.armed("[data-action=run]");
            assert_eq!(names_sent(&scene), [], "{gap} ms at {width} px");
            app.go("#/bulk/check");
            app.screen("check");
        }
    }
}

fn a_run_that_was_killed_goes_on_where_it_was(engine: Engine) {
    let mut scene = Scene::on(engine);
    let (text, wanted) = renamed(&scene, 40);
    review(&scene.app, &text);
    scene.server.practice().hold_answers_to(Target::Writes);
    start(&scene.app);
    scene.server.wait_for_patches(1);
    scene.app.kill_9();
    scene.server.practice().release_answers();
    scene.app.restart();
    let app = &scene.app;
    app.go("#/bulk");
    app.screen("bulk");
    app.see("[data-open-runs] [data-state=interrupted]");
    app.click("[data-open-runs] [data-state=interrupted] a");
    app.screen("run");
    wait_for(app, "interrupted");
    app.click("[data-action=resume]");
    app.wait(
        "all of it to be sent",
        "return ['planned', 'intent'].every((state) =>
           document.querySelector(`[data-count-of=${state}] td`).textContent === '0')",
    );
    // What was on its way is known once nothing of it can arrive any more.
    app.pass(200);
    wait_for(app, "done");
    assert_eq!(count_of(app, "applied"), 40, "{}", app.shown());
    let held: Vec<(String, String)> = wanted
        .iter()
        .map(|(id, _)| {
            let held = scene.server.held(id);
            (
                id.clone(),
                held["name"].as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect();
    assert_eq!(held, wanted);
}

fn a_few_are_tried_first(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    let (text, wanted) = renamed(&scene, 8);
    review(app, &text);
    app.click("[data-action=run-first]");
    app.screen("run");
    wait_for(app, "paused");
    assert_eq!(count_of(app, "applied"), 5, "{}", app.shown());
    assert_eq!(names_sent(&scene).len(), 5);
    app.says("[data-action=resume]", "3");
    app.click("[data-action=resume]");
    wait_for(app, "done");
    assert_eq!(names_sent(&scene), sorted(wanted));
}

fn a_run_is_paused_and_what_is_left_of_it_cancelled(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    start_held(&scene, 60);
    // Wherever one is, the rail shows that it goes on.
    app.go("#/find");
    app.screen("find");
    app.see(".rail-progress");
    app.click(".rail-item[href='#/bulk']");
    app.screen("bulk");
    app.click("[data-open-runs] a");
    app.screen("run");
    app.click("[data-action=pause]");
    scene.server.practice().release_answers();
    wait_for(app, "paused");
    let sent = names_sent(&scene).len();
    assert!(sent < 60, "{sent}");
    app.click("[data-action=cancel-run]");
    app.armed("dialog[open] [data-action=answer-cancel]");
    app.click("dialog[open] [data-action=answer-cancel]");
    wait_for(app, "cancelled");
    assert_eq!(names_sent(&scene).len(), sent);
    app.see("[data-action=rerun]");
}

fn another_school_is_not_opened_under_a_run_without_a_question(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    start_held(&scene, 40);
    app.see(".rail-progress");
    app.click(".band [data-action=practice-now]");
    app.says("dialog[open]", "actualización en curso");
    app.click("dialog[open] [data-action=answer-stay]");
    wait_for(app, "running");
    scene.server.practice().release_answers();
    wait_for(app, "done");
}

fn a_key_that_stops_working_stops_the_run_and_says_what_to_do(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    let (text, _) = renamed(&scene, 20);
    review(app, &text);
    scene.server.play(Fault::Unauthorized.on(Target::Writes));
    start(app);
    wait_for(app, "stopped");
    app.see("[data-run-stop=unauthorized]");
    scene.server.play(None);
    app.click("[data-action=resume]");
    wait_for(app, "done");
}

#[test]
fn closing_the_window_under_a_run_asks_first() {
    let scene = Scene::connected();
    let app = &scene.app;
    start_held(&scene, 40);
    app.see(".rail-progress");
    app.ask_to_close();
    app.says("dialog[open]", "actualización en curso");
    app.click("dialog[open] [data-action=answer-stay]");
    wait_for(app, "running");
    scene.server.practice().release_answers();
    wait_for(app, "done");
}

#[test]
fn the_keyboard_alone_leads_from_the_cells_to_the_outcome() {
    let scene = Scene::connected();
    let app = &scene.app;
    let (text, wanted) = renamed(&scene, 2);
    paste(app, &text);
    let onward = format!("{}{}", keys::CONTROL, keys::ENTER);
    for screen in ["columns", "check", "changes"] {
        app.press(&onward);
        app.screen(screen);
    }
    app.press(&onward);
    app.wait(
        "the button to be at hand",
        "return document.activeElement.dataset.action === 'run'",
    );
    app.armed("[data-action=run]");
    app.press(keys::ENTER);
    app.screen("run");
    wait_for(app, "done");
    until("all of it to be sent", || {
        (names_sent(&scene) == sorted(wanted.clone())).then_some(())
    });
    assert_ne!(scene.server.patches(), Vec::<Value>::new());
}

#[test]
fn keys_that_are_pressed_again_on_the_way_start_nothing() {
    let scene = Scene::connected();
    let app = &scene.app;
    let (text, _) = renamed(&scene, 3);
    review(app, &text);
    let onward = format!("{}{}", keys::CONTROL, keys::ENTER);
    for gap in [100, 300, 500] {
        app.armed("[data-action=run]");
        // It leads to the button, which then takes no press for a moment.
        app.press(&onward);
        app.perform("press Enter twice", &Gesture::chords(keys::ENTER, &[gap]));
        app.wait(
            "the button to take presses, or a run",
            "return document.querySelector('[data-action=run][data-armed=true], main[data-screen=run]') !== null",
        );
        assert_eq!(names_sent(&scene), [], "{gap} ms apart");
        app.screen("changes");
    }
}
