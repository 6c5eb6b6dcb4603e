use std::collections::BTreeMap;

use fastrand::Rng;
use ficha_tests::{app::AppOptions, gesture::Gesture, keys, window::control};
use practice::{Fault, Options, Rule, Target};
use serde_json::{Value, json};

use super::{
    kept::{Kept, PRACTICE},
    look::Look,
};
use crate::window::scene::{HERNANDEZ, NUNEZ, Scene, Server};

pub(super) const FIRST: &str = "Colegio Las Jacarandas";
pub(super) const OTHER: &str = "Preescolar Los Encinos";
const OTHER_KEY: &str = "sk_test_of_the_other_school";

const FAMILIES: [&str; 2] = [NUNEZ, HERNANDEZ];
const CONTROLS: [&str; 3] = ["name", "assigneeId", "metadata.value"];
const SIZES: [(u32, u32); 6] = [
    (640, 480),
    (800, 560),
    (900, 700),
    (1024, 700),
    (1180, 820),
    (1920, 1000),
];
/// Those that keep a connection open for tens of seconds would be most of the walk.
const TOO_SLOW: [&str; 4] = ["stuck", "stuck-after-applying", "huge-body", "slow"];

/// The window, two schools on servers of their own, and what is known of them.
pub(super) struct Walk {
    pub(super) scene: Scene,
    pub(super) other: Server,
    chance: Rng,
    pub(super) kept: Kept,
    pub(super) taken: Vec<String>,
    typed: usize,
    pub(super) restarts: usize,
    screens: BTreeMap<String, usize>,
}

/// Whatever failed, the way there is worth knowing.
impl Drop for Walk {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("the walk was:\n{}", self.taken.join("\n"));
        }
    }
}

impl Walk {
    pub(super) fn begin(seed: u64) -> Self {
        let options = || Options {
            require_code: false,
            log_limit: usize::MAX,
            ..Options::default()
        };
        // No file answers a dialog of the system's, which nobody sees here: all are closed at once.
        let app = AppOptions {
            env: vec![("FICHA_FILE_DIALOG", "/none".into())],
            ..AppOptions::default()
        };
        let scene = Scene::first_start(options(), &app);
        scene.connect();
        let other = Server::start(Options {
            seed: 2,
            key: Some(OTHER_KEY.to_owned()),
            ..options()
        });
        scene.fill_connection(&other.practice().url(), OTHER_KEY);
        scene.app.type_into("connectionName", OTHER);
        scene.app.click("[data-action=save]");
        scene.app.screen("find");
        Self {
            scene,
            other,
            chance: Rng::with_seed(seed),
            kept: Kept::default(),
            taken: Vec::new(),
            typed: 0,
            restarts: 0,
            screens: BTreeMap::new(),
        }
    }

    /// What came of the walk, for the log.
    pub(super) fn told(&self) -> String {
        format!(
            "{} texts typed, {} updates sent, {} restarts, steps by screen {:?}, by outcome {:?}",
            self.typed,
            self.scene.server.patches().len() + self.other.patches().len(),
            self.restarts,
            self.screens,
            self.kept.claims,
        )
    }

    pub(super) fn step(&mut self) {
        let look = self.look();
        let what = self.take(&look);
        let screen = look.screen.clone().unwrap_or_default();
        *self.screens.entry(screen).or_default() += 1;
        self.taken.push(format!("{}: {what}", look.place()));
        let look = self.look();
        self.hold_drafts(&look);
        self.hold_list(&look);
    }

    /// Does one thing, and says which.
    fn take(&mut self, look: &Look) -> String {
        // Half the steps are what people come for, else a walk of this length would send next to nothing.
        match (look.screen.as_deref(), self.chance.u8(0..100)) {
            _ if look.dialog || look.busy => {}
            (_, 0..30) if look.outcome.as_deref() == Some("conflict") => {
                return self.press_if_there("[data-action=rebase]");
            }
            (Some("review"), 0..50) => return self.press_update(look),
            (Some("edit"), 0..30) => return self.type_something(look),
            (Some("edit"), 30..50) => return self.press_if_there("[data-action=review]"),
            (Some("result"), 0..50) => return self.press_if_there("[data-action=next]"),
            (Some("find"), 0..10) => return self.search(),
            (Some("find" | "settings" | "help"), 10..50) => return self.go_to_a_family(),
            _ => {}
        }
        match self.chance.u8(0..100) {
            0..30 => self.press(1),
            30..45 => self.press(2),
            45..62 => self.strike(),
            62..68 => self.navigate("history.back()"),
            68..72 => self.navigate("location.hash = '#/find'"),
            72..75 => self.resize(),
            75..79 => self.reload(),
            79..87 => self.change_fault(),
            87..89 => self.colleague(),
            89..94 => self.pass(),
            94..97 => self.switch(),
            97 => self.close(),
            _ => self.crash(),
        }
    }

    fn go_to_a_family(&mut self) -> String {
        let id = FAMILIES[self.chance.usize(0..FAMILIES.len())];
        self.navigate(&format!("location.hash = '#/customer/{id}'"))
    }

    /// Mostly with the patience that Update asks for.
    fn press_update(&mut self, look: &Look) -> String {
        let is_there = look.screen.as_deref() == Some("review") && !look.dialog && !look.busy;
        if is_there && look.school == PRACTICE && self.chance.bool() {
            self.enter_code();
        }
        if is_there && self.chance.u8(0..4) > 0 {
            self.scene.app.armed("[data-action=update]");
        }
        self.press_if_there("[data-action=update]")
    }

    /// Practice takes no update without the code that its band shows.
    fn enter_code(&self) {
        self.scene.app.js(
            "const box = document.querySelector('[name=otp]');
             const code = document.querySelector('body > .band [data-practice-code]');
             if (box === null || code === null) return;
             box.closest('details').open = true;
             box.value = code.textContent;
             box.dispatchEvent(new Event('input', { bubbles: true }));",
            &json!([]),
        );
    }

    fn press(&mut self, times: u64) -> String {
        let nth = self.chance.u16(..);
        let picked = self.scene.app.js(include_str!("pick.js"), &json!([nth]));
        let (Some(x), Some(y)) = (picked["x"].as_i64(), picked["y"].as_i64()) else {
            return "nothing to press".into();
        };
        let gaps: Vec<u64> = (1..times).map(|_| self.chance.u64(80..400)).collect();
        let _ = self
            .scene
            .app
            .browser()
            .perform(&Gesture::clicks((x, y), &gaps));
        format!("pressed {} × {times}", picked["what"])
    }

    fn press_if_there(&mut self, selector: &str) -> String {
        self.scene.app.js(
            "document.querySelector(arguments[0])?.scrollIntoView({ block: 'center', behavior: 'instant' })",
            &json!([selector]),
        );
        match self.scene.app.browser().click(selector) {
            Ok(()) => format!("pressed {selector}"),
            Err(refused) => format!("no {selector} to press: {}", refused.code),
        }
    }

    fn search(&mut self) -> String {
        let text = ["nuñez", "hernández", "cm4k6", "x"][self.chance.usize(0..4)];
        self.scene.app.paste_into("search", text);
        format!("searched for {text}")
    }

    /// Text that was never typed before into a field of the form.
    fn type_something(&mut self, look: &Look) -> String {
        let name = match self.chance.u8(0..8) {
            0 => "password",
            _ => CONTROLS[self.chance.usize(0..CONTROLS.len())],
        };
        let focused = self.scene.app.js(
            "const control = document.querySelector(`main[data-screen=edit] ${arguments[0]}`);
             if (control === null || control.readOnly) return false;
             control.scrollIntoView({ block: 'center' });
             control.focus();
             control.select();
             return document.activeElement === control",
            &json!([control(name)]),
        );
        if focused != true {
            return format!("no {name} to type into");
        }
        self.typed += 1;
        let text = match name {
            "password" => format!("Girasol-{:05}-secreta", self.typed),
            _ => format!("Caminata{:05}", self.typed),
        };
        if self.chance.bool() {
            let _ = self.scene.app.browser().keys(&text);
        } else {
            self.scene.app.js(
                "document.execCommand('insertText', false, arguments[0])",
                &json!([text]),
            );
        }
        match name {
            "password" => self.kept.password_typed(&look.school, &look.id, &text),
            _ => self.kept.typed(&look.school, &look.id, name, &text),
        }
        format!("typed {text} into {name} of {}", look.id)
    }

    fn strike(&mut self) -> String {
        let chords = [
            keys::TAB.to_owned(),
            keys::TAB.to_owned(),
            keys::ENTER.to_owned(),
            keys::ESCAPE.to_owned(),
            keys::F1.to_owned(),
            keys::DOWN.to_owned(),
            format!("{}{}", keys::CONTROL, keys::ENTER),
            format!("{}f", keys::CONTROL),
            format!("{},", keys::CONTROL),
        ];
        let nth = self.chance.usize(0..chords.len());
        let gaps: &[u64] = if self.chance.bool() { &[] } else { &[150] };
        let _ = self
            .scene
            .app
            .browser()
            .perform(&Gesture::chords(&chords[nth], gaps));
        format!("struck key {nth} {} times", gaps.len() + 1)
    }

    fn navigate(&self, script: &str) -> String {
        self.scene.app.js(script, &json!([]));
        script.to_owned()
    }

    fn resize(&mut self) -> String {
        let (width, height) = SIZES[self.chance.usize(0..SIZES.len())];
        self.scene.app.set_window(width, height);
        self.scene.app.wait_with(
            "the window to have its size",
            "return innerWidth === given[0]",
            &json!([width]),
        );
        format!("{width} × {height}")
    }

    fn change_fault(&mut self) -> String {
        let server = self.server();
        let rule = if self.chance.u8(0..3) == 0 {
            None
        } else {
            let names: Vec<_> = Fault::ALL
                .into_iter()
                .filter(|name| !TOO_SLOW.contains(name))
                .collect();
            let fault = match names[self.chance.usize(0..names.len())] {
                "late" => Fault::Late { after: None },
                name => Fault::from_name(name).expect("a fault of that name"),
            };
            let on = [Target::Writes, Target::Writes, Target::Reads][self.chance.usize(0..3)];
            Some(Rule { fault, on })
        };
        let told = format!("fault {rule:?}");
        self.at(server).play(rule);
        told
    }

    /// Whose server the next step is about: 0 is the first school's.
    fn server(&mut self) -> usize {
        self.chance.usize(0..2)
    }

    fn at(&self, server: usize) -> &Server {
        if server == 0 {
            &self.scene.server
        } else {
            &self.other
        }
    }

    fn colleague(&mut self) -> String {
        let server = self.server();
        let id = FAMILIES[self.chance.usize(0..FAMILIES.len())];
        let field = ["name", "signature"][self.chance.usize(0..2)];
        let text = format!("Colega {}", self.chance.u16(..));
        let edit = |family: &mut serde_json::Map<String, Value>| {
            family.insert(field.into(), json!(text));
        };
        if self.chance.bool() {
            self.at(server).practice().edit(id, edit);
        } else {
            self.at(server).practice().edit_quietly(id, edit);
        }
        format!("a colleague made {field} of {id} {text}")
    }

    fn pass(&mut self) -> String {
        let seconds = [5, 30, 100, 4000][self.chance.usize(0..4)];
        // Nothing lands later than it can.
        for server in [&self.scene.server, &self.other] {
            server.practice().land_late();
        }
        self.scene.app.pass(seconds);
        format!("{seconds} s pass")
    }

    fn switch(&mut self) -> String {
        let there = self.scene.app.wait(
            "Settings, or a question",
            "if (document.querySelector('dialog[open]') !== null) return 'asked';
             if (document.querySelector('main[data-screen=settings][data-ready=true]')) return 'there';
             // Nothing leads away from a send, which may be under the guide, until it is over.
             location.hash = '#/settings';",
        );
        if there == "asked" {
            let _ = (self.scene.app.browser()).click("dialog[open] [data-action=answer-keep]");
        }
        self.press_if_there("[data-action=choose]");
        "switched".into()
    }
}
