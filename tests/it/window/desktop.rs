//! What the desktop sees of the program: its windows' names, and what it says where it cannot open one.

use std::{
    io::Read as _,
    process::{Command, Stdio},
};

use ficha_tests::{
    app::{App, AppOptions, binary},
    display::Display,
    process::{Group, until},
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

/// A start that fails: what it says, in the language of `LANG`. `read` closes the box that says it.
fn says(language: &str, env: &[(&str, &str)], read: impl Fn()) -> String {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(binary());
    command
        .env_clear()
        .env("LANG", language)
        .env("HOME", home.path())
        .env("FICHA_HOME", home.path().join("ficha"))
        .envs(env.iter().copied())
        .stderr(Stdio::piped());
    let mut program = Group::spawn(&mut command).unwrap();
    let ended = until("the program to end", || {
        read();
        program.child().try_wait().unwrap()
    });
    let mut said = String::new();
    let errors = program.child().stderr.as_mut().unwrap();
    errors.read_to_string(&mut said).unwrap();
    assert_eq!(ended.code(), Some(1), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

#[test]
fn a_start_without_a_display_ends_in_a_sentence() {
    let said = says("es_MX.UTF-8", &[], || ());
    assert!(said.contains("Ficha no encontró una pantalla"), "{said}");
    let said = says("en_US.UTF-8", &[], || ());
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
    let said = says("es_MX.UTF-8", &nowhere, || {
        display.ask_any_window_to_close();
    });
    assert!(said.contains("Ficha no encontró una carpeta"), "{said}");
}
