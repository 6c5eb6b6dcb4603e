//! An archived family is changed only after a confirmation.

use ficha_tests::keys;
use serde_json::{Value, json};

use super::scene::{NUNEZ, Scene, body};

const AT: &str = "2026-01-10T12:00:00.000Z";
const MINE: &str = "Familia Núñez Peralta";

/// Review names it, and Update sends nothing until the box is ticked.
#[track_caller]
fn is_confirmed_before_sending(scene: &Scene) {
    let app = &scene.app;
    app.says("[data-archived]", "archivada desde el 10 de enero de 2026");
    app.click("[data-action=update]");
    app.says("[data-archived]", "Marque esta casilla");
    app.wait(
        "the focus to be at the box",
        "return document.activeElement?.name === 'archivedConfirmed'",
    );
    // A hasty Enter on it neither ticks nor sends.
    app.press(keys::ENTER);
    app.click("[data-action=update]");
    assert_eq!(
        scene.server.patches(),
        Vec::<Value>::new(),
        "sent unconfirmed"
    );
    app.click("[name=archivedConfirmed]");
    assert_eq!(scene.update(), "applied", "{}", app.shown());
    assert_eq!(scene.server.patches(), [body(&json!({ "name": MINE }))]);
}

#[test]
fn a_draft_of_a_family_that_was_archived_since_is_confirmed_before_sending() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("name", MINE);
    scene.app.says(".action-says", "Borrador guardado");
    scene.to_find();
    scene.server.change(NUNEZ, "archivedAt", json!(AT));
    scene.open(NUNEZ);
    assert_eq!(scene.app.value("name"), MINE);
    scene.review();
    is_confirmed_before_sending(&scene);
}

#[test]
fn a_family_that_was_archived_before_the_update_is_confirmed_twice() {
    let scene = Scene::connected();
    scene.rename(NUNEZ, MINE);
    assert_eq!(scene.app.count("[data-archived]"), 0);
    scene.server.change(NUNEZ, "archivedAt", json!(AT));
    assert_eq!(scene.update(), "conflict");
    scene.app.click("[data-action=rebase]");
    scene.app.see("[name=archivedConfirmed]");
    is_confirmed_before_sending(&scene);
}
