use ficha_tests::{
    app::{App, AppOptions},
    session::Situation,
};
use practice::Options;
use serde_json::json;

use super::scene::{KEY, NUNEZ, Scene};

/// Without a usable keychain the app says which state it is in, and works in memory when asked.
fn says_and_works_in_memory(keychain: Situation, words: &str) {
    let options = AppOptions {
        keychain,
        ..AppOptions::default()
    };
    let mut scene = Scene::first_start(Options::default(), &options);
    scene.app.go("#/connect");
    scene.app.screen("keychain");
    let shown = scene.app.text("main");
    assert!(
        shown.contains(words),
        "{keychain:?} lacks {words:?}: {shown}"
    );
    scene.app.click("[data-action=retry-keychain]");
    scene.app.wait(
        "the keychain to have answered again",
        "return document.querySelector('[data-action=retry-keychain]:not([aria-busy=true])') !== null",
    );
    assert!(
        scene.app.text("main").contains(words),
        "trying again lost the reason"
    );

    scene.app.click("[data-action=use-memory]");
    scene.app.wait(
        "another screen",
        "return document.querySelector('main[data-ready=true]:not([data-screen=keychain])') !== null",
    );
    scene.connect();
    assert!(scene.app.text("[data-environment]").contains("Sin llavero"));
    scene.rename(NUNEZ, "Familia Núñez Peralta");
    assert_eq!(scene.update(), "applied");

    scene.app.kill_9();
    scene.app.restart();
    let session = scene
        .app
        .command("session", &json!({}))
        .expect("the session answers");
    assert_eq!(
        session["memoryOnly"], false,
        "memory was chosen for one session only"
    );
    let kept = session["connections"].as_array().is_some_and(|all| {
        all.iter()
            .any(|connection| connection["hasKey"] == true && connection["environment"] == "other")
    });
    assert!(!kept, "a key outlived its session: {session}");
}

#[test]
fn without_a_session_bus() {
    says_and_works_in_memory(Situation::NoBus, "Esta computadora no tiene llavero");
}

#[test]
fn without_a_keychain_on_the_bus() {
    says_and_works_in_memory(Situation::NoProvider, "Esta computadora no tiene llavero");
}

#[test]
fn with_a_keychain_that_was_never_set_up() {
    says_and_works_in_memory(Situation::NoCollection, "Todavía no hay llavero");
}

#[test]
fn with_a_locked_keychain() {
    says_and_works_in_memory(Situation::Locked, "El llavero está bloqueado");
}

#[test]
fn practice_needs_no_keychain() {
    let options = AppOptions {
        keychain: Situation::NoBus,
        ..AppOptions::default()
    };
    let app = App::start(&options);
    app.click("[data-action=practice]");
    app.screen("find");
}

#[test]
fn a_schools_key_is_not_taken_where_only_practice_does_without_a_keychain() {
    let options = AppOptions {
        keychain: Situation::NoBus,
        ..AppOptions::default()
    };
    let scene = Scene::first_start(Options::default(), &options);
    scene.app.click("[data-action=practice]");
    scene.app.screen("find");
    scene.fill_connection(&scene.server.practice().url(), KEY);
    scene.app.click("[data-action=save]");
    scene.app.wait(
        "the keychain to be named",
        "return document.querySelector('main [data-error=keychain]')?.innerText.includes('llavero') ?? false",
    );
    let session = scene.app.command("session", &json!({})).unwrap();
    let saved = session["connections"].as_array().map_or(0, Vec::len);
    assert_eq!(saved, 1, "only practice: {session}");
}

#[test]
fn a_start_without_network_says_so_and_loses_nothing() {
    let Scene { mut app, server } = Scene::connected();
    app.kill_9();
    drop(server);
    app.restart();
    app.screen("find");
    app.type_into("search", "núñez");
    app.see("main [data-error=connect]");
    let shown = app.text("main [data-error=connect]");
    assert!(shown.contains("internet"), "{shown}");
    assert_eq!(app.value("search"), "núñez");
}

#[test]
fn the_app_speaks_the_systems_language_and_changes_it_at_once() {
    let options = AppOptions {
        language: "en_US.UTF-8",
        ..AppOptions::default()
    };
    let app = App::start(&options);
    app.screen("start");
    let language = || app.js("return document.documentElement.lang", &json!([]));
    assert_eq!(language(), "en");
    app.go("#/settings");
    app.screen("settings");
    app.choose("language", "es");
    app.wait(
        "Spanish",
        "return document.documentElement.lang === 'es'
        && document.querySelector('main h1')?.innerText === 'Ajustes'",
    );
    app.go("#/start");
    app.screen("start");
    assert!(app.text("main").contains("Practicar"));
}
