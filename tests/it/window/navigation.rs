use ficha_tests::keys;
use practice::Target;
use serde_json::json;

use super::scene::{NUNEZ, Scene};

const LEAVE: &str = "dialog[open] [data-action=answer-keep]";
const STAY: &str = "dialog[open] [data-action=answer-stay]";

/// WebKit takes 100 of these in 10 seconds.
#[test]
fn a_person_in_a_hurry_still_gets_from_screen_to_screen() {
    let scene = Scene::connected();
    scene.app.js(
        "try { for (;;) history.replaceState(null, '', location.hash); } catch {}",
        &json!([]),
    );
    scene.open(NUNEZ);
    scene.app.go("#/find");
    scene.app.screen("find");
    scene.rename(NUNEZ, "Familia Núñez Peralta");
    scene.app.go("#/settings");
    scene.app.click(STAY);
    scene.app.screen("review");
    scene.app.go("#/settings");
    scene.app.click(LEAVE);
    scene.app.screen("settings");
}

#[test]
fn going_from_screen_to_screen_uses_up_nothing() {
    let scene = Scene::connected();
    let used = scene.app.browser().run_async(
        "let used = 0;
         const before = history.replaceState;
         history.replaceState = function (...rest) { used += 1; return before.apply(this, rest); };
         const shown = (screen) => new Promise((resolve) => {
           const ask = () => document.querySelector(`main[data-screen=${screen}][data-ready=true]`)
             ? resolve() : requestAnimationFrame(ask);
           ask();
         });
         (async () => {
           for (let way = 0; way < 60; way += 1) {
             const screen = way % 2 === 0 ? 'settings' : 'find';
             location.hash = `#/${screen}`;
             await shown(screen);
           }
           done(used);
         })();",
        &json!([]),
    );
    assert_eq!(used, Ok(json!(0)));
    scene.open(NUNEZ);
}

#[test]
fn the_last_place_asked_for_counts_when_the_question_is_answered() {
    let scene = Scene::connected();
    for (answer, screen, address) in [
        (STAY, "edit", format!("#/customer/{NUNEZ}")),
        (LEAVE, "settings", "#/settings".to_owned()),
    ] {
        scene.open(NUNEZ);
        scene.app.type_into("name", "Familia Núñez Peralta");
        scene.app.go("#/find");
        scene.app.see("dialog[open]");
        scene.app.go("#/settings");
        scene.app.click(answer);
        scene.app.screen(screen);
        scene.app.wait_until_still();
        assert_eq!(scene.app.js("return location.hash", &json!([])), address);
        assert_eq!(scene.app.count("dialog[open]"), 0);
    }
    scene.open(NUNEZ);
    assert_eq!(scene.app.value("name"), "Familia Núñez Peralta");
}

#[test]
fn whoever_cannot_leave_during_a_send_is_told_why() {
    let scene = Scene::connected();
    scene.rename(NUNEZ, "Familia Núñez Peralta");
    scene.server.practice().hold_answers_to(Target::Writes);
    scene.app.click("[data-action=update]");
    scene.server.wait_for_patches(1);
    let ways: [&dyn Fn(); 3] = [
        &|| scene.app.go("#/find"),
        &|| scene.app.press(keys::ESCAPE),
        &|| scene.app.press(&format!("{}f", keys::CONTROL)),
    ];
    for leave in ways {
        scene.app.js(
            "document.querySelector('[data-notice]')?.replaceChildren()",
            &json!([]),
        );
        leave();
        scene
            .app
            .says("[data-notice][role=status]", "se está enviando");
        scene.app.screen("review");
    }
    let address = format!("#/customer/{NUNEZ}/review");
    assert_eq!(scene.app.js("return location.hash", &json!([])), address);
    scene.server.practice().release_answers();
    assert_eq!(scene.outcome(), "applied");
    assert_eq!(scene.app.text("[data-notice]"), "");
}

/// The window is blocked during a switch, and the address of the screen stays its own.
#[test]
fn a_switch_takes_the_place_of_what_was_asked_for_meanwhile() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.app.click("[data-action=practice-now]");
    scene.app.see("dialog[open]");
    scene.app.go("#/settings");
    scene.app.click(STAY);
    scene.app.screen("edit");
    let address = format!("#/customer/{NUNEZ}");
    assert_eq!(scene.app.js("return location.hash", &json!([])), address);
    scene.app.click("[data-action=practice-now]");
    scene.app.see("dialog[open]");
    scene.app.go("#/settings");
    scene.app.click(LEAVE);
    scene.app.see("header[data-environment=practice]");
    scene.app.screen("find");
}
