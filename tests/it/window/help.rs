use ficha_tests::{
    app::{App, AppOptions},
    keys,
};
use practice::Options;
use serde_json::{Value, json};

use super::scene::{HERNANDEZ, KEY, NUNEZ, Scene};

const TYPED: &str = "Familia Núñez Peralta";

/// Asks for help and waits until this section has the focus, in sight.
fn help_on(app: &App, section: &str) {
    app.press(keys::F1);
    app.screen("help");
    app.wait_with(
        &format!("the section {section}"),
        "const heading = document.querySelector(`[data-section=${given[0]}] h2`);
         if (heading === null || document.activeElement !== heading) return false;
         const { top, bottom } = heading.getBoundingClientRect();
         const room = document.querySelector('.action-bar:not([inert] *)').getBoundingClientRect().top;
         return top >= 0 && bottom <= room",
        &json!([section]),
    );
}

fn come_back(app: &App, screen: &str) {
    app.press(keys::ESCAPE);
    app.screen(screen);
    assert_eq!(app.count("dialog[open]"), 0, "coming back asked something");
}

/// A family with a new name typed, and help open over it.
fn help_over_an_unsent_change() -> Scene {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("name", TYPED);
    help_on(&scene.app, "edit");
    scene
}

#[test]
fn help_over_an_unsent_change_asks_nothing_loses_nothing_and_sends_nothing() {
    let scene = help_over_an_unsent_change();
    assert_eq!(scene.app.count("dialog[open]"), 0, "help asked something");
    come_back(&scene.app, "edit");
    assert_eq!(scene.app.value("name"), TYPED);
    scene.app.see("[data-field=name][data-changed=true]");
    let focused = scene
        .app
        .js("return document.activeElement.name", &json!([]));
    assert_eq!(focused, "name", "the place in the form is lost");
    scene.review();
    assert!(scene.app.text(".changes").contains(TYPED));
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
}

#[test]
fn leaving_help_for_another_family_asks_about_the_unsent_change_below() {
    let scene = help_over_an_unsent_change();
    scene.app.go(&format!("#/customer/{HERNANDEZ}"));
    scene.app.see("dialog[open]");
    scene.app.click("dialog[open] [data-action=answer-stay]");
    scene.app.screen("help");
    scene.app.click("[data-action=back]");
    scene.app.screen("edit");
    assert_eq!(scene.app.value("name"), TYPED);

    help_on(&scene.app, "edit");
    scene.to_find();
    scene.open(NUNEZ);
    assert_eq!(scene.app.value("name"), TYPED, "the kept draft is gone");
}

#[test]
fn what_is_typed_on_connect_outlives_help() {
    let scene = Scene::first_start(Options::default(), &AppOptions::default());
    scene.fill_connection(&scene.server.practice().url(), KEY);
    help_on(&scene.app, "first");
    assert_eq!(scene.app.count("[name=key]"), 0);
    come_back(&scene.app, "connect");
    scene.app.click("[data-action=save]");
    scene.app.screen("find");
}

#[test]
fn f1_leads_from_every_screen_to_its_own_section_and_escape_back() {
    let scene = Scene::first_start(Options::default(), &AppOptions::default());
    let app = &scene.app;
    let there_and_back = |screen: &str, section: &str| {
        help_on(app, section);
        come_back(app, screen);
    };
    app.screen("start");
    there_and_back("start", "first");
    app.go("#/connect");
    app.screen("connect");
    there_and_back("connect", "first");
    scene.connect();
    there_and_back("find", "find");
    app.go("#/settings");
    app.screen("settings");
    there_and_back("settings", "settings");
    scene.rename(NUNEZ, TYPED);
    there_and_back("review", "review");

    scene
        .server
        .change(NUNEZ, "name", json!("Familia Núñez Suya"));
    assert_eq!(scene.update(), "conflict");
    app.click("[name='conflict.name'][value=mine]");
    there_and_back("review", "conflict");
    let mine = "return document.querySelector('[name=\"conflict.name\"][value=mine]')?.checked";
    assert_eq!(app.js(mine, &json!([])), true, "the choice is lost");
    app.click("[data-action=rebase]");
    app.see("[data-action=update]");

    assert_eq!(scene.update(), "applied");
    there_and_back("result", "result");
    help_on(app, "result");
    // On the result itself this key goes to the next family.
    app.press("n");
    app.screen("help");
    assert_eq!(scene.server.patches().len(), 1);
}

#[test]
fn a_code_typed_on_review_outlives_help() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("email", "nunez.peralta@example.com");
    scene.review();
    assert_eq!(scene.update(), "refused");
    scene.app.type_into("otp", &scene.server.practice().code());
    help_on(&scene.app, "review");
    come_back(&scene.app, "review");
    assert_eq!(scene.update(), "applied");
}

/// Pressed in a hurry, the first of them is never answered by itself.
#[test]
fn going_back_twice_from_the_guide_over_review_loses_no_password() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("password", "Girasol-2025-secreta");
    scene.review();
    help_on(&scene.app, "review");
    scene.app.js("history.go(-2)", &json!([]));
    scene.app.screen("edit");
    assert_eq!(scene.app.value("password"), "Girasol-2025-secreta");
}

#[test]
fn the_first_screen_leads_to_help_before_any_connection_exists() {
    let scene = Scene::first_start(Options::default(), &AppOptions::default());
    scene.app.click("[data-screen=start] [data-action=help]");
    scene.app.screen("help");
    assert_eq!(scene.server.practice().requests(), []);
    scene.app.click("[data-action=back]");
    scene.app.screen("start");
}

#[test]
fn the_rail_leads_to_help_and_the_contents_to_each_section() {
    let scene = Scene::connected();
    let app = &scene.app;
    app.click(".rail a[href='#/help']");
    app.screen("help");
    assert_eq!(app.text(".rail [aria-current] span"), "Ayuda");
    let names = app.js(
        "return Array.from(document.querySelectorAll('[data-section]'), (section) => section.dataset.section)",
        &json!([]),
    );
    let names: Vec<&str> = names
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(names.len(), 11, "{names:?}");
    for name in names {
        app.click(&format!("[data-section-link={name}]"));
        app.wait_with(
            "the section's heading to have the focus",
            "return document.activeElement.id === `help-${given[0]}`",
            &json!([name]),
        );
    }
    app.press(keys::ESCAPE);
    app.screen("find");
}

#[test]
fn nothing_in_the_pictures_can_be_reached() {
    let scene = Scene::connected();
    let app = &scene.app;
    app.go("#/help/conflict");
    app.screen("help");
    let reached = app.js(
        "const controls = document.querySelectorAll('figure :is(a, button, input, select)');
         return Array.from(controls).filter((control) => {
           control.focus();
           return document.activeElement === control;
         }).length + (controls.length > 10 ? '' : ' of too few')",
        &json!([]),
    );
    assert_eq!(reached, "0");
}
