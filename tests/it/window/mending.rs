//! Cells of a sheet are mended where their problems are shown.

use ficha_tests::{app::App, engine::Engine, keys};
use serde_json::{Value, json};

use super::{
    scene::Scene,
    sheet::{copied, figure, paste, to_check, wait_for_figure},
    typing::hold,
};

on_both_engines![
    a_cell_is_mended_in_its_place,
    corrections_are_not_lost_without_a_question,
    what_is_typed_into_a_cell_outlives_the_check_of_another,
    what_is_half_typed_is_not_taken_when_its_row_is_drawn_again,
    what_is_half_typed_stays_with_its_row_when_that_moves_too,
    what_is_half_typed_is_taken_as_the_screen_is_left,
];

fn with_two_phones(app: &App) {
    paste(
        app,
        &copied(&[
            &["Usuario", "Teléfono"],
            &["0000128765", "5512340000 / 5512340001"],
            &["12873", "5512340002"],
        ]),
    );
    to_check(app);
    assert_eq!(figure(app, "left"), 1, "{}", app.shown());
    app.click("[data-group=phoneTwo]");
    app.see("[name^=mend]");
}

fn a_cell_is_mended_in_its_place(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    with_two_phones(app);
    assert_eq!(app.value("mend-2-1"), "5512340000 / 5512340001");
    app.type_into("mend-2-1", "5512340001");
    app.press(keys::ENTER);
    wait_for_figure(app, "updates", 2);
    assert_eq!(figure(app, "left"), 0);
    app.click("[data-action=review]");
    app.screen("changes");
    app.says(".rows-body", "+52 55 1234 0001");
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
}

fn corrections_are_not_lost_without_a_question(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    with_two_phones(app);
    app.type_into("mend-2-1", "5512340001");
    app.press(keys::ENTER);
    wait_for_figure(app, "left", 0);
    // Another screen takes nothing away.
    app.go("#/find");
    app.screen("find");
    app.go("#/bulk");
    app.screen("bulk");
    app.click("[data-action=close-sheet]");
    app.armed("dialog[open] [data-action=answer-replace]");
    app.click("dialog[open] [data-action=answer-stay]");
    app.click("[data-action=go-on]");
    app.screen("columns");
}

fn what_is_typed_into_a_cell_outlives_the_check_of_another(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    paste(
        app,
        &copied(&[
            &["Usuario", "Teléfono"],
            &["0000128765", "5512340000 / 5512340001"],
            &["12873", "5512340002 / 5512340003"],
            &["juan_perez_01", "5512340004 / 5512340005"],
        ]),
    );
    to_check(app);
    app.click("[data-group=phoneTwo]");
    app.type_into("mend-2-1", "5512340001");
    hold(&scene, "mendCell");
    app.press(keys::ENTER);
    // On to the next cell while the first is still being checked.
    app.type_into("mend-3-1", "5512");
    app.press(keys::LEFT);
    app.press(keys::LEFT);
    assert_eq!(figure(app, "left"), 3);
    app.js("window.goOn()", &json!([]));
    wait_for_figure(app, "left", 2);
    app.wait(
        "the first row to be gone",
        "return document.querySelector('[name=mend-2-1]') === null",
    );
    app.press("9");
    assert_eq!(app.value("mend-3-1"), "55912", "goes on where it was");
}

/// What is drawn again is held back until half of a cell is typed.
fn is_typed_on_while_drawn_again(app: &App, cell: &str) {
    app.type_into(cell, "nueva@example.cm");
    app.press(keys::LEFT);
    app.js("window.goOn()", &json!([]));
    app.wait(
        "the first cell to be gone",
        "return document.querySelector('[name=mend-2-1]') === null",
    );
    app.press("o");
    assert_eq!(app.value(cell), "nueva@example.com");
    assert_eq!(figure(app, "left"), 2, "what is half typed is not taken");
}

/// The check of one cell of a row comes while another one of it is typed into.
fn what_is_half_typed_is_not_taken_when_its_row_is_drawn_again(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    paste(
        app,
        &copied(&[
            &["Usuario", "Nombre", "Correo"],
            &["0000128765", "#REF!", "#REF!"],
            &["12873", "#REF!", "hernandez.ortiz@example.org"],
        ]),
    );
    to_check(app);
    app.click("[data-group=formulaFailed]");
    app.type_into("mend-2-1", "Familia Núñez");
    hold(&scene, "mendCell");
    app.press(keys::ENTER);
    is_typed_on_while_drawn_again(app, "mend-2-2");
    app.press(keys::ENTER);
    app.js("window.goOn()", &json!([]));
    wait_for_figure(app, "left", 1);
}

/// The row above is gone and this one has changed, in one drawing.
fn what_is_half_typed_stays_with_its_row_when_that_moves_too(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    paste(
        app,
        &copied(&[
            &["Usuario", "Nombre", "Correo"],
            &["0000128765", "#REF!", "nunez.perez@example.com"],
            &["12873", "#REF!", "#REF!"],
            &["juan_perez_01", "#REF!", "#REF!"],
        ]),
    );
    to_check(app);
    app.click("[data-group=formulaFailed]");
    app.see("[name=mend-3-2]");
    hold(&scene, "sheetRows");
    app.type_into("mend-2-1", "Familia Núñez");
    app.press(keys::ENTER);
    wait_for_figure(app, "left", 2);
    app.type_into("mend-3-1", "Familia Hernández");
    app.press(keys::ENTER);
    is_typed_on_while_drawn_again(app, "mend-3-2");
}

fn what_is_half_typed_is_taken_as_the_screen_is_left(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    with_two_phones(app);
    app.type_into("mend-2-1", "5512340001");
    // No press moves the focus.
    app.press(&format!("{}f", keys::CONTROL));
    app.screen("find");
    app.go("#/bulk/check");
    app.screen("check");
    assert_eq!(figure(app, "left"), 0, "{}", app.shown());
}
