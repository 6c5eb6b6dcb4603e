use ficha_tests::{app::App, display::keysyms, engine::Engine, keys};
use practice::Options;
use serde_json::json;

use super::scene::{KEY, NUNEZ, Scene, body};

on_both_engines![
    from_the_first_start_to_the_result_without_a_mouse,
    escape_goes_back_and_the_search_is_one_chord_away,
];

/// Whether the focused control can be seen at its middle, or is drawn by its label.
const UNCOVERED: &str = "
    const at = document.activeElement;
    const seen = at.labels?.[0] ?? at;
    const { left, top, width, height } = seen.getBoundingClientRect();
    const on = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 20));
    return on !== null && (seen.contains(on) || at.contains(on) || on.contains(at));";

/// Presses Tab until the focus is on such an element, as a person without a mouse does.
fn tab_to(app: &App, selector: &str) {
    for _ in 0..120 {
        let there = "return document.activeElement.matches(arguments[0])";
        if app.js(there, &json!([selector])) == true {
            let ring = "return document.activeElement.matches(':focus-visible')";
            assert_eq!(
                app.js(ring, &json!([])),
                true,
                "the focus on {selector} cannot be seen"
            );
            assert_eq!(
                app.js(UNCOVERED, &json!([])),
                true,
                "{selector} has the focus under something"
            );
            return;
        }
        app.press(keys::TAB);
    }
    panic!("no Tab leads to {selector}\n{}", app.shown());
}

fn type_at(app: &App, selector: &str, text: &str) {
    tab_to(app, selector);
    app.press(&format!("{}a", keys::CONTROL));
    for key in text.chars() {
        app.press(&key.to_string());
    }
}

fn from_the_first_start_to_the_result_without_a_mouse(engine: Engine) {
    let scene = Scene::first_start(Options::default(), &engine.into());
    let app = &scene.app;
    tab_to(app, "[data-action=connect], a[href='#/connect']");
    app.press(keys::ENTER);
    app.screen("connect");
    type_at(app, "[name=connectionName]", "Colegio");
    open_details(app);
    tab_to(app, "[name=environment]");
    for _ in 0..5 {
        let chosen = "return document.querySelector('[name=environment]:checked')?.value";
        if app.js(chosen, &json!([])) == "other" {
            break;
        }
        app.press(keys::DOWN);
    }
    open_details(app);
    type_at(app, "[name=server]", &scene.server.practice().url());
    type_at(app, "[name=key]", KEY);
    tab_to(app, "[data-action=save]");
    app.press(keys::ENTER);
    app.screen("find");

    type_at(app, "[name=search]", "0000128765");
    app.see(&format!("a[href='#/customer/{NUNEZ}']"));
    app.press(keys::DOWN);
    app.press(keys::ENTER);
    app.screen("edit");
    type_at(app, "[name=name]", "Familia Núñez Peralta");
    app.press(&format!("{}{}", keys::CONTROL, keys::ENTER));
    app.screen("review");
    tab_to(app, "[data-action=update]");
    app.armed("[data-action=update]");
    app.press(keys::ENTER);
    assert_eq!(scene.outcome(), "applied");
    assert_eq!(
        scene.server.patches(),
        [body(&json!({ "name": "Familia Núñez Peralta" }))]
    );
    app.armed("[data-action=next]");
    app.press("n");
    app.screen("find");
}

/// Opens every folded part of the form through its own summary.
fn open_details(app: &App) {
    while app.count("main details:not([open]) > summary") > 0 {
        tab_to(app, "main details:not([open]) > summary");
        app.press(keys::ENTER);
        app.wait(
            "the part to unfold",
            "return document.activeElement.closest('details').open",
        );
    }
}

fn escape_goes_back_and_the_search_is_one_chord_away(engine: Engine) {
    let scene = Scene::on(engine);
    scene.rename(NUNEZ, "Familia Núñez Peralta");
    scene.app.press(keys::ESCAPE);
    scene.app.screen("edit");
    assert_eq!(scene.app.value("name"), "Familia Núñez Peralta");
    scene.app.click("[data-undo=name]");
    scene.app.wait(
        "the mark to go",
        "return document.querySelector('[data-changed=true]') === null",
    );
    scene.app.press(&format!("{}f", keys::CONTROL));
    scene.app.screen("find");
    scene.app.press("n");
    scene.app.wait(
        "what is typed to be in the search",
        "return document.querySelector('[name=search]').value === 'n'",
    );
}

#[test]
fn the_native_menus_shortcuts_work_in_either_language() {
    let scene = Scene::connected();
    // The page's own shortcuts are switched off: only the menu is left to act.
    let only_menu =
        "window.addEventListener('keydown', (event) => event.stopImmediatePropagation(), true)";
    scene.app.js(only_menu, &json!([]));
    scene.app.strike(&[keysyms::CONTROL, keysyms::COMMA]);
    scene.app.screen("settings");
    for language in ["es", "en"] {
        let settings = json!({ "settings": { "language": language, "theme": "system" } });
        scene
            .app
            .command("set_settings", &settings)
            .expect("the language can be chosen");
        scene.app.strike(&[keysyms::CONTROL, keysyms::COMMA]);
        scene.app.screen("settings");
        scene.app.strike(&[keysyms::F1]);
        scene.app.screen("help");
        scene.app.strike(&[keysyms::CONTROL, keysyms::F]);
        scene.app.screen("find");
    }
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.app.strike(&[keysyms::CONTROL, keysyms::RETURN]);
    scene.app.screen("review");
}
