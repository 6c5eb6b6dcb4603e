use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    os::unix::fs::PermissionsExt as _,
    sync::{Arc, Mutex},
    thread,
};

use ficha_tests::{
    app::{App, AppOptions},
    process::until,
};
use serde_json::json;

/// A releases page that says this, and what it was asked.
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

#[test]
fn the_link_opens_the_releases_page_and_nothing_the_answer_names() {
    let releases =
        Releases::that_say(r#"{"tag_name":"v99.1.0","html_url":"https://evil.example/"}"#);
    let folder = tempfile::tempdir().expect("a folder");
    let opened = folder.path().join("opened");
    let browser = folder.path().join("xdg-open");
    let script = format!("#!/bin/sh\nprintf '%s' \"$1\" > '{}'\n", opened.display());
    fs::write(&browser, script).expect("a stand-in browser");
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).expect("it can be run");
    let path = format!(
        "{}:{}",
        folder.path().display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let app = window(&releases, vec![("PATH", path)]);
    app.click("[data-action=practice]");
    app.screen("find");
    to_settings(&app);
    app.click("[data-action=ask-newer]");
    app.click("[data-action=open-releases]");
    let address = until("the browser to be opened", || {
        fs::read_to_string(&opened)
            .ok()
            .filter(|text| !text.is_empty())
    });
    assert!(address.starts_with("https://github.com/"), "{address}");
    assert!(address.ends_with("/releases/latest"), "{address}");
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
