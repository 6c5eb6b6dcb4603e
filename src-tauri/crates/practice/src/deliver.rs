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
use crate::reply::{Content, Reply};

const MEGABYTE: usize = 1 << 20;
const HUGE: usize = 20;

/// Sends an answer in the way its fault defines.
pub(crate) async fn deliver(mut reply: Reply, fault: Option<Fault>, line: &Cut) -> Response {
    let Some(fault) = fault else {
        return plain(&reply);
    };
    match fault {
        Fault::RateLimited { retry_after } => with(
            plain(&Reply::error(429, "Too many requests")),
            RETRY_AFTER,
            retry_after.as_deref(),
        ),
        Fault::UnavailableBefore | Fault::UnavailableAfter => {
            with(plain(&reply), RETRY_AFTER, Some("2"))
        }
        Fault::Refused { message } => plain(&Reply::error(400, &message)),
        Fault::DropBeforeHeaders | Fault::Late { .. } => {
            line.sever();
            answer(200, Body::empty())
        }
        Fault::DropMidBodyAfterApplying => cut_short(&reply),
        Fault::Slow(delay) => {
            #[expect(clippy::disallowed_methods, reason = "slow on purpose")]
            tokio::time::sleep(delay).await;
            plain(&reply)
        }
        Fault::Stuck | Fault::StuckAfterApplying => future::pending().await,
        Fault::TruncatedJson => {
            let mut bytes = reply.bytes();
            bytes.truncate(bytes.len() / 2);
            answer(reply.status, bytes)
        }
        Fault::WrongType => {
            if let Content::Json(body) = &mut reply.content {
                number_names(body);
            }
            plain(&reply)
        }
        Fault::HugeBody => huge(&reply),
        Fault::Redirect { to } => with(answer(307, Body::empty()), LOCATION, Some(&to)),
        Fault::Gzip => with(
            answer(reply.status, gzip(&reply.bytes())),
            CONTENT_ENCODING,
            Some("gzip"),
        ),
        // The others are in the reply.
        _ => plain(&reply),
    }
}

/// The unmodified answer.
pub(crate) fn plain(reply: &Reply) -> Response {
    let mut response = answer(reply.status, reply.bytes());
    match reply.content {
        Content::Json(_) | Content::Written(_) => {}
        Content::Html(_) => {
            let html = HeaderValue::from_static("text/html; charset=utf-8");
            response.headers_mut().insert(CONTENT_TYPE, html);
        }
        Content::Empty => drop(response.headers_mut().remove(CONTENT_TYPE)),
    }
    response
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

/// Promises the whole body, sends half of it and closes.
fn cut_short(reply: &Reply) -> Response {
    let mut bytes = reply.bytes();
    let length = bytes.len().to_string();
    bytes.truncate(bytes.len() / 2);
    let half = stream::unfold(Some(bytes), |left| async {
        match left {
            Some(bytes) => Some((Ok(Bytes::from(bytes)), None)),
            None => {
                // The half is only flushed when the body is pending for a moment.
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
    let chunks = std::iter::repeat_n(blank, HUGE).chain([Bytes::from(reply.bytes())]);
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
