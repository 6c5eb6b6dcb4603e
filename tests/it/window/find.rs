use std::time::Duration;

use ficha_tests::keys;
use practice::{Fault, Target};
use serde_json::{Value, json};

use super::scene::{HERNANDEZ, NUNEZ, Scene};

/// Types into the search as fast as keys can come, one letter at a time.
fn type_at_once(scene: &Scene, text: &str) {
    scene.app.js(
        "const input = document.querySelector('[name=search]');
         for (let end = 1; end <= arguments[0].length; end += 1) {
           input.value = arguments[0].slice(0, end);
           input.dispatchEvent(new Event('input', { bubbles: true }));
         }",
        &json!([text]),
    );
}

fn finds(scene: &Scene, typed: &str, id: &str) {
    scene.app.type_into("search", typed);
    scene.app.wait_with(
        &format!("{typed} to find {id} alone"),
        "const hits = Array.from(document.querySelectorAll('[data-hit]'), (hit) => hit.dataset.hit);
         return hits.length === 1 && hits[0] === given[0]
           && document.querySelector('[name=search]').value === given[1]",
        &json!([id, typed]),
    );
    // The next search finds another.
    scene.app.type_into("search", "nadie en absoluto");
    scene.app.see(".results .empty");
}

#[test]
fn letters_typed_in_a_row_are_answered_from_the_list_in_hand() {
    let scene = Scene::connected();
    let before = scene.server.request_count();
    type_at_once(&scene, "nunez p");
    scene
        .app
        .see(&format!(".results > .hits [data-hit={NUNEZ}]"));
    assert_eq!(scene.server.request_count(), before, "the server was asked");
}

#[test]
fn letters_typed_in_a_row_are_searched_for_once_where_there_is_no_list() {
    let scene = Scene::connected();
    scene.without_roster();
    let before = scene.server.request_count();
    type_at_once(&scene, "Núñez P");
    scene
        .app
        .see(&format!(".results > .hits [data-hit={NUNEZ}]"));
    // What contains it, and what is exactly it.
    assert_eq!(
        scene.server.request_count() - before,
        2,
        "it asked at each letter"
    );
}

#[test]
fn an_answer_that_comes_late_does_not_take_the_place_of_a_newer_one() {
    let scene = Scene::connected();
    scene.without_roster();
    let slow = || Some(Fault::Slow(Duration::from_secs(2)).on(Target::Reads));
    // Each search is two requests.
    let faults = [slow(), slow(), None, None, slow(), slow()];
    scene.server.practice().push_faults(faults);
    let before = scene.server.request_count();
    scene.app.type_into("search", "Ortiz");
    ficha_tests::process::until("the first search to be on its way", || {
        (scene.server.request_count() > before + 1).then_some(())
    });
    scene.app.type_into("search", "Núñez");
    scene
        .app
        .see(&format!(".results > .hits [data-hit={NUNEZ}]"));
    // As slow as the first and asked for after it: once this one is here, the first one is too.
    let last = scene.app.command("find", &json!({ "text": "Pérez" }));
    assert_eq!(last.expect("it is found")["text"], "Pérez");
    assert_eq!(
        scene
            .app
            .count(&format!(".results > .hits [data-hit={NUNEZ}]")),
        1
    );
    assert_eq!(
        scene
            .app
            .count(&format!(".results > .hits [data-hit={HERNANDEZ}]")),
        0
    );
}

#[test]
fn a_family_is_found_by_what_the_office_knows_of_it() {
    let scene = Scene::connected();
    for typed in [
        "nunez.perez@example.com",
        "NUNEZ.PEREZ@EXAMPLE.COM",
        "nunez.perez@",
        "5512345678",
        "55 1234 5678",
        "+52 55 1234 5678",
        "+5215512345678",
        "0000128765",
        NUNEZ,
    ] {
        finds(&scene, typed, NUNEZ);
    }
    // Stored as +521.
    for typed in ["5587654321", "+525587654321", "+52 1 55 8765 4321"] {
        finds(&scene, typed, HERNANDEZ);
    }
}

#[test]
fn the_ten_families_opened_last_are_offered_the_latest_first() {
    let scene = Scene::connected();
    let mut opened: Vec<String> = scene
        .server
        .practice()
        .families()
        .iter()
        .take(11)
        .map(|family| family["id"].as_str().expect("families have ids").to_owned())
        .collect();
    for id in &opened {
        scene.open(id);
    }
    scene.app.go("#/find");
    scene.app.screen("find");
    scene.app.says("main", "Abiertas hace poco");
    opened.reverse();
    opened.truncate(10);
    let offered = scene.app.js(
        "return Array.from(document.querySelectorAll('.recent [data-hit]'), (hit) => hit.dataset.hit)",
        &json!([]),
    );
    assert_eq!(offered, json!(opened));
    scene.app.click("[data-hit]");
    scene.app.screen("edit");
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
}

/// Another school's family among the hits is named and left out, and hides no other hit.
#[test]
fn a_family_of_another_organization_among_the_hits_is_left_out_and_named() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.to_find();
    let name = "\u{202E}Familia Ajena";
    for (field, value) in [
        ("organizationId", json!("cm3another0000s6t1e8v2k9qa")),
        ("name", json!(name)),
        ("username", json!("0000128799")),
    ] {
        scene.server.change(HERNANDEZ, field, value);
    }
    scene.read_families();
    scene.app.see("[data-families] [data-strangers]");
    scene.app.type_into("search", "00001287");
    scene.app.see("[data-strangers]");
    scene.app.see(&format!("[data-hit={NUNEZ}]"));
    let said = scene.app.text("[data-strangers]");
    assert!(
        said.contains("Se omitió una familia de otra escuela"),
        "{said}"
    );
    assert!(said.contains("Familia Ajena"), "{said}");
    assert!(!said.contains('\u{202E}'), "it turns the sentence: {said}");
    assert_eq!(scene.app.count(&format!("[data-hit={HERNANDEZ}]")), 0);

    scene.app.type_into("search", HERNANDEZ);
    scene.app.see(".results .empty");
    scene.app.see("[data-strangers]");
    scene.app.press(ficha_tests::keys::ENTER);
    scene.app.see("[data-error=wrongOrganization]");
    assert_eq!(scene.app.count("main[data-screen=edit] form"), 0);
}

/// An answer that arrives after a switch does not belong to the new school.
#[test]
fn a_search_that_returns_after_a_switch_shows_nothing() {
    let scene = Scene::connected();
    scene.without_roster();
    let before = scene.server.request_count();
    let slow = || Some(Fault::Slow(Duration::from_secs(2)).on(Target::Reads));
    scene
        .server
        .practice()
        .push_faults([slow(), slow(), slow(), slow()]);
    scene.app.js(
        "window.late = null;
         const at = arguments[0];
         window.__TAURI_INTERNALS__.invoke('find', at)
           .then((found) => { window.late = found; }, (error) => { window.late = error.code; });",
        &json!([scene.app.here(&json!({ "text": "Núñez" }))]),
    );
    scene.app.type_into("search", "Núñez");
    ficha_tests::process::until("the search to be on its way", || {
        (scene.server.request_count() > before).then_some(())
    });
    scene.app.click("[data-action=practice-now]");
    scene.app.says("[data-environment]", "PRÁCTICA");
    scene.app.screen("find");
    let late = scene.app.wait("the late answer", "return window.late");
    assert_eq!(late, "switched");
    assert_eq!(scene.app.value("search"), "");
    scene.wait_for_roster();
    assert_eq!(scene.app.count(".results > .hits"), 0);
    assert_eq!(scene.app.count("main [data-error]"), 0);
}

#[test]
fn enter_before_the_answer_waits_for_it_and_takes_no_name_for_an_id() {
    let scene = Scene::connected();
    scene.without_roster();
    scene.server.practice().hold_answers();
    scene.app.type_into("search", "hernandez");
    scene.app.press(keys::ENTER);
    scene.app.press(keys::ENTER);
    scene.server.practice().release_answers();
    scene.app.screen("edit");
    assert_eq!(scene.app.count(&format!("main[data-id={HERNANDEZ}]")), 1);
    scene.to_find();
    for typed in ["zzzzzzzzz", "zzzzzzzz9"] {
        scene.app.type_into("search", typed);
        scene.app.see(".results .empty");
    }
    scene.server.practice().hold_answers();
    scene.app.type_into("search", "zzzzzzzzz");
    scene.app.press(keys::ENTER);
    scene.server.practice().release_answers();
    scene.app.says(".results", "Ninguna familia coincide");
    scene.app.screen("find");
}

/// A surname that many have, and Enter before or after the answer: nobody is opened.
#[test]
fn enter_opens_nobody_where_many_match() {
    let scene = Scene::connected();
    let at_the_first =
        "return document.activeElement?.matches('.results > .hits li:first-child a')";
    for has_roster in [true, false] {
        if !has_roster {
            scene.app.type_into("search", "");
            scene.wait_for_roster();
            scene.without_roster();
        }
        scene.app.type_into("search", "Domínguez");
        scene.app.press(keys::ENTER);
        scene.app.wait("the first of them at hand", at_the_first);
        scene.app.screen("find");
    }
}

#[test]
fn on_arrival_the_search_is_at_hand_and_its_text_selected() {
    let scene = Scene::connected();
    let at_hand = |text: &str| {
        scene.app.wait_with(
            &format!("the search at hand with {text:?} selected"),
            "const at = document.activeElement;
             return at.name === 'search' && at.value === given[0]
               && at.selectionStart === 0 && at.selectionEnd === at.value.length",
            &json!([text]),
        );
    };
    at_hand("");
    scene.app.type_into("search", "nunez perez");
    scene.app.press(keys::ENTER);
    scene.app.screen("edit");
    scene.to_find();
    at_hand("nunez perez");
    scene.app.press("mar");
    assert_eq!(scene.app.value("search"), "mar");
    scene.app.see(".results .hits");
    scene.app.press(keys::DOWN);
    scene.app.press("/");
    at_hand("mar");
    // Typed while a family is at hand, it is a new search.
    scene.app.press(keys::DOWN);
    scene.app.press("ortiz");
    assert_eq!(scene.app.value("search"), "ortiz");
}
