//! What is kept for support: enough to learn from, and nothing about a family, a school or a key.

use std::{
    fs::{self, File},
    path::PathBuf,
};

use ficha_tests::{
    app::{App, AppOptions, files_under},
    opener::StandInOpener,
    process::until,
};
use practice::{Fault, Target};
use serde_json::{Value, json};

use super::scene::{KEY, NUNEZ, Scene};

const NAME: &str = "Familia Centinela";
const PHONE: &str = "5598761234";
const EMAIL: &str = "correo.centinela@example.com";
const DATA_KEY: &str = "clavecentinela";
const DATA_VALUE: &str = "valorcentinela";
const PASSWORD: &str = "Girasol-Centinela-9";
const CODE: &str = "864209";
const SEARCH: &str = "buscacentinela";

/// Whatever no file for support may hold, in lower case.
fn sentinels(scene: &Scene) -> Vec<String> {
    let school = "Colegio Las Jacarandas";
    let server = scene.server.practice().url();
    let held = scene.server.held(NUNEZ);
    let of_family = ["email", "phoneNumber", "username"]
        .into_iter()
        .filter_map(|field| held.get(field)?.as_str());
    [
        NAME,
        PHONE,
        EMAIL,
        DATA_KEY,
        DATA_VALUE,
        PASSWORD,
        CODE,
        SEARCH,
        KEY,
        NUNEZ,
        school,
        "jacarandas",
        "centinela",
        "núñez",
        "sentinel",
        "127.0.0.1",
        "localhost",
        "http",
        server.as_str(),
    ]
    .into_iter()
    .chain(of_family)
    .map(str::to_lowercase)
    .collect()
}

fn folder(app: &App) -> PathBuf {
    app.files().join("ficha/diagnostics")
}

/// The files for support, as lower case text.
fn kept(app: &App) -> Vec<(PathBuf, String)> {
    let files = files_under(&folder(app)).into_iter();
    files
        .map(|file| {
            let bytes = fs::read(&file).expect("it can be read");
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            (file, text)
        })
        .collect()
}

fn nothing_personal(scene: &Scene, when: &str) {
    let sentinels = sentinels(scene);
    let none_in = |text: &str, what: &str| {
        for sentinel in &sentinels {
            assert!(
                !text.contains(sentinel),
                "{when}: {what} holds {sentinel}\n{text}"
            );
        }
    };
    let app = &scene.app;
    let files = kept(app);
    assert!(!files.is_empty(), "{when}: nothing is kept");
    for (file, text) in &files {
        none_in(text, &file.display().to_string());
    }
    none_in(
        &diagnostics(app)["text"].to_string().to_lowercase(),
        "the text to copy",
    );
}

fn diagnostics(app: &App) -> Value {
    app.command("diagnostics", &json!({})).expect("it answers")
}

/// Has a thread of Ficha panic with words that a panic could have.
pub(crate) fn panics(app: &App, words: &str) {
    let before = crashes(app);
    app.command("session", &json!({ "panic": words }))
        .expect("the rest goes on");
    until("the crash to be kept", || {
        (crashes(app) > before || crashes(app) == 5).then_some(())
    });
}

fn crashes(app: &App) -> usize {
    let names = kept(app).into_iter().map(|(file, _)| file);
    names
        .filter(|file| {
            file.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("crash-"))
        })
        .count()
}

fn log(app: &App) -> String {
    // Asking for the diagnostics waits for the log to be written.
    diagnostics(app);
    fs::read_to_string(folder(app).join("log.txt")).unwrap_or_default()
}

/// Types something into every kind of field and goes to Review.
fn type_sentinels(scene: &Scene) {
    let app = &scene.app;
    scene.open(NUNEZ);
    app.type_into("name", NAME);
    app.type_into("email", EMAIL);
    app.type_into("secondaryPhoneNumber", PHONE);
    app.type_into("password", PASSWORD);
    app.click("[data-add-row]");
    app.type_into_last("metadata.key", DATA_KEY);
    app.type_into_last("metadata.value", DATA_VALUE);
    scene.review();
}

#[test]
fn whatever_fails_no_file_for_support_says_anything_about_a_family_or_a_school() {
    let mut scene = Scene::connected();
    scene.app.type_into("search", SEARCH);
    scene.app.says("main", "Ninguna familia coincide");
    type_sentinels(&scene);
    assert_eq!(scene.update(), "refused", "{}", scene.app.shown());
    scene.app.unfold("[name=otp]");
    scene.app.type_into("otp", CODE);
    scene
        .server
        .play(Fault::ServerErrorBefore.on(Target::Writes));
    assert_eq!(scene.update(), "unknown", "{}", scene.app.shown());
    scene
        .app
        .command("give_up", &json!({ "id": NUNEZ }))
        .expect("it can be given up");
    let app = &scene.app;
    let text = |text: &str| json!({ "kind": "text", "text": text, "exact": false });
    let draft = json!({ "name": text(NAME), "email": text(EMAIL), "password": text(PASSWORD) });
    // A stuck or slow server takes its time, and its error is a time limit's or none.
    for name in Fault::FOR_PEOPLE
        .iter()
        .filter(|name| !name.starts_with("stuck") && **name != "slow")
    {
        let fault = Fault::from_name(name).expect("every fault has a name");
        let of_family = json!({ "id": NUNEZ });
        app.command("open", &of_family).expect("it opens");
        let reviewed = json!({ "id": NUNEZ, "revision": null, "draft": draft });
        app.command("review", &reviewed)
            .expect("it can be reviewed");
        scene.server.play(fault.clone().on(Target::Writes));
        let _ = app.command("update", &json!({ "id": NUNEZ, "code": CODE }));
        scene.server.play(fault.on(Target::Reads));
        let _ = app.command("open", &of_family);
        scene.server.play(None);
        let _ = app.command("give_up", &of_family);
    }
    // Not what the command takes.
    let _ = app.command("edit", &json!({ "id": NAME, "draft": EMAIL }));
    panics(&scene.app, &format!("{NAME} {PHONE} {EMAIL} {KEY} {NUNEZ}"));
    nothing_personal(&scene, "after every fault and a panic");
    let printed = scene.app.output();
    assert!(
        !printed.contains(NAME),
        "the panic printed its words: {printed}"
    );

    scene.app.kill_9();
    scene.app.restart();
    scene.app.screen("find");
    nothing_personal(&scene, "after the next start");
    // The search would find them if they were there, and the log is not empty for lack of errors.
    let log = log(&scene.app);
    for noted in [
        r#""event":"started""#,
        r#""event":"update","command":"update","state":"unknown""#,
        r#""event":"update","command":"update","state":"refused""#,
        r#""command":"open","code":"unavailable","status":50"#,
        r#""event":"unconfirmed","count":1"#,
        r#""event":"panicked""#,
        r#""event":"keychain","state":"ready""#,
    ] {
        assert!(log.contains(noted), "the log lacks {noted}\n{log}");
    }
}

#[test]
fn a_crash_is_reported_once_at_the_next_start_and_leads_to_the_diagnostics() {
    let mut app = App::start(&AppOptions::default());
    app.click("[data-action=practice]");
    app.screen("find");
    panics(&app, "index out of bounds");
    app.kill_9();
    app.restart();
    app.go("#/find");
    app.screen("find");
    app.says("[data-start-notice=crashed]", "se cerró de golpe");
    app.click("[data-action=see-crash]");
    app.screen("settings");
    app.says("[data-crash]", "src-tauri/src/commands/watched.rs");
    app.wait(
        "the diagnostics to be at hand",
        "return document.activeElement === document.querySelector('[data-setting=diagnostics] h2')",
    );
    app.go("#/find");
    app.screen("find");
    assert_eq!(app.count("[data-start-notice]"), 0, "seen");
    app.restart();
    app.go("#/find");
    app.screen("find");
    assert_eq!(app.count("[data-start-notice]"), 0, "said once");
}

#[test]
fn a_window_that_finds_the_files_in_use_does_not_take_the_report_of_a_crash_away() {
    let mut app = App::start(&AppOptions::default());
    panics(&app, "index out of bounds");
    app.kill_9();
    let somebody = File::create(app.files().join("ficha/journal.lock")).unwrap();
    // The system lets go of a killed process's files a moment after it.
    until("the files to be free", || somebody.try_lock().ok());
    app.restart();
    app.screen("already-open");
    app.kill_9();
    drop(somebody);
    app.restart();
    app.see("[data-start-notice=crashed]");
}

#[test]
fn the_diagnostics_show_the_last_errors_and_are_copied_as_text() {
    let scene = Scene::connected();
    let app = &scene.app;
    scene.without_roster();
    scene
        .server
        .play(Fault::ServerErrorBefore.on(Target::Reads));
    let asked = app.command("open", &json!({ "id": NUNEZ }));
    assert_eq!(asked.expect_err("it fails")["code"], "unavailable");
    app.go("#/settings");
    app.screen("settings");
    app.says("[data-failure=unavailable]", "open · unavailable · 500");
    app.says("[data-diagnostics]", env!("CARGO_PKG_VERSION"));
    app.says("[data-diagnostics]", "Igual que la computadora");
    app.says("[data-diagnostics]", "Listo");
    app.click("[data-action=copy-diagnostics]");
    app.says("[data-setting=diagnostics] [role=status]", "Copiado");
    let copied = app.clipboard();
    assert_eq!(json!(copied), diagnostics(app)["text"]);
    for line in [
        "Ficha ",
        "system ",
        "web view ",
        "proxy System",
        "keychain Ready",
        "open Unavailable 500",
    ] {
        assert!(copied.contains(line), "{line} is missing: {copied}");
    }
}

#[test]
fn the_folder_for_support_opens_in_the_file_manager() {
    let opener = StandInOpener::new();
    let app = App::start(&AppOptions {
        env: vec![opener.env()],
        ..AppOptions::default()
    });
    app.go("#/settings");
    app.screen("settings");
    app.click("[data-action=open-diagnostics]");
    let opened = until("the folder to be opened", || opener.opened());
    assert_eq!(PathBuf::from(opened), folder(&app));
}

#[test]
fn erasing_everything_erases_the_log_and_the_crashes() {
    let scene = Scene::connected();
    panics(&scene.app, "index out of bounds");
    assert_eq!(crashes(&scene.app), 1);
    scene.app.go("#/settings");
    scene.app.see("[data-crash]");
    scene.app.click("[data-action=erase]");
    scene.app.click("dialog[open] [data-action=answer-erase]");
    scene
        .app
        .says("[data-setting=privacy] [role=status]", "Listo");
    scene.app.wait(
        "the crash to go from the screen",
        "return document.querySelector('[data-diagnostics]') !== null
           && document.querySelector('[data-crash]') === null",
    );
    assert_eq!(crashes(&scene.app), 0);
    let log = log(&scene.app);
    assert!(!log.contains("started"), "{log}");
}

#[test]
fn a_start_and_an_end_are_in_the_log() {
    let app = App::start(&AppOptions::default());
    app.ask_to_close();
    app.wait_until_gone();
    let log = fs::read_to_string(folder(&app).join("log.txt")).expect("a log");
    let events: Vec<String> = log
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a line")["event"].to_string())
        .collect();
    assert_eq!(
        events.first().map(String::as_str),
        Some("\"started\""),
        "{log}"
    );
    assert_eq!(
        events.last().map(String::as_str),
        Some("\"ended\""),
        "{log}"
    );
}

#[test]
fn where_nothing_can_be_written_the_diagnostics_are_shown_all_the_same() {
    let app = App::start(&AppOptions {
        env: vec![("FICHA_HOME", "/proc/ficha".into())],
        ..AppOptions::default()
    });
    let refused = app.command("session", &json!({ "panic": "index out of bounds" }));
    refused.expect_err("there is no journal");
    let shown = diagnostics(&app);
    assert_eq!(shown["keychain"], Value::Null);
    assert_eq!(shown["crash"], Value::Null);
    assert!(shown["text"].to_string().contains("web view"), "{shown}");
}

#[test]
fn a_crash_while_the_clock_is_behind_is_the_newest_all_the_same() {
    let mut app = App::start(&AppOptions::default());
    app.pass(100_000);
    panics(&app, "the first");
    app.kill_9();
    app.restart();
    app.see("[data-start-notice=crashed]");
    // As where the computer's clock was set back.
    fs::write(app.files().join("clock"), "0").expect("the clock can be set");
    panics(&app, "the second");
    app.kill_9();
    app.restart();
    app.see("[data-start-notice=crashed]");
    let crash = fs::read_to_string(folder(&app).join("crash-2.txt")).expect("a crash");
    let at = serde_json::from_str::<Value>(&crash).expect("JSON")["at"].to_string();
    let shown = diagnostics(&app)["crash"]["at"].to_string();
    assert_eq!(at[..20], shown[..20]);
}
