use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use x11rb::{
    connection::Connection as _,
    protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, Window},
};

use crate::process::Group;

/// A virtual screen of its own, gone with the value.
#[derive(Debug)]
pub struct Display {
    name: String,
    _server: Group,
}

impl Display {
    /// Starts Xvfb on a display it finds free, with one screen of this size in pixels.
    ///
    /// # Panics
    /// When Xvfb is missing or does not come up, saying so.
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
            .expect("Xvfb tells its display");
        let number = number.trim();
        assert!(!number.is_empty(), "Xvfb ended without telling its display");
        Self {
            name: format!(":{number}"),
            _server: server,
        }
    }

    /// As `DISPLAY` wants it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Sends every window that listens for it what a window manager sends when its close button
    /// is pressed.
    ///
    /// # Panics
    /// When no window is there to be closed.
    pub fn ask_windows_to_close(&self) {
        let asked = self.close_messages().expect("the display answers");
        assert!(
            asked > 0,
            "no window on {} listens for being closed",
            self.name
        );
    }

    fn close_messages(&self) -> Result<usize, Box<dyn std::error::Error>> {
        let (x, screen) = x11rb::connect(Some(&self.name))?;
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
            (listed && viewable == x11rb::protocol::xproto::MapState::VIEWABLE).then_some(window)
        };
        let root = x.setup().roots[screen].root;
        let windows = x.query_tree(root)?.reply()?.children;
        let windows: Vec<Window> = windows.into_iter().filter_map(takes_it).collect();
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
