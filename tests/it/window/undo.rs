//! Undoing an update on Result: it is reviewed like any other.

use ficha_tests::gesture::Gesture;
use practice::Options;
use serde_json::{Value, json};

use super::{
    double_click::middle,
    scene::{NUNEZ, Scene, body},
};

/// A family whose name was updated; the result is on the screen.
fn renamed(scene: &Scene) -> Value {
    let before = scene.server.held(NUNEZ)["name"].clone();
    scene.rename(NUNEZ, "Familia Otra");
    assert_eq!(scene.update(), "applied");
    scene.app.screen("result");
    before
}

fn undo(scene: &Scene) {
    scene.app.click("[data-action=undo-update]");
    scene.app.screen("review");
    scene.app.see("[data-undoing]");
}

#[test]
fn undoing_shows_old_and_new_and_sends_exactly_what_was_there_before() {
    let scene = Scene::connected();
    let before = renamed(&scene);
    undo(&scene);
    let shown = scene.app.text("#reviewed");
    assert!(
        shown.contains("Familia Otra") && shown.contains("Familia Núñez Pérez"),
        "{shown}"
    );
    assert_eq!(scene.server.patches().len(), 1, "nothing is sent by asking");
    assert_eq!(scene.update(), "applied");
    assert_eq!(scene.server.patches()[1], body(&json!({ "name": before })));
    assert_eq!(scene.server.held(NUNEZ)["name"], before);
    // What was undone can be done again.
    undo(&scene);
    assert_eq!(scene.update(), "applied");
    assert_eq!(scene.server.held(NUNEZ)["name"], "Familia Otra");
}

#[test]
fn undoing_can_be_left_as_any_draft_can() {
    let scene = Scene::connected();
    renamed(&scene);
    undo(&scene);
    scene.app.click("[data-action=back]");
    scene.app.screen("edit");
    assert_eq!(scene.app.value("name"), "Familia Núñez Pérez");
    scene.app.see("[data-field=name][data-changed=true]");
    scene.discard(NUNEZ);
    assert_eq!(scene.server.patches().len(), 1);
}

#[test]
fn a_password_is_said_to_be_impossible_to_undo() {
    let scene = Scene::connected_to(Options {
        require_code: false,
        ..Options::default()
    });
    let before = scene.server.held(NUNEZ)["name"].clone();
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Otra");
    scene.app.type_into("password", "una nueva");
    scene.review();
    assert_eq!(scene.update(), "applied");
    scene.app.says("[data-cannot-undo]", "Contraseña");
    undo(&scene);
    scene.app.says("[data-undoing]", "Contraseña");
    assert_eq!(scene.update(), "applied");
    assert_eq!(scene.server.patches()[1], body(&json!({ "name": before })));

    scene.open(NUNEZ);
    scene.app.type_into("password", "otra nueva");
    scene.review();
    assert_eq!(scene.update(), "applied");
    scene.app.says("[data-cannot-undo]", "Contraseña");
    assert_eq!(scene.app.count("[data-action=undo-update]"), 0);
}

#[test]
fn what_a_colleague_changed_since_is_shown_before_anything_is_sent() {
    let scene = Scene::connected();
    let before = renamed(&scene);
    scene
        .server
        .change(NUNEZ, "name", json!("Familia de la Colega"));
    scene.app.click("[data-action=undo-update]");
    scene.app.screen("edit");
    let shown = scene.app.text("[data-outcome=conflict]");
    for version in [
        "Familia Otra",
        "Familia de la Colega",
        "Familia Núñez Pérez",
    ] {
        assert!(shown.contains(version), "{version} is not shown: {shown}");
    }
    assert!(shown.contains("Lo que se había enviado"), "{shown}");
    scene.app.click("[data-action=keep-mine]");
    scene.app.click("[data-action=rebase]");
    scene.app.see("[data-field=name][data-changed=true]");
    scene.review();
    let shown = scene.app.text("#reviewed");
    assert!(shown.contains("Familia de la Colega"), "{shown}");
    assert_eq!(scene.server.patches().len(), 1);
    assert_eq!(scene.update(), "applied");
    assert_eq!(scene.server.patches()[1], body(&json!({ "name": before })));
}

#[test]
fn a_double_click_on_undo_sends_nothing() {
    let scene = Scene::connected();
    renamed(&scene);
    for gap in [100, 200, 300, 400, 500] {
        scene.app.armed("[data-action=undo-update]");
        let at = middle(&scene, "[data-action=undo-update]");
        scene
            .app
            .perform("double-click Undo", &Gesture::clicks(at, &[gap]));
        scene.app.screen("review");
        scene.app.armed("[data-action=update]");
        assert_eq!(scene.server.patches().len(), 1, "{gap} ms between clicks");
        scene.app.screen("review");
        scene.discard(NUNEZ);
        scene.app.go(&format!("#/customer/{NUNEZ}/result"));
        scene.app.screen("result");
    }
}

#[test]
fn the_last_update_can_be_undone_after_the_window_was_closed() {
    let mut scene = Scene::connected();
    let before = renamed(&scene);
    scene.app.restart();
    scene.app.screen("find");
    scene.app.go(&format!("#/customer/{NUNEZ}/result"));
    scene.app.screen("result");
    undo(&scene);
    assert_eq!(scene.update(), "applied");
    assert_eq!(scene.server.held(NUNEZ)["name"], before);
}

#[test]
fn a_draft_of_the_family_is_not_overwritten_unasked() {
    let scene = Scene::connected();
    renamed(&scene);
    scene.open(NUNEZ);
    scene.app.type_into("email", "otra@escuela.mx");
    scene.app.see("[data-field=email][data-changed=true]");
    scene.to_find();
    scene.app.go(&format!("#/customer/{NUNEZ}/result"));
    scene.app.screen("result");
    scene.app.click("[data-action=undo-update]");
    scene.app.click("dialog[open] [data-action=answer-see]");
    scene.app.screen("edit");
    assert_eq!(scene.app.value("email"), "otra@escuela.mx");
    scene.to_find();
    scene.app.go(&format!("#/customer/{NUNEZ}/result"));
    scene.app.screen("result");
    scene.app.click("[data-action=undo-update]");
    scene.app.click("dialog[open] [data-action=answer-drop]");
    scene.app.screen("review");
    let shown = scene.app.text("#reviewed");
    assert!(!shown.contains("otra@escuela.mx"), "{shown}");
}

#[test]
fn where_undoing_fails_the_result_stays_and_says_why() {
    let scene = Scene::connected();
    renamed(&scene);
    scene
        .server
        .play(practice::Fault::Forbidden.on(practice::Target::Reads));
    scene.app.click("[data-action=undo-update]");
    scene.app.see("[data-error=forbidden]");
    scene.app.screen("result");
    scene.server.play(None);
    undo(&scene);
}
