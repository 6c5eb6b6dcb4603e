//! The outcome of an update is found while the user is in the middle of something.

use ficha_tests::keys;
use practice::{Fault, Target};
use serde_json::{Value, json};

use super::scene::{NUNEZ, Scene};

const ASKED: &str = "Familia Núñez Peralta";

/// An update whose connection broke, and the family open again.
fn unknown(scene: &Scene) {
    scene.rename(NUNEZ, ASKED);
    scene
        .server
        .play(Fault::Late { after: None }.on(Target::Writes));
    assert_eq!(scene.update(), "unknown", "{}", scene.app.shown());
    scene.server.play(None);
    scene.app.click("[data-action=open-record]");
    scene.app.screen("edit");
    scene.app.see("[data-action=check-now]");
}

/// Waits until the page has the outcome.
fn found_out(scene: &Scene) {
    scene.app.pass(200);
    scene.app.see("[data-moved]");
}

/// The contents of every row of custom data, in order.
fn pairs(scene: &Scene) -> Value {
    scene.app.js(
        "return [...document.querySelectorAll('.pair')].map((row) =>
           [...row.querySelectorAll('input, textarea')].map(({ value }) => value).join('='))",
        &json!([]),
    )
}

fn begin_in_pair(scene: &Scene, row: usize) {
    scene.app.js(
        "const row = document.querySelectorAll('.pair')[arguments[0]];
         const box = row.querySelector('[name=\"metadata.value\"]');
         box.focus();
         box.setSelectionRange(1, 1);",
        &json!([row]),
    );
}

#[test]
fn what_is_typed_on_goes_into_the_same_row_of_custom_data_at_the_same_place() {
    for (row, expected) in [
        (
            1,
            ["beca=20", "calle=Cxyalle 5\nCentro", "grado=34", "tutor=34"],
        ),
        (
            3,
            ["beca=20", "calle=Calle 5\nCentro", "grado=34", "tutor=3xy4"],
        ),
    ] {
        let scene = Scene::connected();
        scene.server.change(
            NUNEZ,
            "metadata",
            json!([
                { "key": "beca", "value": "20" },
                { "key": "calle", "value": "Calle 5\nCentro" },
                { "key": "grado", "value": "34" },
                { "key": "tutor", "value": "34" },
            ]),
        );
        unknown(&scene);
        begin_in_pair(&scene, row);
        scene.app.press("x");
        scene.app.says(".action-says", "2 cambios");
        scene.server.practice().land_late();
        found_out(&scene);
        scene.app.press("y");
        assert_eq!(pairs(&scene), json!(expected));
    }
}

#[test]
fn what_is_typed_on_stays_where_it_is_on_the_screen() {
    let scene = Scene::connected();
    unknown(&scene);
    scene.app.type_into("email", "nunez@example.com");
    scene.app.says(".action-says", "2 cambios");
    let place = "const { top } = document.activeElement.getBoundingClientRect();
                 return Math.round(top)";
    scene.app.js(
        "const box = document.querySelector('[name=email]');
         box.scrollIntoView({ block: 'center' });
         box.setSelectionRange(5, 5);",
        &json!([]),
    );
    let before = scene.app.js(place, &json!([]));
    scene.server.practice().land_late();
    found_out(&scene);
    assert_eq!(scene.app.js(place, &json!([])), before);
    scene.app.press("x");
    assert_eq!(scene.app.value("email"), "nunezx@example.com");
}

#[test]
fn the_side_chosen_in_a_conflict_stays_chosen() {
    let scene = Scene::connected();
    unknown(&scene);
    scene.app.type_into("email", "mia@example.com");
    scene.app.says(".action-says", "2 cambios");
    scene.to_find();
    scene
        .server
        .change(NUNEZ, "email", json!("suya@example.com"));
    scene.open(NUNEZ);
    scene.app.click("[name='conflict.email'][value=mine]");
    scene.app.pass(200);
    scene.app.see("[data-action=see-result]");
    scene.app.click("[data-action=rebase]");
    scene.app.wait(
        "the way on",
        "return document.querySelector('main[data-ready=true] [data-outcome=conflict]') === null",
    );
    assert_eq!(scene.app.value("email"), "mia@example.com");
}

#[test]
fn a_code_that_was_typed_stays_typed_as_long_as_the_draft_does() {
    let scene = Scene::connected();
    unknown(&scene);
    scene.review();
    scene.app.unfold("[name=otp]");
    scene.app.type_into("otp", "123456");
    found_out(&scene);
    scene.review();
    assert_eq!(scene.app.value("otp"), "123456");
    scene.app.click("[data-action=back]");
    scene.app.screen("edit");
    scene.app.type_into("email", "otra@example.com");
    scene.review();
    assert_eq!(scene.app.value("otp"), "");
}

#[test]
fn nothing_is_said_to_have_changed_or_to_have_come_back_where_it_did_not() {
    let scene = Scene::connected();
    unknown(&scene);
    scene.app.type_into("email", "nunez@example.com");
    scene.app.says(".action-says", "2 cambios");
    found_out(&scene);
    scene.app.says(".banners", "El cambio no se hizo");
    let said = scene.app.text(".banners");
    assert!(!said.contains("cambiaron"), "nothing did: {said}");
    assert_eq!(
        scene.app.count("[data-draft-restored]"),
        0,
        "it was never away: {said}"
    );
    assert_eq!(scene.app.value("name"), ASKED);
}

#[test]
fn a_draft_that_was_discarded_is_not_said_to_be_kept() {
    let scene = Scene::connected();
    unknown(&scene);
    scene.app.click("[data-action=discard]");
    scene.app.click("dialog[open] [data-action=answer-drop]");
    scene.app.says(".action-says", "Sin cambios");
    scene.to_find();
    scene.app.pass(200);
    scene.app.see("[data-pending='0']");
    scene.app.click("[data-action=see-result]");
    assert_eq!(scene.outcome(), "notApplied");
    let said = scene.app.text("[data-outcome]");
    assert!(!said.contains("se conserva"), "{said}");
}

#[test]
fn a_question_that_is_open_is_still_answered() {
    let mut scene = Scene::connected();
    unknown(&scene);
    scene.app.type_into("email", "otra@example.com");
    scene.app.says(".action-says", "2 cambios");
    scene.app.go("#/find");
    scene.app.see("dialog[open]");
    found_out(&scene);
    scene.app.click("dialog[open] [data-action=answer-keep]");
    scene.app.screen("find");
    assert_eq!(scene.app.count("[data-draft]"), 1);

    unknown(&scene);
    scene.app.ask_to_close();
    scene.app.see("dialog[open]");
    found_out(&scene);
    // The window may be gone before a click of the driver has ended.
    scene.app.wait(
        "the answer",
        "const drop = document.querySelector('dialog[open] [data-action=answer-drop]');
         if (drop.closest('[data-armed=false]') !== null) return false;
         setTimeout(() => drop.click(), 50);
         return true",
    );
    scene.app.wait_until_gone();
    scene.app.restart();
    scene.app.screen("find");
    assert_eq!(scene.app.count("[data-draft]"), 0);
}

#[test]
fn what_is_in_memory_alone_outlives_the_guide_over_a_record_that_moved_on() {
    let scene = Scene::connected();
    unknown(&scene);
    scene.app.type_into("password", "Girasol-2025-secreta");
    scene.app.says(".action-says", "2 cambios");
    scene.app.press(keys::F1);
    scene.app.screen("help");
    scene.app.pass(200);
    scene.app.wait_with(
        "the form under the guide to know",
        "import('/state/work.js').then((module) => { window.work = module; });
         return window.work?.workOn(given[0])?.moved === true",
        &json!([NUNEZ]),
    );
    scene.app.press(keys::ESCAPE);
    scene.app.screen("edit");
    scene.app.see("[data-moved]");
    assert_eq!(scene.app.value("password"), "Girasol-2025-secreta");
    assert_eq!(scene.app.count("[data-draft-restored]"), 0);
}

#[test]
fn a_password_is_asked_about_before_a_result_takes_the_place_of_its_form() {
    let scene = Scene::connected();
    unknown(&scene);
    scene.app.click("[data-action=check-now]");
    scene.app.screen("result");
    assert_eq!(scene.app.count("dialog[open]"), 0, "the draft is kept");
    scene.app.click("[data-action=open-record]");
    scene.app.screen("edit");
    scene.app.type_into("password", "Girasol-2025-secreta");
    scene.app.says(".action-says", "2 cambios");
    scene.app.click("[data-action=check-now]");
    scene
        .app
        .says("dialog[open]", "habrá que escribirla de nuevo");
    scene.app.click("dialog[open] [data-action=answer-stay]");
    scene.app.screen("edit");
    assert_eq!(scene.app.value("password"), "Girasol-2025-secreta");
    scene.app.click("[data-action=check-now]");
    scene.app.click("dialog[open] [data-action=answer-keep]");
    scene.app.screen("result");
    scene.app.click("[data-action=open-record]");
    scene.app.screen("edit");
    assert_eq!(scene.app.value("name"), ASKED);
}

#[test]
fn a_question_over_review_that_is_answered_with_staying_leaves_no_empty_screen() {
    let scene = Scene::connected();
    unknown(&scene);
    scene.app.type_into("email", "otra@example.com");
    scene.review();
    scene.app.go("#/find");
    scene.app.see("dialog[open]");
    found_out(&scene);
    scene.app.click("dialog[open] [data-action=answer-stay]");
    scene.app.screen("edit");
    assert_eq!(scene.app.value("email"), "otra@example.com");
    scene.review();
    scene.app.says(".changes", "otra@example.com");
}

#[test]
fn an_outcome_from_before_a_change_that_was_seen_is_not_shown_as_how_things_are() {
    let scene = Scene::connected();
    unknown(&scene);
    scene.app.pass(200);
    scene.app.see("[data-action=see-result]");
    scene.review();
    assert_eq!(scene.update(), "applied");
    if let Err(refused) = scene.app.browser().reload() {
        panic!("the page does not load anew: {refused:?}");
    }
    scene.app.screen("result");
    assert_eq!(scene.outcome(), "applied", "{}", scene.app.shown());
    scene.app.go("#/find");
    scene.app.screen("find");
    assert_eq!(scene.app.count("[data-pending]"), 0);
}
