//! The ways in which a page or a window ends.

use ficha_tests::process::in_time;
use serde_json::json;

use super::steps::Walk;

impl Walk {
    pub(super) fn reload(&mut self) -> String {
        self.kept.page_ended();
        if let Err(refused) = self.scene.app.browser().reload() {
            self.fail(&format!("the page does not load anew: {refused:?}"));
        }
        "loaded the page anew".into()
    }

    pub(super) fn crash(&mut self) -> String {
        self.restarts += 1;
        self.kept.page_ended();
        self.scene.app.kill_9();
        self.scene.app.restart();
        "killed and started again".into()
    }

    /// The window is closed by its own button: with what was typed kept, or not after all.
    pub(super) fn close(&mut self) -> String {
        let questions = "return document.querySelectorAll('dialog[open]').length";
        let before = self.scene.app.js(questions, &json!([])).as_u64();
        self.scene.app.ask_to_close();
        let browser = self.scene.app.browser();
        let is_asked = in_time(|| {
            if self.scene.app.application().is_none() {
                return Some(false);
            }
            let now = browser.run(questions, &json!([])).ok()?.as_u64();
            (now > before).then_some(true)
        });
        let Some(is_asked) = is_asked else {
            self.fail("asked to close, it neither ended nor asked");
        };
        if !is_asked && self.kept.has_password() {
            self.fail("closed without a word about a password");
        }
        // The driver must not be waiting for it when the window goes.
        let is_kept = is_asked
            && self.scene.app.js(
                "const last = [...document.querySelectorAll('dialog[open]')].at(-1);
                 const keep = last.querySelector('[data-action=answer-keep]');
                 // While an update is on its way keeping it closes too, and is guarded against haste.
                 const close = () => setTimeout(keep.closest('[data-armed=false]') ? close : () => keep.click(), 50);
                 if (keep === null) last.querySelector('[data-action=answer-stay]').click();
                 else close();
                 return keep !== null",
                &json!([]),
            ) == true;
        if is_asked && !is_kept {
            return "wished to close, and stayed".into();
        }
        self.scene.app.wait_until_gone();
        self.restarts += 1;
        self.kept.page_ended();
        self.scene.app.restart();
        format!("closed{}", if is_asked { " and kept" } else { "" })
    }
}
