use std::fmt;

/// What shows the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The app's own window on Linux, with its native menu.
    WebKit,
    /// The engine of Windows' web view, without a screen; the app itself is a process beside it.
    Chromium,
}

impl Engine {
    pub const BOTH: [Self; 2] = [Self::WebKit, Self::Chromium];
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WebKit => "webkit",
            Self::Chromium => "chromium",
        })
    }
}
