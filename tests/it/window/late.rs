//! One connection at a time: an answer that arrives after a switch changes nothing in the new one.

use std::{fs, path::PathBuf};

use ficha_tests::{app::files_under, process::until, window::commands_of_a_connection};
use practice::{Fault, Options, Target};
use serde_json::{Value, json};

use super::scene::{HERNANDEZ, KEY, NUNEZ, Scene, Server};

const OTHER_KEY: &str = "sk_test_of_the_other_school";
const ONLY_HERE: &str = "Familia Que Solo Está Aquí";

/// Counts the calls of the page that were answered, by command.
const COUNT_ANSWERS: &str = "
    window.answered = {};
    const before = window.fetch;
    window.fetch = async (address, ...rest) => {
      const answer = await before(address, ...rest);
      const name = String(address?.url ?? address).split('/').at(-1);
      setTimeout(() => { window.answered[name] = (window.answered[name] ?? 0) + 1; }, 50);
      return answer;
    };";

/// Waits until the page has the answer.
fn answered(scene: &Scene, command: &str) {
    scene.app.wait_with(
        &format!("the answer to {command}"),
        "return (window.answered[given[0]] ?? 0) > 0",
        &json!([command]),
    );
    scene.app.wait_until_still();
}

/// Another server with the same families, and the window on it.
fn other_school(scene: &Scene) -> Server {
    let other = Server::start(Options {
        key: Some(OTHER_KEY.to_owned()),
        ..Options::default()
    });
    scene.fill_connection(&other.practice().url(), OTHER_KEY);
    scene
        .app
        .type_into("connectionName", "Preescolar Los Encinos");
    scene.app.click("[data-action=save]");
    // Its organization is that of the first.
    scene.app.screen("find");
    other
}

fn to_practice(scene: &Scene) {
    scene.app.click("[data-action=practice-now]");
    scene.app.says("[data-environment]", "PRÁCTICA");
    scene.app.screen("find");
}

/// Makes the server hold its answers, performs `act` and waits until its request has arrived.
fn held(scene: &Scene, act: impl FnOnce()) {
    let practice = scene.server.practice();
    let before = practice.requests().len();
    practice.hold_answers();
    act();
    until("the request to arrive", || {
        (practice.requests().len() > before).then_some(())
    });
}

/// What the journal's files hold.
fn journal(scene: &Scene) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = files_under(&scene.app.files().join("ficha"));
    files.retain(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("journal") && !name.ends_with("-shm")
    });
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let bytes = fs::read(&file).expect("the journal can be read");
            (file, bytes)
        })
        .collect()
}

#[test]
fn a_call_for_an_earlier_connection_is_refused_and_changes_nothing() {
    let scene = Scene::connected();
    let session = |scene: &Scene| scene.app.command("session", &json!({})).expect("a session");
    let earlier = session(&scene)["generation"].clone();
    let other = other_school(&scene);
    // The same family is open and reviewed in the current connection, so that nothing but the
    // connection stands in the way.
    scene.rename(NUNEZ, "Familia Núñez Peralta");
    assert_ne!(session(&scene)["generation"], earlier);

    let draft = json!({ "name": { "kind": "text", "text": "De la otra escuela", "exact": false } });
    let family = json!({ "id": NUNEZ });
    let with = |more: Value| {
        let mut arguments = family.clone();
        for (name, value) in more.as_object().expect("an object") {
            arguments[name] = value.clone();
        }
        arguments
    };
    let requests = |server: &Server| server.practice().requests().len();
    let before = (
        requests(&scene.server),
        requests(&other),
        journal(&scene),
        session(&scene),
    );
    let words = json!({
        "file": "", "sheet": "", "fields": {}, "yes": "", "no": "", "clear": "", "stranger": "", "state": "",
        "before": "", "after": "", "when": "", "why": "", "states": {}, "reasons": {},
    });
    for name in commands_of_a_connection() {
        let mut arguments = match name {
            "find" | "find_in_hand" | "paste_sheet" => json!({ "text": "núñez" }),
            "families" => json!({ "filter": "all", "from": 0, "most": 1 }),
            "edit" | "review" => with(json!({ "draft": draft })),
            "rebase" => with(json!({ "mine": [{ "field": "name", "key": null }] })),
            "update" => with(json!({ "code": null })),
            "acknowledge" | "undo" => with(json!({ "update": 1, "replace": false })),
            "read_sheet_as" => json!({ "options": {} }),
            "use_columns" => json!({ "uses": [], "reading": {
                "dateOrder": null, "tagSeparator": ",", "nameOrder": "givenFirst", "rewritePhones": false,
                "missingClears": false, "repairText": false, "padUsernames": false, "placeholders": {},
            } }),
            "sheet_rows" => json!({ "view": { "kind": "same", "text": "" }, "from": 0, "most": 1 }),
            "mend_cell" | "nearest_families" => json!({ "row": 2, "column": 1, "text": "x" }),
            "choose_family" => with(json!({ "row": 2 })),
            "practice_sheet" | "export_families" => {
                json!({ "filter": "all", "text": "", "words": words })
            }
            "run_lines" => json!({ "id": 1, "states": [], "text": "", "from": 0, "most": 1 }),
            "run" | "pause_run" | "resume_run" | "cancel_run" | "rerun" | "export_run" => {
                json!({ "id": 1, "words": words })
            }
            _ => family.clone(),
        };
        arguments["at"] = earlier.clone();
        let refused = scene.app.command(name, &arguments);
        let code = refused.map_err(|error| error["code"].clone());
        assert_eq!(code, Err(json!("switched")), "{name}");
    }
    let after = (
        requests(&scene.server),
        requests(&other),
        journal(&scene),
        session(&scene),
    );
    assert_eq!(before.0, after.0, "the earlier school was asked something");
    assert_eq!(before.1, after.1, "the school of now was asked something");
    assert_eq!(before.3, after.3);
    assert!(before.2 == after.2, "the journal changed");
    assert_eq!(scene.update(), "applied");
    assert_eq!(other.held(NUNEZ)["name"], "Familia Núñez Peralta");
}

#[test]
fn families_found_late_are_not_shown_in_another_school() {
    let scene = Scene::connected();
    scene.server.change(NUNEZ, "name", json!(ONLY_HERE));
    scene.app.js(COUNT_ANSWERS, &json!([]));
    held(&scene, || scene.app.type_into("search", "solo"));
    to_practice(&scene);
    scene.server.practice().release_answers();
    answered(&scene, "find");
    assert_eq!(scene.app.value("search"), "");
    let shown = scene.app.text("body");
    assert!(!shown.contains(ONLY_HERE), "{shown}");
}

#[test]
fn a_family_that_opens_late_does_not_open_in_another_school() {
    let scene = Scene::connected();
    scene.server.change(NUNEZ, "name", json!(ONLY_HERE));
    scene.app.js(COUNT_ANSWERS, &json!([]));
    held(&scene, || scene.app.go(&format!("#/customer/{NUNEZ}")));
    to_practice(&scene);
    scene.server.practice().release_answers();
    answered(&scene, "open");
    scene.app.screen("find");
    scene.open(NUNEZ);
    assert_eq!(scene.app.value("name"), "Familia Núñez Pérez");
    let recent = scene.app.command("recent", &json!({})).expect("a list");
    assert!(!recent.to_string().contains(ONLY_HERE), "{recent}");
}

/// Two updates with unknown outcomes; the result of the first is shown.
fn two_unknown() -> Scene {
    let scene = Scene::connected();
    scene
        .server
        .play(Fault::ServerErrorBefore.on(Target::Writes));
    for id in [NUNEZ, HERNANDEZ] {
        scene.rename(id, ONLY_HERE);
        assert_eq!(scene.update(), "unknown", "{}", scene.app.shown());
    }
    scene.app.go(&format!("#/customer/{NUNEZ}/result"));
    scene.app.says("main", "No se sabe");
    scene.app.see("[data-action=give-up]");
    scene.app.js(COUNT_ANSWERS, &json!([]));
    scene
}

fn nothing_of_it_in_practice(scene: &Scene) {
    scene.app.screen("find");
    scene.app.says("[data-environment]", "PRÁCTICA");
    assert_eq!(scene.app.count("[data-pending]"), 0);
    let shown = scene.app.text("body");
    assert!(!shown.contains(ONLY_HERE), "{shown}");
    let session = scene.app.command("session", &json!({})).expect("a session");
    assert_eq!(session["pending"], json!([]));
}

#[test]
fn an_outcome_that_is_read_back_late_is_not_shown_in_another_school() {
    let scene = two_unknown();
    held(&scene, || scene.app.click("[data-action=read-back]"));
    to_practice(&scene);
    scene.server.practice().release_answers();
    answered(&scene, "outcome");
    nothing_of_it_in_practice(&scene);
}

#[test]
fn giving_an_update_up_late_lists_nothing_in_another_school() {
    let scene = two_unknown();
    // Ficha looks by itself, and the update is given up only after that.
    held(&scene, || scene.app.pass(100_000));
    scene.app.click("[data-action=give-up]");
    scene.app.click("dialog[open] [data-action=answer-giveUp]");
    to_practice(&scene);
    scene.server.practice().release_answers();
    answered(&scene, "give_up");
    nothing_of_it_in_practice(&scene);
    assert_eq!(scene.app.count("[data-error]"), 0, "{}", scene.app.shown());
}

/// Holds the answers to this command until they are released.
const HOLD_ANSWER: &str = "
    const before = window.fetch;
    const held = new Promise((resolve) => { window.release = resolve; });
    window.asked = 0;
    window.answered = {};
    const command = arguments[0];
    window.fetch = async (address, ...rest) => {
      const answer = await before(address, ...rest);
      if (String(address?.url ?? address).endsWith('/' + command)) {
        window.asked += 1;
        await held;
        setTimeout(() => { window.answered[command] = 1; }, 50);
      }
      return answer;
    };";

/// An answer about a family that arrives while the same family is being edited in practice.
fn comes_during_other_work(scene: &Scene, command: &str, act: impl FnOnce()) {
    scene.app.js(HOLD_ANSWER, &json!([command]));
    act();
    scene.app.wait("the call", "return window.asked === 1");
    scene.app.click("[data-action=practice-now]");
    if command == "rebase" || command == "discard" {
        scene.app.click("dialog[open] [data-action=answer-keep]");
    }
    scene.app.see("header[data-environment=practice]");
    scene.app.screen("find");
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia de Práctica");
    scene.app.says(".action-says", "1 cambio");
    scene.app.js("window.release()", &json!([]));
    answered(scene, command);
    scene.app.type_into("email", "practica@example.com");
    scene.app.says(".action-says", "2 cambios");
    assert_eq!(scene.app.value("name"), "Familia de Práctica");
    scene.review();
    scene.app.says("main", "Familia de Práctica");
    scene.app.says("main", "practica@example.com");
}

#[test]
fn a_draft_discarded_late_is_not_the_work_on_another_schools_family() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("name", ONLY_HERE);
    scene.app.says(".action-says", "1 cambio");
    comes_during_other_work(&scene, "discard", || {
        scene.app.click("[data-action=discard]");
        scene.app.click("dialog[open] [data-action=answer-drop]");
    });
}

#[test]
fn a_record_taken_late_is_not_the_work_on_another_schools_family() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("name", ONLY_HERE);
    scene.app.says(".action-says", "Borrador guardado");
    scene.to_find();
    scene
        .server
        .change(NUNEZ, "name", json!("Familia Núñez del Encino"));
    scene.open(NUNEZ);
    scene.app.see("[data-outcome=conflict]");
    scene.app.click("[data-action=keep-mine]");
    comes_during_other_work(&scene, "rebase", || {
        scene.app.click("[data-action=rebase]");
    });
}

/// A second school whose server holds its answers, and whose key is being tested.
fn saving(scene: &Scene) -> Server {
    let other = Server::start(Options {
        key: Some(OTHER_KEY.to_owned()),
        ..Options::default()
    });
    other.change(NUNEZ, "name", json!("Familia Núñez del Encino"));
    other.practice().hold_answers();
    scene.fill_connection(&other.practice().url(), OTHER_KEY);
    scene.app.type_into("connectionName", "Los Encinos");
    scene.app.click("[data-action=save]");
    until("the key to be tested", || {
        (!other.practice().requests().is_empty()).then_some(())
    });
    other
}

/// The window says once that another school is open, shows it, and works in it.
fn found_out(scene: &Scene) {
    scene.app.says("dialog[open]", "Los Encinos");
    assert_eq!(scene.app.count("dialog[open]"), 1, "said once");
    scene.app.click("dialog[open] button");
    scene.app.screen("find");
    scene.app.says("header[data-environment]", "Los Encinos");
    assert_eq!(scene.app.count("dialog[open]"), 0, "said once");
    scene.open(NUNEZ);
    assert_eq!(scene.app.value("name"), "Familia Núñez del Encino");
    scene.app.type_into("name", "Familia Núñez Robles");
    scene.app.says(".action-says", "Borrador guardado");
    let own = format!("Bearer {KEY}");
    for request in scene.server.practice().requests() {
        assert_eq!(request.header("authorization"), Some(own.as_str()));
    }
}

#[test]
fn a_page_reloaded_while_a_school_is_saved_learns_of_it() {
    let scene = Scene::connected();
    let other = saving(&scene);
    scene.app.js("location.reload()", &json!([]));
    scene.app.screen("connect");
    scene.app.says("header[data-environment]", "Jacarandas");
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.app.says(".action-says", "Borrador guardado");
    other.practice().release_answers();
    found_out(&scene);

    scene.app.go("#/settings");
    scene.app.click("dialog[open] [data-action=answer-keep]");
    scene.app.screen("settings");
    scene.app.click("[data-connection] [data-action=choose]");
    scene.app.says("header[data-environment]", "Jacarandas");
    scene.app.screen("find");
    scene.open(NUNEZ);
    assert_eq!(scene.app.value("name"), "Familia Núñez Peralta");
}

#[test]
fn a_page_that_missed_a_switch_finds_out_at_its_next_call() {
    let scene = Scene::connected();
    let other = saving(&scene);
    other.practice().release_answers();
    scene.app.says("header[data-environment]", "Los Encinos");
    scene.app.screen("find");
    let session = scene.app.command("session", &json!({})).expect("a session");
    let others = session["connections"].as_array().expect("a list");
    let jacarandas = others.iter().find(|one| one["name"] != "Los Encinos");
    let id = |one: Option<&Value>| json!({ "id": one.expect("a school")["id"] });
    let chosen = scene.app.command("choose_connection", &id(jacarandas));
    chosen.expect("a school can be chosen");
    // The page works on for the school that it shows.
    scene.app.type_into("search", "núñez");
    scene.app.says("dialog[open]", "Jacarandas");
    scene.app.click("dialog[open] button");
    scene.app.says("header[data-environment]", "Jacarandas");

    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.app.says(".action-says", "Borrador guardado");
    let encinos = others.iter().find(|one| one["name"] == "Los Encinos");
    let chosen = scene.app.command("choose_connection", &id(encinos));
    chosen.expect("a school can be chosen");
    scene.app.press("x");
    scene
        .app
        .says("dialog[open]", "en el último momento no se guardó");
    found_out(&scene);
}
