//! Starting Ficha twice: one window for each folder of its files.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, TcpListener},
    path::Path,
};

use ficha_tests::{
    app::{App, AppOptions},
    keys,
    process::{Group, until},
};
use tempfile::TempDir;

use super::scene::{NUNEZ, Scene};

/// Whether a program that was started has ended, and how.
fn ended(program: &mut Group) -> Option<Option<i32>> {
    let status = program.child().try_wait().unwrap();
    status.map(|status| status.code())
}

/// Starts Ficha again and waits until this start has given way to the window that is there.
fn gives_way(app: &App) {
    app.take_focus();
    assert!(!app.has_focus());
    let mut second = app.start_once_more(&[]);
    let code = until("the second start to end", || ended(&mut second));
    assert_eq!(code, Some(0), "{}", app.output());
    until("the window to come to the front", || {
        app.has_focus().then_some(())
    });
}

/// A folder whose journal somebody else has open.
pub(super) fn held() -> (TempDir, File) {
    let folder = tempfile::tempdir().unwrap();
    let lock = File::create(folder.path().join("journal.lock")).unwrap();
    lock.try_lock().unwrap();
    (folder, lock)
}

pub(super) fn in_folder(folder: &Path, options: AppOptions) -> AppOptions {
    let mut env = options.env;
    env.push(("FICHA_HOME", folder.display().to_string()));
    AppOptions { env, ..options }
}

#[test]
fn a_second_start_shows_the_window_that_is_there_as_it_was() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    let titles = scene.app.titles();
    gives_way(&scene.app);
    assert_eq!(scene.app.titles(), titles);
    assert_eq!(scene.app.value("name"), "Familia Núñez Peralta");

    scene.app.ask_to_close();
    scene.app.see("dialog[open]");
    gives_way(&scene.app);
    assert_eq!(scene.app.count("dialog[open]"), 1);
    scene.app.click("dialog[open] [data-action=answer-stay]");
    assert_eq!(scene.app.value("name"), "Familia Núñez Peralta");
}

#[test]
fn a_dialog_of_the_systems_does_not_keep_the_window_from_being_shown() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.press(&format!("{}p", keys::CONTROL));
    until("a print dialog", || {
        (scene.app.titles().len() == 2).then_some(())
    });
    gives_way(&scene.app);
}

#[test]
fn after_a_crash_the_next_start_opens_a_window() {
    let mut app = App::start(&AppOptions::default());
    app.kill_9();
    app.restart();
    app.screen("start");
    gives_way(&app);
}

#[test]
fn another_folder_has_a_window_of_its_own() {
    let app = App::start(&AppOptions::default());
    let other = tempfile::tempdir().unwrap();
    let folder = other.path().display().to_string();
    let mut second = app.start_once_more(&[("FICHA_HOME", &folder)]);
    until("a second window", || {
        assert_eq!(ended(&mut second), None, "{}", app.output());
        (app.titles().len() == 2).then_some(())
    });
}

#[test]
fn two_starts_at_the_same_moment_come_to_one_window() {
    let app = App::start(&AppOptions::default());
    let other = tempfile::tempdir().unwrap();
    let folder = other.path().display().to_string();
    let home = [("FICHA_HOME", folder.as_str())];
    let mut starts = [app.start_once_more(&home), app.start_once_more(&home)];
    until("one of the two to end", || {
        let codes: Vec<_> = starts.iter_mut().filter_map(ended).collect();
        assert!(codes.iter().all(|code| *code == Some(0)), "{codes:?}");
        (codes.len() == 1).then_some(())
    });
    until("the other one's window", || {
        (app.titles().len() == 2).then_some(())
    });
    let gone = starts.iter_mut().filter_map(ended).count();
    assert_eq!(gone, 1);
}

#[test]
fn while_the_first_is_closing_the_second_waits_until_the_files_are_free() {
    let app = App::start(&AppOptions::default());
    let (folder, lock) = held();
    let closing = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = closing.local_addr().unwrap().port();
    let address = format!("{port} one two\n");
    fs::write(folder.path().join("window.address"), address).unwrap();
    let home = folder.path().display().to_string();
    let mut second = app.start_once_more(&[("FICHA_HOME", &home)]);
    // At its start, and once it has found the files in use.
    for _ in 0..2 {
        drop(closing.accept().unwrap());
    }
    drop(lock);
    until("the second start's window", || {
        assert_eq!(ended(&mut second), None, "{}", app.output());
        let begun = |title: &String| title.starts_with("Ficha · ");
        let titles = app.titles();
        (titles.len() == 2 && titles.iter().all(begun)).then_some(())
    });
}

#[test]
fn files_that_somebody_else_has_open_are_not_touched() {
    let (folder, _lock) = held();
    let app = App::start(&in_folder(folder.path(), AppOptions::default()));
    app.screen("already-open");
    assert!(app.text("main").contains("Ficha ya está abierta"));
}
