//! Installs a Debian package into a fresh Debian, does the main job with it as it ships, removes it
//! and looks for what it left: `installed PACKAGE FOLDER`. `cargo xtask dist --install-test` runs
//! it as root in a mount namespace of its own.

#[cfg(target_os = "linux")]
fn main() {
    let arguments: Vec<_> = std::env::args_os()
        .skip(1)
        .map(std::path::PathBuf::from)
        .collect();
    let [package, folder] = arguments.as_slice() else {
        eprintln!("Say which package, and where its Debian may be made: installed PACKAGE FOLDER");
        std::process::exit(2);
    };
    installed::try_package(package, folder);
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("A Debian package can only be tried on Linux.");
    std::process::exit(1);
}

#[cfg(target_os = "linux")]
mod installed {
    use std::{collections::BTreeSet, fs, path::Path, process::Stdio, time::Duration};

    use ficha_tests::{
        debian::Debian,
        display::{Display, keysyms},
        process::{Group, until},
    };

    const USER: &str = "maestra";
    /// Where README says that a person's own data is; all else in the home is the desktop's.
    const OWN: &str = ".local/share/mx.ficha.escritorio";

    pub(super) fn try_package(package: &Path, folder: &Path) {
        say("a fresh Debian");
        let debian = Debian::make(folder);
        fs::copy(package, debian.path("/ficha.deb")).expect("the package can be copied");
        debian.run("apt-get", &["update", "--quiet"]);
        debian.run("useradd", &["--create-home", USER]);

        say("installing with what it depends on, and nothing it only recommends");
        install(&debian);
        debian.run(
            "apt-get",
            &[
                "install",
                "--yes",
                "--quiet",
                "--no-install-recommends",
                "fonts-dejavu-core",
            ],
        );
        debian.run("dpkg", &["--purge", "ficha"]);
        let before = debian.files();
        install(&debian);
        every_library_is_there(&debian);

        say("the main job in practice mode, in its own window, by keyboard");
        main_job(&debian);

        say("removing");
        debian.run("apt-get", &["remove", "--yes", "--quiet", "ficha"]);
        debian.run("dpkg", &["--purge", "ficha"]);
        nothing_is_left(&debian, &before);
        say("done: installed, used, removed, nothing left but the person's own data");
    }

    fn say(step: &str) {
        println!("install test: {step}");
    }

    fn install(debian: &Debian) {
        let wanted = [
            "install",
            "--yes",
            "--quiet",
            "--no-install-recommends",
            "/ficha.deb",
        ];
        debian.run("apt-get", &wanted);
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

    /// What the window shows is told by its title: each screen has its own, and the result's says
    /// what came of the update.
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
            .stdin(Stdio::null());
        let mut ficha = Group::spawn(&mut command).expect("Ficha starts");

        shows("Buscar");
        find(&display, "0000128765", "Familia Núñez Pérez");
        display.press(&[keysyms::TAB]);
        display.type_text("Familia Prueba");
        let review = [keysyms::CONTROL, keysyms::RETURN];
        until("Review", || {
            let there = comes_to_show(&display, "Revisar antes de enviar");
            if !there {
                display.press(&review);
            }
            there.then_some(())
        });
        // Once more leads to the button that sends, and Entrar presses it; pressed before the button
        // has the focus it does nothing, and pressed on the result it would go on to Find.
        until("the update to be told", || {
            display.press(&review);
            display.press(&[keysyms::RETURN]);
            comes_to_show(&display, "Familia Prueba quedó actualizada").then_some(())
        });

        display.press(&[keysyms::N]);
        shows("Buscar");
        find(&display, "0000128765", "Familia Prueba");

        display.ask_windows_to_close();
        let ended = until("Ficha to end", || {
            ficha.child().try_wait().expect("Ficha is our child")
        });
        assert!(ended.success(), "Ficha ended with {ended}");
    }

    /// Finds a family by what identifies it and opens it.
    fn find(display: &Display, text: &str, name: &str) {
        display.press(&[keysyms::CONTROL, keysyms::F]);
        display.type_text(text);
        press_until(display, &[keysyms::RETURN], name);
    }

    /// Whether the title is seen before it is time to press again.
    fn comes_to_show(display: &Display, title: &str) -> bool {
        (0..100).any(|_| {
            std::thread::park_timeout(Duration::from_millis(20));
            display.titles().iter().any(|shown| shown.contains(title))
        })
    }

    /// Presses again and again: what is typed takes a moment to be found, or checked.
    fn press_until(display: &Display, keys: &[u32], title: &str) {
        until(&format!("a window titled {title:?}"), || {
            display.press(keys);
            let mut titles = display.titles().into_iter();
            titles.any(|shown| shown.contains(title)).then_some(())
        });
    }

    fn nothing_is_left(debian: &Debian, before: &BTreeSet<String>) {
        let home = format!("home/{USER}/");
        let (in_home, outside): (Vec<String>, Vec<String>) = debian
            .files()
            .into_iter()
            .filter(|file| !before.contains(file))
            .partition(|file| file.starts_with(&home));
        assert!(outside.is_empty(), "left on the system: {outside:#?}");
        let named: Vec<&String> = before
            .iter()
            .filter(|file| file.to_lowercase().contains("ficha") && *file != "ficha.deb")
            .collect();
        assert!(named.is_empty(), "left by installing alone: {named:#?}");
        let stray: Vec<&String> = in_home
            .iter()
            .filter(|file| file.to_lowercase().contains("ficha"))
            .filter(|file| !file.starts_with(&format!("{home}{OWN}")))
            .collect();
        assert!(stray.is_empty(), "README does not speak of {stray:#?}");
        assert!(
            in_home.iter().any(|file| file.contains(OWN)),
            "the person's own data is gone: {in_home:#?}"
        );
        let readme = include_str!("../../../README.md");
        assert!(
            readme.contains(OWN),
            "README does not say where the data is"
        );
    }
}
