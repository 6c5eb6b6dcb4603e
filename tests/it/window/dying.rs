//! The page's process dies under the window. A WebDriver's session would die with it, so that the program runs
//! without one here: the keyboard drives it, and the window's title names what it shows.

use std::time::Duration;

use ficha_tests::{
    display::keysyms,
    process::{Group, child_named, until},
};
use practice::Target;
use rustix::process::{Signal, kill_process};
use serde_json::json;

use super::scene::{NUNEZ, Scene};

/// A program without a driver, on the files of a window in which something was typed.
struct Undriven {
    scene: Scene,
    program: Group,
}

impl Undriven {
    /// Shows the form of a family with a changed name.
    fn editing() -> Self {
        let mut scene = Scene::connected();
        scene.open(NUNEZ);
        scene.app.type_into("name", "Familia Nueva");
        scene.app.see("[data-field=name][data-changed=true]");
        let unsent = scene.app.command("closing", &json!({})).unwrap();
        assert_eq!(unsent[0]["kept"], "disk");
        scene.app.kill_9();
        let program = scene.app.start_once_more(&[]);
        let undriven = Self { scene, program };
        undriven.shows("Buscar");
        undriven.scene.app.strike_text(NUNEZ);
        undriven.press_until(&[keysyms::RETURN], "Editar");
        undriven
    }

    fn shows(&self, title: &str) {
        until(&format!("a window titled {title:?}"), || {
            self.is_titled(title).then_some(())
        });
    }

    fn is_titled(&self, title: &str) -> bool {
        let titles = self.scene.app.titles();
        titles.iter().any(|shown| shown.contains(title))
    }

    /// Presses repeatedly: finding or checking what was typed takes a moment.
    fn press_until(&self, keys: &[u32], title: &str) {
        until(&format!("a window titled {title:?}"), || {
            self.scene.app.strike(keys);
            calm();
            self.is_titled(title).then_some(())
        });
    }

    /// As the system does where memory runs out.
    fn kill_page(&self) {
        let page = || child_named(self.program.pid(), "WebKitWebProces");
        let dead = until("the page's process", page);
        kill_process(dead, Signal::KILL).unwrap();
        until("what comes of it", || {
            let lost = || self.scene.app.titles().iter().all(|title| title == "Ficha");
            (page().is_some_and(|next| next != dead) || lost()).then_some(())
        });
    }
}

/// Between two presses, so that each can have its effect; what ends the wait is the effect.
fn calm() {
    std::thread::park_timeout(Duration::from_millis(900));
}

#[test]
fn a_page_that_dies_comes_back_where_it_was_and_one_that_keeps_dying_does_not() {
    let mut undriven = Undriven::editing();
    // Loaded again, and then in another window.
    for _ in 0..2 {
        undriven.kill_page();
        undriven.shows("Editar");
        // There is something to review only where the draft is there.
        undriven.press_until(&[keysyms::CONTROL, keysyms::RETURN], "Revisar");
        undriven.press_until(&[keysyms::ESCAPE], "Editar");
    }
    undriven.kill_page();
    undriven.shows("Ficha");
    let app = &undriven.scene.app;
    until("the sentence", || {
        let said = app
            .log()
            .contains("El sistema cerró varias veces la ventana");
        said.then_some(())
    });
    let program = undriven.program.child();
    let ended = until("the program to end once it was read", || {
        app.ask_to_close_if_there();
        program.try_wait().unwrap()
    });
    assert_eq!(ended.code(), Some(1));
}

#[test]
fn an_update_goes_on_while_its_page_dies_and_is_sent_once() {
    let undriven = Undriven::editing();
    let server = &undriven.scene.server;
    server.practice().hold_answers_to(Target::Writes);
    let review = [keysyms::CONTROL, keysyms::RETURN];
    undriven.press_until(&review, "Revisar");
    // Once more leads to the button that sends, which takes Enter once nothing was pressed for a moment.
    until("the update to arrive", || {
        undriven.scene.app.strike(&review);
        calm();
        undriven.scene.app.strike(&[keysyms::RETURN]);
        calm();
        (!server.patches().is_empty()).then_some(())
    });
    undriven.kill_page();
    server.practice().release_answers();
    undriven.shows("Actualizado");
    assert_eq!(server.patches().len(), 1);
}
