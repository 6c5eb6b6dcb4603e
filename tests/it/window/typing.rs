//! What was typed last counts for the next action, even before it was checked.

use serde_json::json;

use super::scene::{NUNEZ, Scene};

const TYPED: &str = "Familia Núñez Peralta";

/// Types a name and clicks in the same moment: no time passes in which it could be checked.
fn type_and_click(scene: &Scene, selector: &str) {
    scene.app.js(
        "const name = document.querySelector('[name=name]');
         name.value = arguments[0];
         name.dispatchEvent(new Event('input', { bubbles: true }));
         document.querySelector(arguments[1]).click();",
        &json!([TYPED, selector]),
    );
}

/// The name in the draft that the core keeps.
fn kept(scene: &Scene) -> String {
    let draft = scene.app.command("kept_draft", &json!({ "id": NUNEZ }));
    let draft = draft.expect("a draft");
    let text = draft["draft"]["name"]["text"].as_str();
    text.unwrap_or_default().to_owned()
}

#[test]
fn it_is_in_the_review() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    type_and_click(&scene, "[data-action=review]");
    scene.app.screen("review");
    scene.app.says("main", TYPED);
    assert_eq!(scene.update(), "applied");
    assert_eq!(scene.server.held(NUNEZ)["name"], TYPED);
}

#[test]
fn it_is_asked_about_before_the_screen_is_left_and_kept() {
    let scene = Scene::connected();
    for (way, over) in [
        ("a[href='#/find']", "find"),
        ("[data-action=practice-now]", "find"),
    ] {
        scene.open(NUNEZ);
        assert_eq!(scene.app.value("name"), "Familia Núñez Pérez");
        scene.app.armed(way);
        type_and_click(&scene, way);
        scene.app.says("dialog[open]", "1 dato sin enviar");
        assert_eq!(kept(&scene), TYPED, "{way}");
        scene.app.click("dialog[open] [data-action=answer-stay]");
        scene.app.screen("edit");
        assert_eq!(scene.app.value("name"), TYPED, "{way}");
        scene.app.click(way);
        scene.app.click("dialog[open] [data-action=answer-keep]");
        scene.app.screen(over);
        if way.contains("practice") {
            break;
        }
        scene.open(NUNEZ);
        assert_eq!(scene.app.value("name"), TYPED, "{way}");
        scene.discard(NUNEZ);
    }
    scene.app.says("[data-environment]", "PRÁCTICA");
    scene.app.click("[data-action=leave-practice]");
    scene.app.see("header[data-environment=other]");
    scene.app.screen("find");
    scene.open(NUNEZ);
    assert_eq!(scene.app.value("name"), TYPED);
}

#[test]
fn it_is_asked_about_before_the_window_closes_and_kept() {
    let mut scene = Scene::connected();
    scene.open(NUNEZ);
    type_and_click(&scene, "h1");
    scene.app.ask_to_close();
    scene.app.says("dialog[open]", "1 dato sin enviar");
    // Once the window is closed, the driver gets no answer.
    scene.app.js(
        "setTimeout(() => document.querySelector('dialog[open] [data-action=answer-keep]').click(), 50)",
        &json!([]),
    );
    scene.app.wait_until_gone();
    scene.app.restart();
    scene.app.screen("find");
    scene.open(NUNEZ);
    assert_eq!(scene.app.value("name"), TYPED);
}

#[test]
fn what_could_not_be_handed_over_is_asked_about_all_the_same() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.js(
        "const before = window.fetch;
         window.fetch = (address, ...rest) => {
           if (!String(address?.url ?? address).endsWith('/edit')) return before(address, ...rest);
           const error = { code: 'internal', message: null, status: null, retryAfterSeconds: null, host: null, problems: [] };
           return Promise.resolve(new Response(JSON.stringify(error), { headers: { 'Content-Type': 'application/json', 'Tauri-Response': 'error' } }));
         };",
        &json!([]),
    );
    scene.app.type_into("name", TYPED);
    scene.app.see("main [data-error=internal]");
    scene.app.says(".action-says", "Sin guardar");
    scene.app.ask_to_close();
    scene.app.says("dialog[open]", "1 dato sin enviar");
    scene.app.click("dialog[open] [data-action=answer-stay]");
    scene.app.go("#/find");
    scene.app.says("dialog[open]", "1 dato sin enviar");
    scene.app.click("dialog[open] [data-action=answer-stay]");
    scene.app.screen("edit");
    assert_eq!(scene.app.value("name"), TYPED);
}

#[test]
fn it_is_kept_when_the_current_record_is_taken() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez");
    scene.app.says(".action-says", "Borrador guardado");
    scene.to_find();
    scene
        .server
        .change(NUNEZ, "name", json!("Familia Núñez del Encino"));
    scene.open(NUNEZ);
    scene.app.see("[data-outcome=conflict]");
    scene.app.click("[data-action=keep-mine]");
    type_and_click(&scene, "[data-action=rebase]");
    scene.app.wait(
        "the conflict to be decided",
        "return document.querySelector('main[data-ready=true]') && !document.querySelector('[data-outcome=conflict]')",
    );
    assert_eq!(scene.app.value("name"), TYPED);
    assert_eq!(kept(&scene), TYPED);
}

#[test]
fn kill_9_loses_no_more_than_that() {
    let mut scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez");
    scene.app.says(".action-says", "Borrador guardado");
    scene.app.wait(
        "what was typed to be checked",
        "return document.querySelector('main[data-checking]') === null",
    );
    type_and_click(&scene, "h1");
    scene.app.kill_9();
    scene.app.restart();
    scene.app.screen("find");
    scene.open(NUNEZ);
    let name = scene.app.value("name");
    assert!(name == "Familia Núñez" || name == TYPED, "{name}");
}

#[test]
fn what_is_typed_without_a_pause_is_kept_while_it_is_typed() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.js(
        "window.asked = 0;
         const before = window.fetch;
         window.fetch = (address, ...rest) => {
           if (String(address?.url ?? address).endsWith('/edit')) window.asked += 1;
           return before(address, ...rest);
         };
         const box = document.querySelector('[name=name]');
         const typing = setInterval(() => {
           box.value += 'a';
           box.dispatchEvent(new Event('input', { bubbles: true }));
           if (window.asked > 1) clearInterval(typing);
         }, 30);",
        &json!([]),
    );
    scene
        .app
        .wait("the draft to be kept", "return window.asked > 1");
}

/// Holds a command of the page back, as a slow disk does, until the page calls `window.goOn`.
pub(super) fn hold(scene: &Scene, command: &str) {
    scene.app.wait_with(
        command,
        "import('/host/host.js').then(({ host }) => {
           if (window.held) return;
           window.held = true;
           const act = host[given[0]];
           host[given[0]] = async (...asked) => {
             await new Promise((resolve) => { window.goOn = resolve; });
             return act(...asked);
           };
         });
         return window.held === true",
        &json!([command]),
    );
}

/// Types while the command is held back, and lets it go on.
fn type_meanwhile(scene: &Scene) {
    let called = "return window.goOn !== undefined";
    scene.app.wait("the command that is held back", called);
    let is_taken = scene.app.js(
        "const name = document.querySelector('[name=name]');
         name.focus();
         document.execCommand('insertText', false, arguments[0]);
         const isTaken = name.value.includes(arguments[0]);
         window.goOn();
         return isTaken",
        &json!([TYPED]),
    );
    assert_eq!(is_taken, false, "it would be lost with what was there");
}

#[test]
fn nothing_can_be_typed_into_a_form_that_is_being_discarded() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("email", "otra@example.com");
    hold(&scene, "discard");
    scene.app.click("[data-action=discard]");
    scene.app.click("dialog[open] [data-action=answer-drop]");
    type_meanwhile(&scene);
    scene.app.says(".action-says", "Sin cambios");
    scene.app.type_into("name", TYPED);
    scene.app.says(".action-says", "1 cambio");
}

#[test]
fn nothing_can_be_typed_into_a_form_that_is_being_drawn_anew_over_a_colleagues_change() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("email", "otra@example.com");
    scene.to_find();
    scene
        .server
        .change(NUNEZ, "email", json!("suya@example.com"));
    scene.open(NUNEZ);
    hold(&scene, "rebase");
    scene.app.click("[data-action=rebase]");
    type_meanwhile(&scene);
    scene.app.says(".action-says", "Sin cambios");
    scene.app.type_into("name", TYPED);
    scene.app.says(".action-says", "1 cambio");
}

/// Makes the page's next edits fail, this many of them.
fn refuse_edits(scene: &Scene, count: u32) {
    scene.app.wait_with(
        "edits that fail",
        "import('/host/host.js').then(({ host }) => {
           if (window.refusing !== undefined) return;
           window.refusing = given[0];
           const { edit } = host;
           host.edit = (...asked) => {
             window.refusing -= 1;
             const error = { code: 'internal', message: null, status: null, retryAfterSeconds: null, host: null, problems: [] };
             return window.refusing >= 0 ? Promise.reject(error) : edit(...asked);
           };
         });
         return window.refusing !== undefined",
        &json!([count]),
    );
}

#[test]
fn what_could_not_be_handed_over_is_tried_again_before_the_screen_is_left() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    refuse_edits(&scene, 1);
    type_and_click(&scene, "h1");
    scene.app.see("[data-error]");
    scene.to_find();
    assert_eq!(kept(&scene), TYPED);
}

#[test]
fn what_cannot_be_handed_over_is_not_said_to_be_kept() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("email", "otra@example.com");
    scene.app.says(".action-says", "Borrador guardado");
    refuse_edits(&scene, 99);
    scene.app.type_into("name", TYPED);
    scene.app.see("[data-error]");
    scene.app.go("#/find");
    scene.app.says("dialog[open]", "se pierde al salir");
    scene.app.click("dialog[open] [data-action=answer-stay]");
    scene.app.ask_to_close();
    scene.app.says("dialog[open]", "se pierde al cerrar Ficha");
    assert_eq!(scene.app.count("dialog[open] [data-action=answer-keep]"), 0);
}
