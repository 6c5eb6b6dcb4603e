use std::time::Instant;

use ficha_tests::{
    app::{App, AppOptions},
    contract::Contract,
    engine::Engine,
    process::{LIMIT, until},
};
use practice::{Fault, Options, Practice, Rule, Target};
use serde_json::{Map, Value, json};
use tokio::runtime::Builder;

/// The key of every window; anything that shows it has leaked it.
pub(crate) const KEY: &str = "sk_sentinel_7Hq2vN4wXk9RtB3mZc8D";
/// Families that the practice server always has.
pub(crate) const NUNEZ: &str = "cm4k6bzfx0019rtqttpbgg0ea";
pub(crate) const HERNANDEZ: &str = "cm4k6c1mq001brtqt9d0v7xwe";

/// A practice server that outlives every window of the test.
#[derive(Debug)]
pub(crate) struct Server {
    practice: Practice,
}

impl Server {
    pub(crate) fn start(options: Options) -> Self {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        Self {
            practice: runtime
                .block_on(Practice::start(options))
                .expect("a free port"),
        }
    }

    pub(crate) fn practice(&self) -> &Practice {
        &self.practice
    }

    pub(crate) fn play(&self, rule: impl Into<Option<Rule>>) {
        self.practice.set_fault(rule);
    }

    /// Everything the server holds of a family, write-only fields included.
    pub(crate) fn held(&self, id: &str) -> Map<String, Value> {
        match self.practice.family(id) {
            Some(Value::Object(family)) => family,
            other => panic!("no family {id}: {other:?}"),
        }
    }

    /// Changes the family, as someone else would.
    pub(crate) fn change(&self, id: &str, field: &str, value: Value) {
        self.practice
            .edit(id, |family| drop(family.insert(field.to_owned(), value)));
    }

    /// How many requests came, without those that read the list of families.
    pub(crate) fn request_count(&self) -> usize {
        let requests = self.practice.requests().into_iter();
        requests.filter(|sent| !is_of_roster(&sent.query)).count()
    }

    /// The bodies of all updates so far, in the order they arrived.
    pub(crate) fn patches(&self) -> Vec<Value> {
        let updates = self
            .practice
            .requests()
            .into_iter()
            .filter(|sent| sent.method == "PATCH");
        updates.map(|sent| sent.body.unwrap_or_default()).collect()
    }

    pub(crate) fn wait_for_patches(&self, count: usize) {
        until("the update to arrive", || {
            (self.patches().len() >= count).then_some(())
        });
    }
}

/// Every request was within Quentli's contract.
impl Drop for Server {
    fn drop(&mut self) {
        Contract::assert_kept(&self.practice);
    }
}

/// A window and the server it works against.
#[derive(Debug)]
pub(crate) struct Scene {
    pub(crate) app: App,
    pub(crate) server: Server,
}

impl Scene {
    /// A window on its first screen; the server wants [`KEY`].
    pub(crate) fn first_start(mut options: Options, app: &AppOptions) -> Self {
        options.key = Some(KEY.to_owned());
        let server = Server::start(options);
        Self {
            app: App::start(app),
            server,
        }
    }

    /// A window that is connected to the server and shows Find.
    pub(crate) fn connected() -> Self {
        Self::on(Engine::WebKit)
    }

    /// The same in either engine.
    pub(crate) fn on(engine: Engine) -> Self {
        Self::connected_on(engine, Options::default())
    }

    /// A server that keeps passwords and codes as they were sent.
    pub(crate) fn keeping_secrets() -> Self {
        Self::connected_to(Options {
            keep_secrets: true,
            ..Options::default()
        })
    }

    pub(crate) fn connected_to(options: Options) -> Self {
        Self::connected_on(Engine::WebKit, options)
    }

    pub(crate) fn connected_on(engine: Engine, options: Options) -> Self {
        let scene = Self::first_start(options, &engine.into());
        scene.connect();
        scene
    }

    pub(crate) fn connect(&self) {
        self.fill_connection(&self.server.practice().url(), KEY);
        self.app.click("[data-action=save]");
        self.app.screen("find");
        self.wait_for_roster();
    }

    /// Until no more of the list of families is read, so that faults meet what a test does next. A key that may
    /// not read has none.
    pub(crate) fn wait_for_roster(&self) {
        let ended = "[data-families][data-roster]:not([data-roster=reading])";
        self.app.see(&format!("{ended}, .results > .empty"));
    }

    /// Fills Connect in for another server, without submitting it.
    pub(crate) fn fill_connection(&self, server: &str, key: &str) {
        self.app.go("#/connect");
        self.app.screen("connect");
        self.app
            .type_into("connectionName", "Colegio Las Jacarandas");
        self.app.unfold("[name=environment][value=other]");
        self.app.click("[name=environment][value=other]");
        self.app.unfold("[name=server]");
        self.app.type_into("server", server);
        self.app.paste_into("key", key);
    }

    /// Has the list of families read anew and refused, so that each search asks the server.
    pub(crate) fn without_roster(&self) {
        self.server.play(Fault::Forbidden.on(Target::Reads));
        self.app.click("[data-action=read-families]");
        self.app.see("[data-roster=refused]");
        self.server.play(None);
    }

    pub(crate) fn read_families(&self) {
        self.app.click("[data-action=read-families]");
        self.wait_for_roster();
    }

    pub(crate) fn open(&self, id: &str) {
        self.app.go(&format!("#/customer/{id}"));
        self.app.screen("edit");
    }

    pub(crate) fn review(&self) {
        self.app.click("[data-action=review]");
        self.app.screen("review");
    }

    /// Presses Update and waits for the outcome that the window shows.
    pub(crate) fn update(&self) -> String {
        self.app.click("[data-action=update]");
        self.outcome()
    }

    /// As [`Self::update`], with the code the server asks for.
    pub(crate) fn update_with_code(&self) -> String {
        self.app.see("[name=otp]");
        self.app.type_into("otp", &self.server.practice().code());
        self.update()
    }

    /// The kind of outcome on the screen, once there is one.
    pub(crate) fn outcome(&self) -> String {
        let start = Instant::now();
        // Reading back after a server that never answers takes two of Ficha's own time limits.
        loop {
            let found = self.app.js(
                "const at = document.querySelector('main[data-ready=true] [data-outcome], \
                 main[data-ready=true][data-outcome]');
                 return at === null ? null : at.dataset.outcome",
                &json!([]),
            );
            if let Some(outcome) = found.as_str() {
                return outcome.to_owned();
            }
            assert!(
                start.elapsed() < 3 * LIMIT,
                "no outcome\n{}",
                self.app.shown()
            );
            std::thread::park_timeout(std::time::Duration::from_millis(20));
        }
    }

    /// Advances the clock until an update can no longer land; the window then shows its outcome.
    pub(crate) fn settled(&self) -> String {
        self.app.pass(200);
        let known = self.app.wait(
            "an outcome that is known",
            "const at = document.querySelector('main[data-ready=true] [data-outcome]');
             return at !== null && at.dataset.outcome !== 'unknown' && at.dataset.outcome",
        );
        known.as_str().unwrap_or_default().to_owned()
    }

    /// Discards the draft and goes to Find.
    pub(crate) fn discard(&self, id: &str) {
        self.app
            .command("discard", &json!({ "id": id }))
            .expect("a draft can be discarded");
        self.leave("answer-drop");
    }

    /// Goes to Find and keeps the draft.
    pub(crate) fn to_find(&self) {
        self.leave("answer-keep");
    }

    /// Back to the first screen from a form that was not saved.
    pub(crate) fn to_start(&self) {
        self.app.go("#/start");
        self.app.screen("start");
    }

    /// Goes to Find, with this answer to the question about unsent changes, if it comes.
    fn leave(&self, answer: &str) {
        self.app.go("#/find");
        let asked = self.app.wait(
            "Find, or the question about unsent changes",
            "if (document.querySelector('dialog[open]') !== null) return 'asked';
             return document.querySelector('main[data-screen=find][data-ready=true]') && 'there'",
        );
        if asked == "asked" {
            self.app
                .click(&format!("dialog[open] [data-action={answer}]"));
        }
        self.app.screen("find");
    }

    /// Opens a family, types a new name and goes to Review.
    pub(crate) fn rename(&self, id: &str, name: &str) {
        self.open(id);
        self.app.type_into("name", name);
        self.review();
    }
}

/// Whether a request reads a page of all families.
pub(crate) fn is_of_roster(query: &str) -> bool {
    query.contains("createdAt") && !query.contains("filter")
}

/// The body of an update of these fields.
pub(crate) fn body(data: &Value) -> Value {
    json!({ "input": { "data": data } })
}
