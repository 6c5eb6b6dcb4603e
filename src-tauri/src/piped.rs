//! Ficha without a window, for tests of the page in other engines. What the page posts comes in on standard
//! input, and what is for the page goes out on standard output, one JSON text a line.

use std::{
    error::Error,
    io::{self, Write as _},
};

use serde::Deserialize;
use serde_json::Value;
use tauri::{
    Manager as _, WebviewUrl, WebviewWindowBuilder,
    ipc::{CallbackFn, InvokeBody, InvokeError, InvokeResponse, InvokeResponseBody},
    test::{INVOKE_KEY, mock_builder},
    webview::InvokeRequest,
};

use crate::{close, commands, home::Home};

/// A call, as Tauri's own script in the page posts it to the web view.
#[derive(Deserialize)]
struct Posted {
    cmd: String,
    callback: u32,
    error: u32,
    payload: Value,
}

/// Runs until the page closes the window or the input ends.
///
/// # Errors
/// If the system has no folder for Ficha's files, or a line is not what a page posts.
pub fn run() -> Result<(), Box<dyn Error>> {
    let context = crate::context();
    let home = Home::find(&context.config().identifier)?;
    let log = crate::note_what_happens(&home, false);
    let tauri = mock_builder()
        .plugin(tauri_plugin_store::Builder::default().build())
        .invoke_handler(commands::handler())
        .channel_interceptor(|_, callback, index, message| {
            let message = json(message);
            send(
                callback,
                &format!("{{\"index\":{index},\"message\":{message}}}"),
            );
            true
        })
        .build(context)?;
    crate::begin(tauri.handle(), home, log, false, String::new(), |_| ())?;
    let page = WebviewUrl::App("index.html".into());
    // Named as the window is: what the page may call depends on it.
    let window = WebviewWindowBuilder::new(&tauri, "main", page).build()?;
    for line in io::stdin().lines() {
        let Posted {
            cmd,
            callback,
            error,
            payload,
        } = serde_json::from_str(&line?)?;
        let request = InvokeRequest {
            cmd,
            callback: CallbackFn(callback),
            error: CallbackFn(error),
            url: window.url()?,
            body: InvokeBody::Json(payload),
            headers: Default::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        window.clone().on_message(
            request,
            Box::new(|webview, cmd, response, callback, error| {
                match response {
                    InvokeResponse::Ok(body) => send(callback, json(&body)),
                    InvokeResponse::Err(InvokeError(value)) => send(error, &value.to_string()),
                }
                // This runtime reports no closed window.
                if cmd == "close" {
                    close(webview.app_handle());
                    std::process::exit(0);
                }
            }),
        );
    }
    close(tauri.handle());
    Ok(())
}

/// Calls a callback of the page.
fn send(callback: CallbackFn, value: &str) {
    let mut out = io::stdout().lock();
    // Without a reader there is no page.
    let _ = writeln!(out, "{{\"id\":{},\"value\":{value}}}", callback.0).and_then(|()| out.flush());
}

fn json(body: &InvokeResponseBody) -> &str {
    match body {
        InvokeResponseBody::Json(text) => text,
        // No command answers with bytes.
        InvokeResponseBody::Raw(_) => "null",
    }
}
