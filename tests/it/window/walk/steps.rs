use std::collections::VecDeque;

use fastrand::Rng;
use ficha_tests::{gesture::Gesture, keys, window::control};
use practice::{Fault, Options, Rule, Target};
use serde_json::{Value, json};

use super::kept::{Kept, Look};
use crate::window::scene::{HERNANDEZ, NUNEZ, Scene, Server};

const FIRST: &str = "Colegio Las Jacarandas";
const OTHER: &str = "Preescolar Los Encinos";
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
    scene: Scene,
    other: Server,
    chance: Rng,
    kept: Kept,
    taken: VecDeque<String>,
    typed: usize,
    restarts: usize,
}

impl Walk {
    pub(super) fn begin(seed: u64) -> Self {
        let options = || Options {
            require_code: false,
            log_limit: usize::MAX,
            ..Options::default()
        };
        let scene = Scene::connected_to(options());
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
            taken: VecDeque::new(),
            typed: 0,
            restarts: 0,
        }
    }

    /// What came of the walk, for the log.
    pub(super) fn told(&self) -> String {
        format!(
            "{} texts typed, {} updates sent, {} restarts, outcomes looked at {:?}",
            self.typed,
            self.scene.server.patches().len() + self.other.patches().len(),
            self.restarts,
            self.kept.claims,
        )
    }

    pub(super) fn step(&mut self) {
        let look = self.look();
        let what = self.take(&look);
        self.taken.push_back(what);
        if self.taken.len() > 25 {
            self.taken.pop_front();
        }
        let look = self.look();
        if self.chance.u8(..) < 24 {
            self.hold_drafts(&look);
        }
    }

    /// Looks at the page once it stands still enough, and holds it to everything.
    fn look(&mut self) -> Look {
        let app = &self.scene.app;
        app.js(include_str!("watch.js"), &json!([]));
        app.wait(
            "a screen that can be used, or a send under way",
            "return document.querySelector('main[data-ready=true], [aria-busy=true]') !== null
               && document.querySelector('main[data-checking]') === null",
        );
        let look = app.js(include_str!("look.js"), &json!([]));
        let mut look: Look = serde_json::from_value(look).expect("a look has its parts");
        let schools = [(FIRST, &self.scene.server), (OTHER, &self.other)];
        if let Err(wrong) = self.kept.hold(&mut look, &schools) {
            self.fail(&wrong);
        }
        look
    }

    fn fail(&self, wrong: &str) -> ! {
        let taken: Vec<_> = self.taken.iter().map(String::as_str).collect();
        panic!(
            "{wrong}\nafter {}\n{}",
            taken.join("\n      "),
            self.scene.app.shown()
        );
    }

    /// The journal has what was typed, whatever is on the screen.
    fn hold_drafts(&self, look: &Look) {
        for (id, text) in self.kept.drafts_of(&look.school) {
            let draft = self.scene.app.command("kept_draft", &json!({ "id": id }));
            if !draft
                .as_ref()
                .is_ok_and(|draft| draft.to_string().contains(&text))
            {
                self.fail(&format!(
                    "{text:?}, typed for {id}, is in no draft: {draft:?}"
                ));
            }
        }
    }

    /// Does one thing, and says which.
    fn take(&mut self, look: &Look) -> String {
        match self.chance.u8(0..100) {
            0..20 => self.press(1),
            20..28 => self.press(2),
            28..40 => self.type_something(look),
            40..50 => self.strike(),
            50..54 => self.navigate("history.back()"),
            54..64 => {
                let id = FAMILIES[self.chance.usize(0..FAMILIES.len())];
                self.navigate(&format!("location.hash = '#/customer/{id}'"))
            }
            64..67 => self.navigate("location.hash = '#/find'"),
            67..74 => self.press_if_there("[data-action=review]"),
            74..84 => self.press_if_there("[data-action=update][data-armed=true]"),
            84..87 => self.resize(),
            87..89 => self.reload(),
            89..93 => self.change_fault(),
            93..95 => self.colleague(),
            95..97 => self.pass(),
            97..99 => self.switch(),
            _ => self.crash(),
        }
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
        let _ = self.scene.app.browser().click(selector);
        format!("pressed {selector}")
    }

    /// Text that was never typed before into a field of the form, or a name into Find.
    fn type_something(&mut self, look: &Look) -> String {
        if look.dialog || look.busy {
            return "nowhere to type".into();
        }
        if look.screen.as_deref() == Some("find") {
            let text = ["nuñez", "hernández", "cm4k6", "x"][self.chance.usize(0..4)];
            self.scene.app.paste_into("find", text);
            return format!("searched for {text}");
        }
        let name = CONTROLS[self.chance.usize(0..CONTROLS.len())];
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
        let text = format!("Caminata {:05}", self.typed);
        if self.chance.bool() {
            let _ = self.scene.app.browser().keys(&text);
        } else {
            self.scene.app.js(
                "document.execCommand('insertText', false, arguments[0])",
                &json!([text]),
            );
        }
        self.kept.typed(&look.school, &look.id, name, &text);
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

    fn reload(&self) -> String {
        self.scene.app.js("location.reload()", &json!([]));
        // The page before has what this one does not.
        self.scene
            .app
            .wait("the page anew", "return window.walk === undefined");
        "loaded the page anew".into()
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
        self.scene
            .app
            .js("location.hash = '#/settings'", &json!([]));
        let asked = "dialog[open] [data-action=answer-keep]";
        let there = self.scene.app.wait(
            "Settings, a question, or a send under way",
            "if (document.querySelector('dialog[open]') !== null) return 'asked';
             return document.querySelector('main[data-screen=settings][data-ready=true]') ? 'there'
               : document.querySelector('[aria-busy=true]') && 'busy'",
        );
        if there == "asked" {
            let _ = self.scene.app.browser().click(asked);
        }
        self.press_if_there("[data-action=choose]");
        "switched".into()
    }

    fn crash(&mut self) -> String {
        self.restarts += 1;
        self.scene.app.kill_9();
        self.scene.app.restart();
        "killed and started again".into()
    }
}
