use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
};

use ficha_tests::{
    app::{App, AppOptions},
    keys,
    opener::StandInOpener,
    process::until,
};
use practice::Options;
use serde_json::json;

use super::scene::{KEY, Scene};

/// A stand-in for the releases' address: its answer, and the requests it got.
struct Releases {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Releases {
    fn that_say(answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!(
            "http://{}/latest",
            listener.local_addr().expect("an address")
        );
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&asked);
        // Ends with the test's process.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut head = String::new();
                let mut lines = BufReader::new(&stream);
                while lines.read_line(&mut head).is_ok_and(|read| read > 2) {}
                kept.lock().expect("no test panicked").push(head);
                let length = answer.len();
                let _ = write!(
                    &stream,
                    "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{answer}"
                );
            }
        });
        Self { address, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no test panicked").clone()
    }
}

fn window(releases: &Releases, more: Vec<(&'static str, String)>) -> App {
    let mut env = vec![("FICHA_RELEASES", releases.address.clone())];
    env.extend(more);
    App::start(&AppOptions {
        env,
        ..AppOptions::default()
    })
}

fn to_settings(app: &App) {
    app.go("#/settings");
    app.screen("settings");
}

#[test]
fn nobody_is_asked_for_a_newer_version_until_it_is_turned_on() {
    let releases = Releases::that_say(r#"{"tag_name":"v99.1.0"}"#);
    let mut app = window(&releases, Vec::new());
    app.click("[data-action=practice]");
    app.screen("find");
    to_settings(&app);
    assert_eq!(app.count("[name=tellNewer]:checked"), 0);
    assert_eq!(releases.asked(), Vec::<String>::new());

    app.click("[name=tellNewer]");
    until("the choice to be kept", || {
        let session = app.command("session", &json!({})).expect("it answers");
        (session["tellNewer"] == true).then_some(())
    });
    app.restart();
    app.go("#/find");
    app.screen("find");
    app.see("[data-newer='99.1.0']");
    let asked = releases.asked();
    assert_eq!(asked.len(), 1, "asked more than once a start: {asked:?}");
    assert!(
        asked[0].starts_with("GET /latest HTTP/1.1\r\n"),
        "{asked:?}"
    );
    let lower = asked[0].to_lowercase();
    for header in ["authorization", "cookie", "referer"] {
        assert!(!lower.contains(header), "{header} was sent: {asked:?}");
    }
}

/// Connected to a school: practice asks nothing.
fn connected(releases: &Releases) -> Scene {
    let scene = Scene::first_start(
        Options::default(),
        &AppOptions {
            env: vec![("FICHA_RELEASES", releases.address.clone())],
            ..AppOptions::default()
        },
    );
    scene.fill_connection(&scene.server.practice().url(), KEY);
    scene.app.click("[data-action=save]");
    scene.app.see("dialog[open] [data-action=answer-yes]");
    scene
}

fn tells(scene: &Scene, wanted: bool) {
    until("the answer to be kept", || {
        let session = scene
            .app
            .command("session", &json!({}))
            .expect("it answers");
        (session["tellNewer"] == wanted).then_some(())
    });
}

#[test]
fn the_first_connection_asks_once_and_a_hasty_enter_says_no() {
    let releases = Releases::that_say(r#"{"tag_name":"v99.1.0"}"#);
    let mut scene = connected(&releases);
    assert_eq!(releases.asked(), Vec::<String>::new());
    let alike = scene.app.js(
        "const [yes, no] = ['yes', 'no'].map((answer) =>
           document.querySelector(`[data-action=answer-${answer}]`));
         return [yes.className === no.className, document.activeElement === no]",
        &json!([]),
    );
    assert_eq!(alike, json!([true, true]));
    scene.app.press(keys::ENTER);
    tells(&scene, false);
    assert_eq!(releases.asked(), Vec::<String>::new());

    // Neither another switch nor the next start asks again.
    scene.app.go("#/settings");
    scene.app.screen("settings");
    scene.app.click("[data-action=practice]");
    scene.app.screen("find");
    scene.app.restart();
    scene.app.screen("find");
    assert_eq!(scene.app.count("dialog[open]"), 0);
    assert_eq!(releases.asked(), Vec::<String>::new());
}

#[test]
fn whoever_says_yes_hears_at_once() {
    let releases = Releases::that_say(r#"{"tag_name":"v99.1.0"}"#);
    let scene = connected(&releases);
    scene.app.click("dialog[open] [data-action=answer-yes]");
    tells(&scene, true);
    scene.app.see("[data-newer='99.1.0']");
    assert_eq!(releases.asked().len(), 1);
}

#[test]
fn a_withdrawn_version_says_so() {
    let releases = Releases::that_say(r#"{"tag_name":"v0.0.1"}"#);
    let app = window(&releases, Vec::new());
    app.click("[data-action=practice]");
    app.screen("find");
    to_settings(&app);
    app.click("[data-action=ask-newer]");
    app.says("[data-withdrawn='0.0.1']", "se retiró");
    app.see("[data-withdrawn] [data-action=open-releases]");
}

#[test]
fn the_link_opens_the_releases_page_and_nothing_the_answer_names() {
    let releases =
        Releases::that_say(r#"{"tag_name":"v99.1.0","html_url":"https://evil.example/"}"#);
    let browser = StandInOpener::new();
    let app = window(&releases, vec![browser.env()]);
    app.click("[data-action=practice]");
    app.screen("find");
    to_settings(&app);
    app.click("[data-action=ask-newer]");
    app.click("[data-action=open-releases]");
    let address = until("the browser to be opened", || browser.opened());
    assert_eq!(address, releases.address);
}

#[test]
fn a_build_without_an_address_offers_no_updates_and_asks_nobody() {
    let browser = StandInOpener::new();
    let mut app = App::start(&AppOptions {
        env: vec![browser.env()],
        ..AppOptions::default()
    });
    app.click("[data-action=practice]");
    app.screen("find");
    to_settings(&app);
    for absent in [
        "[data-setting=newer]",
        "[name=tellNewer]",
        "[data-action=ask-newer]",
        "[data-action=open-releases]",
        "main a[href^=http]",
    ] {
        assert_eq!(app.count(absent), 0, "{absent}");
    }
    // An earlier build, which had an address, may have been asked to look for new versions.
    app.command("set_tell_newer", &json!({ "tell": true }))
        .expect("it answers");
    app.restart();
    app.go("#/find");
    app.screen("find");
    assert_eq!(app.count("[data-newer]"), 0);
    let started = app.command("start", &json!({})).expect("it answers");
    assert_eq!(started["updates"], false);
    let newest = app.command("newest_release", &json!({}));
    assert_eq!(newest, Ok(json!({ "kind": "unknown" })));
    app.command("open_releases", &json!({}))
        .expect_err("there is no page to open");
    assert_eq!(browser.opened(), None);
}

#[test]
fn an_answer_that_is_no_release_says_so_and_stops_nothing() {
    let releases = Releases::that_say("<html>captive portal</html>");
    let app = window(&releases, Vec::new());
    app.click("[data-action=practice]");
    app.screen("find");
    to_settings(&app);
    app.click("[data-action=ask-newer]");
    app.see("[data-newest=unknown]");
}
