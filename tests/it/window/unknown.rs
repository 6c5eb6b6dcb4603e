use ficha_tests::process::until;
use practice::{Fault, Target};
use serde_json::json;

use super::scene::{NUNEZ, Scene, body};

const ASKED: &str = "Familia Núñez Peralta";

/// Ends the app between sending and answer, opens it again, and gives the outcome it finds by
/// itself.
fn killed_while_waiting(fault: Fault) -> (Scene, String) {
    let mut scene = Scene::connected();
    scene.rename(NUNEZ, ASKED);
    scene.server.play(fault.on(Target::Writes));
    scene.app.click("[data-action=update]");
    scene.server.wait_for_patches(1);
    scene.app.kill_9();
    scene.server.play(None);
    scene.app.restart();
    scene.app.screen("find");
    scene.app.see("[data-pending]");
    scene.app.pass(200);
    scene.app.see("[data-pending='0']");
    // Listed until it was seen, whatever was opened in between.
    scene.app.go("#/settings");
    scene.app.screen("settings");
    scene.app.go("#/find");
    scene.app.screen("find");
    scene
        .app
        .click("[data-pending='0'] [data-action=see-result]");
    let outcome = scene.outcome();
    (scene, outcome)
}

#[test]
fn an_update_cut_off_by_kill_9_after_it_was_applied_is_resolved_as_done() {
    let (scene, outcome) = killed_while_waiting(Fault::StuckAfterApplying);
    assert_eq!(outcome, "applied", "{}", scene.app.shown());
    assert_eq!(scene.server.held(NUNEZ)["name"], ASKED);
    // It was found out a while ago, and is not said to be so now.
    scene.app.says(".result-table", "En Quentli el");
    settled(&scene);
}

#[test]
fn an_update_cut_off_by_kill_9_before_it_was_applied_is_resolved_as_not_done() {
    let (scene, outcome) = killed_while_waiting(Fault::Stuck);
    assert_eq!(outcome, "notApplied", "{}", scene.app.shown());
    assert_eq!(scene.server.held(NUNEZ)["name"], "Familia Núñez Pérez");
    settled(&scene);
}

/// Reading back sent nothing again, and nothing is pending any more.
fn settled(scene: &Scene) {
    assert_eq!(scene.server.patches(), [body(&json!({ "name": ASKED }))]);
    scene.to_find();
    assert_eq!(scene.app.count("[data-pending]"), 0);
    let session = scene
        .app
        .command("session", &json!({}))
        .expect("the session answers");
    assert_eq!(session["pending"], json!([]));
}

#[test]
fn an_update_that_still_cannot_be_read_back_at_start_stays_unknown_and_can_be_checked() {
    let mut scene = Scene::connected();
    scene.rename(NUNEZ, ASKED);
    scene
        .server
        .play(Fault::StuckAfterApplying.on(Target::Writes));
    scene.app.click("[data-action=update]");
    scene.server.wait_for_patches(1);
    scene.app.kill_9();
    scene.server.play(Fault::Forbidden.on(Target::Reads));
    scene.app.restart();
    scene.app.screen("find");
    scene
        .app
        .see("[data-pending='1'] [data-pending-state=unknown]");

    scene.server.play(None);
    scene.app.click("[data-pending] [data-action=check-now]");
    assert_eq!(scene.outcome(), "applied", "{}", scene.app.shown());
    settled(&scene);
}

#[test]
fn an_outcome_that_cannot_be_read_back_stays_unknown_until_it_can() {
    let scene = Scene::connected();
    for (fault, settled) in [
        (Fault::ServerErrorAfter, "applied"),
        (Fault::ServerErrorBefore, "notApplied"),
    ] {
        let asked = format!("Familia Núñez {settled}");
        scene.rename(NUNEZ, &asked);
        // The read before the update is let through; those after it are not.
        let practice = scene.server.practice();
        practice.push_faults([None, Some(fault.on(Target::Writes))]);
        scene.server.play(Fault::Forbidden.on(Target::Reads));
        assert_eq!(scene.update(), "unknown", "{}", scene.app.shown());
        let shown = scene.app.text("[data-outcome=unknown]");
        assert!(shown.contains("No se sabe si el cambio se hizo"), "{shown}");
        assert!(shown.contains("Quentli tuvo un problema."), "{shown}");
        assert!(!shown.contains("no llegó"), "an answer came: {shown}");

        // So late that Ficha looks once more by itself, and then not again for a quarter of an hour.
        let before = practice.requests().len();
        scene.app.pass(100_000);
        until("Ficha to look again", || {
            (practice.requests().len() > before).then_some(())
        });
        scene.server.play(None);
        scene.app.click("[data-action=read-back]");
        scene.app.wait_with(
            settled,
            "const at = document.querySelector('[data-outcome]');
             return at !== null && at.dataset.outcome === given[0]",
            &json!([settled]),
        );
        let shown = scene.app.text("[data-outcome]");
        assert!(!shown.contains("se cortó"), "nothing broke: {shown}");
        let held = scene.server.held(NUNEZ)["name"] == json!(asked);
        assert_eq!(held, settled == "applied");
        scene.discard(NUNEZ);
    }
    assert_eq!(scene.server.patches().len(), 2, "something was sent again");
}

#[test]
fn what_quentli_never_shows_is_never_claimed_after_an_unknown_outcome() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("assigneeId", "usr_7Yt2");
    scene.review();
    scene
        .server
        .play(Fault::DropMidBodyAfterApplying.on(Target::Writes));
    assert_eq!(scene.update(), "unknown", "{}", scene.app.shown());
}
