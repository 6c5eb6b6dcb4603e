use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use rustix::process::Pid;

use crate::{
    engine::Engine,
    gesture::Gesture,
    keys,
    page::Page,
    process::LIMIT,
    webdriver::{Browser, Refused},
};

macro_rules! commands {
    ($($module:ident::$name:ident: $arguments:literal => $answer:literal,)*) => {
        &[$((stringify!($name), $arguments),)*]
    };
}

/// Every command, with its arguments as TypeScript.
const COMMANDS: &[(&str, &str)] = include!("../../src-tauri/src/commands/table.rs");

/// The commands that take the connection they are for.
pub fn commands_of_a_connection() -> impl Iterator<Item = &'static str> {
    let of_a_connection = |(_, arguments): &&(&str, &str)| arguments.contains("at: number");
    COMMANDS
        .iter()
        .filter(of_a_connection)
        .map(|(name, _)| *name)
}

/// One window of the app, driven and watched as a user would.
///
/// Everything waits for what it needs to be on the screen, and otherwise fails with what is there.
#[derive(Debug)]
pub struct Window {
    page: Page,
    log: PathBuf,
}

impl Window {
    pub(crate) fn new(page: Page, log: PathBuf) -> Self {
        Self { page, log }
    }

    pub fn engine(&self) -> Engine {
        self.page.engine()
    }

    pub fn browser(&self) -> &Browser {
        self.page.browser()
    }

    /// The process of the application itself, as long as it runs.
    pub fn application(&self) -> Option<Pid> {
        self.page.application()
    }

    /// What the app and the driver have printed so far.
    pub fn output(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned()
    }

    /// Waits until `condition` (a function body that returns) holds in the page.
    ///
    /// # Panics
    /// At the deadline, with what the window shows instead.
    pub fn wait(&self, what: &str, condition: &str) -> Value {
        self.wait_with(what, condition, &json!([]))
    }

    /// The same, with `arguments` for the condition, under the name `given`.
    pub fn wait_with(&self, what: &str, condition: &str, arguments: &Value) -> Value {
        let body = format!(
            "const given = Array.from(arguments).slice(0, -1);
             const condition = () => {{ {condition} }};
             const ask = () => {{
               const met = condition();
               if (met) {{ clearInterval(timer); done(met); }}
               return met;
             }};
             // Some conditions, such as focus or a value, cause no mutation.
             const timer = setInterval(ask, 20);
             ask();"
        );
        self.browser()
            .run_async(&body, arguments)
            .unwrap_or_else(|refused| {
                panic!("waited in vain for {what}: {refused:?}\n{}", self.shown())
            })
    }

    /// Waits until a screen is usable.
    pub fn screen(&self, name: &str) {
        self.wait_with(
            &format!("the screen {name}"),
            "const main = document.querySelector('main[data-ready=true]');
             return main !== null && main.dataset.screen === given[0]",
            &json!([name]),
        );
    }

    /// Waits for a visible element.
    pub fn see(&self, selector: &str) {
        self.wait_with(
            &format!("{selector} to be seen"),
            "const found = document.querySelector(given[0]);
             return found !== null && found.getClientRects().length > 0",
            &json!([selector]),
        );
    }

    /// Waits until a visible element has this text.
    pub fn says(&self, selector: &str, words: &str) {
        self.wait_with(
            &format!("{selector} to say {words:?}"),
            "return document.querySelector(given[0])?.innerText.includes(given[1]) === true",
            &json!([selector, words]),
        );
    }

    /// Clicks an element. A control that is only visible as its label, such as a switch or a choice, is
    /// clicked there.
    pub fn click(&self, selector: &str) {
        // What is typed is checked a moment later, and the lines that then appear move what is below:
        // a user waits for them before clicking.
        self.wait(
            "what was typed to be checked",
            "return document.querySelector('main[data-checking]') === null",
        );
        self.unfold_hidden(selector);
        self.armed(selector);
        self.insist(&format!("click {selector}"), || {
            self.browser().click(selector).or_else(|refused| {
                // As a user scrolls what is under the action bar.
                let middle =
                    "document.querySelector(arguments[0])?.scrollIntoView({ block: 'center' })";
                self.browser().run(middle, &json!([selector]))?;
                let again = self.browser().click(selector);
                let label = || self.browser().click(&format!("label:has({selector})"));
                again.or_else(|_| label()).map_err(|_| refused)
            })
        });
    }

    /// Waits until a control is in the page and, if its press cannot be undone, accepts presses.
    pub fn armed(&self, selector: &str) {
        self.wait_with(
            &format!("{selector} to take presses"),
            "const found = document.querySelector(given[0]);
             return found !== null && found.closest('[data-armed=false]') === null",
            &json!([selector]),
        );
    }

    /// Performs a gesture without waiting for anything.
    pub fn perform(&self, what: &str, gesture: &Gesture) {
        self.insist(what, || self.browser().perform(gesture));
    }

    /// Picks one of a group of radio buttons, or one option of a list.
    pub fn choose(&self, name: &str, value: &str) {
        let radio = format!("[name=\"{name}\"][value=\"{value}\"]");
        if self.count(&radio) > 0 {
            self.click(&radio);
            return;
        }
        self.set(name, value);
    }

    /// Gives a control a value as its own picker does, where keys and pasting do not apply.
    pub fn set(&self, name: &str, value: &str) {
        self.unfold_hidden(&control(name));
        self.see(&control(name));
        self.js(
            "const control = document.querySelector(arguments[0]);
             control.value = arguments[1];
             control.dispatchEvent(new Event('input', { bubbles: true }));
             control.dispatchEvent(new Event('change', { bubbles: true }));",
            &json!([control(name), value]),
        );
    }

    /// Waits until the page is drawn and nothing moves any more.
    pub fn wait_until_still(&self) {
        let settled = self.browser().run_async(
            "Promise.allSettled(document.getAnimations().map((animation) => animation.finished))
               .then(() => document.fonts.ready)
               .then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))",
            &json!([]),
        );
        settled.unwrap_or_else(|refused| panic!("never still: {refused:?}\n{}", self.shown()));
    }

    /// Opens what folds away around an element, as `details` does.
    pub fn unfold(&self, selector: &str) {
        self.js(
            "for (let at = document.querySelector(arguments[0]); at; at = at.parentElement)
               if (at instanceof HTMLDetailsElement) at.open = true;",
            &json!([selector]),
        );
    }

    /// Only what Quentli never shows: other folds a test opens as a user does.
    fn unfold_hidden(&self, selector: &str) {
        self.unfold(&format!("details.hidden-fields :is({selector})"));
    }

    /// Empties a control and types into it key by key.
    pub fn type_into(&self, name: &str, text: &str) {
        let selector = control(name);
        self.click(&selector);
        self.press(&format!("{}a", keys::CONTROL));
        self.press(keys::BACKSPACE);
        self.insist(&format!("type into {name}"), || self.browser().keys(text));
    }

    /// Types into the last of several controls of one name, as in the newest row of custom data.
    pub fn type_into_last(&self, name: &str, text: &str) {
        self.js(
            "Array.from(document.querySelectorAll(arguments[0])).at(-1).focus()",
            &json!([control(name)]),
        );
        self.insist(&format!("type into {name}"), || self.browser().keys(text));
    }

    /// Puts text into a control at once, as pasting does: for text that is long, or that the keyboard
    /// cannot type.
    pub fn paste_into(&self, name: &str, text: &str) {
        self.unfold_hidden(&control(name));
        self.see(&control(name));
        self.js(
            "const control = document.querySelector(arguments[0]);
             control.focus();
             control.select();
             document.execCommand('insertText', false, arguments[1]);",
            &json!([control(name), text]),
        );
    }

    /// Presses keys together: one key, or a chord such as control and enter.
    pub fn press(&self, chord: &str) {
        self.insist("press keys", || self.browser().press(chord));
    }

    /// The visible text of the first such element.
    pub fn text(&self, selector: &str) -> String {
        self.see(selector);
        let text = "return document.querySelector(arguments[0]).innerText";
        self.string(text, &json!([selector]))
    }

    /// A control's value.
    pub fn value(&self, name: &str) -> String {
        let value = "return document.querySelector(arguments[0]).value";
        self.string(value, &json!([control(name)]))
    }

    /// How many such elements there are, visible or not.
    pub fn count(&self, selector: &str) -> usize {
        let count = "return document.querySelectorAll(arguments[0]).length";
        let count = self.js(count, &json!([selector]));
        usize::try_from(count.as_u64().unwrap_or_default()).unwrap_or_default()
    }

    /// Goes to a route of the page, such as `#/settings`.
    pub fn go(&self, route: &str) {
        self.js("location.hash = arguments[0]", &json!([route]));
    }

    /// Runs a function body in the page.
    ///
    /// # Panics
    /// When it throws.
    pub fn js(&self, body: &str, arguments: &Value) -> Value {
        self.browser()
            .run(body, arguments)
            .unwrap_or_else(|refused| panic!("{body}: {refused:?}\n{}", self.shown()))
    }

    pub(crate) fn string(&self, body: &str, arguments: &Value) -> String {
        self.js(body, arguments)
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Calls a command as the page does; `Err` is what the page would catch. A command for a connection
    /// gets the current one, unless the arguments name another.
    pub fn command(&self, name: &str, arguments: &Value) -> Result<Value, Value> {
        let of_a_connection = commands_of_a_connection().any(|one| one == name);
        if of_a_connection && arguments.get("at").is_none() {
            return self.invoke(name, &self.here(arguments));
        }
        self.invoke(name, arguments)
    }

    /// These arguments, for the current connection.
    pub fn here(&self, arguments: &Value) -> Value {
        let session = self.invoke("session", &json!({})).unwrap_or_default();
        let mut arguments = arguments.clone();
        arguments["at"] = session["generation"].clone();
        arguments
    }

    fn invoke(&self, name: &str, arguments: &Value) -> Result<Value, Value> {
        let answer = self.browser().run_async(
            "window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
               .then((answer) => done({ answer }), (error) => done({ error }))",
            &json!([name, arguments]),
        );
        let answer = answer.unwrap_or_else(|refused| panic!("{name}: {refused:?}"));
        match answer.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer["answer"].clone()),
        }
    }

    /// Chooses a theme in Settings, and stays there.
    pub fn choose_theme(&self, theme: &str) {
        self.go("#/settings");
        self.screen("settings");
        self.choose("theme", theme);
        self.wait_with(
            theme,
            "return document.documentElement.dataset.theme === given[0]",
            &json!([theme]),
        );
    }

    pub fn set_window(&self, width: u32, height: u32) {
        let sized = self.page.resize(width, height);
        sized.expect("the window takes a size");
        self.wait_with(
            "the window to have its size",
            // Enlarged text makes the page smaller than its window.
            "return innerWidth === given[0] || (outerWidth === given[0] && innerWidth < given[0])",
            &json!([width]),
        );
    }

    /// The window's address and text, for the message of a failing test.
    pub fn shown(&self) -> String {
        let shown = self.browser().run(
            "return location.hash + ' · ' + document.title + '\\n' + document.body.innerText",
            &json!([]),
        );
        let page = shown.map_or_else(
            |refused| format!("{refused:?}"),
            |text| text.as_str().unwrap_or_default().to_owned(),
        );
        format!(
            "--- the window shows\n{page}\n--- the app printed\n{}",
            self.output()
        )
    }

    /// Retries until the element is there, still and uncovered.
    fn insist(&self, what: &str, mut act: impl FnMut() -> Result<(), Refused>) {
        let start = Instant::now();
        while let Err(refused) = act() {
            let passing = matches!(
                refused.code.as_str(),
                "no such element"
                    | "stale element reference"
                    | "element not interactable"
                    | "element click intercepted"
            );
            if !passing || start.elapsed() > LIMIT {
                panic!("could not {what}: {refused:?}\n{}", self.shown());
            }
            std::thread::park_timeout(Duration::from_millis(20));
        }
    }
}

/// The selector of the control with that name.
pub fn control(name: &str) -> String {
    format!("[name=\"{name}\"]")
}
