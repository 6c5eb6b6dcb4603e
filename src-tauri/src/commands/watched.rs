//! Every command passes here, and so does its answer.

use serde::Deserialize;
use serde_json::Value;
use tauri::{
    Manager as _, Runtime,
    http::HeaderValue,
    ipc::{CallbackFn, Invoke, InvokeBody, InvokeError, InvokeResponse, InvokeResponseBody},
    webview::InvokeRequest,
};

use crate::{
    app::App,
    log::{Cause, Command, Event, Log, UpdateState},
    wire::{ErrorCode, KeychainState, ProxyKind},
};

/// Marks what was noted already. A page that sets it is left out of the log and gains nothing else by it.
const NOTED: &str = "ficha-noted";

/// Longer than this is noted though nothing failed.
const SLOW_MS: u64 = 1000;

/// Has the answers of commands noted. Tauri gives a program the calls of its page, but lets it see no answers:
/// so each call is dispatched from here instead, marked, and its answer passed on. A command runs once.
pub fn watched<R: Runtime>(
    commands: impl Fn(Invoke<R>) -> bool + Send + Sync + 'static,
) -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    move |invoke| match again(&invoke) {
        Some((command, request)) => {
            call(invoke, command, request);
            true
        }
        None => commands(invoke),
    }
}

fn call<R: Runtime>(invoke: Invoke<R>, command: Command, request: InvokeRequest) {
    let webview = invoke.message.webview();
    let log = webview.state::<App>().log.clone();
    let begun = log.uptime();
    webview.on_message(
        request,
        Box::new(move |_, _, answer, _, _| {
            let ms = log.uptime().saturating_sub(begun).as_millis();
            note(
                &log,
                command,
                &answer,
                u64::try_from(ms).unwrap_or(u64::MAX),
            );
            match answer {
                InvokeResponse::Ok(body) => invoke.resolver.resolve(body),
                InvokeResponse::Err(error) => invoke.resolver.invoke_error(error),
            }
        }),
    );
}

/// The same call, if it is one of Ficha's commands that the page may call, and was not noted.
fn again<R: Runtime>(invoke: &Invoke<R>) -> Option<(Command, InvokeRequest)> {
    let message = &invoke.message;
    invoke.acl.as_ref()?;
    if message.headers().contains_key(NOTED) {
        return None;
    }
    let command = Command::named(message.command())?;
    let webview = message.webview_ref();
    let mut headers = message.headers().clone();
    headers.insert(NOTED, HeaderValue::from_static("yes"));
    if cfg!(feature = "automation") {
        panic_if_asked(message.payload());
    }
    let request = InvokeRequest {
        cmd: message.command().to_owned(),
        // Nobody is called by these: the answer goes to the page by the first call's.
        callback: CallbackFn(0),
        error: CallbackFn(0),
        url: webview.url().ok()?,
        body: message.payload().clone(),
        headers,
        invoke_key: webview.app_handle().invoke_key().to_owned(),
    };
    Some((command, request))
}

/// An answer of the type `Session`, without what belongs to a school.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SessionStates {
    keychain: KeychainState,
    memory_only: bool,
    proxy: Option<String>,
}

/// An answer of the type `UpdateReport`, without what belongs to a family.
#[derive(Deserialize)]
struct UpdateEnd {
    kind: UpdateState,
    error: Option<Cause>,
    cause: Option<Cause>,
}

fn note(log: &Log, command: Command, answer: &InvokeResponse, ms: u64) {
    match answer {
        InvokeResponse::Err(InvokeError(error)) => {
            // Tauri's own errors, such as for arguments of another type, have no code.
            let cause = Cause::deserialize(error).unwrap_or(Cause {
                code: ErrorCode::Internal,
                status: None,
            });
            log.note(Event::Failed { command, cause, ms });
        }
        InvokeResponse::Ok(InvokeResponseBody::Json(text)) if command.answers("UpdateReport") => {
            if let Ok(UpdateEnd { kind, error, cause }) = serde_json::from_str(text) {
                log.note(Event::Update {
                    command,
                    state: kind,
                    cause: error.or(cause),
                    ms,
                });
            }
        }
        InvokeResponse::Ok(InvokeResponseBody::Json(text)) if command.answers("Session") => {
            if let Ok(states) = serde_json::from_str::<SessionStates>(text) {
                log.note_state(Event::Keychain {
                    state: states.keychain,
                    memory_only: states.memory_only,
                });
                log.note_state(Event::Proxy {
                    kind: ProxyKind::of(states.proxy.as_deref()),
                });
            }
            note_if_slow(log, command, ms);
        }
        InvokeResponse::Ok(_) => note_if_slow(log, command, ms),
    }
}

fn note_if_slow(log: &Log, command: Command, ms: u64) {
    if ms > SLOW_MS {
        log.note(Event::Slow { command, ms });
    }
}

/// A test can have any call cause a panic, with words that a panic of Ficha's own might have.
fn panic_if_asked(arguments: &InvokeBody) {
    let InvokeBody::Json(arguments) = arguments else {
        return;
    };
    if let Some(words) = arguments.get("panic").and_then(Value::as_str) {
        let words = words.to_owned();
        let thread = std::thread::Builder::new().name(words.clone());
        // It ends this thread alone, as an automation build is no release.
        drop(thread.spawn(move || panic!("{words}")));
    }
}

#[cfg(test)]
mod tests {
    use quentli::SystemPace;
    use serde_json::json;

    use super::*;

    fn noted(command: &str, answer: &InvokeResponse, ms: u64) -> String {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::open(folder.path().to_owned(), std::sync::Arc::new(SystemPace));
        note(&log, Command::named(command).unwrap(), answer, ms);
        log.flush(std::time::Duration::from_secs(10));
        let text = std::fs::read_to_string(folder.path().join("log.txt")).unwrap_or_default();
        // Without the time.
        text.lines()
            .map(|line| line.split_once(',').unwrap().1)
            .collect()
    }

    fn ok(answer: &Value) -> InvokeResponse {
        InvokeResponse::Ok(InvokeResponseBody::Json(answer.to_string()))
    }

    #[test]
    fn of_an_error_its_code_and_status_are_noted() {
        let error = json!({ "code": "unavailable", "status": 503, "message": "Familia Núñez",
            "host": "escuela.mx", "problems": [], "retryAfterSeconds": null });
        assert_eq!(
            noted("find", &InvokeResponse::Err(InvokeError(error)), 12),
            r#""event":"failed","command":"find","code":"unavailable","status":503,"ms":12}"#
        );
        let error = json!("invalid args `id` for command `open`: Familia Núñez");
        assert_eq!(
            noted("open", &InvokeResponse::Err(InvokeError(error)), 1),
            r#""event":"failed","command":"open","code":"internal","ms":1}"#
        );
    }

    #[test]
    fn of_an_update_its_state_and_cause_are_noted() {
        let report = json!({ "update": 7, "draftKept": false, "kind": "unknown", "title": "Familia Núñez",
            "rows": [], "at": "2026-03-04T15:16:17Z", "cause": { "code": "interrupted", "status": null },
            "seen": { "kind": "notYet" } });
        assert_eq!(
            noted("update", &ok(&report), 640),
            r#""event":"update","command":"update","state":"unknown","code":"interrupted","ms":640}"#
        );
        let report = json!({ "kind": "conflict", "conflict": { "rows": ["Familia Núñez"] } });
        assert_eq!(
            noted("update", &ok(&report), 5),
            r#""event":"update","command":"update","state":"conflict","ms":5}"#
        );
    }

    #[test]
    fn of_a_session_the_states_are_noted() {
        let session = json!({ "keychain": "locked", "memoryOnly": false, "connections": [
            { "name": "Colegio Las Jacarandas" }], "proxy": "http://ana@proxy.escuela.mx:3128" });
        assert_eq!(
            noted("session", &ok(&session), 1),
            r#""event":"keychain","state":"locked","memoryOnly":false}"event":"proxy","kind":"manual"}"#
        );
    }

    #[test]
    fn an_answer_is_noted_only_if_it_took_long() {
        assert_eq!(noted("find", &ok(&json!({ "hits": [] })), 1000), "");
        assert_eq!(
            noted("find", &ok(&json!({ "hits": [] })), 1001),
            r#""event":"slow","command":"find","ms":1001}"#
        );
    }
}
