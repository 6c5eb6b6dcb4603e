//! The way to a server: shown leg by leg, with what to ask for, and stopped where it takes too long.

use ficha_tests::app::AppOptions;
use practice::Options;
use serde_json::json;

use super::scene::{KEY, Scene};

/// Each leg, and the code of its failure.
fn legs(scene: &Scene) -> serde_json::Value {
    scene.app.see("[data-leg]");
    scene.app.js(
        "return [...document.querySelectorAll('[data-leg]')]
           .map(({ dataset }) => [dataset.leg, dataset.failed ?? null])",
        &json!([]),
    )
}

fn with_script(address: &str) -> Scene {
    let options = AppOptions {
        env: vec![("FICHA_PROXY_SCRIPT", address.to_owned())],
        ..AppOptions::default()
    };
    Scene::first_start(Options::default(), &options)
}

#[test]
fn a_test_shows_the_way_leg_by_leg_and_how_long_each_took() {
    let scene = Scene::first_start(Options::default(), &AppOptions::default());
    scene.fill_connection(&scene.server.practice().url(), KEY);
    scene.app.click("[data-action=probe]");
    let gone = json!([["name", null], ["connection", null], ["key", null]]);
    assert_eq!(legs(&scene), gone);
    let took = scene.app.text("[data-leg=key]");
    assert!(took.contains(" ms") || took.contains(" s"), "{took}");
}

#[test]
fn where_it_stopped_is_marked_and_said_at_the_field() {
    let scene = Scene::first_start(Options::default(), &AppOptions::default());
    scene.fill_connection("http://127.0.0.1:9", KEY);
    scene.app.click("[data-action=probe]");
    let stopped = json!([["name", null], ["connection", "connect"]]);
    assert_eq!(legs(&scene), stopped);
    scene.app.says("[data-leg=connection]", "Aquí se detuvo");
    scene.app.see("[data-field=server] [aria-invalid=true]");
    assert_eq!(scene.app.count("[data-proxy-script]"), 0);

    scene.fill_connection(&scene.server.practice().url(), "sk_test_wrong");
    scene.app.click("[data-action=probe]");
    scene.app.see("[data-leg=key][data-failed=unauthorized]");
}

#[test]
fn a_script_in_place_of_a_proxy_is_named_before_anything_fails() {
    let address = "http://wpad.escuela.mx/proxy.pac";
    let scene = with_script(address);
    scene.app.go("#/connect");
    scene.app.screen("connect");
    scene.app.says("[data-proxy-script=at]", address);
    scene.app.says("[data-proxy-script=at]", "Ajustes");

    scene.app.click("[data-action=practice]");
    scene.app.screen("find");
    scene.app.go("#/settings");
    scene.app.screen("settings");
    scene
        .app
        .says("[data-setting=network] [data-proxy-script=at]", address);
    // A proxy of the person's own settles it.
    scene.app.choose("proxy", "manual");
    scene
        .app
        .type_into("proxyAddress", "http://proxy.escuela.mx:3128");
    scene.app.click("[data-action=save-proxy]");
    scene.app.says("[data-setting=network]", "Guardado");
    assert_eq!(scene.app.count("[data-proxy-script]"), 0);
    scene.app.go("#/connect");
    scene.app.screen("connect");
    assert_eq!(scene.app.count("[data-proxy-script]"), 0);
}

/// Windows looks for one unless told otherwise: worth a word only where the way is blocked.
#[test]
fn that_a_script_is_looked_for_is_said_once_the_server_is_out_of_reach() {
    let scene = with_script("");
    scene.fill_connection("http://127.0.0.1:9", KEY);
    assert_eq!(scene.app.count("[data-proxy-script]"), 0);
    scene.app.click("[data-action=probe]");
    scene.app.see("[data-proxy-script=searched]");
    scene.fill_connection(&scene.server.practice().url(), "sk_test_wrong");
    scene.app.click("[data-action=probe]");
    scene.app.see("[data-leg=key][data-failed=unauthorized]");
    assert_eq!(scene.app.count("[data-proxy-script]"), 0);
}

#[test]
fn a_test_and_a_save_that_wait_can_be_stopped_and_nothing_is_saved() {
    let scene = Scene::first_start(Options::default(), &AppOptions::default());
    scene.fill_connection(&scene.server.practice().url(), KEY);
    scene.server.practice().hold_answers();
    for action in ["probe", "save"] {
        scene.app.click(&format!("[data-action={action}]"));
        scene.app.click("[data-action=stop]");
        scene.app.wait(
            "the waiting state to end",
            "return document.querySelector('.skeleton, [data-switching], main [aria-busy=true]') === null",
        );
        scene.app.screen("connect");
        assert_eq!(scene.app.count("[data-error], [data-probe]"), 0);
        assert_eq!(scene.app.value("key"), KEY, "what was typed stays");
    }
    let session = scene.app.command("session", &json!({}));
    assert_eq!(session.expect("a session")["connections"], json!([]));
    scene.server.practice().release_answers();
    scene.app.click("[data-action=save]");
    scene.app.screen("find");
}
