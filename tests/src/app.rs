use std::{
    fs::{self, File},
    ops::Deref,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use rustix::process::{Signal, kill_process};
use tempfile::TempDir;

use crate::{
    chromium::Chromium,
    display::Display,
    engine::Engine,
    page::Page,
    piped::Piped,
    process::{Group, until},
    session::{SessionBus, Situation},
    webdriver::{Browser, Driver},
    window::Window,
};

/// How a window is set up for a test.
#[derive(Clone, Debug)]
pub struct AppOptions {
    pub engine: Engine,
    /// In the form of `LANG`; the app follows the system's language at first.
    pub language: &'static str,
    pub keychain: Situation,
    /// The screen's size in pixels.
    pub screen: (u32, u32),
    /// Further environment variables, which override the harness's own.
    pub env: Vec<(&'static str, String)>,
}

impl Default for AppOptions {
    fn default() -> Self {
        Self {
            engine: Engine::WebKit,
            language: "es_MX.UTF-8",
            keychain: Situation::Unlocked,
            screen: (1280, 900),
            env: Vec::new(),
        }
    }
}

impl From<Engine> for AppOptions {
    fn from(engine: Engine) -> Self {
        Self {
            engine,
            ..Self::default()
        }
    }
}

/// The real window, with its own screen, session and files.
#[derive(Debug)]
pub struct App {
    // Dropped in this order: the window before what it depends on.
    window: Option<Window>,
    bus: SessionBus,
    /// Chromium needs none.
    display: Option<Display>,
    home: TempDir,
    log: PathBuf,
    engine: Engine,
    language: &'static str,
    screen: (u32, u32),
    more_env: Vec<(&'static str, String)>,
}

impl App {
    /// Opens the window and waits until its first screen is usable.
    ///
    /// # Panics
    /// If the window, its screen or its session does not start.
    pub fn start(options: &AppOptions) -> Self {
        let home = tempfile::tempdir().expect("a folder for the app's files");
        for folder in ["ficha", "data", "config", "cache", "state"] {
            fs::create_dir(home.path().join(folder)).expect("a fresh folder takes folders");
        }
        let mut app = Self {
            window: None,
            bus: SessionBus::start(options.keychain),
            display: (options.engine == Engine::WebKit)
                .then(|| Display::start(options.screen.0, options.screen.1)),
            log: home.path().join("output.log"),
            home,
            engine: options.engine,
            language: options.language,
            screen: options.screen,
            more_env: options.env.clone(),
        };
        app.open();
        app
    }

    /// Opens the window again on the same files, after [`Self::kill_9`] or in its place.
    pub fn restart(&mut self) {
        self.window = None;
        self.open();
    }

    fn open(&mut self) {
        let window = self.again();
        window.set_window(self.screen.0, self.screen.1);
        window.wait(
            "a first screen that is ready",
            "return document.querySelector('main[data-ready=true]') !== null",
        );
        self.window = Some(window);
    }

    fn again(&self) -> Window {
        let log = File::options().append(true).create(true).open(&self.log);
        let log = log.expect("the log opens");
        let env = self.env();
        let page = match self.engine {
            Engine::WebKit => Page::WebKit(Browser::open(&Driver::webkit(&binary()), &env, &log)),
            Engine::Chromium => {
                let chromium = Chromium::start(&log);
                let app = Piped::start(&binary(), &env, &log);
                app.wait_until_begun();
                chromium.show(&app);
                Page::Chromium(chromium, app)
            }
        };
        Window::new(page, self.log.clone())
    }

    /// Starts the program once more in the same session, on the same screen and files, unless `more` says others.
    pub fn start_once_more(&self, more: &[(&str, &str)]) -> Group {
        let log = File::options().append(true).create(true).open(&self.log);
        let log = log.expect("the log opens");
        let mut command = Command::new(binary());
        command
            .env_clear()
            .envs(self.env())
            .envs(more.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        Group::spawn(&mut command).expect("the program starts")
    }

    fn env(&self) -> Vec<(String, String)> {
        let root = self.home.path();
        let mut env: Vec<(String, String)> = vec![
            ("PATH".into(), std::env::var("PATH").unwrap_or_default()),
            ("LANG".into(), self.language.into()),
            // Mexico's usual zone, six hours behind UTC in every season.
            ("TZ".into(), "America/Mexico_City".into()),
            ("GDK_BACKEND".into(), "x11".into()),
            ("NO_AT_BRIDGE".into(), "1".into()),
            ("GSETTINGS_BACKEND".into(), "memory".into()),
            (
                "FICHA_HOME".into(),
                root.join("ficha").display().to_string(),
            ),
            ("HOME".into(), root.display().to_string()),
            (
                "FICHA_CLOCK".into(),
                root.join("clock").display().to_string(),
            ),
        ];
        for (name, folder) in [
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
        ] {
            env.push((name.into(), root.join(folder).display().to_string()));
        }
        if let Some(display) = &self.display {
            env.push(("DISPLAY".into(), display.name().into()));
        }
        // The keyring is in the session's own folders; the app needs only its bus.
        env.extend(self.bus.env().into_iter().filter(|(name, _)| {
            matches!(
                name.as_str(),
                "DBUS_SESSION_BUS_ADDRESS" | "XDG_RUNTIME_DIR"
            )
        }));
        for (name, value) in &self.more_env {
            env.retain(|(known, _)| known != name);
            env.push(((*name).into(), value.clone()));
        }
        env
    }

    /// Advances the app's clock by this much.
    pub fn pass(&self, seconds: u64) {
        let file = self.home.path().join("clock");
        let before: u64 = fs::read_to_string(&file)
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or_default();
        fs::write(file, (before + seconds).to_string()).expect("the clock can be set");
    }

    /// The folder that holds every file the app may write: its own, and the system's for it.
    pub fn files(&self) -> &Path {
        self.home.path()
    }

    /// What programs on this screen have printed so far, as [`Window::output`] without a window.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned()
    }

    /// Kills the application, as a crash would.
    pub fn kill_9(&mut self) {
        let window = self.window.take().expect("the window is open");
        let app = window.application().expect("the app runs");
        kill_process(app, Signal::KILL).expect("the application can be killed");
        until("the application to be gone", || {
            window.application().is_none().then_some(())
        });
    }

    /// Ends the session bus while the window is open.
    pub fn lose_bus(&mut self) {
        self.bus.lose();
    }

    /// The session bus's address, for another program.
    pub fn bus(&self) -> &str {
        self.bus.address()
    }

    /// Restarts the keychain without its password, so that every request is refused.
    pub fn lock_keychain(&mut self) {
        self.bus.lock();
    }

    pub fn unlock_keychain(&mut self) {
        self.bus.unlock();
    }

    /// Presses the window's close button, as a window manager reports it.
    pub fn ask_to_close(&self) {
        self.screen().ask_windows_to_close();
    }

    /// The same, where a window may be there or not.
    pub fn ask_to_close_if_there(&self) {
        self.screen().ask_any_window_to_close();
    }

    /// The titles of all windows on the screen.
    pub fn titles(&self) -> Vec<String> {
        self.screen().titles()
    }

    /// Takes the focus from the window, as another program does that comes to the front.
    pub fn take_focus(&self) {
        self.screen().take_focus();
    }

    /// Whether a window on the screen has the focus.
    pub fn has_focus(&self) -> bool {
        self.screen().has_focus()
    }

    /// Instance and class of all windows on the screen.
    pub fn classes(&self) -> Vec<[String; 2]> {
        self.screen().classes()
    }

    /// Presses keys of the keyboard itself, by their X keysyms: the native menu gets these first.
    pub fn strike(&self, keysyms: &[u32]) {
        self.screen().press(keysyms);
    }

    /// Types on the keyboard itself, as [`Display::type_text`] can.
    pub fn strike_text(&self, text: &str) {
        self.screen().type_text(text);
    }

    /// Holds a key of the keyboard down during `act`, with the system's key repeat.
    pub fn holding(&self, keysym: u32, act: impl FnOnce()) {
        self.screen().holding(keysym, act);
    }

    /// Holds a chord down and releases all but its last key, which repeats during `act`.
    pub fn holding_last_of(&self, keysyms: &[u32], act: impl FnOnce()) {
        self.screen().holding_last_of(keysyms, act);
    }

    /// Waits until the application has ended.
    pub fn wait_until_gone(&self) {
        until("the application to end", || {
            self.application().is_none().then_some(())
        });
    }

    fn screen(&self) -> &Display {
        let display = self.display.as_ref();
        display.expect("a screen, a keyboard and a native menu are WebKit's alone")
    }

    /// Saves the whole screen to a PNG file, window frame included; of Chromium the page.
    pub fn screenshot(&self, file: &Path) {
        if self.engine == Engine::Chromium {
            let picture = self
                .browser()
                .screenshot()
                .expect("Chromium takes pictures");
            fs::write(file, picture).expect("the folder takes pictures");
            return;
        }
        let taken = Command::new("import")
            .args(["-display", self.screen().name(), "-window", "root"])
            .arg(file)
            .status();
        let taken = taken.expect("screenshots need import (Debian package imagemagick)");
        assert!(taken.success(), "no screenshot: {taken}");
    }
}

impl Deref for App {
    type Target = Window;

    fn deref(&self) -> &Window {
        self.window.as_ref().expect("the window is open")
    }
}

/// Every file in a folder and in its folders.
pub fn files_under(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("an entry can be read").path());
    paths
        .flat_map(|path| match path.is_dir() && !path.is_symlink() {
            true => files_under(&path),
            false => vec![path],
        })
        .collect()
}

/// The program under test, built with the feature `automation`: from `FICHA_BIN`, or else where cargo
/// builds it.
///
/// # Panics
/// If there is none, naming the command that builds it.
pub fn binary() -> PathBuf {
    let built = std::env::var_os("FICHA_BIN").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/debug/ficha"),
        PathBuf::from,
    );
    assert!(
        built.is_file(),
        "{} is not there: run the window tests with `cargo xtask test`, or build it with \
         `cargo build --package ficha --features automation,tauri/custom-protocol` first",
        built.display()
    );
    built
}
