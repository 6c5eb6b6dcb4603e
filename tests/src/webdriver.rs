use std::{
    fs::File,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use data_encoding::BASE64;
use rustix::process::Pid;
use serde_json::{Value, json};

use crate::{
    gesture::{Gesture, strokes},
    process::{Group, LIMIT, is_running, until},
};

/// The key under which WebDriver names an element (W3C WebDriver, 12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A command's error, by WebDriver's own code such as `no such element`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub code: String,
    pub message: String,
}

/// A WebDriver server, and the capabilities with which it opens one window.
#[derive(Debug)]
pub struct Driver {
    program: &'static str,
    package: &'static str,
    env: Vec<(String, String)>,
    capabilities: Value,
}

impl Driver {
    /// A program that shows its page in WebKitGTK.
    pub fn webkit(binary: &Path) -> Self {
        Self {
            program: "WebKitWebDriver",
            package: "webkit2gtk-driver",
            env: vec![("TAURI_WEBVIEW_AUTOMATION".into(), "true".into())],
            capabilities: json!({
                "webkitgtk:browserOptions": { "binary": binary, "args": [] },
            }),
        }
    }

    /// Chromium without a screen, the engine of Windows' web view, with a fresh `profile`. It finds the page and
    /// the app at `server`.
    pub fn chromium(profile: &Path, server: SocketAddr) -> Self {
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ];
        let mut arguments: Vec<String> = arguments.map(String::from).into();
        // The page's and the app's own addresses in Windows' web view. Nothing leaves this computer, even if the
        // browser looks something up.
        arguments.push(format!(
            "--host-resolver-rules=MAP tauri.localhost {server}, MAP ipc.localhost {server}, \
             MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        ));
        arguments.push(format!("--user-data-dir={}", profile.display()));
        Self {
            program: "chromedriver",
            package: "chromium-driver",
            env: Vec::new(),
            capabilities: json!({
                "browserName": "chrome",
                "goog:chromeOptions": { "args": arguments },
            }),
        }
    }
}

/// One window under a WebDriver server of its own.
#[derive(Debug)]
pub struct Browser {
    agent: ureq::Agent,
    session: String,
    driver: Group,
}

impl Browser {
    /// Starts the driver and, through it, the window; both get exactly the variables of `env` and
    /// write their lines to `log`.
    ///
    /// # Panics
    /// If the driver or the window does not start, with the driver's reason.
    pub fn open(driver: &Driver, env: &[(String, String)], log: &File) -> Self {
        let port = free_port();
        let copy = || Stdio::from(log.try_clone().expect("the log can be shared"));
        let process = Group::spawn(
            Command::new(driver.program)
                .arg(format!("--port={port}"))
                .env_clear()
                .envs(env.iter().cloned())
                .envs(driver.env.iter().cloned())
                .stdin(Stdio::null())
                .stdout(copy())
                .stderr(copy()),
        )
        .unwrap_or_else(|error| {
            panic!(
                "window tests need {} (Debian package {}): {error}",
                driver.program, driver.package
            )
        });
        until("the driver to listen", || {
            TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()
        });
        let agent = ureq::Agent::new_with_config(
            ureq::Agent::config_builder()
                .http_status_as_error(false)
                .timeout_global(Some(LIMIT * 2))
                .proxy(None)
                .build(),
        );
        let base = format!("http://127.0.0.1:{port}/session");
        let mut wanted = driver.capabilities.clone();
        wanted["timeouts"] =
            json!({ "script": millis(LIMIT), "pageLoad": millis(LIMIT), "implicit": 0 });
        let wanted = json!({ "capabilities": { "alwaysMatch": wanted } });
        let opened = send(&agent, "POST", &base, &wanted)
            .unwrap_or_else(|refused| panic!("the window did not open: {refused:?}"));
        let id = opened["sessionId"].as_str().expect("a session has an id");
        Self {
            agent,
            session: format!("{base}/{id}"),
            driver: process,
        }
    }

    /// Loads a page. An app's own window loads its page by itself.
    pub fn load(&self, url: &str) -> Result<(), Refused> {
        self.post("url", &json!({ "url": url })).map(drop)
    }

    /// Reloads the page, as the web view's own reload does, and waits until the old page is gone: on a
    /// loaded machine WebKit's driver answers while it is still there.
    ///
    /// # Panics
    /// If the old page stays.
    pub fn reload(&self) -> Result<(), Refused> {
        self.run("window.isOld = true", &json!([]))?;
        self.post("refresh", &json!({}))?;
        until("the page to be another one", || {
            let is_old = self.run("return window.isOld === true", &json!([]));
            (is_old == Ok(json!(false))).then_some(())
        });
        Ok(())
    }

    /// Runs `script` in every page before the page's own, whatever its policy says: Chromium only.
    pub fn run_first(&self, script: &str) -> Result<(), Refused> {
        let script = json!({ "source": script });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", &script)
    }

    /// Gives the page this size, without a window's frame around it: Chromium only.
    pub fn set_page(&self, width: u32, height: u32) -> Result<(), Refused> {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", &size)
    }

    /// A command of the DevTools protocol: Chromium only.
    fn devtools(&self, command: &str, parameters: &Value) -> Result<(), Refused> {
        let command = json!({ "cmd": command, "params": parameters });
        self.post("goog/cdp/execute", &command).map(drop)
    }

    /// What the page shows, as a PNG file.
    ///
    /// # Panics
    /// If the driver's answer is no picture.
    pub fn screenshot(&self) -> Result<Vec<u8>, Refused> {
        let url = format!("{}/screenshot", self.session);
        let picture = send(&self.agent, "GET", &url, &Value::Null)?;
        let picture = BASE64.decode(picture.as_str().unwrap_or_default().as_bytes());
        Ok(picture.expect("a picture in Base64"))
    }

    /// Runs `body` in the page as a function with `arguments`; its `return` is the answer.
    pub fn run(&self, body: &str, arguments: &Value) -> Result<Value, Refused> {
        self.post(
            "execute/sync",
            &json!({ "script": body, "args": arguments }),
        )
    }

    /// The same for a body that answers by calling `done(value)`.
    pub fn run_async(&self, body: &str, arguments: &Value) -> Result<Value, Refused> {
        let script = format!("const done = arguments[arguments.length - 1];\n{body}");
        self.post(
            "execute/async",
            &json!({ "script": script, "args": arguments }),
        )
    }

    pub fn click(&self, selector: &str) -> Result<(), Refused> {
        self.on(selector, "click", &json!({}))
    }

    /// Presses the key of each character, one after the other, into whatever has the focus.
    /// Not `element/value`: there WebKit's driver loses what is beyond U+FFFF, such as emoji.
    pub fn keys(&self, text: &str) -> Result<(), Refused> {
        let strokes = text.chars().flat_map(|key| {
            ["keyDown", "keyUp"].map(|act| json!({ "type": act, "value": key.to_string() }))
        });
        self.keyboard(&strokes.collect::<Vec<_>>())
    }

    /// Presses the keys of a chord together and releases them in the opposite order. Keys that
    /// print nothing are WebDriver's code points, see [`crate::keys`].
    pub fn press(&self, chord: &str) -> Result<(), Refused> {
        self.keyboard(&strokes(chord))
    }

    /// Performs a [`Gesture`] in the window, with its own pauses.
    pub fn perform(&self, gesture: &Gesture) -> Result<(), Refused> {
        self.post("actions", gesture.actions()).map(drop)
    }

    /// How many windows the application has open.
    pub fn windows(&self) -> Result<usize, Refused> {
        let url = format!("{}/window/handles", self.session);
        let handles = send(&self.agent, "GET", &url, &Value::Null)?;
        Ok(handles.as_array().map_or(0, Vec::len))
    }

    pub fn set_window(&self, width: u32, height: u32) -> Result<(), Refused> {
        let place = json!({ "x": 0, "y": 0, "width": width, "height": height });
        self.post("window/rect", &place).map(drop)
    }

    /// The driver's child, as long as it runs: the application itself in WebKit.
    pub(crate) fn application(&self) -> Option<Pid> {
        let driver = self.driver.pid().as_raw_nonzero();
        let children = std::fs::read_to_string(format!("/proc/{driver}/task/{driver}/children"));
        let child = children.ok()?.split_whitespace().next()?.parse().ok()?;
        Pid::from_raw(child).filter(|child| is_running(*child))
    }

    fn on(&self, selector: &str, act: &str, with: &Value) -> Result<(), Refused> {
        let find = json!({ "using": "css selector", "value": selector });
        let found = self.post("element", &find)?;
        let element = found[ELEMENT].as_str().unwrap_or_default();
        self.post(&format!("element/{element}/{act}"), with)
            .map(drop)
    }

    fn keyboard(&self, actions: &[Value]) -> Result<(), Refused> {
        self.perform(&Gesture::of_keys(actions))
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, Refused> {
        send(
            &self.agent,
            "POST",
            &format!("{}/{path}", self.session),
            body,
        )
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // An application that was killed does not answer; its group ends either way.
        let _ = send(&self.agent, "DELETE", &self.session, &Value::Null);
    }
}

fn send(agent: &ureq::Agent, method: &str, url: &str, body: &Value) -> Result<Value, Refused> {
    let lost = |error: ureq::Error| Refused {
        code: "driver lost".to_owned(),
        message: error.to_string(),
    };
    let answer = match method {
        "GET" => agent.get(url).call(),
        "DELETE" => agent.delete(url).call(),
        _ => agent.post(url).send_json(body),
    };
    let mut answer = answer.map_err(lost)?;
    let ok = answer.status().is_success();
    // A page may hold more than ureq's default of 10 MB in one answer; a screenshot does.
    let mut body: Value = answer
        .body_mut()
        .with_config()
        .limit(64 << 20)
        .read_json()
        .map_err(lost)?;
    let value = body["value"].take();
    if ok {
        return Ok(value);
    }
    let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    Err(Refused {
        code: text("error"),
        message: text("message"),
    })
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener
        .local_addr()
        .expect("a bound listener has an address")
        .port()
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
