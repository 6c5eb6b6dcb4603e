use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
};

use ficha_tests::{
    app::{App, AppOptions},
    process::LIMIT,
};
use serde_json::{Value, json};

/// Listens where nobody may call.
struct Trap(TcpListener);

impl Trap {
    fn set() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        listener
            .set_nonblocking(true)
            .expect("a listener can be asked without waiting");
        Self(listener)
    }

    fn url(&self) -> String {
        format!(
            "http://{}/",
            self.0
                .local_addr()
                .expect("a bound listener has an address")
        )
    }

    /// Whatever called so far, by the first bytes it sent.
    fn caught(&self) -> Option<String> {
        let (mut caller, _) = match self.0.accept() {
            Ok(caller) => caller,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return None,
            Err(error) => panic!("the trap is broken: {error}"),
        };
        caller.set_nonblocking(false).expect("a socket can wait");
        caller
            .set_read_timeout(Some(LIMIT))
            .expect("a socket takes a limit");
        let mut first = [0; 200];
        let read = caller.read(&mut first).unwrap_or_default();
        Some(String::from_utf8_lossy(&first[..read]).into_owned())
    }

    /// Nobody called; and the trap does work.
    fn is_empty(&self) {
        assert_eq!(self.caught(), None, "the page reached the network");
        let address = self
            .0
            .local_addr()
            .expect("a bound listener has an address");
        let mut caller = TcpStream::connect(address).expect("the trap listens");
        caller.write_all(b"caught").expect("the trap reads");
        assert_eq!(self.caught().as_deref(), Some("caught"));
    }
}

/// Runs `act` with the trap's address as `url`, and waits for the policy to report `directive`.
fn violates(app: &App, directive: &str, act: &str, url: &str) {
    let reported = app.browser().run_async(
        &format!(
            "const url = arguments[0];
             document.addEventListener('securitypolicyviolation', (event) => {{
               if (event.effectiveDirective.startsWith(arguments[1])) done(event.effectiveDirective);
             }});
             try {{ {act} }} catch (error) {{ if (arguments[1] === 'throws') done(error.name); }}"
        ),
        &json!([url, directive]),
    );
    assert!(reported.is_ok(), "{act} was not stopped: {reported:?}");
}

#[test]
fn the_page_reaches_nothing_but_its_own_files_and_the_core() {
    let app = App::start(&AppOptions::default());
    let trap = Trap::set();
    let url = trap.url();
    for (directive, act) in [
        ("connect-src", "fetch(url).catch(() => {});"),
        (
            "connect-src",
            "new XMLHttpRequest().open('GET', url); const x = new XMLHttpRequest(); x.open('GET', url); x.send();",
        ),
        ("connect-src", "navigator.sendBeacon(url, 'x');"),
        ("connect-src", "new WebSocket(url.replace('http', 'ws'));"),
        ("connect-src", "new EventSource(url);"),
        ("img-src", "new Image().src = url;"),
        (
            "script-src",
            "const s = document.createElement('script'); s.src = url; document.head.append(s);",
        ),
        (
            "style-src",
            "const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = url; document.head.append(l);",
        ),
        (
            "font-src",
            "new FontFace('x', `url(${url})`).load().catch(() => {});",
        ),
        (
            "frame-src",
            "const f = document.createElement('iframe'); f.src = url; document.body.append(f);",
        ),
        (
            "object-src",
            "const o = document.createElement('object'); o.data = url; document.body.append(o);",
        ),
        (
            "form-action",
            "const f = document.createElement('form'); f.action = url; f.method = 'post'; document.body.append(f); f.submit();",
        ),
        (
            "base-uri",
            "const b = document.createElement('base'); b.href = url; document.head.append(b);",
        ),
    ] {
        violates(&app, directive, act, &url);
    }
    trap.is_empty();
}

#[test]
fn the_page_runs_no_code_but_its_own_files() {
    let app = App::start(&AppOptions::default());
    violates(
        &app,
        "script-src",
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.head.append(s);",
        "",
    );
    violates(
        &app,
        "script-src",
        "const b = document.createElement('button'); b.setAttribute('onclick', 'window.ran = 1'); document.body.append(b); b.click();",
        "",
    );
    violates(&app, "script-src", "window.eval('window.ran = 1');", "");
    violates(&app, "script-src", "new Function('window.ran = 1')();", "");
    violates(
        &app,
        "style-src",
        "const s = document.createElement('style'); s.textContent = 'main{display:none}'; document.head.append(s);",
        "",
    );
    violates(
        &app,
        "style-src",
        "document.body.setAttribute('style', 'display:none');",
        "",
    );
    violates(
        &app,
        "worker-src",
        "new Worker(URL.createObjectURL(new Blob(['1'])));",
        "",
    );
    assert_eq!(app.js("return window.ran === undefined", &json!([])), true);
    assert_ne!(
        app.js("return getComputedStyle(document.body).display", &json!([])),
        "none"
    );
}

#[test]
fn the_window_goes_nowhere_and_opens_nothing() {
    let app = App::start(&AppOptions::default());
    let trap = Trap::set();
    let url = trap.url();
    let home = app.js("window.here = 1; return location.origin", &json!([]));
    for act in [
        "location.href = arguments[0];",
        "location.replace(arguments[0]);",
        "const a = document.createElement('a'); a.href = arguments[0]; document.body.append(a); a.click();",
        "const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = `0;url=${arguments[0]}`; document.head.append(m);",
        "location.href = 'data:text/html,<h1>x';",
        "location.href = 'javascript:window.here = 2';",
        "location.href = 'file:///etc/hostname';",
        "window.open(arguments[0]);",
        "window.open('about:blank', '_blank');",
        "const a = document.createElement('a'); a.href = arguments[0]; a.target = '_blank'; document.body.append(a); a.click();",
        "const a = document.createElement('a'); a.href = 'data:text/plain,x'; a.download = 'x.txt'; document.body.append(a); a.click();",
    ] {
        app.js(act, &json!([url]));
        // A refused navigation leaves no trace to wait for; two frames give it its chance.
        let after = app.browser().run_async(
            "requestAnimationFrame(() => requestAnimationFrame(() =>
               done([location.origin, window.here])))",
            &json!([]),
        );
        assert_eq!(after, Ok(json!([home, 1])), "{act}");
        assert_eq!(app.browser().windows(), Ok(1), "{act}");
        assert_eq!(trap.caught(), None, "{act} reached the network");
    }
    trap.is_empty();
}

#[test]
fn commands_that_were_not_declared_are_refused() {
    let app = App::start(&AppOptions::default());
    for (command, arguments) in [
        ("no_such_command", json!({})),
        (
            "plugin:store|load",
            json!({ "path": "/tmp/stolen.json", "options": {} }),
        ),
        (
            "plugin:store|set",
            json!({ "rid": 0, "key": "a", "value": 1 }),
        ),
        ("plugin:store|save", json!({ "rid": 0 })),
        (
            "plugin:fs|read_text_file",
            json!({ "path": "/etc/hostname" }),
        ),
        ("plugin:shell|execute", json!({ "program": "sh" })),
        ("plugin:http|fetch", json!({ "clientConfig": {} })),
        (
            "plugin:event|listen",
            json!({ "event": "x", "target": { "kind": "Any" }, "handler": 1 }),
        ),
        (
            "plugin:event|emit",
            json!({ "event": "x", "payload": null }),
        ),
        ("plugin:window|close", json!({ "label": "main" })),
        (
            "plugin:webview|create_webview_window",
            json!({ "options": { "label": "x" } }),
        ),
        ("plugin:path|resolve_directory", json!({ "directory": 1 })),
        ("plugin:app|version", json!({})),
        ("plugin:resources|close", json!({ "rid": 0 })),
        ("plugin:menu|create_default", json!({})),
    ] {
        assert!(
            app.command(command, &arguments).is_err(),
            "{command} was carried out"
        );
    }
    assert_eq!(
        app.command("start", &json!({}))
            .map(|start| start.is_object()),
        Ok(true)
    );
    assert_eq!(
        app.js("return window.__TAURI__ === undefined", &json!([])),
        Value::Bool(true)
    );
}
