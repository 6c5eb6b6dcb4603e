//! Text from a server stays in its place: it does not mirror, displace or cover anything of Ficha's.

use ficha_tests::app::AppOptions;
use practice::Options;
use serde_json::json;

use super::scene::{NUNEZ, Scene};

/// Right-to-left overrides without an end, control characters, no spaces and no end, nothing at all.
fn names() -> Vec<(&'static str, String)> {
    vec![
        (
            "mirrored",
            "\u{202E}zeñúN ailimaF\u{2067}\u{202D}".to_owned(),
        ),
        ("right to left", "משפחת נונייס עם שם ארוך במיוחד".to_owned()),
        (
            "control characters",
            "Familia\u{7}\u{1B}[31m\u{2029}\u{85}\tNúñez\r\nPérez".to_owned(),
        ),
        ("without an end", "Ñ".repeat(10_000)),
        (
            "mirrored without an end",
            format!("\u{202E}{}", "ab ".repeat(3_333)),
        ),
        ("invisible", "\u{200B}\u{2060}\u{202E}".to_owned()),
        ("blank", "   ".to_owned()),
    ]
}

/// Where Ficha's own words are, and whether any of them is outside the window.
#[track_caller]
fn stays_inside(scene: &Scene, selector: &str, what: &str) {
    // In one script: a list that is still being searched is drawn again.
    let place = scene.app.wait_with(
        selector,
        "const found = document.querySelector(given[0]);
         if (found === null || found.getClientRects().length === 0) return false;
         const { left, top, right, bottom } = found.getBoundingClientRect();
         const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && right > left;
         return inside ? 'inside' : [left, top, right, bottom, innerWidth, innerHeight].join(' ')",
        &json!([selector]),
    );
    assert_eq!(place, "inside", "{what}: {selector}");
}

#[track_caller]
fn nothing_scrolls_sideways(scene: &Scene, what: &str) {
    let wide = scene.app.js(
        "const outlet = document.querySelector('.outlet');
         return [document.documentElement.scrollWidth > innerWidth, outlet.scrollWidth > outlet.clientWidth]",
        &json!([]),
    );
    assert_eq!(wide, json!([false, false]), "{what}");
}

/// Whether the words of the button that sends are drawn first, from left to right.
#[track_caller]
fn update_says_first_what_it_does(scene: &Scene, what: &str) {
    stays_inside(scene, "[data-action=update]", what);
    let said = scene.app.text("[data-action=update]");
    assert!(
        said.starts_with("Actualizar en OTRO SERVIDOR:"),
        "{what}: {said}"
    );
    let drawn = scene.app.js(
        "const button = document.querySelector('[data-action=update]');
         const words = document.createTreeWalker(button, NodeFilter.SHOW_TEXT).nextNode();
         const range = document.createRange();
         const at = (from, to) => { range.setStart(words, from); range.setEnd(words, to); return range.getBoundingClientRect(); };
         const [first, last] = [at(0, 1), at(26, 27)];
         const box = button.getBoundingClientRect();
         return first.left >= box.left && first.right <= last.left && last.right <= box.right",
        &json!([]),
    );
    assert_eq!(drawn, true, "{what}: {said}");
}

#[test]
fn a_hostile_name_mirrors_and_pushes_away_nothing() {
    let scene = Scene::connected();
    for (what, name) in names() {
        scene.server.change(NUNEZ, "name", json!(name));
        scene.app.go("#/find");
        scene.app.screen("find");
        scene.app.type_into("search", "");
        scene.wait_for_roster();
        scene.read_families();
        scene.app.type_into("search", "0000128765");
        scene.app.says("#search-said", "1 familia");
        nothing_scrolls_sideways(&scene, what);
        let hit = scene.app.text("[data-hit]");
        if ["invisible", "blank"].contains(&what) {
            assert!(hit.contains("(sin nombre)"), "{what}: {hit}");
        }
        stays_inside(&scene, "[data-hit] .hit-phone", what);

        scene.open(NUNEZ);
        nothing_scrolls_sideways(&scene, what);
        stays_inside(&scene, "[data-action=review]", what);
        let heading = scene.app.text("h1");
        assert!(!heading.trim().is_empty(), "{what}: no heading");
        scene.app.type_into("tosIp", "187.190.24.8");
        scene.review();
        nothing_scrolls_sideways(&scene, what);
        update_says_first_what_it_does(&scene, what);
        assert_eq!(scene.update(), "applied", "{}", scene.app.shown());
        nothing_scrolls_sideways(&scene, what);
        stays_inside(&scene, "h1", what);
        scene.server.change(NUNEZ, "tosIp", json!(null));
    }
}

#[test]
fn a_hostile_new_value_does_not_push_update_away() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.click("[data-add-row]");
    scene.app.type_into_last("metadata.key", "Nota");
    let long = format!("{}\u{5E9}{}", "x".repeat(1_400), "y".repeat(500));
    scene.app.type_into_last("metadata.value", "n");
    scene.app.js(
        "const control = document.activeElement;
         control.select();
         document.execCommand('insertText', false, arguments[0]);",
        &json!([long]),
    );
    scene.app.paste_into(
        "signature",
        &format!("{}{}", "\u{5E9}".repeat(5_000), "z".repeat(4_000)),
    );
    scene.review();
    nothing_scrolls_sideways(&scene, "a long value");
    update_says_first_what_it_does(&scene, "a long value");
}

#[test]
fn the_windows_title_names_the_environment_and_no_family() {
    let scene = Scene::first_start(Options::default(), &AppOptions::default());
    let title = |screen: &str, expected: &str| {
        scene.app.screen(screen);
        scene.app.wait_with(
            expected,
            "return document.title === given[0]",
            &json!([expected]),
        );
    };
    title("start", "Ficha · Bienvenida");
    scene.connect();
    title("find", "Ficha · Buscar · OTRO SERVIDOR");
    scene.open(NUNEZ);
    title("edit", "Ficha · Editar · OTRO SERVIDOR");
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.review();
    title("review", "Ficha · Revisar antes de enviar · OTRO SERVIDOR");
    assert_eq!(scene.update(), "applied");
    title("result", "Ficha · Actualizado · OTRO SERVIDOR");
}

/// With both sides' values next to each other, neither mirrors its neighbour nor displaces the button.
#[test]
fn hostile_values_in_a_conflict_mirror_and_push_away_nothing() {
    let scene = Scene::connected();
    for (what, name) in names() {
        scene
            .server
            .change(NUNEZ, "name", json!("Familia Núñez Pérez"));
        scene.rename(NUNEZ, "Familia Núñez Mía");
        scene.server.change(NUNEZ, "name", json!(name));
        assert_eq!(scene.update(), "conflict", "{what}");
        nothing_scrolls_sideways(&scene, what);
        let bare = scene.app.js(
            "return Array.from(document.querySelectorAll('[data-outcome=conflict] tbody th, [data-outcome=conflict] tbody td'),
               (cell) => cell.querySelector('bdi') === null)",
            &json!([]),
        );
        assert_eq!(bare, json!([false, false, false, false]), "{what}");
        scene.app.js(
            "document.querySelector('[data-action=rebase]').scrollIntoView({ block: 'center' })",
            &json!([]),
        );
        stays_inside(&scene, "[data-action=rebase]", what);
        scene.app.click("[name='conflict.name'][value=theirs]");
        scene.app.click("[data-action=rebase]");
        scene.discard(NUNEZ);
    }
}
