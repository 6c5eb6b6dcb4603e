use axum::extract::{Request, State};
use axum::http::header::HOST;
use axum::middleware::Next;
use axum::response::Response;

use crate::deliver::plain;
use crate::reply::Reply;

/// Refuses a request whose host is not this server, before anything reads it: with DNS rebinding, any web
/// page open on this computer can send requests here under its own name.
pub(crate) async fn check_host(State(port): State<u16>, request: Request, next: Next) -> Response {
    if is_ours(&request, port) {
        next.run(request).await
    } else {
        plain(&Reply::error(421, "Misdirected request"))
    }
}

fn is_ours(request: &Request, port: u16) -> bool {
    let ours = |host: &str| {
        ["127.0.0.1", "localhost"]
            .iter()
            .any(|name| host.eq_ignore_ascii_case(&format!("{name}:{port}")))
    };
    // A target such as `http://elsewhere/` overrides the header.
    let target = request.uri().authority();
    let mut headers = request.headers().get_all(HOST).iter();
    let header = headers.next().and_then(|host| host.to_str().ok());
    header.is_some_and(ours)
        && headers.next().is_none()
        && target.is_none_or(|target| ours(target.as_str()))
}
