//! What a web view does by itself, and would do to what is typed: no key and no menu of its own does anything.

use ficha_tests::{engine::Engine, keys};
use serde_json::json;

use super::scene::{NUNEZ, Scene};

on_both_engines![
    a_typed_password_survives_every_key_that_reloads,
    no_key_is_the_browsers_even_over_a_question,
    the_context_menu_is_the_text_fields_alone,
    nothing_typed_is_offered_again_by_the_web_view,
];

/// Notes for each key, and each request for a context menu, whether the web view may act on it.
const NOTE: &str = "
    window.acted = [];
    for (const kind of ['keydown', 'contextmenu'])
      addEventListener(kind, (event) => {
        if (['Control', 'Shift'].includes(event.key)) return;
        window.acted.push([event.key ?? kind, !event.defaultPrevented]);
      });";

/// Presses these and returns those that the web view may act on.
fn left_to_the_web_view(scene: &Scene, chords: &[String]) -> Vec<String> {
    scene.app.js("window.acted = []", &json!([]));
    for chord in chords {
        scene.app.press(chord);
    }
    let acted = scene.app.js("return window.acted", &json!([]));
    let acted = acted.as_array().unwrap();
    assert_eq!(acted.len(), chords.len(), "{acted:?}");
    let left = acted.iter().filter(|one| one[1] == true);
    left.map(|one| one[0].to_string()).collect()
}

fn reloads() -> Vec<String> {
    let (control, shift) = (keys::CONTROL, keys::SHIFT);
    vec![
        keys::F5.to_owned(),
        format!("{control}{}", keys::F5),
        format!("{control}r"),
        format!("{control}{shift}r"),
    ]
}

fn a_typed_password_survives_every_key_that_reloads(engine: Engine) {
    let scene = Scene::on(engine);
    scene.open(NUNEZ);
    scene.app.js(NOTE, &json!([]));
    scene.app.type_into("password", "una nueva");
    assert_eq!(left_to_the_web_view(&scene, &reloads()), [""; 0]);
    assert_eq!(scene.app.value("password"), "una nueva");
    scene.app.screen("edit");
    // R by itself is a letter.
    scene.app.press("r");
    assert_eq!(scene.app.value("password"), "una nuevar");
}

fn no_key_is_the_browsers_even_over_a_question(engine: Engine) {
    let scene = Scene::on(engine);
    scene.open(NUNEZ);
    scene.app.js(NOTE, &json!([]));
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.app.see("[data-field=name][data-changed=true]");
    scene.app.go("#/find");
    scene.app.see("dialog[open]");
    let mut chords = reloads();
    chords.extend([keys::F3, keys::F7, keys::F12].map(str::to_owned));
    for letter in ["p", "f", "s", "g", "u", "d", "h", "j", "o"] {
        chords.push(format!("{}{letter}", keys::CONTROL));
    }
    for letter in ["p", "f", "s", "i", "j", "c"] {
        chords.push(format!("{}{}{letter}", keys::CONTROL, keys::SHIFT));
    }
    assert_eq!(left_to_the_web_view(&scene, &chords), [""; 0]);
    assert_eq!(scene.app.count("dialog[open]"), 1);
    // Those of a text field stay.
    scene.app.click("dialog[open] [data-action=answer-stay]");
    scene.app.click("[name=name]");
    let editing = ["a", "c", "x", "v", "z"].map(|letter| format!("{}{letter}", keys::CONTROL));
    assert_eq!(left_to_the_web_view(&scene, &editing).len(), editing.len());
}

fn the_context_menu_is_the_text_fields_alone(engine: Engine) {
    let scene = Scene::on(engine);
    scene.open(NUNEZ);
    let opens = |selector: &str| {
        scene.app.js(
            "const event = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
             return document.querySelector(arguments[0]).dispatchEvent(event)",
            &json!([selector]),
        )
    };
    for outside in [
        "h1",
        ".rail a",
        "body",
        "main input[type=checkbox]",
        "main button",
    ] {
        assert_eq!(opens(outside), false, "{outside}");
    }
    assert_eq!(opens("[name=name]"), true, "to paste, for instance");
    assert_eq!(opens("[name=password]"), true);
}

fn nothing_typed_is_offered_again_by_the_web_view(engine: Engine) {
    let scene = Scene::on(engine);
    scene.open(NUNEZ);
    let offered = "const text = 'input:not([type=checkbox], [type=radio]), textarea';
         return Array.from(document.querySelectorAll(text))
           .filter((at) => !['off', 'new-password', 'one-time-code'].includes(at.autocomplete))
           .map((at) => at.name)";
    assert_eq!(scene.app.js(offered, &json!([])), json!([]));
}
