use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

/// How a practice server is set up. `Options::default()` is the app's practice mode.
#[derive(Clone)]
pub struct Options {
    /// 0 takes any free port.
    pub port: u16,
    /// The same seed gives the same families and the same code.
    pub seed: u64,
    /// How many families the school has.
    pub families: usize,
    /// The only key accepted; `None` accepts every key that starts with `sk_`.
    pub key: Option<String>,
    pub quirks: Quirks,
    /// Whether a change of `username`, `password`, `email` or `phoneNumber` needs the code.
    pub require_code: bool,
    /// False answers 403 to every read.
    pub read_allowed: bool,
    /// False answers 403 to every update.
    pub write_allowed: bool,
    /// How many of the last requests the log keeps; their memory is bounded too.
    pub log_limit: usize,
    /// A file to which each request is appended as a line of JSON: `method`, `path`, `query`, `body`, and whether it
    /// was `applied` by the time of its answer. The line of an update is on the disk before its answer leaves; where
    /// that fails the connection closes without a byte.
    pub access_log: Option<PathBuf>,
    /// Keeps passwords and codes as they were sent, in the logs and in the families. Otherwise both only
    /// record that there was one: a password typed during practice may be in use elsewhere.
    pub keep_secrets: bool,
    /// Every answer leaves this much later, as over a network.
    pub latency: Duration,
    /// Where `updatedAt` comes from; tests pass their own clock.
    pub now: fn() -> Timestamp,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            seed: 1,
            families: 300,
            key: None,
            quirks: Quirks::default(),
            require_code: true,
            read_allowed: true,
            write_allowed: true,
            log_limit: 2_000,
            access_log: None,
            keep_secrets: false,
            latency: Duration::ZERO,
            now: Timestamp::now,
        }
    }
}

impl Options {
    /// The defaults with a random key, so that no other program of this computer can read or
    /// change what is typed: `sk_practice_` and 32 characters, 160 bits from the system.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn with_random_key() -> io::Result<Self> {
        // A power of two, so that each character is as likely as any other.
        const CHARACTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        let random = bytes.map(|byte| char::from(CHARACTERS[usize::from(byte % 32)]));
        Ok(Self {
            key: Some("sk_practice_".chars().chain(random).collect()),
            ..Self::default()
        })
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("port", &self.port)
            .field("seed", &self.seed)
            .field("families", &self.families)
            .field("key", &self.key.as_ref().map(|_| "sk_…"))
            .field("quirks", &self.quirks)
            .field("require_code", &self.require_code)
            .field("read_allowed", &self.read_allowed)
            .field("write_allowed", &self.write_allowed)
            .field("log_limit", &self.log_limit)
            .field("access_log", &self.access_log)
            .field("keep_secrets", &self.keep_secrets)
            .field("latency", &self.latency)
            .finish_non_exhaustive()
    }
}

macro_rules! quirks {
    ($($(#[$doc:meta])+ $field:ident = $name:literal,)+) => {
        /// Behaviour that Quentli's documentation leaves open, one switch each; all off by default.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Quirks { $($(#[$doc])+ pub $field: bool,)+ }

        impl Quirks {
            /// The names [`Quirks::set`] knows, in the order of the fields.
            pub const NAMES: &[&str] = &[$($name),+];

            /// Turns one quirk on by its name; false if there is none of that name.
            pub fn set(&mut self, name: &str) -> bool {
                match name {
                    $($name => self.$field = true,)+
                    _ => return false,
                }
                true
            }
        }
    };
}

quirks! {
    /// A missing customer is 200 with `null` (else 404).
    missing_is_null = "missing-is-null",
    /// A value already taken is 409 (else 400).
    clash_is_conflict = "clash-is-conflict",
    /// Unknown keys in `data` are refused with 400 (else ignored).
    reject_unknown_fields = "reject-unknown-fields",
    /// A missing or wrong code is 403 (else 400).
    code_is_forbidden = "code-is-forbidden",
    /// A code is good for one update; the next one needs a new code (else it stays the same).
    one_time_codes = "one-time-codes",
    /// A refused update lists `issues` beside its message, as a refused list does.
    issues_on_update = "issues-on-update",
    /// `metadata[].key` is answered as an object with `name`. Seen once in a real payload; it
    /// breaks the documented contract.
    object_metadata_keys = "object-metadata-keys",
    /// Filters are ignored: a search answers with strangers.
    ignores_filters = "ignores-filters",
    /// Accents do not matter to a filter's `contains` (else only letter case does not).
    ignores_accents = "ignores-accents",
    /// The list gives at most half of the customers it is asked for.
    short_pages = "short-pages",
    /// The list starts at the first customer, whatever `skip` says.
    ignores_skip = "ignores-skip",
    /// Archived customers are left out of the list.
    hides_archived = "hides-archived",
    /// A changed e-mail or phone resets its `…Verified` to false.
    change_unverifies = "change-unverifies",
    /// E-mails in another letter case and +52 against +521 count as the same when unique values
    /// are checked.
    loose_uniqueness = "loose-uniqueness",
    /// `updatedAt` stays as it is whatever changes.
    updated_at_stands_still = "updated-at-stands-still",
}
