//! No key pressed once too often takes away a result that asks for something to be done.

use ficha_tests::{gesture::Gesture, keys};
use practice::{Fault, Target};
use serde_json::json;

use super::scene::Scene;

/// An update of one more family whose outcome is unknown, on its Result. Read back, it comes to `outcome`.
fn unknown(scene: &Scene, nth: usize, outcome: &str) {
    let family = &scene.server.practice().families()[nth];
    let id = family["id"].as_str().expect("families have ids");
    let name = format!("Familia {outcome} {nth}");
    scene.rename(id, &name);
    scene
        .server
        .play(Fault::Late { after: None }.on(Target::Writes));
    assert_eq!(scene.update(), "unknown");
    scene.server.play(None);
    match outcome {
        "applied" => assert_eq!(scene.server.practice().land_late(), 1),
        // Someone else changed it in between.
        "different" => scene
            .server
            .change(id, "name", json!(format!("{name} bis"))),
        _ => {}
    }
}

/// The result is there, and stays when Enter is pressed, until another key or a button is.
#[track_caller]
fn enter_does_not_leave(scene: &Scene, outcome: &str) {
    scene.app.armed("[data-action=next]");
    scene.app.press(keys::ENTER);
    scene.app.wait_until_still();
    assert_eq!(
        scene.app.count(&format!("[data-outcome={outcome}]")),
        1,
        "{}",
        scene.app.shown()
    );
    scene.app.armed("[data-action=next]");
    scene.app.press("n");
    scene.app.screen("find");
}

#[test]
fn enter_does_not_leave_a_result_that_was_found_out_meanwhile() {
    let scene = Scene::connected();
    for (nth, outcome) in ["notApplied", "different"].into_iter().enumerate() {
        unknown(&scene, nth, outcome);
        assert_eq!(scene.settled(), outcome);
        enter_does_not_leave(&scene, outcome);
    }
    unknown(&scene, 2, "unknown");
    enter_does_not_leave(&scene, "unknown");
}

#[test]
fn the_keys_that_ask_for_a_result_do_not_take_it_away() {
    let scene = Scene::connected();
    let cases = [
        ("applied", 100),
        ("different", 300),
        ("notApplied", 100),
        ("notApplied", 300),
    ];
    for (nth, (outcome, gap)) in cases.into_iter().enumerate() {
        unknown(&scene, nth, outcome);
        scene.to_find();
        scene.app.pass(200);
        scene.app.see("[data-action=see-result]");
        scene.app.js(
            "document.querySelector('[data-action=see-result]').focus()",
            &json!([]),
        );
        let enters = Gesture::chords(keys::ENTER, &[gap, gap]);
        scene.app.perform("press Enter three times", &enters);
        scene.app.screen("result");
        scene.app.armed("[data-action=next]");
        assert_eq!(
            scene.app.count(&format!("[data-outcome={outcome}]")),
            1,
            "{gap} ms between presses: {}",
            scene.app.shown()
        );
        scene.to_find();
    }
}
