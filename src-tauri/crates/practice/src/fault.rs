use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A way to fail. Serialized by its kebab-case name, `"rate-limited"` and so on, with its value
/// where it has one.
///
/// Faults come after the key was checked and before anything is validated. Those that act on an
/// answer ([`Fault::applies`]) let the update happen first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// 401.
    Unauthorized,
    /// 403.
    Forbidden,
    /// 429, with this `Retry-After` (seconds, a date or nonsense) or none.
    RateLimited { retry_after: Option<String> },
    /// 500, nothing applied.
    ServerErrorBefore,
    /// 500, the update applied.
    ServerErrorAfter,
    /// 502 with a proxy's HTML page, nothing applied.
    BadGatewayHtml,
    /// The connection closes without a byte, nothing applied.
    DropBeforeHeaders,
    /// The connection closes halfway through the answer, the update applied.
    DropMidBodyAfterApplying,
    /// The right answer, this much later.
    Slow(Duration),
    /// No answer ever, nothing applied.
    Stuck,
    /// No answer ever, the update applied.
    StuckAfterApplying,
    /// A whole HTTP answer whose JSON stops halfway.
    TruncatedJson,
    /// JSON in which every customer's `name` is a number.
    WrongType,
    /// The right answer behind 20 MB of blanks, without a Content-Length.
    HugeBody,
    /// 307 to this URL, nothing applied. 307 and not 302: a client that follows it sends the
    /// update and its body again.
    Redirect { to: String },
    /// The right answer, gzipped though nobody asked for it.
    Gzip,
}

impl Fault {
    /// The name of every fault, for a picker; [`Fault::from_name`] knows each.
    pub const ALL: [&'static str; 16] = [
        "unauthorized",
        "forbidden",
        "rate-limited",
        "server-error-before",
        "server-error-after",
        "bad-gateway-html",
        "drop-before-headers",
        "drop-mid-body-after-applying",
        "slow",
        "stuck",
        "stuck-after-applying",
        "truncated-json",
        "wrong-type",
        "huge-body",
        "redirect",
        "gzip",
    ];

    /// The kebab-case name, without the fault's value.
    pub fn name(&self) -> &'static str {
        let index = match self {
            Self::Unauthorized => 0,
            Self::Forbidden => 1,
            Self::RateLimited { .. } => 2,
            Self::ServerErrorBefore => 3,
            Self::ServerErrorAfter => 4,
            Self::BadGatewayHtml => 5,
            Self::DropBeforeHeaders => 6,
            Self::DropMidBodyAfterApplying => 7,
            Self::Slow(_) => 8,
            Self::Stuck => 9,
            Self::StuckAfterApplying => 10,
            Self::TruncatedJson => 11,
            Self::WrongType => 12,
            Self::HugeBody => 13,
            Self::Redirect { .. } => 14,
            Self::Gzip => 15,
        };
        Self::ALL[index]
    }

    /// The fault of that name with a value fit for practising: a `Retry-After` of 2 s, 5 s slow,
    /// a redirect to a closed port of this computer.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "unauthorized" => Self::Unauthorized,
            "forbidden" => Self::Forbidden,
            "rate-limited" => Self::RateLimited {
                retry_after: Some("2".to_owned()),
            },
            "server-error-before" => Self::ServerErrorBefore,
            "server-error-after" => Self::ServerErrorAfter,
            "bad-gateway-html" => Self::BadGatewayHtml,
            "drop-before-headers" => Self::DropBeforeHeaders,
            "drop-mid-body-after-applying" => Self::DropMidBodyAfterApplying,
            "slow" => Self::Slow(Duration::from_secs(5)),
            "stuck" => Self::Stuck,
            "stuck-after-applying" => Self::StuckAfterApplying,
            "truncated-json" => Self::TruncatedJson,
            "wrong-type" => Self::WrongType,
            "huge-body" => Self::HugeBody,
            "redirect" => Self::Redirect {
                to: "http://127.0.0.1:9/".to_owned(),
            },
            "gzip" => Self::Gzip,
            _ => return None,
        })
    }

    /// Whether an update that meets this fault is carried out all the same.
    pub fn applies(&self) -> bool {
        match self {
            Self::ServerErrorAfter
            | Self::DropMidBodyAfterApplying
            | Self::Slow(_)
            | Self::StuckAfterApplying
            | Self::TruncatedJson
            | Self::WrongType
            | Self::HugeBody
            | Self::Gzip => true,
            Self::Unauthorized
            | Self::Forbidden
            | Self::RateLimited { .. }
            | Self::ServerErrorBefore
            | Self::BadGatewayHtml
            | Self::DropBeforeHeaders
            | Self::Stuck
            | Self::Redirect { .. } => false,
        }
    }

    /// This fault for some requests only.
    pub fn on(self, on: Target) -> Rule {
        Rule { fault: self, on }
    }
}

/// Which requests a fault meets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    #[default]
    All,
    /// Everything but PATCH.
    Reads,
    /// PATCH.
    Writes,
}

/// A fault and the requests it meets. A [`Fault`] alone meets them all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub fault: Fault,
    #[serde(default)]
    pub on: Target,
}

impl Rule {
    pub(crate) fn fits(&self, write: bool) -> bool {
        match self.on {
            Target::All => true,
            Target::Reads => !write,
            Target::Writes => write,
        }
    }
}

impl From<Fault> for Rule {
    fn from(fault: Fault) -> Self {
        fault.on(Target::All)
    }
}

/// Lets [`Practice::set_fault`](crate::Practice::set_fault) take a fault as it is.
impl From<Fault> for Option<Rule> {
    fn from(fault: Fault) -> Self {
        Some(fault.into())
    }
}
