/// Whether the keychain can be used and, if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// A probe entry was written, read back and deleted.
    Ready,
    /// This computer runs no keychain, or it cannot be reached.
    NoService,
    /// The keychain is locked and nothing can ask the user for its password.
    Locked,
    /// The user closed the keychain's prompt.
    Dismissed,
    /// The keychain runs but has no default collection for new entries.
    NoCollection,
    /// Several entries have this name; [`crate::Keychain::repair`] resolves it.
    Ambiguous,
    /// The keychain is showing a prompt or did not answer within the limit: ask again later.
    Waiting,
}

impl State {
    /// A stable name for logs and for the page's table of words.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::NoService => "no_service",
            Self::Locked => "locked",
            Self::Dismissed => "dismissed",
            Self::NoCollection => "no_collection",
            Self::Ambiguous => "ambiguous",
            Self::Waiting => "waiting",
        }
    }
}

/// Why a request to the keychain failed. Never carries the operating system's words: they may name
/// people, paths and entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The keychain cannot be used now; never [`State::Ready`].
    #[error("keychain is not usable: {}", .0.code())]
    Unusable(State),
    /// The secret has 1,280 characters or more, too many for Windows.
    #[error("secret is too long for the keychain")]
    TooLong,
    /// The entry, or the secret to keep, is not plain text.
    #[error("secret is not text")]
    NotText,
    /// Anything else, as a stable code for the log.
    #[error("keychain failed: {0}")]
    Other(&'static str),
}
