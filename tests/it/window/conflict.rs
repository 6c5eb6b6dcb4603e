use serde_json::json;

use super::scene::{NUNEZ, Scene, body};

const MINE: &str = "Familia Núñez Mía";
const THEIRS: &str = "Familia Núñez Suya";

/// Both sides change the name, and the other one also a switch.
fn both_changed(scene: &Scene) {
    scene.rename(NUNEZ, MINE);
    scene.server.change(NUNEZ, "name", json!(THEIRS));
    assert_eq!(scene.update(), "conflict");
    let shown = scene.app.text("[data-outcome=conflict]");
    for side in ["Familia Núñez Pérez", MINE, THEIRS] {
        assert!(shown.contains(side), "{side} is not shown: {shown}");
    }
    assert_eq!(
        scene.server.patches(),
        Vec::<serde_json::Value>::new(),
        "sent over the other's"
    );
}

/// Continues with the chosen sides, and waits until the conflict is off the screen.
fn go_on(scene: &Scene) {
    scene.app.click("[data-action=rebase]");
    scene.app.wait(
        "the way on",
        "return document.querySelector('main[data-ready=true] [data-outcome=conflict]') === null
           && document.querySelector('main[data-ready=true]') !== null",
    );
}

#[test]
fn the_others_change_is_shown_and_mine_is_sent_only_when_chosen() {
    let scene = Scene::connected();
    both_changed(&scene);
    scene.app.click("[name='conflict.name'][value=mine]");
    go_on(&scene);
    if scene.app.count("main[data-screen=edit]") == 1 {
        scene.review();
    }
    assert_eq!(scene.update(), "applied");
    assert_eq!(scene.server.patches(), [body(&json!({ "name": MINE }))]);
}

#[test]
fn the_others_change_stays_where_theirs_is_chosen() {
    let scene = Scene::connected();
    both_changed(&scene);
    scene.app.click("[name='conflict.name'][value=theirs]");
    go_on(&scene);
    scene.open(NUNEZ);
    assert_eq!(scene.app.value("name"), THEIRS);
    assert_eq!(scene.app.count("[data-changed=true]"), 0);
    assert_eq!(scene.server.patches(), Vec::<serde_json::Value>::new());
    assert_eq!(scene.server.held(NUNEZ)["name"], THEIRS);
}

#[test]
fn a_change_outside_the_form_is_named_as_such_and_one_press_continues() {
    let scene = Scene::connected();
    scene.rename(NUNEZ, MINE);
    for (field, value, words) in [
        (
            "archivedAt",
            json!("2026-01-10T12:00:00.000Z"),
            "Esta familia se archivó en Quentli",
        ),
        ("tags", json!(["becado"]), "datos que Ficha no muestra"),
    ] {
        scene.server.change(NUNEZ, field, value);
        assert_eq!(scene.update(), "conflict", "{field}");
        let shown = scene.app.text("[data-outcome=conflict]");
        assert!(shown.contains(words), "{shown}");
        assert!(!shown.contains("Elija"), "nothing to choose: {shown}");
        assert_eq!(scene.app.count("[data-outcome=conflict] table"), 0);
        go_on(&scene);
        if scene.app.count("main[data-screen=edit]") == 1 {
            scene.review();
        }
        // From now on it is archived.
        scene.app.click("[name=archivedConfirmed]");
    }
    assert_eq!(scene.server.patches(), Vec::<serde_json::Value>::new());
    assert_eq!(scene.update(), "applied");
    assert_eq!(scene.server.patches(), [body(&json!({ "name": MINE }))]);
}

#[test]
fn a_change_elsewhere_in_the_record_is_shown_too_and_kept() {
    let scene = Scene::connected();
    scene.rename(NUNEZ, MINE);
    scene
        .server
        .change(NUNEZ, "secondaryPhoneNumber", json!("+525587659999"));
    assert_eq!(scene.update(), "conflict");
    let shown = scene.app.text("[data-outcome=conflict]");
    assert!(shown.contains("55 8765 9999"), "{shown}");
    assert!(!shown.contains("Elija"), "nothing to choose: {shown}");
    go_on(&scene);
    if scene.app.count("main[data-screen=edit]") == 1 {
        scene.review();
    }
    assert_eq!(scene.update(), "applied");
    assert_eq!(scene.server.patches(), [body(&json!({ "name": MINE }))]);
    assert_eq!(
        scene.server.held(NUNEZ)["secondaryPhoneNumber"],
        "+525587659999"
    );
}

#[test]
fn a_conflict_left_undecided_is_on_edit_too_with_a_removed_pair_named_as_such() {
    let scene = Scene::connected();
    let pairs = json!([{ "key": "Nivel", "value": "Primaria" }, { "key": "Ruta", "value": "7" }]);
    scene.server.change(NUNEZ, "metadata", pairs);
    scene.open(NUNEZ);
    scene.app.click("[data-remove-row]");
    scene.review();
    let theirs = json!([{ "key": "Nivel", "value": "Secundaria" }]);
    scene.server.change(NUNEZ, "metadata", theirs);
    assert_eq!(scene.update(), "conflict");
    scene.app.click("[data-action=back]");
    scene.app.screen("edit");
    scene.app.see("[data-outcome=conflict]");
    let cells = scene.app.js(
        "return Array.from(document.querySelectorAll('[data-outcome=conflict] tbody tr'), (row) =>
           Array.from(row.querySelectorAll('th, td'), (cell) => cell.querySelector('bdi, .muted').textContent))",
        &json!([]),
    );
    assert_eq!(
        cells,
        json!([
            ["Nivel", "Primaria", "Secundaria", "se quitará este dato"],
            ["Ruta", "7", "no está", "no se tocó aquí"],
        ])
    );
    assert_eq!(scene.server.patches(), Vec::<serde_json::Value>::new());
}
