//! Keys that print nothing, as WebDriver names them (W3C WebDriver, 17.4.2).

pub const BACKSPACE: &str = "\u{E003}";
pub const TAB: &str = "\u{E004}";
pub const ENTER: &str = "\u{E007}";
pub const ALT: &str = "\u{E00A}";
pub const SHIFT: &str = "\u{E008}";
pub const CONTROL: &str = "\u{E009}";
pub const ESCAPE: &str = "\u{E00C}";
pub const PAGE_UP: &str = "\u{E00E}";
pub const PAGE_DOWN: &str = "\u{E00F}";
pub const END: &str = "\u{E010}";
pub const HOME: &str = "\u{E011}";
pub const LEFT: &str = "\u{E012}";
pub const UP: &str = "\u{E013}";
pub const DOWN: &str = "\u{E015}";
pub const NUMPAD_PLUS: &str = "\u{E025}";
pub const NUMPAD_MINUS: &str = "\u{E027}";
pub const NUMPAD_ZERO: &str = "\u{E01A}";
pub const F1: &str = "\u{E031}";
pub const F3: &str = "\u{E033}";
pub const F5: &str = "\u{E035}";
pub const F7: &str = "\u{E037}";
pub const F12: &str = "\u{E03C}";
