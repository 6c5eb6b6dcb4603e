//! A failed command's error. A code exists only if the page acts on it, and the page has a text for
//! every code (`ui/host/errors.js`).

use desk::{Cause, JournalError};
use quentli::{Error, NotSent, ProxyAuth, TlsFailure, UnknownCause};
use serde::{Deserialize, Serialize};

use super::{Problem, all};

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CommandError {
    pub code: ErrorCode,
    /// The server's own message, shown in addition to the page's text, never instead of it.
    pub message: Option<String>,
    pub status: Option<u16>,
    #[cfg_attr(test, ts(type = "number | null"))]
    pub retry_after_seconds: Option<u64>,
    pub host: Option<String>,
    pub problems: Vec<Problem>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    Unauthorized,
    Forbidden,
    NotFound,
    Rejected,
    Conflict,
    RateLimited,
    Unavailable,
    Redirected,
    Dns,
    Connect,
    TlsUnknownIssuer,
    TlsExpired,
    TlsNotYetValid,
    TlsNameMismatch,
    TlsOther,
    ProxyAuth,
    ProxyWindows,
    Proxy,
    /// The connection broke before a complete answer.
    Interrupted,
    TimedOut,
    /// 5xx to an update.
    ServerFailed,
    /// Another status that does not show whether the update was applied.
    Unclear,
    /// 200 to an update, with a record that does not hold what was sent.
    Contradicted,
    /// 2xx to an update, with an answer that cannot be read.
    Unreadable,
    /// The reason is unknown: nothing stores why an earlier update's answer was inconclusive.
    Unconfirmed,
    NotJson,
    TooLarge,
    WrongOrganization,
    KeyEmpty,
    KeySpaces,
    KeyNotAscii,
    KeyTooLong,
    ServerBad,
    ServerNotHttps,
    NameEmpty,
    IdBad,
    NoConnection,
    /// The connection's key is not in the keychain.
    KeyMissing,
    Keychain,
    Journal,
    /// Its file was deleted or replaced while Ficha was open.
    JournalGone,
    /// A newer Ficha wrote the journal.
    JournalNewer,
    DiskFull,
    /// Ficha's folder cannot be created, read or written.
    FolderUnusable,
    /// The draft has problems; they are listed.
    Problems,
    NothingToSend,
    /// No update of the family has an unknown or unseen outcome.
    NothingPending,
    /// What the update replaced is not at hand (any more).
    NothingToUndo,
    /// The person stopped a test of a connection.
    Stopped,
    /// The connection was switched meanwhile.
    Switched,
    /// A saved connection already has this organization; the message names it.
    SameSchool,
    /// The record was not opened in this session.
    NotOpen,
    /// The changes to send are not those reviewed last.
    NotReviewed,
    ProxyBad,
    /// The system cannot open a page: it has no browser, or no default one.
    NoBrowser,
    /// The file is gone.
    SheetMissing,
    SheetFolder,
    SheetDenied,
    /// Another program has the file open.
    SheetBusy,
    /// It cannot be read or written for another reason.
    SheetUnreadable,
    SheetEmpty,
    /// Nothing is below the header.
    SheetHeaderOnly,
    SheetPassword,
    /// It is something else; the message names it: `html`, `xml`, `pdf`, `image`, `archive`, `ole` or `binary`.
    SheetNotOne,
    /// The message names the place, where it is known.
    SheetDamaged,
    /// The file was changed after it was opened here.
    SheetChanged,
    SheetTooLarge,
    NoSheet,
    NotChecked,
    /// The number that was typed is not how many families would be updated.
    CountDiffers,
    NoSuchRun,
    /// Another run is under way.
    RunActive,
    /// All families are needed, and cannot be had.
    RosterNeeded,
    /// The system cannot show a folder.
    NoFileManager,
    Internal,
}

impl CommandError {
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            message: None,
            status: None,
            retry_after_seconds: None,
            host: None,
            problems: Vec::new(),
        }
    }

    /// An answer that begins as JSON is Quentli's own, truncated or of another shape: its first
    /// words are a family's data and are not repeated.
    fn not_understood(code: ErrorCode, start: String, status: u16) -> Self {
        if start.trim_start().starts_with(['{', '[']) {
            return Self {
                status: Some(status),
                ..Self::new(ErrorCode::Unreadable)
            };
        }
        Self::said(code, start, status)
    }

    fn said(code: ErrorCode, message: String, status: u16) -> Self {
        let message = (!message.trim().is_empty()).then_some(message);
        Self {
            message,
            status: Some(status),
            ..Self::new(code)
        }
    }
}

impl From<Error> for CommandError {
    fn from(error: Error) -> Self {
        use ErrorCode as C;
        match error {
            Error::Unauthorized { message } => Self::said(C::Unauthorized, message, 401),
            Error::Forbidden { message } => Self::said(C::Forbidden, message, 403),
            Error::NotFound => Self::new(C::NotFound),
            Error::Rejected {
                status, message, ..
            } => Self::said(C::Rejected, message, status),
            Error::Conflict {
                status, message, ..
            } => Self::said(C::Conflict, message, status),
            Error::RateLimited { retry_after } => Self {
                status: Some(429),
                retry_after_seconds: retry_after.map(|wait| wait.as_secs()),
                ..Self::new(C::RateLimited)
            },
            Error::Unavailable { status, message } => Self::said(C::Unavailable, message, status),
            Error::Redirected { status, host } => Self {
                status: Some(status),
                host,
                ..Self::new(C::Redirected)
            },
            Error::NotSent(reason) => Self::from(reason),
            Error::Interrupted(cause) | Error::OutcomeUnknown(cause) => Self::from(cause),
            Error::NotJson { status, start, .. } => Self::not_understood(C::NotJson, start, status),
            Error::TooLarge { status, .. } => Self {
                status: Some(status),
                ..Self::new(C::TooLarge)
            },
        }
    }
}

impl From<NotSent> for CommandError {
    fn from(reason: NotSent) -> Self {
        use ErrorCode as C;
        let code = match reason {
            NotSent::Dns => C::Dns,
            NotSent::Connect => C::Connect,
            NotSent::Tls(TlsFailure::UnknownIssuer) => C::TlsUnknownIssuer,
            NotSent::Tls(TlsFailure::Expired) => C::TlsExpired,
            NotSent::Tls(TlsFailure::NotYetValid) => C::TlsNotYetValid,
            NotSent::Tls(TlsFailure::NameMismatch) => C::TlsNameMismatch,
            NotSent::Tls(TlsFailure::Other { reason }) => {
                return Self {
                    message: Some(reason),
                    ..Self::new(C::TlsOther)
                };
            }
            NotSent::ProxyAuth(ProxyAuth::Windows) => C::ProxyWindows,
            NotSent::ProxyAuth(ProxyAuth::Password | ProxyAuth::Unknown) => C::ProxyAuth,
            NotSent::Proxy => C::Proxy,
            NotSent::Invalid => C::Internal,
        };
        Self::new(code)
    }
}

impl From<UnknownCause> for CommandError {
    fn from(cause: UnknownCause) -> Self {
        use ErrorCode as C;
        match cause {
            UnknownCause::Status { status, message } => {
                let code = match status {
                    500.. => C::ServerFailed,
                    _ => C::Unclear,
                };
                // What begins as JSON is Quentli's own: its first words may be a family's data.
                let own = message.starts_with(['{', '[']);
                let message = if own { String::new() } else { message };
                Self::said(code, message, status)
            }
            UnknownCause::Dropped => Self::new(C::Interrupted),
            UnknownCause::TimedOut => Self::new(C::TimedOut),
            UnknownCause::Unreadable { status, start } => {
                Self::not_understood(C::Unreadable, start, status)
            }
            UnknownCause::TooLarge { status, .. } => Self {
                status: Some(status),
                ..Self::new(C::TooLarge)
            },
        }
    }
}

impl From<Option<Cause>> for CommandError {
    fn from(cause: Option<Cause>) -> Self {
        match cause {
            Some(Cause::Answer(error)) => error.into(),
            Some(Cause::Contradicted) => Self::new(ErrorCode::Contradicted),
            None => Self::new(ErrorCode::Unconfirmed),
        }
    }
}

impl From<desk::Error> for CommandError {
    fn from(error: desk::Error) -> Self {
        use desk::Error as E;
        let code = match error {
            E::Api(error) => return error.into(),
            E::Journal(error) => return error.into(),
            E::BadKey(bad) => return bad.into(),
            E::BadServer(bad) => return bad.into(),
            E::Problems(problems) => {
                return Self {
                    problems: all(problems),
                    ..Self::new(ErrorCode::Problems)
                };
            }
            E::SameSchool(name) => {
                return Self {
                    message: Some(name),
                    ..Self::new(ErrorCode::SameSchool)
                };
            }
            E::Sheet(error) => return error.into(),
            E::NoSheet => ErrorCode::NoSheet,
            E::NotChecked => ErrorCode::NotChecked,
            E::CountDiffers => ErrorCode::CountDiffers,
            E::RosterNeeded => ErrorCode::RosterNeeded,
            E::NoSuchRun => ErrorCode::NoSuchRun,
            E::RunActive => ErrorCode::RunActive,
            E::Keychain(_) | E::NoKeyStorage => ErrorCode::Keychain,
            E::BadProxy => ErrorCode::ProxyBad,
            E::BadId => ErrorCode::IdBad,
            E::NameEmpty => ErrorCode::NameEmpty,
            E::NoConnection => ErrorCode::NoConnection,
            E::KeyMissing => ErrorCode::KeyMissing,
            E::WrongOrganization => ErrorCode::WrongOrganization,
            E::Stopped => ErrorCode::Stopped,
            E::Switched => ErrorCode::Switched,
            E::NotOpen => ErrorCode::NotOpen,
            E::NothingToSend => ErrorCode::NothingToSend,
            E::NotReviewed => ErrorCode::NotReviewed,
            E::NothingPending => ErrorCode::NothingPending,
            E::NothingToUndo => ErrorCode::NothingToUndo,
            E::NoPractice | E::NoClient => ErrorCode::Internal,
        };
        Self::new(code)
    }
}

impl From<desk::SheetError> for CommandError {
    fn from(error: desk::SheetError) -> Self {
        use ErrorCode as C;
        use desk::{SheetInstead as Instead, SheetReason as Reason};
        let place = error.reason().position().map(ToString::to_string);
        let of = |code, message: Option<String>| Self {
            message: message.filter(|message| !message.is_empty()),
            ..Self::new(code)
        };
        match error.reason() {
            Reason::Missing => Self::new(C::SheetMissing),
            Reason::Folder => Self::new(C::SheetFolder),
            Reason::Denied => Self::new(C::SheetDenied),
            Reason::Busy => Self::new(C::SheetBusy),
            Reason::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => {
                Self::new(C::DiskFull)
            }
            Reason::Empty => Self::new(C::SheetEmpty),
            Reason::HeaderOnly(_) => of(C::SheetHeaderOnly, place),
            Reason::PasswordProtected => Self::new(C::SheetPassword),
            Reason::NotASpreadsheet(instead) => {
                let name = match instead {
                    Instead::Html => "html",
                    Instead::Xml => "xml",
                    Instead::Pdf => "pdf",
                    Instead::Image => "image",
                    Instead::Archive => "archive",
                    Instead::Ole => "ole",
                    _ => "binary",
                };
                of(C::SheetNotOne, Some(name.to_owned()))
            }
            Reason::Damaged { .. } => of(C::SheetDamaged, place),
            Reason::Changed => Self::new(C::SheetChanged),
            Reason::TooLarge { .. } => of(C::SheetTooLarge, place),
            _ => Self::new(C::SheetUnreadable),
        }
    }
}

impl From<JournalError> for CommandError {
    fn from(error: JournalError) -> Self {
        Self::new(match error {
            JournalError::Newer { .. } => ErrorCode::JournalNewer,
            JournalError::Full => ErrorCode::DiskFull,
            JournalError::Gone => ErrorCode::JournalGone,
            JournalError::Folder(_) => ErrorCode::FolderUnusable,
            JournalError::Locked => ErrorCode::Keychain,
            JournalError::NoSuchConnection => ErrorCode::NoConnection,
            _ => ErrorCode::Journal,
        })
    }
}

impl From<quentli::BadKey> for CommandError {
    fn from(bad: quentli::BadKey) -> Self {
        Self::new(match bad {
            quentli::BadKey::Empty => ErrorCode::KeyEmpty,
            quentli::BadKey::Spaces | quentli::BadKey::LineBreak => ErrorCode::KeySpaces,
            quentli::BadKey::NotAscii | quentli::BadKey::Control => ErrorCode::KeyNotAscii,
            quentli::BadKey::TooLong => ErrorCode::KeyTooLong,
        })
    }
}

impl From<quentli::BadServer> for CommandError {
    fn from(bad: quentli::BadServer) -> Self {
        Self::new(match bad {
            quentli::BadServer::NotHttps => ErrorCode::ServerNotHttps,
            _ => ErrorCode::ServerBad,
        })
    }
}

#[cfg(test)]
mod tests;
