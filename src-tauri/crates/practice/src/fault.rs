use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::canned::Canned;

/// One line per fault: its variant, its name, whether the update is applied all the same, the answer if it
/// is always the same, and, for a fault with a value, a value suitable for practice.
macro_rules! faults {
    (@example $variant:ident) => { Self::$variant };
    (@example $variant:ident $example:expr) => { $example };
    (@canned) => { None };
    (@canned $canned:ident) => { Some(Canned::$canned) };
    ($(
        $(#[$doc:meta])+
        $variant:ident $(($inner:ty))? $({ $field:ident: $kind:ty })? = $name:literal,
        applied: $applied:literal
        $(, answer: $canned:ident)?
        $(, example: $example:expr)?;
    )+) => {
        /// A simulated failure. Serialized by its kebab-case name, `"rate-limited"` and so on, with its
        /// value where it has one.
        ///
        /// Faults apply after the key was checked and before anything is validated. Those that change
        /// an answer ([`Fault::applies`]) let the update happen first. A read gets an answer of the
        /// same shape, with a bare record or a list in it, or the correct answer if only an update can
        /// be answered that way.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Fault {
            $($(#[$doc])+ $variant $(($inner))? $({ $field: $kind })?,)+
        }

        impl Fault {
            /// The name of every fault; [`Fault::from_name`] knows each.
            pub const ALL: [&'static str; [$($name),+].len()] = [$($name),+];

            /// The kebab-case name, without the fault's value.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $name,)+
                }
            }

            /// The fault of that name with a value suitable for practice: a `Retry-After` of 2 s, 5 s
            /// slow or late, a redirect to a closed port of this computer, a refusal for a phone.
            pub fn from_name(name: &str) -> Option<Self> {
                Some(match name {
                    $($name => faults!(@example $variant $($example)?),)+
                    _ => return None,
                })
            }

            /// Whether an update with this fault is applied by the time of its answer.
            pub fn applies(&self) -> bool {
                match self {
                    $(Self::$variant { .. } => $applied,)+
                }
            }

            /// The answer, whatever the request.
            pub(crate) fn canned(&self) -> Option<Canned> {
                match self {
                    $(Self::$variant { .. } => faults!(@canned $($canned)?),)+
                }
            }
        }
    };
}

faults! {
    /// 401.
    Unauthorized = "unauthorized", applied: false, answer: Unauthorized;
    /// 403.
    Forbidden = "forbidden", applied: false, answer: Forbidden;
    /// 429, with this `Retry-After` (seconds, a date or nonsense) or none.
    RateLimited { retry_after: Option<String> } = "rate-limited", applied: false,
        example: Self::RateLimited { retry_after: Some("2".to_owned()) };
    /// 500, nothing applied.
    ServerErrorBefore = "server-error-before", applied: false, answer: ServerError;
    /// 500, the update applied.
    ServerErrorAfter = "server-error-after", applied: true, answer: ServerError;
    /// 502 with a proxy's HTML page, nothing applied.
    BadGatewayHtml = "bad-gateway-html", applied: false, answer: BadGatewayHtml;
    /// The connection closes without a byte, nothing applied.
    DropBeforeHeaders = "drop-before-headers", applied: false;
    /// The connection closes halfway through the answer, the update applied.
    DropMidBodyAfterApplying = "drop-mid-body-after-applying", applied: true;
    /// The right answer, this much later.
    Slow(Duration) = "slow", applied: true, example: Self::Slow(Duration::from_secs(5));
    /// No answer ever, nothing applied.
    Stuck = "stuck", applied: false;
    /// No answer ever, the update applied.
    StuckAfterApplying = "stuck-after-applying", applied: true;
    /// A whole HTTP answer whose JSON stops halfway.
    TruncatedJson = "truncated-json", applied: true;
    /// JSON in which every customer's `name` is a number.
    WrongType = "wrong-type", applied: true;
    /// The right answer behind 20 MB of blanks, without a Content-Length.
    HugeBody = "huge-body", applied: true;
    /// 307 to this URL, nothing applied. 307 and not 302: a client that follows it sends the
    /// update and its body again.
    Redirect { to: String } = "redirect", applied: false,
        example: Self::Redirect { to: "http://127.0.0.1:9/".to_owned() };
    /// The correct answer, gzipped without being requested.
    Gzip = "gzip", applied: true;
    /// The connection closes without a byte, and the update is applied this much later; `None`: by
    /// [`Practice::land_late`](crate::Practice::land_late). It is checked when it is applied.
    Late { after: Option<Duration> } = "late", applied: false,
        example: Self::Late { after: Some(Duration::from_secs(5)) };
    /// 200 with the record as it was before, nothing applied. A read is right.
    OldRecordBefore = "old-record-before", applied: false, answer: OldRecord;
    /// 200 with the record as it was before, the update applied. A read is right.
    OldRecordAfter = "old-record-after", applied: true, answer: OldRecord;
    /// 200 with `null` for the customer, nothing applied.
    NullCustomerBefore = "null-customer-before", applied: false, answer: NullCustomer;
    /// 200 with `null` for the customer, the update applied.
    NullCustomerAfter = "null-customer-after", applied: true, answer: NullCustomer;
    /// 200 with `{}`, nothing applied.
    EmptyObjectBefore = "empty-object-before", applied: false, answer: EmptyObject;
    /// 200 with `{}`, the update applied.
    EmptyObjectAfter = "empty-object-after", applied: true, answer: EmptyObject;
    /// 204 without a body, nothing applied.
    NoContentBefore = "no-content-before", applied: false, answer: NoContent;
    /// 204 without a body, the update applied.
    NoContentAfter = "no-content-after", applied: true, answer: NoContent;
    /// 200 with another family's record, nothing applied.
    AnotherRecordBefore = "another-record-before", applied: false, answer: AnotherRecord;
    /// 200 with another family's record, the update applied.
    AnotherRecordAfter = "another-record-after", applied: true, answer: AnotherRecord;
    /// 200 with an HTML page, nothing applied.
    HtmlBefore = "html-before", applied: false, answer: Html;
    /// 200 with an HTML page, the update applied.
    HtmlAfter = "html-after", applied: true, answer: Html;
    /// 408 without a body, nothing applied.
    RequestTimeoutBefore = "request-timeout-before", applied: false, answer: RequestTimeout;
    /// 408 without a body, the update applied.
    RequestTimeoutAfter = "request-timeout-after", applied: true, answer: RequestTimeout;
    /// 499 without a body, a proxy's status for a client that went away; nothing applied.
    ClientClosedBefore = "client-closed-before", applied: false, answer: ClientClosed;
    /// 499 without a body, the update applied.
    ClientClosedAfter = "client-closed-after", applied: true, answer: ClientClosed;
    /// 403 with a proxy's HTML page, nothing applied.
    ForbiddenHtmlBefore = "forbidden-html-before", applied: false, answer: ForbiddenHtml;
    /// 403 with a proxy's HTML page, the update applied.
    ForbiddenHtmlAfter = "forbidden-html-after", applied: true, answer: ForbiddenHtml;
    /// 404 with a proxy's HTML page, nothing applied.
    NotFoundHtmlBefore = "not-found-html-before", applied: false, answer: NotFoundHtml;
    /// 404 with a proxy's HTML page, the update applied.
    NotFoundHtmlAfter = "not-found-html-after", applied: true, answer: NotFoundHtml;
    /// 503 with `Retry-After: 2`, nothing applied.
    UnavailableBefore = "unavailable-before", applied: false, answer: Unavailable;
    /// 503 with `Retry-After: 2`, the update applied.
    UnavailableAfter = "unavailable-after", applied: true, answer: Unavailable;
    /// The update is applied, and the answer refuses it with 400 because its code was already used,
    /// as when a proxy delivers it twice. One that is refused is refused for its own reason. A read
    /// is right.
    RefusedOnRepeat = "refused-on-repeat", applied: true;
    /// 400 with this message, nothing applied.
    Refused { message: String } = "refused", applied: false,
        example: Self::Refused { message: "Phone number: country code is missing".to_owned() };
}

impl Fault {
    /// The names of the faults that can be picked in Settings.
    pub const FOR_PEOPLE: &[&str] = &[
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
        "late",
        "old-record-before",
        "unavailable-after",
        "forbidden-html-after",
        "refused-on-repeat",
    ];

    /// This fault for some requests only.
    pub fn on(self, on: Target) -> Rule {
        Rule { fault: self, on }
    }
}

/// Which requests a fault applies to.
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

/// A fault and the requests it applies to. A [`Fault`] alone applies to all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub fault: Fault,
    #[serde(default)]
    pub on: Target,
}

impl Target {
    pub(crate) fn meets(self, write: bool) -> bool {
        match self {
            Self::All => true,
            Self::Reads => !write,
            Self::Writes => write,
        }
    }
}

impl From<Fault> for Rule {
    fn from(fault: Fault) -> Self {
        fault.on(Target::All)
    }
}

/// Lets [`Practice::set_fault`](crate::Practice::set_fault) take a bare fault.
impl From<Fault> for Option<Rule> {
    fn from(fault: Fault) -> Self {
        Some(fault.into())
    }
}
