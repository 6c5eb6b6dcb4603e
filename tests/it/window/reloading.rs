//! Loading the page anew would drop what is typed: no key and no menu of the web view does it.

use ficha_tests::keys;
use serde_json::json;

use super::scene::{NUNEZ, Scene};

/// Notes for each key, and each request for a context menu, whether the web view may act on it.
const NOTE: &str = "
    window.acted = [];
    for (const kind of ['keydown', 'contextmenu'])
      addEventListener(kind, (event) => {
        if (event.ctrlKey && event.key === 'Control') return;
        window.acted.push([event.key ?? kind, !event.defaultPrevented]);
      });";

#[test]
fn a_typed_password_survives_every_key_that_reloads() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.js(NOTE, &json!([]));
    scene.app.type_into("password", "una nueva");
    scene.app.js("window.acted = []", &json!([]));
    scene.app.press(keys::F5);
    scene.app.press(&format!("{}{}", keys::CONTROL, keys::F5));
    scene.app.press(&format!("{}r", keys::CONTROL));
    scene
        .app
        .press(&format!("{}{}r", keys::CONTROL, keys::SHIFT));
    let acted = scene.app.js(
        "return window.acted.filter(([key]) => !['Control', 'Shift'].includes(key)).map(([, may]) => may)",
        &json!([]),
    );
    assert_eq!(acted, json!([false, false, false, false]));
    assert_eq!(scene.app.value("password"), "una nueva");
    scene.app.screen("edit");
    // R by itself is a letter.
    scene.app.press("r");
    assert_eq!(scene.app.value("password"), "una nuevar");
}

#[test]
fn the_context_menu_is_the_text_fields_alone() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.js(NOTE, &json!([]));
    let opens = |selector: &str| {
        scene.app.js(
            "const event = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
             return document.querySelector(arguments[0]).dispatchEvent(event)",
            &json!([selector]),
        )
    };
    assert_eq!(opens("h1"), false);
    assert_eq!(opens(".rail a"), false);
    assert_eq!(opens("body"), false);
    assert_eq!(opens("[name=name]"), true, "to paste, for instance");
}
