use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    time::Duration,
};

use x11rb::{
    connection::Connection as _,
    properties::WmClass,
    protocol::{
        xproto::{
            AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, InputFocus,
            KEY_PRESS_EVENT, KEY_RELEASE_EVENT, MapState, Window,
        },
        xtest::ConnectionExt as _,
    },
    rust_connection::RustConnection,
};

use crate::process::Group;

/// Keys as X names them.
pub mod keysyms {
    pub const COMMA: u32 = 0x2c;
    pub const MINUS: u32 = 0x2d;
    pub const ZERO: u32 = 0x30;
    pub const TWO: u32 = 0x32;
    pub const EQUAL: u32 = 0x3d;
    pub const F: u32 = 0x66;
    pub const N: u32 = 0x6e;
    pub const P: u32 = 0x70;
    pub const Q: u32 = 0x71;
    pub const ESCAPE: u32 = 0xff1b;
    pub const RETURN: u32 = 0xff0d;
    pub const RIGHT: u32 = 0xff53;
    pub const DOWN: u32 = 0xff54;
    pub const F1: u32 = 0xffbe;
    pub const F10: u32 = 0xffc7;
    pub const SHIFT: u32 = 0xffe1;
    pub const CONTROL: u32 = 0xffe3;
    pub const ALT: u32 = 0xffe9;
}

/// A virtual screen that ends with the value.
#[derive(Debug)]
pub struct Display {
    name: String,
    _server: Group,
}

impl Display {
    /// Starts Xvfb on a display it finds free, with one screen of this size in pixels.
    ///
    /// # Panics
    /// If Xvfb is missing or does not start.
    pub fn start(width: u32, height: u32) -> Self {
        let mut server = Group::spawn(
            Command::new("Xvfb")
                .args([
                    "-displayfd",
                    "1",
                    "-nolisten",
                    "tcp",
                    "-noreset",
                    "-screen",
                    "0",
                ])
                .arg(format!("{width}x{height}x24"))
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )
        .expect("window tests need Xvfb (Debian package xvfb)");
        let mut number = String::new();
        let stdout = server.child().stdout.take().expect("stdout is piped");
        BufReader::new(stdout)
            .read_line(&mut number)
            .expect("Xvfb prints its display");
        let number = number.trim();
        assert!(
            !number.is_empty(),
            "Xvfb ended without printing its display"
        );
        Self {
            name: format!(":{number}"),
            _server: server,
        }
    }

    /// In the form of `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As [`Self::ask_windows_to_close`]; false if there is none yet, or none any more.
    pub fn ask_any_window_to_close(&self) -> bool {
        self.close_messages().is_ok_and(|asked| asked > 0)
    }

    /// Sends every window that listens for it a window manager's close message.
    ///
    /// # Panics
    /// If there is no window to close.
    pub fn ask_windows_to_close(&self) {
        assert!(
            self.ask_any_window_to_close(),
            "no window on {} listens for being closed",
            self.name
        );
    }

    /// Presses and releases keys together, as a keyboard does; the window has the focus. Unlike keys
    /// from a WebDriver, the native menu gets these first.
    ///
    /// # Panics
    /// If there is no window, or the keyboard has no such key.
    pub fn press(&self, keysyms: &[u32]) {
        let down = keysyms.iter().map(|&keysym| (KEY_PRESS_EVENT, keysym));
        let up = keysyms.iter().rev();
        let up = up.map(|&keysym| (KEY_RELEASE_EVENT, keysym));
        self.strike(&down.chain(up).collect::<Vec<_>>())
            .expect("the display answers");
    }

    /// Holds a key down during `act`; the keyboard repeats it.
    ///
    /// # Panics
    /// As [`Self::press`].
    pub fn holding(&self, keysym: u32, act: impl FnOnce()) {
        let strike = |kind| self.strike(&[(kind, keysym)]).expect("the display answers");
        strike(KEY_PRESS_EVENT);
        act();
        strike(KEY_RELEASE_EVENT);
    }

    /// Presses keys together and releases all but the last, which is held during `act`; the keyboard
    /// repeats it.
    ///
    /// # Panics
    /// As [`Self::press`].
    pub fn holding_last_of(&self, keysyms: &[u32], act: impl FnOnce()) {
        let (last, others) = keysyms.split_last().expect("a key to hold");
        let down = keysyms.iter().map(|&keysym| (KEY_PRESS_EVENT, keysym));
        let up = others.iter().rev();
        let up = up.map(|&keysym| (KEY_RELEASE_EVENT, keysym));
        self.strike(&down.chain(up).collect::<Vec<_>>())
            .expect("the display answers");
        act();
        self.strike(&[(KEY_RELEASE_EVENT, *last)])
            .expect("the display answers");
    }

    /// Types letters without accents, digits and spaces.
    ///
    /// # Panics
    /// As [`Self::press`], and for a character that takes more than one key and Shift.
    pub fn type_text(&self, text: &str) {
        for letter in text.chars() {
            // At a person's pace: a shortcut of the native menu overtakes letters on their way to
            // the page.
            std::thread::park_timeout(Duration::from_millis(60));
            let keysym = u32::from(letter.to_ascii_lowercase());
            if letter.is_ascii_uppercase() {
                self.press(&[keysyms::SHIFT, keysym]);
            } else {
                self.press(&[keysym]);
            }
        }
    }

    /// The titles of the windows that are shown, as the desktop reads them.
    ///
    /// # Panics
    /// When the display does not answer.
    pub fn titles(&self) -> Vec<String> {
        self.read_titles().expect("the display answers")
    }

    /// Instance and class of each window that is shown, by which a desktop finds the program it belongs to.
    ///
    /// # Panics
    /// When the display does not answer.
    pub fn classes(&self) -> Vec<[String; 2]> {
        self.read_classes().expect("the display answers")
    }

    fn read_classes(&self) -> Result<Vec<[String; 2]>, Box<dyn std::error::Error>> {
        let (x, screen) = x11rb::connect(Some(&self.name))?;
        let mut classes = Vec::new();
        for window in closable(&x, screen)? {
            let class = WmClass::get(&x, window)?.reply()?;
            let class = class.ok_or("a window without a class")?;
            let names = [class.instance(), class.class()];
            classes.push(names.map(|name| String::from_utf8_lossy(name).into_owned()));
        }
        Ok(classes)
    }

    /// Takes the focus from every window, as another program does that comes to the front.
    ///
    /// # Panics
    /// When the display does not answer.
    pub fn take_focus(&self) {
        let take = || -> Result<(), Box<dyn std::error::Error>> {
            let (x, _) = x11rb::connect(Some(&self.name))?;
            x.set_input_focus(InputFocus::NONE, InputFocus::NONE, x11rb::CURRENT_TIME)?;
            x.get_input_focus()?.reply()?;
            Ok(())
        };
        take().expect("the display answers");
    }

    /// Whether a window has the focus.
    ///
    /// # Panics
    /// When the display does not answer.
    pub fn has_focus(&self) -> bool {
        let read = || -> Result<bool, Box<dyn std::error::Error>> {
            let (x, screen) = x11rb::connect(Some(&self.name))?;
            let focus = x.get_input_focus()?.reply()?.focus;
            let windows = closable(&x, screen)?;
            let mut at = focus;
            // The focus is on a window inside the one that is shown.
            while at > u32::from(InputFocus::POINTER_ROOT) && !windows.contains(&at) {
                at = x.query_tree(at)?.reply()?.parent;
            }
            Ok(windows.contains(&at))
        };
        read().expect("the display answers")
    }

    fn read_titles(&self) -> Result<Vec<String>, Box<dyn std::error::Error>> {
        let (x, screen) = x11rb::connect(Some(&self.name))?;
        let name = x.intern_atom(false, b"_NET_WM_NAME")?.reply()?.atom;
        let mut titles = Vec::new();
        for window in closable(&x, screen)? {
            let title = x.get_property(false, window, name, AtomEnum::ANY, 0, 1024)?;
            titles.push(String::from_utf8_lossy(&title.reply()?.value).into_owned());
        }
        Ok(titles)
    }

    /// Presses and releases keys, in this order.
    fn strike(&self, strokes: &[(u8, u32)]) -> Result<(), Box<dyn std::error::Error>> {
        let (x, screen) = x11rb::connect(Some(&self.name))?;
        let window = *closable(&x, screen)?.first().expect("a window to type in");
        // Only once: otherwise the page would lose and regain the focus between two letters.
        if x.get_input_focus()?.reply()?.focus != window {
            x.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME)?;
        }
        let (first, last) = (x.setup().min_keycode, x.setup().max_keycode);
        let mapping = x.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        let per_code = usize::from(mapping.keysyms_per_keycode);
        for &(kind, keysym) in strokes {
            let mut codes = (first..=last).zip(mapping.keysyms.chunks(per_code));
            let found = codes.find(|(_, keysyms)| keysyms.first() == Some(&keysym));
            let (code, _) = found.expect("the keyboard has the key");
            x.xtest_fake_input(kind, code, x11rb::CURRENT_TIME, 0, 0, 0, 0)?;
        }
        x.get_input_focus()?.reply()?;
        Ok(())
    }

    fn close_messages(&self) -> Result<usize, Box<dyn std::error::Error>> {
        let (x, screen) = x11rb::connect(Some(&self.name))?;
        let protocols = x.intern_atom(false, b"WM_PROTOCOLS")?.reply()?.atom;
        let delete = x.intern_atom(false, b"WM_DELETE_WINDOW")?.reply()?.atom;
        let windows = closable(&x, screen)?;
        for window in &windows {
            let close = ClientMessageEvent::new(32, *window, protocols, [delete, 0, 0, 0, 0]);
            x.send_event(false, *window, EventMask::NO_EVENT, close)?;
        }
        // An answer from the server means that it has read the messages: a connection closed earlier
        // may take them with it.
        x.get_input_focus()?.reply()?;
        Ok(windows.len())
    }
}

/// The windows on the screen that listen for being closed.
fn closable(x: &RustConnection, screen: usize) -> Result<Vec<Window>, Box<dyn std::error::Error>> {
    let protocols = x.intern_atom(false, b"WM_PROTOCOLS")?.reply()?.atom;
    let delete = x.intern_atom(false, b"WM_DELETE_WINDOW")?.reply()?.atom;
    let takes_it = |window: Window| {
        let listed = x
            .get_property(false, window, protocols, AtomEnum::ATOM, 0, 16)
            .ok()?;
        let listed = listed.reply().ok()?;
        let viewable = x
            .get_window_attributes(window)
            .ok()?
            .reply()
            .ok()?
            .map_state;
        let listed = listed.value32()?.any(|atom| atom == delete);
        (listed && viewable == MapState::VIEWABLE).then_some(window)
    };
    let root = x.setup().roots[screen].root;
    let windows = x.query_tree(root)?.reply()?.children;
    Ok(windows.into_iter().filter_map(takes_it).collect())
}
