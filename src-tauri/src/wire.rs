//! Every type that crosses to the page. `ui/host/wire.d.ts` is generated from here (see
//! `wire/declarations.rs`), so a change that the page does not know fails a test.

mod error;
mod from_desk;
mod from_record;
mod from_sheet;
mod from_update;

#[cfg(test)]
mod declarations;

pub use ::record::{
    Draft, FamilyFilter, Field, Group, Kind, Notice, Pair, ProblemCode, Value, Verdict,
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

#[cfg(test)]
use connecting::{CheckedLeg, Leg, ProbeFound};
pub use connecting::{Probe, ProxyScript};
pub use diagnostics::{Crash, Diagnostics, Failure, ProxyKind};
pub use draft::{DraftLine, DraftState, KeptDraft};
pub use error::{CommandError, ErrorCode};
pub use find::{FamilyList, Found, Hit};
#[cfg(test)]
use find::{Mark, MarkPlace, Roster, RosterState};
pub use from_desk::all;
pub use record::{Card, Conflict, ConflictRow, Facts, LastSent, Opened, RequestPreview, Reviewed};
pub use run::{Exported, LineState, Run, RunLines};
pub use sheet::{Check, ColumnUse, Reading, RowsView, Sheet, SheetOptions, SheetRows};
pub use text_size::TextSize;
pub use update::{
    FieldRefusal, Pending, PendingState, Proof, ResultRow, Seen, Undo, Undoable, UpdateReport,
    Updated,
};

pub use workbook::WorkbookWords;

/// Types that only go to the page.
macro_rules! answers {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Serialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "camelCase")]
        pub $kind $name $body
    )*};
}

// After the macro, which they use.
mod connecting;
mod diagnostics;
mod draft;
mod find;
mod record;
mod run;
mod sheet;
mod text_size;
mod update;
mod workbook;

answers! {
    pub struct FieldSpec {
        pub name: Field,
        pub group: Group,
        pub kind: Kind,
        pub nullable: bool,
        pub sensitive: bool,
        /// False for what no answer of Quentli ever carries (write-only).
        pub readable: bool,
    }

    /// One line of old → new.
    pub struct Change {
        pub field: Field,
        /// Names the pair, for custom data.
        pub key: Option<String>,
        /// Null where nobody can know it (write-only or unreadable).
        pub before: Option<Value>,
        /// Kind `null` clears; on a pair it deletes.
        pub after: Value,
        pub sensitive: bool,
        /// The two look the same on screen (spaces, accents, +52/+521).
        pub look_alike: bool,
    }

    /// Why a field cannot be sent.
    pub struct Problem {
        #[cfg_attr(test, ts(type = "FieldName | \"otp\""))]
        pub field: &'static str,
        /// The index of the custom data row.
        pub row: Option<usize>,
        pub code: ProblemCode,
        pub max: Option<usize>,
        /// What the text held instead of one value (two phone numbers, two e-mails).
        pub found: Vec<String>,
    }

    pub struct Checked {
        pub changes: Vec<Change>,
        pub problems: Vec<Problem>,
        pub notices: Vec<Notice>,
        pub kept: Kept,
    }

    /// What became of an edit.
    pub struct Edited {
        pub checked: Checked,
        /// The record as it is now, where it moved on since the page was shown it.
        pub moved: Option<Opened>,
    }

    /// Where a draft is.
    #[derive(Copy, PartialEq, Eq)]
    pub enum Kept {
        /// On the disk.
        Disk,
        /// In memory: this session works without the keychain.
        Memory,
        /// In memory: the disk is full.
        DiskFull,
        /// In memory: the journal cannot be written.
        Failed,
    }

    /// A family with something typed that was not sent.
    pub struct Unsent {
        pub id: String,
        pub title: String,
        /// Changes and problems together.
        pub count: usize,
        pub kept: Kept,
    }

    pub struct Connection {
        pub id: String,
        pub name: String,
        pub environment: Environment,
        /// Scheme, host and port, for instance `https://api.quentli.com`.
        pub server: String,
        pub organization_id: Option<String>,
        pub can_read: bool,
        /// False: the key is not in the keychain (any more) and has to be pasted again.
        pub has_key: bool,
    }

    /// Known at once, before the keychain was asked.
    pub struct Started {
        pub version: String,
        pub settings: Settings,
        /// What `system` means on this computer.
        #[cfg_attr(test, ts(type = "\"es\" | \"en\""))]
        pub system_language: &'static str,
        pub fields: Vec<FieldSpec>,
        /// No connection was ever saved on this computer.
        pub first: bool,
        /// Another Ficha is open with the same files.
        pub already_open: bool,
        /// Why Ficha cannot work at all: its own files cannot be used.
        pub failed: Option<CommandError>,
        /// Whether this build knows where its releases are published.
        pub updates: bool,
        pub notices: Vec<StartNotice>,
        /// Faults that practice mode can play.
        pub faults: Vec<String>,
        /// The text sizes to choose from, in percent.
        pub text_sizes: Vec<TextSize>,
        /// The address of a page that died: this one takes its place.
        pub reopened: Option<String>,
        /// A developer may reload the page, which drops what is typed and not kept.
        pub reloads: bool,
    }

    pub enum StartNotice {
        SettingsUnreadable,
        DetailsLost,
        JournalRebuilt,
        /// Ficha stopped in the middle of something.
        Crashed,
    }

    #[derive(Copy, PartialEq, Eq, Deserialize)]
    pub enum KeychainState {
        Ready,
        NoService,
        Locked,
        Dismissed,
        NoCollection,
        Ambiguous,
        Waiting,
    }

    /// Where things stand once the keychain was asked.
    pub struct Session {
        pub keychain: KeychainState,
        /// Keys and drafts live in memory for this session only.
        pub memory_only: bool,
        pub connections: Vec<Connection>,
        pub current: Option<Connection>,
        /// Names the connection in use among all there were since the start; a command is for this one.
        pub generation: u32,
        /// Updates of the current connection whose outcome is not known, or was not looked at.
        pub pending: Vec<Pending>,
        /// How many keys of forgotten connections could not be deleted from the keychain yet.
        pub keys_left: usize,
        pub notices: Vec<StartNotice>,
        pub practice: Option<Practising>,
        /// Null follows the system; "" uses none; else http://host:port.
        pub proxy: Option<String>,
        pub retention_days: u16,
        /// How many updates of a run may be on their way at once.
        pub run_ceiling: u8,
        /// Whether to ask at each start for a newer Ficha; null until the person has said.
        pub tell_newer: Option<bool>,
    }

    pub struct Practising {
        /// The verification code that practice mode accepts.
        pub code: String,
        /// The fault being played.
        pub fault: Option<String>,
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    pub language: Language,
    pub theme: Theme,
    pub text_size: TextSize,
}

/// What the releases page has.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Newest {
    Current,
    Newer {
        version: String,
    },
    /// This version is newer than any that is offered: it was withdrawn.
    Withdrawn {
        /// The one that is offered.
        version: String,
    },
    /// It could not be asked, or there is nobody to ask.
    Unknown,
}

/// What Rust tells the page without being asked.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum AppEvent {
    Menu {
        action: MenuAction,
    },
    CloseRequested,
    /// As [`Session::pending`] of the connection of that generation is now.
    Pending {
        generation: u32,
        pending: Vec<Pending>,
    },
    /// More families of the connection of that generation were read, or reading them ended.
    Families {
        generation: u32,
    },
    /// Something about a run of the connection of that generation changed.
    Run {
        generation: u32,
        #[cfg_attr(test, ts(type = "number"))]
        id: i64,
    },
    /// How many families of an export are written.
    Exporting {
        done: usize,
        total: usize,
    },
    /// Files are held over the window, or no longer.
    Dragging {
        over: bool,
    },
    /// A file was dropped on the window.
    Dropped {
        name: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum MenuAction {
    Find,
    Review,
    Back,
    Settings,
    Connect,
    Help,
    Print,
    LargerText,
    SmallerText,
    NormalText,
}

impl MenuAction {
    pub const ALL: [Self; 10] = [
        Self::Find,
        Self::Review,
        Self::Back,
        Self::Settings,
        Self::Connect,
        Self::Help,
        Self::Print,
        Self::LargerText,
        Self::SmallerText,
        Self::NormalText,
    ];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Environment {
    Practice,
    Staging,
    Demo,
    Production,
    Other,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Language {
    #[default]
    System,
    Es,
    En,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// The connect form as filled in. Its `Debug` leaves the key out.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionForm {
    /// Set to change a saved connection.
    pub id: Option<String>,
    pub name: String,
    pub environment: Environment,
    /// For `other` only.
    pub server: String,
    #[cfg_attr(test, ts(type = "string"))]
    pub key: Zeroizing<String>,
    /// Save it though another connection has the same organization.
    #[serde(default)]
    pub another: bool,
}

impl std::fmt::Debug for ConnectionForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ConnectionForm({:?}, {:?})", self.name, self.environment)
    }
}
