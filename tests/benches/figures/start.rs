//! From spawn to the first usable screen, and the memory it then takes, against a bare Tauri window.
//!
//! A screen is usable once its page says so and it is painted. Both pages set `document.title`, and both
//! apps pass it to their window; the X server reports that and what is painted, so neither needs a hook.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Instant;

use ficha_tests::display::Display;
use ficha_tests::process::{Group, LIMIT, until};
use ficha_tests::session::{SessionBus, Situation};
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::damage::{ConnectionExt as _, ReportLevel};
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ChangeWindowAttributesAux, ClientMessageEvent, ConnectionExt as _, EventMask,
    ImageFormat, Window,
};
use x11rb::rust_connection::RustConnection;

use crate::{Figure, memory};

const ROUNDS: usize = 15;
const USABLE: &str = "Ficha · ";

pub(crate) fn figures(ficha: &Path, bare: &Path) -> Vec<Figure> {
    let bench = Bench::new();
    // The very first start creates the journal and fills the system's caches, unlike the usual one.
    bench.measure(ficha, &["--practice"]);
    bench.measure(bare, &[]);
    let (mut times, mut bare_times) = (Vec::new(), Vec::new());
    let (mut sizes, mut bare_sizes) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (time, size) = bench.measure(ficha, &[]);
        times.push(time);
        sizes.push(size);
        let (time, size) = bench.measure(bare, &[]);
        bare_times.push(time);
        bare_sizes.push(size);
    }
    vec![
        Figure::of("start", "ms", &mut times, &mut bare_times),
        Figure::of("memory", "MiB", &mut sizes, &mut bare_sizes),
    ]
}

struct Bench {
    display: Display,
    session: SessionBus,
    home: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        Self {
            display: Display::start(1280, 900),
            session: SessionBus::start(Situation::Unlocked),
            home: tempfile::tempdir().expect("a folder for the apps' files"),
        }
    }

    /// Milliseconds to the first usable screen, and MiB once it is stable.
    fn measure(&self, app: &Path, args: &[&str]) -> (f64, f64) {
        let usable = watch(self.display.name());
        let home = self.home.path();
        let mut command = Command::new(app);
        command
            .args(args)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .envs(self.session.env())
            .env("DISPLAY", self.display.name())
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("GSETTINGS_BACKEND", "memory")
            .env("LANG", "es_MX.UTF-8")
            .env("HOME", home)
            .env("FICHA_HOME", home.join("ficha"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let spawned = Instant::now();
        let mut group = Group::spawn(&mut command).expect("the app starts");
        let (window, at) = usable
            .recv_timeout(LIMIT)
            .unwrap_or_else(|_| panic!("{} showed no usable screen", app.display()));
        let memory = memory::stable(group.pid().as_raw_nonzero().get().unsigned_abs());
        // Closed normally: a killed app would have to repair its files at the next start.
        close(self.display.name(), window);
        until("the window to close", || {
            group.child().try_wait().ok().flatten()
        });
        ((at - spawned).as_secs_f64() * 1000.0, memory)
    }
}

/// Reports when a window first has a title that means "usable" and shows more than its background.
fn watch(display: &str) -> mpsc::Receiver<(Window, Instant)> {
    let (report, reported) = mpsc::channel();
    let (x, screen) = x11rb::connect(Some(display)).expect("the display answers");
    let root = x.setup().roots[screen].root;
    x.damage_query_version(1, 1)
        .expect("the display answers")
        .reply()
        .expect("Xvfb has the damage extension");
    listen(&x, root, EventMask::SUBSTRUCTURE_NOTIFY);
    let name = x
        .intern_atom(false, b"_NET_WM_NAME")
        .expect("the display answers")
        .reply()
        .expect("the display knows its atoms")
        .atom;
    // Ends with its display at the latest.
    thread::spawn(move || {
        let mut titled = None;
        while let Ok(event) = x.wait_for_event() {
            match event {
                Event::CreateNotify(created) => {
                    listen(&x, created.window, EventMask::PROPERTY_CHANGE);
                }
                Event::PropertyNotify(changed) if changed.atom == name && titled.is_none() => {
                    if title(&x, changed.window, name)
                        .is_some_and(|title| title.starts_with(USABLE))
                    {
                        titled = Some(changed.window);
                        tell_of_paint(&x, changed.window);
                    }
                }
                Event::DamageNotify(damaged) => {
                    let _ = x.damage_subtract(damaged.damage, x11rb::NONE, x11rb::NONE);
                }
                _ => continue,
            }
            if let Some(window) = titled
                && is_painted(&x, window)
            {
                // The receiver is gone if the app was given up.
                let _ = report.send((window, Instant::now()));
                return;
            }
        }
    });
    reported
}

fn tell_of_paint(x: &RustConnection, window: Window) {
    if let Ok(damage) = x.generate_id() {
        let _ = x.damage_create(damage, window, ReportLevel::NON_EMPTY);
    }
}

/// Whether the page shows anything: a band below the menu and above the fold, of more than one colour.
fn is_painted(x: &RustConnection, window: Window) -> bool {
    const TOP: i16 = 40;
    let image = x.get_image(ImageFormat::Z_PIXMAP, window, 0, TOP, 1180, 200, !0);
    let Some(image) = image.ok().and_then(|asked| asked.reply().ok()) else {
        return false;
    };
    let mut pixels = image.data.as_chunks::<4>().0.iter();
    let first = pixels.next();
    pixels.any(|pixel| Some(pixel) != first)
}

/// What a window manager sends when the close button is pressed.
fn close(display: &str, window: Window) {
    let (x, _) = x11rb::connect(Some(display)).expect("the display answers");
    let atom = |name: &[u8]| {
        let asked = x.intern_atom(false, name).expect("the display answers");
        asked.reply().expect("the display knows its atoms").atom
    };
    let delete = [atom(b"WM_DELETE_WINDOW"), 0, 0, 0, 0];
    let message = ClientMessageEvent::new(32, window, atom(b"WM_PROTOCOLS"), delete);
    let sent = x.send_event(false, window, EventMask::NO_EVENT, message);
    // Waits until it arrived: messages that a closing client has not delivered are lost.
    sent.expect("the display answers")
        .check()
        .expect("the window is there");
}

fn listen(x: &RustConnection, window: Window, events: EventMask) {
    let wanted = ChangeWindowAttributesAux::new().event_mask(events);
    // A window may be gone before it is queried.
    if let Ok(asked) = x.change_window_attributes(window, &wanted) {
        let _ = asked.check();
    }
}

fn title(x: &RustConnection, window: Window, name: Atom) -> Option<String> {
    let property = x
        .get_property(false, window, name, AtomEnum::ANY, 0, 256)
        .ok()?
        .reply()
        .ok()?;
    String::from_utf8(property.value).ok()
}
