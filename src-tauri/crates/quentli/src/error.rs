use std::time::Duration;

/// Why an operation failed, by what the caller can do about it.
///
/// Every variant but [`Error::OutcomeUnknown`] means that this request changed nothing. The caller of an
/// update still reads the record again before relying on that: if an intermediary delivered the request
/// twice, the answer can be the refusal of the second delivery.
/// No variant carries a URL, a header or a key.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// 401: the key is wrong or was revoked.
    #[error("the key was not accepted (401): {message}")]
    Unauthorized { message: String },
    /// 403: the key may not do this.
    #[error("the key may not do this (403): {message}")]
    Forbidden { message: String },
    /// 404, or 200 with `null` to a read.
    #[error("there is no such customer")]
    NotFound,
    /// 400, 413, 422, and any other 4xx to a read: the server refused.
    #[error("rejected ({status}): {message}")]
    Rejected {
        status: u16,
        message: String,
        issues: Vec<Issue>,
    },
    /// 409, or a 400 or 422 about a value already taken. `field` is the API's name of the field, if
    /// the message or the issues name it.
    #[error("a value is already taken ({status}): {message}")]
    Conflict {
        status: u16,
        message: String,
        field: Option<String>,
    },
    /// 429; for a read, after the retries that fit into the time allowed.
    #[error("too many requests (429){}", after(retry_after))]
    RateLimited { retry_after: Option<Duration> },
    /// 5xx to a read: try later.
    #[error("the server is unavailable ({status}): {message}")]
    Unavailable { status: u16, message: String },
    /// 3xx to a read; never followed: a redirect would hand the key and the record to another host.
    /// `host` is where it pointed.
    #[error("the server points elsewhere ({status}), which is never followed")]
    Redirected { status: u16, host: Option<String> },
    /// The request certainly did not leave this computer.
    #[error("not sent: {0}")]
    NotSent(NotSent),
    /// A read was interrupted (dropped, timed out); it could not change anything.
    #[error("interrupted: {0}")]
    Interrupted(UnknownCause),
    /// An update may or may not have been applied: read it back before making any claim.
    #[error("it is unknown whether the update was applied: {0}")]
    OutcomeUnknown(UnknownCause),
    /// The body was not the expected JSON. `start` is its first words, without control
    /// characters, at most 200 characters, empty where it is not text; `path` is where the JSON
    /// went wrong, such as `[3].name`.
    #[error("the answer ({status}) is not the JSON expected{}", at(path))]
    NotJson {
        status: u16,
        start: String,
        path: Option<String>,
    },
    /// The body was larger than the cap, in bytes.
    #[error("the answer ({status}) is larger than {limit} bytes")]
    TooLarge { status: u16, limit: u64 },
}

fn after(wait: &Option<Duration>) -> String {
    wait.map(|wait| format!(", to be tried again after {} s", wait.as_secs()))
        .unwrap_or_default()
}

fn at(path: &Option<String>) -> String {
    path.as_ref()
        .map(|path| format!(", at {path}"))
        .unwrap_or_default()
}

/// One entry of a validation error's `issues`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The API's name of the field, if the issue's path names it.
    pub field: Option<String>,
    pub message: String,
}

/// Why a request certainly did not leave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    /// The host's name could not be resolved.
    #[error("the server's name could not be resolved")]
    Dns,
    /// The address did not answer, or not within the connect time limit.
    #[error("the server could not be reached")]
    Connect,
    #[error("no secure connection: {0}")]
    Tls(TlsFailure),
    /// The proxy wants to know who is asking (407).
    #[error("the proxy asks who it is (407)")]
    ProxyAuth(ProxyAuth),
    /// The proxy itself could not be reached or refused the tunnel.
    #[error("the proxy could not be reached or did not let the connection through")]
    Proxy,
    /// The request could not be built.
    #[error("the request could not be built")]
    Invalid,
}

impl From<NotSent> for Error {
    fn from(why: NotSent) -> Self {
        Self::NotSent(why)
    }
}

/// How a proxy lets people in, as far as Ficha can do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyAuth {
    /// With a user name and password in its address.
    Password,
    /// Only with the account of Windows (NTLM, Negotiate), which Ficha does not use.
    Windows,
    Unknown,
}

impl ProxyAuth {
    /// By the `Proxy-Authenticate` headers of a 407.
    pub(crate) fn from_challenges<'a>(challenges: impl Iterator<Item = &'a str>) -> Self {
        let mut wants = Self::Unknown;
        for challenge in challenges {
            let scheme = challenge.split_whitespace().next().unwrap_or_default();
            if scheme.eq_ignore_ascii_case("basic") {
                return Self::Password;
            }
            if ["ntlm", "negotiate", "kerberos"].contains(&scheme.to_lowercase().as_str()) {
                wants = Self::Windows;
            }
        }
        wants
    }
}

/// Why the TLS handshake failed. `reason` of [`TlsFailure::Other`] is the library's own words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlsFailure {
    /// The issuer is not trusted by this computer, as with an inspecting proxy.
    #[error("the certificate's issuer is not trusted by this computer")]
    UnknownIssuer,
    /// Expired by this computer's clock, which may be the one that is wrong.
    #[error("the certificate has expired")]
    Expired,
    #[error("the certificate is not valid yet")]
    NotYetValid,
    #[error("the certificate is for another name")]
    NameMismatch,
    #[error("{reason}")]
    Other { reason: String },
}

/// Why it is unknown whether an update was applied, or how a read was interrupted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownCause {
    /// An inconclusive status: 3xx, 5xx, 408, 499, or a refusal that is not the API's own, such as a
    /// proxy's page. It may have come before or after applying. `message` is the body's first words.
    #[error("the answer ({status}) does not say whether the update was applied")]
    Status { status: u16, message: String },
    /// The connection broke before a complete answer.
    #[error("the connection broke")]
    Dropped,
    /// No complete answer within the time limit.
    #[error("no complete answer in time")]
    TimedOut,
    /// 2xx, but the body could not be read as the answer.
    #[error("the answer ({status}) could not be read")]
    Unreadable { status: u16, start: String },
    /// 2xx, but the body was over the cap, in bytes.
    #[error("the answer ({status}) is larger than {limit} bytes")]
    TooLarge { status: u16, limit: u64 },
}
