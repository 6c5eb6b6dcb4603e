use std::path::PathBuf;

use ficha_tests::app::{App, AppOptions, files_under};
use serde_json::json;

use super::scene::{NUNEZ, Scene};

/// Whether all of the page can be reached without scrolling sideways.
fn nothing_is_cut(app: &App) {
    let wide = app.js(
        "const at = document.querySelector('.outlet') ?? document.body;
         return [at.scrollWidth, at.clientWidth, document.documentElement.scrollWidth, innerWidth]",
        &json!([]),
    );
    assert!(
        wide[0].as_u64() <= wide[1].as_u64(),
        "cut at the side: {wide}"
    );
    assert!(
        wide[2].as_u64() <= wide[3].as_u64(),
        "cut at the side: {wide}"
    );
}

fn main_job_fits(app: &App) {
    nothing_is_cut(app);
    app.click("[data-action=practice]");
    app.screen("find");
    nothing_is_cut(app);
    app.go("#/customer/cm4k6bzfx0019rtqttpbgg0ea");
    app.screen("edit");
    nothing_is_cut(app);
    app.type_into("name", "Familia Núñez Peralta");
    app.click("[data-action=review]");
    app.screen("review");
    nothing_is_cut(app);
    app.click("[data-action=update]");
    app.see("[data-outcome=applied]");
    nothing_is_cut(app);
}

#[test]
fn on_a_very_small_screen_the_main_job_fits() {
    let app = App::start(&AppOptions {
        screen: (640, 480),
        ..AppOptions::default()
    });
    main_job_fits(&app);
}

#[test]
fn on_a_screen_of_twice_the_density_the_main_job_fits() {
    let app = App::start(&AppOptions {
        screen: (2048, 1400),
        env: vec![("GDK_SCALE", "2".into())],
        ..AppOptions::default()
    });
    assert_eq!(app.js("return devicePixelRatio", &json!([])), 2);
    main_job_fits(&app);
}

#[test]
fn the_theme_is_the_systems_until_one_is_chosen() {
    for (system, theme) in [("Adwaita", "light"), ("Adwaita:dark", "dark")] {
        let app = App::start(&AppOptions {
            env: vec![("GTK_THEME", system.into())],
            ..AppOptions::default()
        });
        let worn = || app.js("return document.documentElement.dataset.theme", &json!([]));
        assert_eq!(worn(), theme, "{system}");
        let other = if theme == "light" { "dark" } else { "light" };
        app.choose_theme(other);
        assert_eq!(worn(), other, "{system}");
    }
}

#[test]
fn nothing_is_written_outside_its_own_folder() {
    let scene = Scene::connected();
    scene.rename(NUNEZ, "Familia Núñez Peralta");
    assert_eq!(scene.update(), "applied");
    scene.app.go("#/help");
    scene.app.screen("help");
    for folder in ["data", "config", "cache", "state"] {
        let written = files_under(&scene.app.files().join(folder));
        assert_eq!(written, Vec::<PathBuf>::new(), "{folder}");
    }
    assert!(files_under(&scene.app.files().join("ficha")).len() > 1);
}

#[test]
fn where_its_folder_cannot_be_written_the_app_says_so() {
    let elsewhere = tempfile::tempdir().unwrap();
    let app = App::start(&AppOptions {
        env: vec![
            ("FICHA_HOME", "/proc/ficha".into()),
            ("TMPDIR", elsewhere.path().display().to_string()),
        ],
        ..AppOptions::default()
    });
    let shown = app.text("main");
    assert!(
        shown.contains("Ficha no puede escribir en su carpeta"),
        "{shown}"
    );
    assert!(shown.contains("FICHA_HOME"), "no way on: {shown}");

    let left = || {
        let entries = std::fs::read_dir(elsewhere.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names
            .filter(|name| name.starts_with("ficha-"))
            .collect::<Vec<_>>()
    };
    assert_eq!(left().len(), 1, "the page's files go elsewhere meanwhile");
    app.ask_to_close();
    app.wait_until_gone();
    assert_eq!(left(), [""; 0], "and leave no trace");
}
