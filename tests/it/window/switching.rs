//! Switching to another school is one step that succeeds or fails, and says so.

use ficha_tests::{app::AppOptions, gesture::Gesture, keys};
use practice::Options;
use serde_json::json;

use super::scene::{HERNANDEZ, NUNEZ, Scene};
use crate::keychain::prompter::Prompter;

/// In practice, with a school to return to.
fn practising() -> Scene {
    let scene = Scene::connected();
    scene.app.click("[data-action=practice-now]");
    scene.app.says("[data-environment]", "PRÁCTICA");
    scene.app.screen("find");
    scene
}

fn settings(scene: &Scene) {
    scene.app.go("#/settings");
    scene.app.screen("settings");
}

fn in_practice(scene: &Scene) {
    scene.app.see("header[data-environment=practice]");
}

/// Locks the keychain, and lets it prompt for its password.
fn ask_for_the_password(scene: &mut Scene) -> Prompter {
    scene.app.lock_keychain();
    Prompter::start(scene.app.bus())
}

/// Waits until a switch is in progress.
fn under_way(scene: &Scene) {
    scene.app.see("body[aria-busy=true] > .outlet[inert]");
}

#[test]
fn while_the_keychain_is_waited_for_nobody_goes_anywhere_and_it_is_said() {
    let mut scene = practising();
    settings(&scene);
    let prompter = ask_for_the_password(&mut scene);
    scene.app.click("[data-connection] [data-action=choose]");
    let prompt = prompter.asked();
    under_way(&scene);
    scene.app.press(keys::ESCAPE);
    scene.app.press(&format!("{}f", keys::CONTROL));
    scene.app.press(keys::F1);
    scene.app.js(
        "document.querySelector('.rail a').click();
         document.querySelector('.band button')?.click();
         history.back();",
        &json!([]),
    );
    scene.app.go(&format!("#/customer/{NUNEZ}"));
    scene.app.says("[data-switching]", "llavero");
    scene.app.says("[data-switching]", "contraseña");
    scene.app.screen("settings");
    assert_eq!(scene.app.count("body[aria-busy=true]"), 1, "still waiting");
    let hash = scene.app.js("return location.hash", &json!([]));
    assert_eq!(hash, "#/settings");

    prompter.dismiss(&prompt);
    scene
        .app
        .see("main[data-screen=settings] [data-error=keychain]");
    assert_eq!(scene.app.count("[data-switching]"), 0);
    assert_eq!(scene.app.count("[inert]"), 0);
    in_practice(&scene);
    // The rest of the window works again.
    scene.app.press(&format!("{}f", keys::CONTROL));
    scene.app.screen("find");
    scene.open(HERNANDEZ);
}

#[test]
fn what_is_waited_for_is_said_in_english_too() {
    let options = AppOptions {
        language: "en_US.UTF-8",
        ..AppOptions::default()
    };
    let mut scene = Scene::first_start(Options::default(), &options);
    scene.connect();
    scene.app.click("[data-action=practice-now]");
    scene.app.says("[data-environment]", "PRACTICE");
    settings(&scene);
    let prompter = ask_for_the_password(&mut scene);
    scene.app.click("[data-connection] [data-action=choose]");
    let prompt = prompter.asked();
    scene.app.says("[data-switching]", "password");
    prompter.dismiss(&prompt);
    scene.app.see("[data-error=keychain]");
}

#[test]
fn a_failed_switch_leads_to_the_keychain_and_on_from_there() {
    let mut scene = practising();
    settings(&scene);
    scene.app.lock_keychain();
    scene.app.click("[data-connection] [data-action=choose]");
    scene.app.see("[data-error=keychain]");
    scene
        .app
        .click("[data-error=keychain] a[href='#/keychain']");
    scene.app.screen("keychain");
    scene.app.see("main [data-action=retry-keychain]");
    scene.app.click("main [data-action=retry-keychain]");
    scene.app.wait(
        "the keychain to have answered again",
        "return document.querySelector('main[data-screen=keychain] [data-action=retry-keychain]:not([aria-busy=true])') !== null",
    );
    scene.app.unlock_keychain();
    scene.app.click("main [data-action=retry-keychain]");
    scene.app.screen("find");
    in_practice(&scene);
    scene.app.click("[data-action=leave-practice]");
    scene.app.see("header[data-environment=other]");
    scene.app.screen("find");
}

/// A family of practice with a change and a password typed.
fn typed(scene: &Scene) {
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.app.type_into("password", "Girasol-2025");
    scene.app.says(".action-says", "2 cambios");
}

#[test]
fn a_failed_switch_leaves_the_work_as_it_was() {
    let mut scene = practising();
    typed(&scene);
    scene.app.lock_keychain();
    scene.app.click("[data-action=leave-practice]");
    scene.app.click("dialog[open] [data-action=answer-keep]");
    scene
        .app
        .says("dialog[open]", "No se pudo cambiar de escuela");
    scene.app.click("dialog[open] [data-action=answer-stay]");
    in_practice(&scene);
    scene.app.screen("edit");
    assert_eq!(scene.app.value("password"), "Girasol-2025");
    scene.app.type_into("email", "peralta@example.com");
    scene.app.says(".action-says", "3 cambios");
    scene.app.ask_to_close();
    scene.app.says("dialog[open]", "3 datos sin enviar");
    scene.app.click("dialog[open] [data-action=answer-stay]");
    scene.app.go("#/find");
    scene.app.says("dialog[open]", "3 datos sin enviar");
    scene.app.click("dialog[open] [data-action=answer-stay]");
    scene.review();
    scene.app.says("main", "peralta@example.com");
    scene.app.see("[data-change-of=password]");
}

#[test]
fn what_was_discarded_for_a_switch_that_failed_is_discarded_on_the_screen_too() {
    let mut scene = practising();
    typed(&scene);
    scene.app.lock_keychain();
    scene.app.click("[data-action=leave-practice]");
    scene.app.click("dialog[open] [data-action=answer-drop]");
    scene
        .app
        .says("dialog[open]", "No se pudo cambiar de escuela");
    scene.app.click("dialog[open] [data-action=answer-stay]");
    scene.app.screen("edit");
    assert_eq!(scene.app.value("name"), "Familia Núñez Pérez");
    assert_eq!(scene.app.value("password"), "");
    scene.app.type_into("name", "Familia Núñez");
    scene.app.says(".action-says", "1 cambio");
    scene.app.says(".action-says", "Borrador");
}

#[test]
fn the_way_to_the_keychain_after_a_failed_switch_is_taken_without_a_second_question() {
    let mut scene = practising();
    typed(&scene);
    scene.app.lock_keychain();
    scene.app.click("[data-action=leave-practice]");
    scene.app.click("dialog[open] [data-action=answer-keep]");
    scene
        .app
        .says("dialog[open]", "No se pudo cambiar de escuela");
    scene.app.click("dialog[open] [data-action=answer-go]");
    scene.app.screen("keychain");
    assert_eq!(scene.app.count("dialog[open]"), 0);
    scene.app.unlock_keychain();
    scene.app.click("main [data-action=retry-keychain]");
    scene.app.screen("find");
    scene.open(NUNEZ);
    assert_eq!(scene.app.value("name"), "Familia Núñez Peralta");
}

#[test]
fn closing_the_window_during_a_switch_still_counts_what_was_typed() {
    let mut scene = practising();
    typed(&scene);
    let prompter = ask_for_the_password(&mut scene);
    scene.app.click("[data-action=leave-practice]");
    scene.app.click("dialog[open] [data-action=answer-keep]");
    let prompt = prompter.asked();
    under_way(&scene);
    scene.app.ask_to_close();
    scene.app.says("dialog[open]", "2 datos sin enviar");
    scene.app.click("dialog[open] [data-action=answer-stay]");
    prompter.dismiss(&prompt);
    scene
        .app
        .says("dialog[open]", "No se pudo cambiar de escuela");
}

#[test]
fn impatient_clicks_switch_once() {
    let scene = practising();
    let generation = |scene: &Scene| {
        let session = scene.app.command("session", &json!({})).expect("a session");
        session["generation"].as_u64().expect("a number")
    };
    let before = generation(&scene);
    settings(&scene);
    scene.app.armed("[data-action=leave-practice]");
    scene.app.js(
        "const use = document.querySelector('[data-connection] [data-action=choose]');
         use.click();
         use.click();
         document.querySelector('[data-action=leave-practice]').click();",
        &json!([]),
    );
    scene.app.see("header[data-environment=other]");
    scene.app.screen("find");
    assert_eq!(generation(&scene), before + 1);

    // With something typed, the question comes once.
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.app.see("[data-field=name][data-changed=true]");
    scene.app.armed("[data-action=practice-now]");
    scene.app.js(
        "const practise = document.querySelector('[data-action=practice-now]');
         practise.click();
         practise.click();
         document.querySelector('.rail a').click();",
        &json!([]),
    );
    scene.app.see("dialog[open]");
    scene.app.wait_until_still();
    assert_eq!(scene.app.count("dialog[open]"), 1);
    scene.app.click("dialog[open] [data-action=answer-keep]");
    in_practice(&scene);
    assert_eq!(generation(&scene), before + 2);
}

#[test]
fn a_double_click_on_practise_does_not_lead_back() {
    let scene = Scene::connected();
    for gap in [100, 200, 300, 400, 500] {
        scene.app.armed("[data-action=practice-now]");
        let middle = scene.app.js(
            "const { left, top, width, height } = document.querySelector('[data-action=practice-now]').getBoundingClientRect();
             return [Math.round(left + width / 2), Math.round(top + height / 2)]",
            &json!([]),
        );
        let at = |side: usize| middle[side].as_i64().expect("a pixel");
        let twice = Gesture::clicks((at(0), at(1)), &[gap]);
        scene.app.perform("double-click Practise", &twice);
        in_practice(&scene);
        scene
            .app
            .see("[data-action=leave-practice][data-armed=true]");
        scene.app.click("[data-action=leave-practice]");
        scene.app.see("header[data-environment=other]");
        scene.app.screen("find");
    }
}

#[test]
fn enter_twice_on_connect_saves_one_school() {
    let scene = practising();
    let other = super::scene::Server::start(Options {
        key: Some("sk_test_of_the_other_school".to_owned()),
        ..Options::default()
    });
    scene.fill_connection(&other.practice().url(), "sk_test_of_the_other_school");
    scene.app.js(
        "document.querySelector('form').requestSubmit();
         document.querySelector('form').requestSubmit();
         document.querySelector('[data-action=save]').click();",
        &json!([]),
    );
    scene.app.screen("find");
    let session = scene.app.command("session", &json!({})).expect("a session");
    let saved = session["connections"].as_array().map_or(0, Vec::len);
    assert_eq!(saved, 3, "practice and two schools: {session}");
}
