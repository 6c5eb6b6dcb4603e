use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
};

use ficha_tests::{
    app::{App, AppOptions},
    engine::Engine,
};
use serde_json::{Value, json};

on_both_engines![
    the_page_reaches_nothing_but_its_own_files_and_the_core,
    the_page_runs_no_code_but_its_own_files,
    commands_that_were_not_declared_are_refused,
];

/// A listener that must never receive anything.
struct Trap(TcpListener);

impl Trap {
    fn set() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        Self(listener)
    }

    fn url(&self) -> String {
        let address = self
            .0
            .local_addr()
            .expect("a bound listener has an address");
        format!("http://{address}/")
    }

    /// Ends the app, so that everything is sent that it would send, and checks that nothing arrived.
    ///
    /// WebKit opens a connection ahead of a link that was clicked, before it asks whether the
    /// window may go there; what counts is that nothing is ever sent on it.
    fn caught_nothing_from(self, app: App) {
        drop(app);
        let address = self
            .0
            .local_addr()
            .expect("a bound listener has an address");
        let mut last = TcpStream::connect(address).expect("the trap listens");
        last.write_all(b"the test itself").expect("the trap reads");
        drop(last);
        loop {
            let (mut caller, _) = self.0.accept().expect("the trap catches");
            let mut said = String::new();
            // A connection that was reset sent as little as one that was closed.
            let _ = caller.read_to_string(&mut said);
            if said == "the test itself" {
                return;
            }
            assert_eq!(said, "", "the page reached the network");
        }
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

fn the_page_reaches_nothing_but_its_own_files_and_the_core(engine: Engine) {
    let app = App::start(&engine.into());
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
    trap.caught_nothing_from(app);
}

fn the_page_runs_no_code_but_its_own_files(engine: Engine) {
    let app = App::start(&engine.into());
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
    // Later: what Chromium's driver itself runs may do this.
    for code in [
        "window.eval('window.ran = 1')",
        "new Function('window.ran = 1')()",
    ] {
        violates(
            &app,
            "script-src",
            &format!("setTimeout(() => {code});"),
            "",
        );
    }
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
    }
    trap.caught_nothing_from(app);
}

fn commands_that_were_not_declared_are_refused(engine: Engine) {
    let app = App::start(&engine.into());
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
