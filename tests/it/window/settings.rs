//! Settings takes effect when it is meant to.

use ficha_tests::keys;
use serde_json::{Value, json};

use super::scene::Scene;

fn proxy(scene: &Scene) -> Value {
    let session = scene.app.command("session", &json!({}));
    session.expect("the session answers")["proxy"].clone()
}

fn focus_choice(scene: &Scene, value: &str) {
    scene.app.js(
        "document.querySelector(`[name=proxy][value=${arguments[0]}]`).focus()",
        &json!([value]),
    );
}

fn save(scene: &Scene) {
    scene.app.click("[data-action=save-proxy]");
    scene
        .app
        .says("[data-setting=network] [role=status]", "Guardado");
}

#[test]
fn passing_the_choices_of_the_proxy_by_arrow_keys_saves_none() {
    let scene = Scene::connected();
    scene.app.go("#/settings");
    scene.app.screen("settings");
    assert_eq!(proxy(&scene), Value::Null);
    focus_choice(&scene, "system");
    // Past "none", to an address of one's own.
    for value in ["none", "manual"] {
        scene.app.press(keys::DOWN);
        scene.app.wait_with(
            "the next choice",
            "return document.querySelector(`[name=proxy][value=${given[0]}]`).checked",
            &json!([value]),
        );
        let stays = "return document.activeElement.name === 'proxy'";
        assert_eq!(
            scene.app.js(stays, &json!([])),
            true,
            "the arrow keys go on"
        );
        assert_eq!(proxy(&scene), Value::Null, "saved on the way at {value}");
    }
    scene
        .app
        .says("[data-setting=network] [role=status]", "no se guarda");
    scene.app.type_into("proxyAddress", "http://127.0.0.1:9");
    scene.app.press(keys::ENTER);
    scene
        .app
        .says("[data-setting=network] [role=status]", "Guardado");
    assert_eq!(proxy(&scene), "http://127.0.0.1:9");

    focus_choice(&scene, "manual");
    scene.app.press(keys::UP);
    assert_eq!(proxy(&scene), "http://127.0.0.1:9");
    save(&scene);
    assert_eq!(proxy(&scene), "");

    // Enter in the group saves as well.
    focus_choice(&scene, "none");
    scene.app.press(keys::UP);
    scene.app.press(keys::ENTER);
    scene
        .app
        .says("[data-setting=network] [role=status]", "Guardado");
    assert_eq!(proxy(&scene), Value::Null);
}

#[test]
fn the_password_of_a_proxy_is_not_shown_once_it_is_saved() {
    let scene = Scene::connected();
    scene.app.go("#/settings");
    scene.app.screen("settings");
    scene.app.choose("proxy", "manual");
    scene
        .app
        .type_into("proxyAddress", "http://ana:girasol@127.0.0.1:9");
    save(&scene);
    let shown = scene.app.value("proxyAddress");
    assert!(!shown.contains("girasol"), "{shown}");
    // Saved again as it is shown, it stays what it is.
    save(&scene);
    assert_eq!(proxy(&scene), shown);
}

#[test]
fn a_choice_of_the_proxy_that_is_taken_back_needs_no_saving() {
    let scene = Scene::connected();
    scene.app.go("#/settings");
    scene.app.screen("settings");
    scene.app.choose("proxy", "none");
    scene
        .app
        .says("[data-setting=network] [role=status]", "no se guarda");
    scene.app.choose("proxy", "system");
    scene.app.wait(
        "nothing to be left to save",
        "return document.querySelector('[data-setting=network] [role=status]').textContent === ''",
    );
    assert_eq!(proxy(&scene), Value::Null);
}
