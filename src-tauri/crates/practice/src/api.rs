use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::get;
use serde_json::Value;
use tokio::time::Instant;

use crate::cut::Cut;
use crate::deliver::deliver;
use crate::host::check_host;
use crate::query::decode;
use crate::request::Request;
use crate::world::{Endpoint, World};

/// Ten times the size of the longest plausible update.
const BODY_LIMIT: usize = 1 << 20;
/// The timer wakes at whole milliseconds, and never early: so latency is what was asked for on average.
const HALF_A_TICK: Duration = Duration::from_micros(500);
const CUSTOMERS: &str = "/v1/customers";

#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<World>>);

impl Shared {
    pub(crate) fn new(world: World) -> Self {
        Self(Arc::new(Mutex::new(world)))
    }

    /// A test that panicked inside `edit` must not take the server down with it.
    pub(crate) fn lock(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn router(shared: Shared, port: u16) -> Router {
    Router::new()
        .route(CUSTOMERS, get(routed))
        .route("/v1/customers/{id}", get(routed).patch(routed))
        .fallback(nowhere)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(port, check_host))
        .with_state(shared)
}

type Line = ConnectInfo<Cut>;

async fn routed(shared: State<Shared>, line: Line, request: axum::extract::Request) -> Response {
    let rest = request
        .uri()
        .path()
        .strip_prefix(CUSTOMERS)
        .unwrap_or_default();
    // By hand: axum's `Path` rejects bytes that are not UTF-8 with a different answer.
    let id = decode(rest.trim_start_matches('/'), false);
    let endpoint = match *request.method() {
        Method::PATCH => Endpoint::Update(id),
        _ if rest.is_empty() => Endpoint::List,
        _ => Endpoint::Read(id),
    };
    exchange(&shared, &line, &endpoint, request).await
}

async fn nowhere(shared: State<Shared>, line: Line, request: axum::extract::Request) -> Response {
    exchange(&shared, &line, &Endpoint::Nowhere, request).await
}

async fn wrong_method(
    shared: State<Shared>,
    line: Line,
    request: axum::extract::Request,
) -> Response {
    exchange(&shared, &line, &Endpoint::WrongMethod, request).await
}

async fn exchange(
    shared: &Shared,
    line: &Line,
    endpoint: &Endpoint,
    request: axum::extract::Request,
) -> Response {
    let arrived = Instant::now();
    let (parts, body) = request.into_parts();
    let (endpoint, body) = match to_bytes(body, BODY_LIMIT).await {
        Ok(body) => (endpoint, body),
        Err(_) => (&Endpoint::TooLarge, Bytes::new()),
    };
    let (handled, latency) = {
        let mut world = shared.lock();
        let handled = world.handle(endpoint, record(&parts, &body));
        (handled, world.options.latency)
    };
    if let Some((number, after)) = handled.late {
        let shared = shared.clone();
        // A separate task, since this one ends with the connection.
        tokio::spawn(async move {
            #[expect(clippy::disallowed_methods, reason = "late on purpose")]
            tokio::time::sleep(after).await;
            shared.lock().land(number);
        });
    }
    if let Some(mut held) = handled.held {
        // Nothing is ever sent, so this always ends with an error, once the sender is dropped.
        held.changed().await.ok();
    }
    if !latency.is_zero() {
        let answered = arrived + latency.saturating_sub(HALF_A_TICK);
        #[expect(clippy::disallowed_methods, reason = "slow on purpose")]
        tokio::time::sleep_until(answered).await;
    }
    deliver(handled.reply, handled.fault, &line.0).await
}

fn record(parts: &Parts, body: &Bytes) -> Request {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let headers = parts
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), text(value.as_bytes())));
    let json = parts
        .headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let body = match serde_json::from_slice(body) {
        _ if body.is_empty() => None,
        Ok(value) if json => Some(value),
        // Not declared as JSON, so not read as JSON.
        _ => Some(Value::String(text(body))),
    };
    Request {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: headers.collect(),
        body,
        applied: false,
    }
}
