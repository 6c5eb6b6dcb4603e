//! A spreadsheet on its way from a file to what will be sent: nothing leaves before it is reviewed.

use std::fs;

use ficha_tests::{
    app::{App, AppOptions},
    engine::Engine,
    keys,
};
use practice::Options;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::scene::{NUNEZ, Scene};

on_both_engines![
    a_pasted_sheet_leads_to_its_changes,
    a_file_in_an_old_encoding_is_asked_about_with_its_letters_in_sight,
    another_row_can_have_the_headers,
    two_columns_for_one_value_are_named_at_both,
    what_a_placeholder_means_is_asked_once,
    an_unknown_family_is_chosen_from_the_nearest,
    a_file_that_is_no_sheet_says_so_and_changes_nothing,
    pasting_anywhere_on_the_screen_opens_the_cells,
    a_file_over_the_window_is_welcome_on_every_screen,
];

/// Headers and rows as Excel puts them on the clipboard.
pub(crate) fn copied(rows: &[&[&str]]) -> String {
    let lines: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
    lines.join("\n")
}

/// Copies cells as from another program, and pastes them into the screen of spreadsheets.
pub(crate) fn paste(app: &App, text: &str) {
    app.go("#/bulk");
    app.screen("bulk");
    app.click("[data-action=paste]");
    app.see("[name=cells]");
    app.paste_lines_into("cells", text);
    app.screen("sheet");
}

pub(crate) fn to_check(app: &App) {
    app.click("[data-action=next]");
    app.screen("columns");
    app.click("[data-action=check]");
    app.screen("check");
}

/// How many rows there are of a kind, by the summary of the check.
pub(crate) fn figure(app: &App, name: &str) -> u64 {
    let count = app.js(
        "return Number(document.querySelector(arguments[0])?.textContent.replace(/\\D/g, '') ?? 0)",
        &json!([format!("[data-figure={name}] strong")]),
    );
    count.as_u64().unwrap_or_default()
}

pub(crate) fn wait_for_figure(app: &App, name: &str, count: u64) {
    app.wait_with(
        &format!("{count} {name}"),
        "return Number(document.querySelector(given[0])?.textContent.replace(/\\D/g, '') ?? 0) === given[1]",
        &json!([format!("[data-figure={name}] strong"), count]),
    );
}

/// A window whose file dialog answers with this file.
fn choosing(engine: Engine, name: &str, bytes: &[u8]) -> (Scene, TempDir) {
    let folder = tempfile::tempdir().expect("a folder for the file");
    let file = folder.path().join(name);
    fs::write(&file, bytes).expect("the file is written");
    let answer = folder.path().join("dialog");
    fs::write(&answer, file.display().to_string()).expect("the answer is written");
    let options = AppOptions {
        env: vec![("FICHA_FILE_DIALOG", answer.display().to_string())],
        ..engine.into()
    };
    let scene = Scene::first_start(Options::default(), &options);
    scene.connect();
    scene.app.go("#/bulk");
    scene.app.screen("bulk");
    (scene, folder)
}

fn a_pasted_sheet_leads_to_its_changes(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    paste(
        app,
        &copied(&[
            &["Usuario", "Nombre", "Correo"],
            &["0000128765", "Familia Núñez Pérez", "nueva@example.com"],
            &[
                "12873",
                "Familia Hernández Ortiz",
                "hernandez.ortiz@example.org",
            ],
        ]),
    );
    app.says("[data-understood]", "encabezados en la fila 1");
    to_check(app);
    assert_eq!(figure(app, "updates"), 1, "{}", app.shown());
    assert_eq!(figure(app, "same"), 1);
    app.click("[data-action=review]");
    app.screen("changes");
    let row = app.text(".rows-body .row");
    for part in [
        "Familia Núñez Pérez",
        "nunez.perez@example.com",
        "nueva@example.com",
    ] {
        assert!(row.contains(part), "{row}");
    }
    app.says("[data-action=run]", "1 familia");
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
}

fn a_file_in_an_old_encoding_is_asked_about_with_its_letters_in_sight(engine: Engine) {
    // CP850: Núñez, José.
    let bytes = b"Usuario;Nombre\n0000128765;N\xa3\xa4ez\n12873;Jos\x82\n";
    let (scene, _folder) = choosing(engine, "familias.csv", bytes);
    let app = &scene.app;
    app.click("[data-action=choose-file]");
    app.screen("sheet");
    app.see("[data-read=encoding].question");
    app.says(".cells-table", "Núñez");
    app.choose("encoding", "windows-1252");
    app.wait(
        "other letters",
        "return !document.querySelector('.cells-table').innerText.includes('Núñez')",
    );
    app.says("[data-understood]", "familias.csv");
}

fn another_row_can_have_the_headers(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    paste(
        app,
        &copied(&[
            &["Usuario", "Nombre"],
            &["Matrícula", "Nombre completo"],
            &["0000128765", "Familia Núñez Peralta"],
        ]),
    );
    app.click("[data-preview-row='2'] td");
    app.says("[data-understood]", "fila 2");
    app.see("[data-preview-row='2'][data-kind=header]");
    assert_eq!(
        app.js("return document.activeElement.name ?? ''", &json!([])),
        "headerRow",
        "the keyboard goes on from there"
    );
}

fn two_columns_for_one_value_are_named_at_both(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    paste(
        app,
        &copied(&[
            &["Usuario", "Teléfono", "Celular"],
            &["0000128765", "5512340000", "5512340001"],
        ]),
    );
    app.click("[data-action=next]");
    app.screen("columns");
    app.set("use-1", "field:phoneNumber");
    app.set("use-2", "field:phoneNumber");
    app.see("[name=use-1][aria-invalid=true]");
    app.see("[name=use-2][aria-invalid=true]");
    app.click("[data-action=check]");
    app.wait(
        "the first of the two to be at hand",
        "return document.activeElement.name === 'use-1'",
    );
    app.set("use-2", "ignored");
    app.click("[data-action=check]");
    app.screen("check");
}

fn what_a_placeholder_means_is_asked_once(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    paste(
        app,
        &copied(&[
            &["Usuario", "Correo"],
            &["0000128765", "S/N"],
            &["12873", "S/N"],
        ]),
    );
    to_check(app);
    assert_eq!(figure(app, "left"), 2, "{}", app.shown());
    assert_eq!(app.count("[data-placeholder]"), 1);
    app.click("[data-placeholder] [value=clear]");
    wait_for_figure(app, "updates", 2);
    app.click("[data-action=review]");
    app.screen("changes");
    app.says(".rows-body", "se borrará");
    // An e-mail is sensitive: the number of families has to be typed.
    app.armed("[data-action=run]");
    app.click("[data-action=run]");
    app.see("[name=count][aria-invalid=true]");
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
}

fn an_unknown_family_is_chosen_from_the_nearest(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    paste(
        app,
        &copied(&[
            &["Usuario", "Nombre", "Etiquetas"],
            &["0000128799", "Familia Nuñez Perez", "Beca"],
            &["12873", "Familia Hernández Ortiz", "Beca"],
        ]),
    );
    to_check(app);
    assert_eq!(figure(app, "left"), 1, "{}", app.shown());
    app.click("[data-group=unknownFamily]");
    app.click("[data-action=nearest]");
    app.see("[name=family-2]");
    app.set("family-2", NUNEZ);
    wait_for_figure(app, "updates", 2);
}

fn a_file_that_is_no_sheet_says_so_and_changes_nothing(engine: Engine) {
    let (scene, _folder) = choosing(engine, "familias.xlsx", b"%PDF-1.7 nothing of a table");
    let app = &scene.app;
    app.click("[data-action=choose-file]");
    app.see("[data-error=sheetNotOne]");
    app.says("[data-error]", "No se envió nada");
    assert_eq!(app.command("sheet", &json!({})), Ok(Value::Null));
}

fn pasting_anywhere_on_the_screen_opens_the_cells(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    app.go("#/bulk");
    app.screen("bulk");
    app.js(
        "const page = document.createElement('textarea');
         page.value = arguments[0];
         document.body.append(page);
         page.select();",
        &json!([copied(&[
            &["Usuario", "Nombre"],
            &["0000128765", "Familia Núñez Peralta"],
        ])]),
    );
    app.press(&format!("{}c", keys::CONTROL));
    app.js(
        "document.activeElement.remove();
         document.querySelector('h1').focus();",
        &json!([]),
    );
    app.press(&format!("{}v", keys::CONTROL));
    app.screen("sheet");
    app.says(".cells-table", "Familia Núñez Peralta");
}

fn a_file_over_the_window_is_welcome_on_every_screen(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    // As the core reports it; which file it is, the page never learns.
    let report = |event: Value| {
        app.js(
            "import('/state/events.js').then(({ report }) => report(arguments[0]))",
            &json!([event]),
        );
    };
    scene.open(NUNEZ);
    report(json!({ "kind": "dragging", "over": true }));
    app.see("[data-drop-veil]");
    report(json!({ "kind": "dragging", "over": false }));
    app.wait(
        "the window to be as it was",
        "return document.querySelector('[data-drop-veil]') === null",
    );
    app.screen("edit");
    report(json!({ "kind": "dropped", "name": "familias.xlsx" }));
    app.screen("bulk");
}
