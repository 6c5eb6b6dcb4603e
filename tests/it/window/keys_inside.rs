use std::{fs, path::Path};

use ficha_tests::app::{App, AppOptions, files_under};
use practice::{Fault, Options, Target};
use serde_json::json;

use super::scene::{KEY, NUNEZ, Scene};

/// The part of the key that no mask leaves standing.
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
        // A journal file may go away between listing and reading.
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
    for (command, arguments) in [
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
        ("read_back", json!({ "id": NUNEZ })),
        ("diagnostics", json!({})),
    ] {
        let answer = app.command(command, &arguments);
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
    scene.open(NUNEZ);
    scene.review();
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
}

#[test]
fn after_every_fault_nothing_but_the_keychain_holds_the_key() {
    let scene = Scene::connected();
    for name in Fault::ALL
        .into_iter()
        .filter(|name| !name.starts_with("stuck"))
    {
        let fault = Fault::from_name(name).expect("every fault has a name");
        scene.rename(NUNEZ, &format!("Familia Núñez {name}"));
        scene.server.play(fault.clone().on(Target::Writes));
        scene.update();
        scene.server.play(fault.on(Target::Reads));
        let opened = scene.app.command("open", &json!({ "id": NUNEZ }));
        let probed = scene.app.command("probe_connection", &form(&scene));
        scene.server.play(None);
        for answer in [opened, probed] {
            assert!(
                !holds(format!("{answer:?}").as_bytes()),
                "{name}: {answer:?}"
            );
        }
        nothing_shows_it(&scene.app, name);
        scene.discard(NUNEZ);
    }
}

/// The one command that is given the key.
fn form(scene: &Scene) -> serde_json::Value {
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
    scene.app.see("main [data-error]");
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
