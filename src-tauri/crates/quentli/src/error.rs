use std::time::Duration;

/// Why an operation did not give what was asked, by what the caller can do about it.
///
/// Every variant but [`Error::OutcomeUnknown`] is certain: a refused update changed nothing.
/// No variant carries a URL, a header or a key.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// 401: the key is wrong or was revoked.
    #[error("unauthorized: {message}")]
    Unauthorized { message: String },
    /// 403: the key may not do this.
    #[error("forbidden: {message}")]
    Forbidden { message: String },
    /// 404, or 200 with `null`.
    #[error("not found")]
    NotFound,
    /// 400, 422 and other 4xx: the server read the request and said no.
    #[error("rejected ({status}): {message}")]
    Rejected { status: u16, message: String, issues: Vec<Issue> },
    /// 409, or a 400 that speaks of a value already taken. `field` is the API's name of the
    /// field, when the message or the issues tell it.
    #[error("conflict ({status}): {message}")]
    Conflict { status: u16, message: String, field: Option<String> },
    /// 429, still so after the retries that fit into the time allowed.
    #[error("rate limited")]
    RateLimited { retry_after: Option<Duration> },
    /// 5xx to a read, or a 503 with Retry-After to an update: nothing changed, try later.
    #[error("unavailable ({status}): {message}")]
    Unavailable { status: u16, message: String },
    /// 3xx, never followed: a redirect would hand the key and the record to another host.
    /// `host` is where it pointed.
    #[error("redirected ({status})")]
    Redirected { status: u16, host: Option<String> },
    /// The request surely did not leave this computer.
    #[error("not sent: {0:?}")]
    NotSent(NotSent),
    /// A read failed under way (dropped, timed out); nothing was asked to change.
    #[error("interrupted: {0:?}")]
    Interrupted(UnknownCause),
    /// An update may or may not have been applied: read back before saying anything.
    #[error("outcome unknown: {0:?}")]
    OutcomeUnknown(UnknownCause),
    /// The body was not the JSON expected. `start` is its first words, without control
    /// characters, at most 200 characters; `path` is where the JSON went wrong, such as `name`.
    #[error("not the JSON expected ({status}) at {path:?}")]
    NotJson { status: u16, start: String, path: Option<String> },
    /// The body was larger than the cap, in bytes.
    #[error("too large ({status}): over {limit} bytes")]
    TooLarge { status: u16, limit: u64 },
}

/// One entry of a validation error's `issues`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The API's name of the field, when the issue's path tells it.
    pub field: Option<String>,
    pub message: String,
}

/// Why a request surely did not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// The host's name could not be resolved.
    Dns,
    /// Nobody answered at the address, or not within the connect time limit.
    Connect,
    Tls(TlsFailure),
    /// The proxy wants a user name and password (407).
    ProxyAuth,
    /// The proxy itself could not be reached or refused the tunnel.
    Proxy,
    /// The request could not be built.
    Invalid,
}

/// What the TLS handshake failed on. `reason` of [`TlsFailure::Other`] is the library's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TlsFailure {
    /// The issuer is not trusted by this computer; an inspecting proxy shows this way.
    UnknownIssuer,
    Expired,
    NotYetValid,
    NameMismatch,
    Other { reason: String },
}

/// Why nobody knows whether an update was applied, or how a read broke off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnknownCause {
    /// The server answered 5xx: it may have failed before or after applying.
    Server { status: u16 },
    /// The connection broke before a complete answer.
    Dropped,
    /// No complete answer within the time limit.
    TimedOut,
    /// 2xx, but the body could not be read as the answer.
    Unreadable { status: u16, start: String },
    /// 2xx, but the body was over the cap, in bytes.
    TooLarge { status: u16, limit: u64 },
}
