use std::fs;

use super::*;

fn crash(second: i64) -> Crash {
    Crash {
        at: Timestamp::from_second(second).unwrap(),
        version: "0.1.0".to_owned(),
        thread: "main".to_owned(),
        place: "src-tauri/src/app.rs:1:2".to_owned(),
        uptime_ms: 7,
    }
}

#[test]
fn the_last_crashes_are_kept_whatever_the_clock_said() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("diagnostics");
    for second in [100, 200, 300, 50, 60, 70, 10] {
        write(&at, &crash(second)).unwrap();
    }
    let seconds: Vec<i64> = kept(&at).iter().map(|one| one.at.as_second()).collect();
    assert_eq!(seconds, [10, 70, 60, 50, 300]);
    assert_eq!(
        fs::read_dir(&at).unwrap().count(),
        5,
        "nothing else is left"
    );
}

#[test]
fn crashes_at_once_are_all_kept() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for second in 0..4 {
            let folder = folder.path();
            scope.spawn(move || write(folder, &crash(second)).unwrap());
        }
    });
    let mut seconds: Vec<i64> = kept(folder.path())
        .iter()
        .map(|one| one.at.as_second())
        .collect();
    seconds.sort_unstable();
    assert_eq!(seconds, [0, 1, 2, 3]);
}

#[test]
fn where_nothing_can_be_written_a_crash_is_lost_and_nothing_panics() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a-file");
    fs::write(&file, "not a folder").unwrap();
    assert!(write(&file, &crash(1)).is_err());
    assert_eq!(kept(&file), []);
    erase(&file);
    assert!(write(Path::new("/proc/ficha"), &crash(1)).is_err());
}

#[test]
fn a_file_that_is_no_crash_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &crash(1)).unwrap();
    fs::write(folder.path().join("crash-2.txt"), "Familia Núñez").unwrap();
    fs::write(folder.path().join("crash-x.txt"), "Familia Núñez").unwrap();
    let long = Crash {
        place: "Familia Núñez".repeat(100),
        ..crash(3)
    };
    let text = serde_json::to_string(&long).unwrap();
    fs::write(folder.path().join("crash-3.txt"), text).unwrap();
    assert_eq!(kept(folder.path()), [crash(1)]);
    erase(folder.path());
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "what is not Ficha's stays: {left:?}");
}

#[test]
fn only_names_of_threads_that_the_program_gives_are_kept() {
    assert_eq!(thread_name(Some("journal")), "journal");
    assert_eq!(thread_name(Some("Familia Núñez")), "other");
    assert_eq!(thread_name(None), "other");
}

#[test]
fn a_place_names_no_folder_of_the_computer_that_built_ficha() {
    for (file, place) in [
        ("src-tauri/src/app.rs", "src-tauri/src/app.rs"),
        (
            "/home/ana/ficha/src-tauri/src/app.rs",
            "src-tauri/src/app.rs",
        ),
        (
            r"src-tauri\crates\desk\src\desk.rs",
            "src-tauri/crates/desk/src/desk.rs",
        ),
        (
            "/home/ana/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/tokio-1.2.3/src/lib.rs",
            "tokio-1.2.3/src/lib.rs",
        ),
        (
            r"C:\Users\ana\.cargo\registry\src\index.crates.io-19\tao-0.37.0\src\lib.rs",
            "tao-0.37.0/src/lib.rs",
        ),
        (
            "/rustc/0123456789abcdef/library/core/src/option.rs",
            "library/core/src/option.rs",
        ),
    ] {
        assert_eq!(in_sources(file), place);
    }
}
