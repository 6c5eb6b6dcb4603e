//! Families go out into a workbook and come back; so does what came of a run.

use std::{
    fs,
    io::{Cursor, Read, Write},
    path::Path,
};

use ficha_tests::{
    app::{App, AppOptions},
    engine::Engine,
};
use practice::Options;
use serde_json::{Value, json};
use tempfile::TempDir;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{
    scene::{NUNEZ, Scene},
    sheet::to_check,
};

on_both_engines![
    exported_families_come_back_without_a_change_but_what_was_changed,
    three_cells_changed_by_another_program_are_what_is_sent,
    the_sheet_to_practice_with_leads_to_an_outcome_that_can_be_opened,
];

/// A folder for files, and the options of a window whose dialogs answer with one of them.
fn saving(engine: Engine, name: &str) -> (AppOptions, TempDir) {
    let folder = tempfile::tempdir().expect("a folder for the file");
    let answer = folder.path().join("dialog");
    let file = folder.path().join(name);
    fs::write(&answer, file.display().to_string()).expect("the answer is written");
    let options = AppOptions {
        env: vec![("FICHA_FILE_DIALOG", answer.display().to_string())],
        ..engine.into()
    };
    (options, folder)
}

fn open_it(app: &App) {
    app.go("#/bulk");
    app.screen("bulk");
    app.click("[data-action=choose-file]");
    app.screen("sheet");
}

fn exported_families_come_back_without_a_change_but_what_was_changed(engine: Engine) {
    let (options, _folder) = saving(engine, "Familias.xlsx");
    let scene = Scene::first_start(Options::default(), &options);
    scene.connect();
    let app = &scene.app;
    app.click("[data-action=export-families]");
    app.says("[data-exported]", "300 familias");
    app.says("[data-exported]", "Familias.xlsx");
    open_it(app);
    to_check(app);
    app.says("[data-figure=same]", "300");
    app.says("[data-figure=updates]", "0");
    assert_eq!(app.count("[data-group]"), 1, "{}", app.shown());
    // Someone changes one of them: the workbook has what was there before.
    scene
        .server
        .change(NUNEZ, "name", json!("Familia Núñez Otra"));
    app.pass(100);
    app.go("#/bulk/columns");
    app.screen("columns");
    app.click("[data-action=check]");
    app.screen("check");
    app.says("[data-figure=updates]", "1");
    app.see("[data-group=changedSinceExport]");
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
}

/// A value of one family, as it is and as it is to be.
struct Edit {
    id: String,
    field: &'static str,
    before: String,
    after: &'static str,
}

/// Puts other texts into cells of a workbook's sheet, as a program does that unpacks it and writes it anew. Returns
/// the row of each.
fn edit_cells(path: &Path, edits: &[Edit]) -> Vec<u64> {
    let bytes = fs::read(path).expect("the workbook is there");
    let mut package = ZipArchive::new(Cursor::new(bytes)).expect("it is a workbook");
    let mut edited = ZipWriter::new(Cursor::new(Vec::new()));
    let mut rows = Vec::new();
    for at in 0..package.len() {
        let mut part = package.by_index(at).expect("a part of it");
        let name = part.name().expect("its name").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("it is XML");
        if name == "xl/worksheets/sheet1.xml" {
            for edit in edits {
                rows.push(edit_cell(&mut text, edit));
            }
        }
        let options = SimpleFileOptions::default();
        edited.start_file(name, options).expect("a new part");
        edited.write_all(text.as_bytes()).expect("it is written");
    }
    let edited = edited.finish().expect("the workbook is complete");
    fs::write(path, edited.into_inner()).expect("it takes the place of the first");
    rows
}

fn edit_cell(sheet: &mut String, edit: &Edit) -> u64 {
    let id = sheet.find(&format!(">{}<", edit.id)).expect("the family");
    let start = sheet[..id].rfind("<row r=\"").expect("its row");
    let end = start + sheet[start..].find("</row>").expect("the end of it");
    let before = format!(">{}<", edit.before);
    let row = &sheet[start..end];
    assert_eq!(row.matches(&before).count(), 1, "{row}");
    let edited = row.replace(&before, &format!(">{}<", edit.after));
    sheet.replace_range(start..end, &edited);
    let number = edited["<row r=\"".len()..].split('"').next();
    number
        .and_then(|number| number.parse().ok())
        .expect("its number")
}

/// Three families that have the field, and what it is to be.
fn three_edits(families: &[Value]) -> Vec<Edit> {
    let mut families = families
        .iter()
        .filter(|family| family["archivedAt"].is_null());
    let fields = [
        ("name", "Familia de Otro Programa"),
        ("email", "otro.programa@example.com"),
        ("phoneNumber", "+525519283746"),
    ];
    let edits = fields.map(|(field, after)| {
        let has = |family: &&Value| family[field].is_string();
        let family = families.find(has).expect("a family that has one");
        let text = |name: &str| family[name].as_str().unwrap_or_default().to_owned();
        Edit {
            id: text("id"),
            field,
            before: text(field),
            after,
        }
    });
    edits.into()
}

/// The values that one family has now and did not have.
fn changed((before, now): (&Value, &Value)) -> Vec<Value> {
    // The server's own: when it was changed, and that a new address is not verified.
    const OWN: [&str; 3] = ["updatedAt", "emailVerified", "phoneNumberVerified"];
    assert_eq!(before["id"], now["id"]);
    let fields = now.as_object().into_iter().flatten();
    fields
        .filter(|(name, value)| before[*name] != **value && !OWN.contains(&name.as_str()))
        .map(|(name, value)| json!([now["id"], name, value]))
        .collect()
}

fn three_cells_changed_by_another_program_are_what_is_sent(engine: Engine) {
    let (window, folder) = saving(engine, "Familias.xlsx");
    let options = Options {
        require_code: false,
        ..Options::default()
    };
    let scene = Scene::first_start(options, &window);
    scene.connect();
    let app = &scene.app;
    let families = scene.server.practice().families();
    let edits = three_edits(&families);
    app.click("[data-action=export-families]");
    app.says("[data-exported]", "300 familias");
    let rows = edit_cells(&folder.path().join("Familias.xlsx"), &edits);
    open_it(app);
    to_check(app);
    app.says("[data-figure=updates]", "3");
    app.says("[data-figure=same]", "297");
    app.click("[data-action=review]");
    app.screen("changes");
    app.see("[data-sheet-row]");
    let shown = app.js(
        "return Array.from(document.querySelectorAll('[data-sheet-row]'), (row) => [
           Number(row.dataset.sheetRow),
           row.querySelector('.row-id').textContent,
           Array.from(row.querySelectorAll('[data-change-of]'), (change) => change.dataset.changeOf),
         ])",
        &json!([]),
    );
    let mut wanted: Vec<_> = rows.iter().zip(&edits).collect();
    wanted.sort_by_key(|(row, _)| **row);
    let wanted = wanted
        .into_iter()
        .map(|(row, edit)| json!([row, edit.id, [edit.field]]));
    assert_eq!(shown, Value::Array(wanted.collect()));
    app.type_into("count", "3");
    app.click("[data-action=run]");
    app.screen("run");
    app.see("[data-run-head][data-state=done]");
    let wanted: Vec<_> = edits
        .iter()
        .map(|edit| json!([edit.id, edit.field, edit.after]))
        .collect();
    let held = scene.server.practice().families();
    let changed: Vec<_> = families.iter().zip(&held).flat_map(changed).collect();
    assert_eq!(changed, wanted);
    assert_eq!(scene.server.patches().len(), 3);
}

fn the_sheet_to_practice_with_leads_to_an_outcome_that_can_be_opened(engine: Engine) {
    let (options, folder) = saving(engine, "Resultado.xlsx");
    let app = App::start(&options);
    app.click("[data-action=practice]");
    app.screen("find");
    app.go("#/bulk");
    app.screen("bulk");
    app.click("[data-action=practice-sheet]");
    app.screen("sheet");
    to_check(&app);
    app.see("[data-groups=problem] [data-group]");
    app.click("[data-action=review]");
    app.screen("changes");
    if app.count("[name=count]") > 0 {
        let count = app
            .text("[for=count]")
            .replace(|letter: char| !letter.is_ascii_digit(), "");
        app.type_into("count", &count);
    }
    app.click("[data-action=run]");
    app.screen("run");
    app.see("[data-run-head][data-state=done]");
    app.click("[data-action=save-outcome]");
    app.says("[data-saved]", "Resultado.xlsx");
    assert!(folder.path().join("Resultado.xlsx").exists());
    open_it(&app);
    app.says("[data-sheet-notes]", "Es un resultado que guardó Ficha");
}
