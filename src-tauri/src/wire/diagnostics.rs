//! What support needs to know.

use serde::{Deserialize, Serialize};

use super::{ErrorCode, KeychainState};

answers! {
    pub struct Diagnostics {
        pub version: String,
        /// The system's name and version.
        pub system: String,
        /// Null where it cannot be known.
        pub web_view: Option<String>,
        /// Null, as the keychain's state, where Ficha's own files cannot be used.
        pub proxy: Option<ProxyKind>,
        pub keychain: Option<KeychainState>,
        /// The newest first.
        pub failures: Vec<Failure>,
        /// The last of those that are kept.
        pub crash: Option<Crash>,
        /// All of it, and what only support understands.
        pub text: String,
    }

    /// Errors of the same kind in a row.
    pub struct Failure {
        /// Of the last one.
        pub at: String,
        pub command: &'static str,
        pub code: ErrorCode,
        pub status: Option<u16>,
        pub count: usize,
    }

    pub struct Crash {
        pub at: String,
        pub version: String,
        /// File, line and column in the sources.
        pub place: String,
    }

    #[derive(Copy, PartialEq, Eq, Deserialize)]
    pub enum ProxyKind {
        None,
        /// The computer's, which names a proxy or none.
        System,
        /// The computer's, which names a script that Ficha does not run.
        Script,
        Manual,
    }
}

impl ProxyKind {
    /// By the setting; what the computer is set to is looked up without the network.
    pub fn of(proxy: Option<&str>) -> Self {
        match proxy {
            None if crate::settings::proxy_script().is_some() => Self::Script,
            None => Self::System,
            Some("") => Self::None,
            Some(_) => Self::Manual,
        }
    }
}
