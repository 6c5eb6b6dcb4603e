//! Installs a Debian package into a fresh Debian, does the main job with it as it ships, removes it
//! and checks what it left behind: `installed PACKAGE FOLDER [IMAGE]`. With an image, the Debian is what docker
//! has by that name, where it can be had. `cargo xtask dist --install-test` runs it as root in a private mount
//! namespace.

#[cfg(target_os = "linux")]
fn main() {
    let arguments: Vec<_> = std::env::args_os()
        .skip(1)
        .map(std::path::PathBuf::from)
        .collect();
    let (package, folder, image) = match arguments.as_slice() {
        [package, folder] => (package, folder, None),
        [package, folder, image] => (package, folder, image.to_str()),
        _ => {
            eprintln!("Usage: installed PACKAGE FOLDER [IMAGE]");
            std::process::exit(2);
        }
    };
    installed::try_package(package, folder, image);
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("A Debian package can only be tried on Linux.");
    std::process::exit(1);
}

#[cfg(target_os = "linux")]
mod installed {
    use std::{collections::BTreeMap, fs, path::Path, process::Stdio, time::Duration};

    use ficha_tests::{
        debian::Debian,
        display::{Display, keysyms},
        process::{Group, until},
    };

    /// Lets any program drive the window of an app that does not remove this variable.
    const AUTOMATION: &str = "TAURI_WEBVIEW_AUTOMATION";
    const USER: &str = "maestra";
    const PACKAGE: &str = "/ficha.deb";
    /// Where README says that the user's data is.
    const OWN: &str = ".local/share/mx.ficha.escritorio";

    pub(super) fn try_package(package: &Path, folder: &Path, image: Option<&str>) {
        let debian = fresh(folder, image);
        fs::copy(package, debian.path(PACKAGE)).expect("the package can be copied");
        debian.run("apt-get", &["update", "--quiet"]);
        debian.run("useradd", &["--create-home", USER]);

        say("what it depends on, and nothing it only recommends");
        let depends = debian.run("dpkg-deb", &["--field", PACKAGE, "Depends"]);
        apt_get(&debian, &["satisfy", depends.trim()]);
        apt_get(&debian, &["install", "fonts-dejavu-core"]);
        let before = debian.files();

        say("installing");
        apt_get(&debian, &["install", PACKAGE]);
        every_library_is_there(&debian);

        say("the main job in practice mode, in its own window, by keyboard");
        main_job(&debian);

        say("removing");
        apt_get(&debian, &["remove", "ficha"]);
        debian.run("dpkg", &["--purge", "ficha"]);
        nothing_is_left(&debian, &before);
        say("done: installed, used, removed, nothing left but the person's own data");
    }

    fn fresh(folder: &Path, image: Option<&str>) -> Debian {
        if let Some(image) = image {
            say(&format!("a fresh {image}"));
            if let Some(debian) = Debian::of_image(folder, image) {
                return debian;
            }
            say("docker cannot have that image here; instead");
        }
        say("a fresh Debian, of this machine's release");
        Debian::make(folder)
    }

    fn say(step: &str) {
        println!("install test: {step}");
    }

    fn apt_get(debian: &Debian, what: &[&str]) {
        let how = ["--yes", "--quiet", "--no-install-recommends"];
        debian.run("apt-get", &[&how, what].concat());
    }

    fn every_library_is_there(debian: &Debian) {
        let libraries = debian.run("ldd", &["/usr/bin/ficha"]);
        let missing: Vec<&str> = libraries
            .lines()
            .filter(|line| line.contains("not found"))
            .collect();
        assert!(
            missing.is_empty(),
            "the package does not depend on {missing:?}"
        );
    }

    /// The window's title names the screen and the environment, and the result's names the outcome. No
    /// title names the family.
    fn main_job(debian: &Debian) {
        let display = Display::start(1024, 700);
        let shows = |what: &str| {
            until(
                &format!("a window titled {what:?}; now {:?}", display.titles()),
                || {
                    display
                        .titles()
                        .iter()
                        .any(|title| title.contains(what))
                        .then_some(())
                },
            );
        };
        let mut command = debian.command_of(USER, "/usr/bin/ficha");
        command
            .arg("--practice")
            .env("DISPLAY", display.name())
            .env("LANG", "es_MX.UTF-8")
            .env("NO_AT_BRIDGE", "1")
            .env(AUTOMATION, "true")
            .stdin(Stdio::null());
        let mut ficha = Group::spawn(&mut command).expect("Ficha starts");

        shows("Buscar · PRÁCTICA");
        the_window_belongs_to_the_desktop_file(debian, &display);
        the_wish_to_drive_it_is_dropped(debian);
        find(&display, "0000128765");
        // The second group is Identity, and the name comes first in it.
        display.press(&[keysyms::ALT, keysyms::TWO]);
        display.type_text("Familia Prueba");
        let review = [keysyms::CONTROL, keysyms::RETURN];
        until("Review", || {
            let there = comes_to_show(&display, "Revisar antes de enviar");
            if !there {
                display.press(&review);
            }
            there.then_some(())
        });
        // Once more leads to the button that sends, which takes Enter once it has had the focus for a
        // moment with nothing pressed.
        let done = || comes_to_show(&display, "Actualizado · PRÁCTICA").then_some(());
        until("the outcome of the update", || {
            display.press(&review);
            done().or_else(|| {
                display.press(&[keysyms::RETURN]);
                done()
            })
        });
        let titles = display.titles();
        assert!(
            !titles.iter().any(|title| title.contains("Familia")),
            "a family's name is outside its window: {titles:?}"
        );

        // The result accepts keys once it has been visible for a moment with nothing pressed.
        until("Find", || {
            display.press(&[keysyms::N]);
            comes_to_show(&display, "Buscar").then_some(())
        });
        find(&display, "0000128765");

        display.ask_windows_to_close();
        let ended = until("Ficha to end", || {
            ficha.child().try_wait().expect("Ficha is our child")
        });
        assert!(ended.success(), "Ficha ended with {ended}");
    }

    /// A desktop finds the icon by the file's name on Wayland, and by the class that it names on X11.
    fn the_window_belongs_to_the_desktop_file(debian: &Debian, display: &Display) {
        for [instance, class] in display.classes() {
            let file = debian.path(&format!("/usr/share/applications/{instance}.desktop"));
            let file = fs::read_to_string(file).expect("the desktop file has the window's name");
            let line = format!("StartupWMClass={class}");
            assert!(file.lines().any(|one| one == line), "no {line}: {file}");
        }
    }

    /// A variable that a process removed is not inherited by its children, such as the page's processes.
    fn the_wish_to_drive_it_is_dropped(debian: &Debian) {
        let root = fs::canonicalize(debian.path("/")).expect("the Debian is there");
        let processes = fs::read_dir("/proc").expect("Linux has /proc");
        let environments: Vec<Vec<u8>> = processes
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|process| fs::read_link(process.join("root")).is_ok_and(|at| at == root))
            .filter(|process| {
                let name = fs::read_to_string(process.join("comm"));
                name.is_ok_and(|name| name.starts_with("WebKit"))
            })
            .filter_map(|process| fs::read(process.join("environ")).ok())
            .collect();
        assert!(!environments.is_empty(), "the page has no processes");
        for environment in environments {
            let environment = String::from_utf8_lossy(&environment);
            assert!(!environment.contains(AUTOMATION), "{environment}");
        }
    }

    /// Finds a family by what identifies it and opens it.
    fn find(display: &Display, text: &str) {
        display.press(&[keysyms::CONTROL, keysyms::F]);
        display.type_text(text);
        press_until(display, &[keysyms::RETURN], "Editar");
    }

    /// Whether the title appears before it is time to press again.
    fn comes_to_show(display: &Display, title: &str) -> bool {
        (0..100).any(|_| {
            std::thread::park_timeout(Duration::from_millis(20));
            display.titles().iter().any(|shown| shown.contains(title))
        })
    }

    /// Presses repeatedly: finding or checking what was typed takes a moment.
    fn press_until(display: &Display, keys: &[u32], title: &str) {
        until(&format!("a window titled {title:?}"), || {
            display.press(keys);
            let mut titles = display.titles().into_iter();
            titles.any(|shown| shown.contains(title)).then_some(())
        });
    }

    fn nothing_is_left(debian: &Debian, before: &BTreeMap<String, Option<u64>>) {
        let after = debian.files();
        let gone: Vec<&String> = before
            .keys()
            .filter(|path| !after.contains_key(*path))
            .collect();
        assert!(gone.is_empty(), "not Ficha's, and gone: {gone:#?}");
        let home = format!("home/{USER}/");
        let (in_home, outside): (Vec<_>, Vec<_>) = after
            .iter()
            .filter(|(path, digest)| before.get(*path) != Some(digest))
            .partition(|(path, _)| path.starts_with(&home));
        assert!(outside.is_empty(), "left on the system: {outside:#?}");
        // Empty folders reveal nothing.
        let (own, stray): (Vec<&str>, Vec<&str>) = in_home
            .iter()
            .filter(|(_, digest)| digest.is_some())
            .map(|(path, _)| path.trim_start_matches(&home))
            .partition(|path| path.starts_with(OWN));
        assert!(stray.is_empty(), "README does not mention {stray:#?}");
        assert!(!own.is_empty(), "the person's own data is gone");
        let readme = include_str!("../../../README.md");
        assert!(
            readme.contains(OWN),
            "README does not say where the data is"
        );
    }
}
