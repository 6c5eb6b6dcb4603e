//! Families go out into a workbook and come back; so does what came of a run.

use std::fs;

use ficha_tests::{
    app::{App, AppOptions},
    engine::Engine,
};
use practice::Options;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{
    scene::{NUNEZ, Scene},
    sheet::to_check,
};

on_both_engines![
    exported_families_come_back_without_a_change_but_what_was_changed,
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
