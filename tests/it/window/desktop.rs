//! What the desktop sees of the program: its windows' names, and what it says where it cannot open one.

use std::process::Command;

use ficha_tests::{
    app::{App, AppOptions, binary},
    display::Display,
};

const DESKTOP_FILE: &str = include_str!("../../../src-tauri/packaging/linux/ficha.desktop");

#[test]
fn the_window_belongs_to_the_installed_desktop_file() {
    let app = App::start(&AppOptions::default());
    let class = DESKTOP_FILE
        .lines()
        .find_map(|line| line.strip_prefix("StartupWMClass="));
    let class = class.expect("the desktop file names its windows");
    // Wayland has only the first, and looks for a desktop file of that name.
    assert_eq!(app.classes(), [[class, class]]);
}

/// A start that fails: what it says, in the language of `LANG`.
fn says(language: &str, env: &[(&str, &str)]) -> String {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(binary())
        .env_clear()
        .env("LANG", language)
        .env("HOME", home.path())
        .env("FICHA_HOME", home.path().join("ficha"))
        .envs(env.iter().copied())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

#[test]
fn a_start_without_a_display_ends_in_a_sentence() {
    let said = says("es_MX.UTF-8", &[]);
    assert!(said.contains("Ficha no encontró una pantalla"), "{said}");
    let said = says("en_US.UTF-8", &[]);
    assert!(said.contains("Ficha found no display"), "{said}");
}

#[test]
fn a_start_without_any_folder_ends_in_a_sentence() {
    let display = Display::start(800, 600);
    let nowhere = [
        ("DISPLAY", display.name()),
        ("FICHA_HOME", "/proc/ficha"),
        ("TMPDIR", "/proc"),
    ];
    let said = says("es_MX.UTF-8", &nowhere);
    assert!(said.contains("Ficha no encontró una carpeta"), "{said}");
}
