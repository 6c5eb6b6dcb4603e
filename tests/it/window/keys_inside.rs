use std::{fs, path::Path};

use ficha_tests::app::{App, AppOptions, files_under};
use practice::{Fault, Options, Target};
use serde_json::{Value, json};

use super::scene::{KEY, NUNEZ, Scene};

/// The part of the key that every mask hides.
fn secret() -> &'static str {
    KEY.trim_start_matches("sk_")
}

/// Whether bytes hold the key, as UTF-8, as UTF-16, or in the usual text forms of bytes.
fn holds(bytes: &[u8]) -> bool {
    let contains = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    let wide: Vec<u8> = secret().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let hex: String = secret().bytes().map(|byte| format!("{byte:02x}")).collect();
    contains(secret().as_bytes())
        || contains(&wide)
        || contains(hex.as_bytes())
        || base64(KEY).iter().any(|text| contains(text.as_bytes()))
}

/// The key in base64 at each of the three places where it can begin in a longer text, without the
/// ends that depend on what stands beside it.
fn base64(text: &str) -> Vec<String> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let coded = |skip: usize| {
        text.as_bytes()[skip..]
            .chunks_exact(3)
            .flat_map(|three| {
                let bits = u32::from_be_bytes([0, three[0], three[1], three[2]]);
                [18, 12, 6, 0].map(|shift| char::from(DIGITS[(bits >> shift) as usize & 63]))
            })
            .collect::<String>()
    };
    (0..3).map(coded).collect()
}

fn no_file_holds_it(folder: &Path, when: &str) {
    let files = files_under(folder);
    assert!(files.len() > 2, "{when}: where are the app's files?");
    for path in files {
        assert!(
            !holds(path.to_string_lossy().as_bytes()),
            "{when}: the name of {}",
            path.display()
        );
        // A journal file may be deleted between listing and reading.
        let bytes = fs::read(&path).unwrap_or_default();
        assert!(!holds(&bytes), "{when}: {} holds the key", path.display());
    }
}

fn nothing_shows_it(app: &App, when: &str) {
    no_file_holds_it(app.files(), when);
    assert!(!holds(app.output().as_bytes()), "{when}: it was printed");
    let page = app.js(
        "return [document.documentElement.outerHTML, document.title, location.href, document.cookie,
           JSON.stringify(history.state),
           ...Array.from(document.querySelectorAll('input, textarea'), (control) => control.value),
           ...performance.getEntries().map((entry) => entry.name)]",
        &json!([]),
    );
    assert!(
        !holds(page.to_string().as_bytes()),
        "{when}: it is in the page"
    );
    let asked = [
        ("start", json!({})),
        ("session", json!({})),
        ("retry_keychain", json!({})),
        ("recent", json!({})),
        ("find", json!({ "text": "Núñez" })),
        ("open", json!({ "id": NUNEZ })),
        ("edit", json!({ "id": NUNEZ, "draft": {} })),
        (
            "review",
            json!({ "id": NUNEZ, "draft": { "name": { "kind": "text", "text": "N", "exact": false } } }),
        ),
        ("drafts", json!({})),
        ("kept_draft", json!({ "id": NUNEZ })),
        ("outcome", json!({ "id": NUNEZ })),
        ("closing", json!({})),
        ("diagnostics", json!({})),
    ];
    no_answer_holds_it(app, &asked, when);
}

/// Answers and refusals alike.
fn no_answer_holds_it(app: &App, asked: &[(&str, Value)], when: &str) {
    for (command, arguments) in asked {
        let answer = app.command(command, arguments);
        assert!(
            !holds(format!("{answer:?}").as_bytes()),
            "{when}: {command} answers it"
        );
    }
}

#[test]
fn the_search_for_the_key_would_find_it() {
    let wide: Vec<u8> = format!("a{KEY}b")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(holds(KEY.as_bytes()) && holds(&wide));
    assert!(holds(b"c2tfc2VudGluZWxfN0hxMnZONHdYazlSdEIzbVpjOEQ="));
    assert!(!holds(b"sk_practice_1234"));
}

#[test]
fn after_a_whole_tour_nothing_but_the_keychain_holds_the_key() {
    let mut scene = Scene::connected();
    nothing_shows_it(&scene.app, "after connecting");
    scene.rename(NUNEZ, "Familia Núñez Peralta");
    scene.app.click("[data-action=show-request]");
    nothing_shows_it(&scene.app, "on review with the request shown");
    // The commands above have put another draft in its place.
    scene.discard(NUNEZ);
    scene.rename(NUNEZ, "Familia Núñez Peralta");
    assert_eq!(scene.update(), "applied");
    nothing_shows_it(&scene.app, "on the result");
    scene.app.go("#/settings");
    scene.app.screen("settings");
    nothing_shows_it(&scene.app, "on settings");
    scene.app.kill_9();
    no_file_holds_it(scene.app.files(), "after kill -9");
    scene.app.restart();
    scene.app.screen("find");
    nothing_shows_it(&scene.app, "after the next start");
    let keys = scene.server.practice().requests();
    let bearer = format!("Bearer {KEY}");
    assert!(
        keys.iter()
            .all(|sent| sent.header("authorization") == Some(bearer.as_str()))
    );
    let session = scene.app.command("session", &json!({})).unwrap();
    let id = &session["current"]["id"];
    let settings = json!({ "settings": { "language": "es", "theme": "dark" } });
    let rest = [
        ("probe_connection", form(&scene)),
        ("save_connection", form(&scene)),
        ("choose_connection", json!({ "id": id })),
        ("rebase", json!({ "id": NUNEZ, "mine": [] })),
        ("discard", json!({ "id": NUNEZ })),
        ("set_settings", settings),
        (
            "set_proxy",
            json!({ "proxy": "http://ana:clave@127.0.0.1:9" }),
        ),
        ("set_proxy", json!({ "proxy": null })),
        ("set_retention", json!({ "days": 30 })),
        ("set_tell_newer", json!({ "tell": false })),
        ("erase", json!({})),
        ("practice", json!({})),
        ("set_fault", json!({ "fault": "unauthorized" })),
        ("use_memory", json!({})),
        ("forget_connection", json!({ "id": id })),
    ];
    no_answer_holds_it(&scene.app, &rest, "at the end");
    no_file_holds_it(scene.app.files(), "at the end");
}

#[test]
fn after_every_fault_nothing_but_the_keychain_holds_the_key() {
    let scene = Scene::connected();
    // A stuck server is given up after half a minute each time; its error is a time limit's.
    for name in Fault::FOR_PEOPLE
        .iter()
        .filter(|name| !name.starts_with("stuck"))
    {
        let fault = Fault::from_name(name).expect("every fault has a name");
        scene.rename(NUNEZ, &format!("Familia Núñez {name}"));
        scene.server.play(fault.clone().on(Target::Writes));
        scene.update();
        let again = json!({ "name": { "kind": "text", "text": name, "exact": false } });
        let writing = [
            ("open", json!({ "id": NUNEZ })),
            ("review", json!({ "id": NUNEZ, "draft": again })),
            ("update", json!({ "id": NUNEZ, "code": null })),
        ];
        no_answer_holds_it(&scene.app, &writing, name);
        scene.server.play(fault.on(Target::Reads));
        let reading = [
            ("open", json!({ "id": NUNEZ })),
            ("find", json!({ "text": "Núñez" })),
            ("outcome", json!({ "id": NUNEZ })),
            ("probe_connection", form(&scene)),
        ];
        no_answer_holds_it(&scene.app, &reading, name);
        scene.server.play(None);
        nothing_shows_it(&scene.app, name);
        scene.discard(NUNEZ);
        // An outcome found later would change the record under the next fault's Review.
        let unknown = scene.app.here(&json!({ "id": NUNEZ }));
        let _ = scene.app.command("give_up", &unknown);
    }
}

/// The one command that is given the key.
fn form(scene: &Scene) -> Value {
    json!({ "form": {
        "id": null, "name": "Otra", "environment": "other",
        "server": scene.server.practice().url(), "key": KEY,
    } })
}

#[test]
fn a_key_that_is_refused_is_kept_nowhere() {
    let scene = Scene::first_start(Options::default(), &AppOptions::default());
    scene.server.play(Fault::Unauthorized);
    scene.fill_connection(&scene.server.practice().url(), KEY);
    scene.app.click("[data-action=probe]");
    scene
        .app
        .says("#error-key", "Quentli no reconoce la llave.");
    no_file_holds_it(scene.app.files(), "after a refused key");
    assert!(!holds(scene.app.output().as_bytes()));
    let shown = scene
        .app
        .js("return document.documentElement.outerHTML", &json!([]));
    assert!(
        !holds(shown.to_string().as_bytes()),
        "the key is in the page's markup"
    );
}
