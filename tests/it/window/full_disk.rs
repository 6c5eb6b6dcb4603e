//! Ficha's folder on a full disk.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write as _},
    path::PathBuf,
    process::{Command, Stdio},
};

use ficha_tests::{app::AppOptions, keys};
use practice::Options;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::scene::{NUNEZ, Scene};

/// A small disk in memory, which ends with the value.
struct Disk(TempDir);

impl Disk {
    /// `None` where nothing can be mounted, as for anyone but root.
    fn mount() -> Option<Self> {
        let at = tempfile::tempdir().expect("a folder to mount at");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"])
            .arg(at.path())
            .stderr(Stdio::null())
            .status();
        mounted.is_ok_and(|ended| ended.success()).then(|| Self(at))
    }

    fn filler(&self) -> PathBuf {
        self.0.path().join("filler")
    }

    fn fill(&self) {
        let mut filler = File::create(self.filler()).expect("there is room yet");
        loop {
            match filler.write(&[0; 4096]) {
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => return,
                Err(error) => panic!("{error}"),
            }
        }
    }

    fn empty(&self) {
        fs::remove_file(self.filler()).expect("it is there");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // The window still holds files in it.
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[test]
fn on_a_full_disk_the_bar_and_the_question_say_that_the_draft_is_not_saved() {
    let Some(disk) = Disk::mount() else {
        eprintln!("skipped: only root can mount the small disk that this test fills");
        return;
    };
    let home = disk.0.path().join("ficha").display().to_string();
    let options = AppOptions {
        env: vec![("FICHA_HOME", home)],
        ..AppOptions::default()
    };
    let scene = Scene::first_start(Options::default(), &options);
    let app = &scene.app;
    scene.connect();
    scene.open(NUNEZ);
    disk.fill();
    app.type_into("name", "Familia Núñez Peralta");
    app.says(".action-says", "Sin guardar: el disco está lleno");

    app.go("#/find");
    app.says(
        "dialog[open]",
        "El disco está lleno y el borrador no se pudo guardar",
    );
    app.click("dialog[open] [data-action=answer-stay]");
    app.ask_to_close();
    app.says("dialog[open]", "se pierde al cerrar Ficha");
    assert_eq!(app.count("dialog[open] [data-action=answer-keep]"), 0);
    app.press(keys::ESCAPE);

    // In memory it survives leaving the screen, and Find says where it is.
    scene.to_find();
    app.says(".draft-line", "Sin guardar: el disco está lleno");
    app.ask_to_close();
    app.says("dialog[open]", "Se pierde lo escrito sin guardar de: ");
    app.press(keys::ESCAPE);
    scene.open(NUNEZ);
    assert_eq!(app.value("name"), "Familia Núñez Peralta");

    // An update that cannot be recorded first is not sent.
    scene.review();
    app.click("[data-action=update]");
    app.see("[data-error=diskFull]");
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
    app.click("[data-action=back]");
    app.screen("edit");

    disk.empty();
    app.type_into("name", "Familia Núñez Peralta Gil");
    app.says(".action-says", "Borrador guardado");
    scene.review();
    assert_eq!(scene.update(), "applied");
    assert_eq!(
        scene.server.held(NUNEZ)["name"],
        json!("Familia Núñez Peralta Gil")
    );
}

#[test]
fn on_a_full_disk_what_is_kept_for_support_is_lost_and_nothing_waits_for_it() {
    let Some(disk) = Disk::mount() else {
        eprintln!("skipped: only root can mount the small disk that this test fills");
        return;
    };
    let home = disk.0.path().join("ficha");
    let options = AppOptions {
        env: vec![("FICHA_HOME", home.display().to_string())],
        ..AppOptions::default()
    };
    let scene = Scene::first_start(Options::default(), &options);
    let app = &scene.app;
    scene.connect();
    disk.fill();
    for _ in 0..300 {
        let refused = app.command("open", &json!({ "id": "nobody-1" }));
        assert_eq!(refused.expect_err("it fails")["code"], "notFound");
    }
    app.command("session", &json!({ "panic": "index out of bounds" }))
        .expect("the rest goes on");
    let asked = app.command("diagnostics", &json!({})).expect("it answers");
    assert_eq!(asked["crash"], Value::Null);

    disk.empty();
    let refused = app.command("look_at", &json!({ "id": "nobody-1" }));
    assert_eq!(refused.expect_err("it fails")["code"], "notFound");
    let asked = app.command("diagnostics", &json!({})).expect("it answers");
    assert_eq!(asked["failures"][0]["command"], "look_at", "{asked}");
    for file in fs::read_dir(home.join("diagnostics")).expect("it is there") {
        let file = file.expect("it can be read").path();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        assert!(name.starts_with("log"), "half a crash is left: {name}");
    }
}
