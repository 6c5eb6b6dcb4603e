//! Beneath the window: the session bus, the arguments, concurrent commands.

use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _, process::Command};

use ficha_tests::{
    app::binary,
    display::Display,
    process::{Group, until},
    session::{SessionBus, Situation},
};
use practice::Options;
use serde_json::{Value, json};

use super::scene::{KEY, NUNEZ, Scene, Server};

const OTHER_KEY: &str = "sk_test_of_the_other_school";

#[test]
fn losing_the_session_bus_ends_neither_the_window_nor_the_work() {
    let mut scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.app.lose_bus();
    scene.review();
    assert_eq!(scene.update(), "applied");
    assert_eq!(scene.server.held(NUNEZ)["name"], "Familia Núñez Peralta");
    // The keychain ended with the bus. The window says so, and the current school stays open.
    let session = scene.app.command("retry_keychain", &json!({})).unwrap();
    assert_eq!(session["keychain"], "noService");
    let session = scene.app.command("use_memory", &json!({})).unwrap();
    assert_eq!(session["memoryOnly"], true);
    assert_eq!(session["current"]["hasKey"], true);
    scene.open(NUNEZ);
}

#[test]
fn an_argument_that_is_no_text_ends_nothing() {
    let home = tempfile::tempdir().unwrap();
    let display = Display::start(1280, 900);
    let bus = SessionBus::start(Situation::NoBus);
    let mut command = Command::new(binary());
    command
        .arg("--practice")
        .arg(OsStr::from_bytes(b"--\xff\xfe"))
        .env_clear()
        .envs(bus.env())
        .env("DISPLAY", display.name())
        .env("GDK_BACKEND", "x11")
        .env("NO_AT_BRIDGE", "1")
        .env("GSETTINGS_BACKEND", "memory")
        .env("LANG", "es_MX.UTF-8")
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("FICHA_HOME", home.path().join("ficha"));
    let mut ficha = Group::spawn(&mut command).unwrap();
    until("practice to be on the screen", || {
        let titles = display.titles();
        titles
            .iter()
            .any(|title| title.contains("PRÁCTICA"))
            .then_some(())
    });
    display.ask_windows_to_close();
    let ended = until("the program to end", || ficha.child().try_wait().unwrap());
    assert!(ended.success(), "{ended}");
}

/// Two schools; the first is in use.
fn two_schools() -> (Scene, Server, [Value; 2]) {
    let scene = Scene::connected();
    let other = Server::start(Options {
        seed: 2,
        key: Some(OTHER_KEY.to_owned()),
        ..Options::default()
    });
    let second = form(&other, OTHER_KEY, "Preescolar Los Encinos");
    let saved = json!({ "form": second });
    let session = scene.app.command("save_connection", &saved).unwrap();
    let ids = [0, 1].map(|at| session["connections"][at]["id"].clone());
    choose(&scene, &ids[0]);
    (scene, other, ids)
}

fn form(server: &Server, key: &str, name: &str) -> Value {
    json!({
        "id": null, "name": name, "environment": "other", "server": server.practice().url(),
        "key": key, "another": true,
    })
}

fn choose(scene: &Scene, id: &Value) -> Value {
    let chosen = scene.app.command("choose_connection", &json!({ "id": id }));
    chosen.unwrap()
}

#[test]
fn no_command_that_crosses_a_switch_changes_the_school_that_was_chosen() {
    let (scene, other, [first, second]) = two_schools();
    let crossing = [
        ("retry_keychain", json!({})),
        ("use_memory", json!({})),
        ("set_fault", json!({ "fault": "drop" })),
        ("set_proxy", json!({ "proxy": "http://proxy.example:8080" })),
        ("set_proxy", json!({ "proxy": null })),
        ("set_retention", json!({ "days": 30 })),
        ("set_tell_newer", json!({ "tell": false })),
        ("erase", json!({})),
        ("open", json!({ "id": NUNEZ })),
        ("forget_connection", json!({ "id": first })),
    ];
    for (command, arguments) in crossing {
        let before = choose(&scene, &first)["generation"].clone();
        let mut arguments = arguments;
        if command == "open" {
            arguments["at"] = before;
        }
        let crossed = scene.app.browser().run_async(
            "const { invoke } = window.__TAURI_INTERNALS__;
             const [command, given, id] = arguments;
             const settled = [invoke(command, given), invoke('choose_connection', { id })];
             Promise.allSettled(settled).then(([, { status }]) => done(status))",
            &json!([command, arguments, second]),
        );
        assert_eq!(crossed, Ok(json!("fulfilled")), "{command}");
        let session = scene.app.command("session", &json!({})).unwrap();
        let current = &session["current"];
        assert_eq!(current["id"], second, "{command}: {session}");
        assert_eq!(current["server"], other.practice().url(), "{command}");
        assert_eq!(session["practice"], Value::Null, "{command}");
        assert_eq!(session["memoryOnly"], false, "{command}");
        let found = scene.app.command("find", &json!({ "text": "Núñez" }));
        assert!(found.is_ok(), "{command}: {found:?}");
    }
    let own = format!("Bearer {KEY}");
    let others = format!("Bearer {OTHER_KEY}");
    for (server, key) in [(&scene.server, own), (&other, others)] {
        let requests = server.practice().requests();
        assert!(!requests.is_empty());
        for sent in requests {
            assert_eq!(sent.header("authorization"), Some(key.as_str()));
        }
    }
}

#[test]
fn of_practice_and_a_school_chosen_at_once_one_is_whole_in_use() {
    let (scene, _other, [first, _]) = two_schools();
    for _ in 0..5 {
        let crossed = scene.app.browser().run_async(
            "const { invoke } = window.__TAURI_INTERNALS__;
             const [id] = arguments;
             Promise.all([invoke('practice', {}), invoke('choose_connection', { id })])
               .then(() => done(true), (error) => done(error))",
            &json!([first]),
        );
        assert_eq!(crossed, Ok(json!(true)));
        let session = scene.app.command("session", &json!({})).unwrap();
        let practising = session["current"]["environment"] == "practice";
        assert_eq!(session["practice"] != Value::Null, practising, "{session}");
        let found = scene.app.command("find", &json!({ "text": "Núñez" }));
        assert!(found.is_ok(), "{found:?}");
    }
}

#[test]
fn a_school_whose_test_ends_after_a_switch_is_neither_saved_nor_in_use() {
    let (scene, other, [_, second]) = two_schools();
    let third = form(&scene.server, KEY, "Colegio Tercero");
    scene.server.practice().clear_requests();
    scene.server.practice().hold_answers();
    scene.app.js(
        "window.late = window.__TAURI_INTERNALS__.invoke('save_connection', { form: arguments[0] })
           .then(() => 'saved', ({ code }) => code);",
        &json!([third]),
    );
    until("the test to arrive", || {
        (!scene.server.practice().requests().is_empty()).then_some(())
    });
    choose(&scene, &second);
    scene.server.practice().release_answers();
    let late = scene
        .app
        .browser()
        .run_async("window.late.then(done)", &json!([]));
    assert_eq!(late, Ok(json!("switched")));
    let session = scene.app.command("session", &json!({})).unwrap();
    assert_eq!(session["current"]["server"], other.practice().url());
    assert_eq!(session["connections"].as_array().map(Vec::len), Some(2));
}
