use serde_json::{Value, json};

use crate::reply::Reply;
use crate::world::{Endpoint, World, missing};

/// An answer that does not depend on what the request did: only the fault knows whether the update was
/// applied.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Canned {
    Unauthorized,
    Forbidden,
    ServerError,
    Unavailable,
    BadGatewayHtml,
    ForbiddenHtml,
    NotFoundHtml,
    Html,
    RequestTimeout,
    ClientClosed,
    NoContent,
    EmptyObject,
    NullCustomer,
    AnotherRecord,
    OldRecord,
}

impl Canned {
    /// `before` is the record as it was before the update. `None` where the real answer fits: a
    /// read changes nothing, so the old record is the right one.
    pub(crate) fn reply(
        self,
        world: &World,
        endpoint: &Endpoint,
        before: Option<Value>,
    ) -> Option<Reply> {
        let record = |record: Value| {
            let body = match endpoint {
                Endpoint::Update(_) => json!({ "customer": record }),
                Endpoint::List => json!([record]),
                _ => record,
            };
            Reply::json(200, body)
        };
        Some(match self {
            Self::Unauthorized => Reply::error(401, "You are not authenticated"),
            Self::Forbidden => Reply::error(403, "Permission denied"),
            Self::ServerError => Reply::error(500, "Internal server error"),
            Self::Unavailable => Reply::error(503, "Service unavailable"),
            Self::BadGatewayHtml => Reply::html(502, "502 Bad Gateway", "proxy"),
            // A firewall's page names a code that is not a verification code.
            Self::ForbiddenHtml => Reply::html(403, "403 Forbidden", "Blocked. Code: 15"),
            Self::NotFoundHtml => Reply::html(404, "404 Not Found", "proxy"),
            Self::Html => Reply::html(200, "Network sign-in", "Sign in to go on."),
            Self::RequestTimeout => Reply::empty(408),
            Self::ClientClosed => Reply::empty(499),
            Self::NoContent => Reply::empty(204),
            Self::EmptyObject => Reply::json(200, json!({})),
            Self::NullCustomer => record(Value::Null),
            Self::AnotherRecord => record(world.another(endpoint)),
            Self::OldRecord => match (endpoint, before) {
                (Endpoint::Update(_), Some(before)) => record(before),
                (Endpoint::Update(_), None) => missing().into(),
                _ => return None,
            },
        })
    }
}
