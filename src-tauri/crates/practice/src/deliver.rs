use std::future;
use std::io::{self, Write};

use axum::body::{Body, Bytes};
use axum::http::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, RETRY_AFTER,
};
use axum::http::{Response as HttpResponse, StatusCode};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream;
use serde_json::Value;

use crate::cut::Cut;
use crate::fault::Fault;
use crate::refusal::Refusal;
use crate::world::Reply;

const MEGABYTE: usize = 1 << 20;
const HUGE: usize = 20;

/// Puts an answer on the wire the way its fault wants it.
pub(crate) async fn deliver(reply: Reply, fault: Option<Fault>, line: &Cut) -> Response {
    let Some(fault) = fault else {
        return plain(&reply);
    };
    match fault {
        Fault::Unauthorized => error(401, "You are not authenticated"),
        Fault::Forbidden => error(403, "Permission denied"),
        Fault::RateLimited { retry_after } => with(
            error(429, "Too many requests"),
            RETRY_AFTER,
            retry_after.as_deref(),
        ),
        Fault::ServerErrorBefore | Fault::ServerErrorAfter => error(500, "Internal server error"),
        Fault::BadGatewayHtml => {
            let page = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\
                        <body><h1>502 Bad Gateway</h1><p>proxy</p></body></html>\n";
            with(
                answer(502, page),
                CONTENT_TYPE,
                Some("text/html; charset=utf-8"),
            )
        }
        Fault::DropBeforeHeaders => {
            line.sever();
            answer(200, Body::empty())
        }
        Fault::DropMidBodyAfterApplying => cut_short(&reply),
        Fault::Slow(delay) => {
            tokio::time::sleep(delay).await;
            plain(&reply)
        }
        Fault::Stuck | Fault::StuckAfterApplying => future::pending().await,
        Fault::TruncatedJson => {
            let mut bytes = json(&reply);
            bytes.truncate(bytes.len() / 2);
            answer(reply.status, bytes)
        }
        Fault::WrongType => {
            let Reply { status, mut body } = reply;
            number_names(&mut body);
            plain(&Reply { status, body })
        }
        Fault::HugeBody => huge(&reply),
        Fault::Redirect { to } => with(answer(307, Body::empty()), LOCATION, Some(&to)),
        Fault::Gzip => with(
            answer(reply.status, gzip(&json(&reply))),
            CONTENT_ENCODING,
            Some("gzip"),
        ),
    }
}

/// The answer as it is.
pub(crate) fn plain(reply: &Reply) -> Response {
    answer(reply.status, json(reply))
}

/// Status and message in the API's own form.
pub(crate) fn error(status: u16, message: &str) -> Response {
    plain(&Reply {
        status,
        body: Refusal::new(status, message).answer(),
    })
}

fn answer(status: u16, body: impl Into<Body>) -> Response {
    let mut response = HttpResponse::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    with(
        response,
        CONTENT_TYPE,
        Some("application/json; charset=utf-8"),
    )
}

fn with(mut response: Response, name: HeaderName, value: Option<&str>) -> Response {
    if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
        response.headers_mut().insert(name, value);
    }
    response
}

fn json(reply: &Reply) -> Vec<u8> {
    reply.body.to_string().into_bytes()
}

/// Promises the whole body, sends half of it and closes.
fn cut_short(reply: &Reply) -> Response {
    let mut bytes = json(reply);
    let length = bytes.len().to_string();
    bytes.truncate(bytes.len() / 2);
    let half = stream::unfold(Some(bytes), |left| async {
        match left {
            Some(bytes) => Some((Ok(Bytes::from(bytes)), None)),
            None => {
                // The half only leaves when the body has nothing to give for a moment.
                tokio::task::yield_now().await;
                Some((Err(io::Error::from(io::ErrorKind::ConnectionAborted)), None))
            }
        }
    });
    with(
        answer(reply.status, Body::from_stream(half)),
        CONTENT_LENGTH,
        Some(&length),
    )
}

/// Blanks before a JSON value are legal, so only a size limit stops a reader of this.
fn huge(reply: &Reply) -> Response {
    let blank = Bytes::from(vec![b' '; MEGABYTE]);
    let chunks = std::iter::repeat_n(blank, HUGE).chain([Bytes::from(json(reply))]);
    answer(
        reply.status,
        Body::from_stream(stream::iter(chunks.map(Ok::<_, io::Error>))),
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .unwrap_or_default()
}

fn number_names(body: &mut Value) {
    match body {
        Value::Array(items) => items.iter_mut().for_each(number_names),
        Value::Object(map) => {
            if let Some(name) = map.get_mut("name") {
                *name = 42.into();
            }
            map.get_mut("customer").into_iter().for_each(number_names);
        }
        _ => {}
    }
}
