//! The walk stops where something does not hold.

use ficha_tests::keys;
use serde_json::json;

use super::{
    look::Look,
    steps::{FIRST, OTHER, Walk},
};
use crate::window::scene::NUNEZ;

impl Walk {
    /// Looks at the page once it stands still enough, and holds it to everything.
    pub(super) fn look(&mut self) -> Look {
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
        let held = self.kept.hold(&mut look, &schools);
        self.taken.append(&mut self.kept.let_go);
        if let Err(wrong) = held {
            self.fail(&wrong);
        }
        look
    }

    pub(super) fn fail(&self, wrong: &str) -> ! {
        panic!("{wrong}\n{}", self.scene.app.shown());
    }

    /// The drafts have what was typed, whatever is on the screen.
    pub(super) fn hold_drafts(&mut self, look: &Look) {
        let Some(lost) = self.lost(look) else { return };
        // It may have arrived meanwhile, and a switch under way changes whose drafts are asked for.
        let now = self.look();
        if look.busy || now.busy || now.school != look.school {
            return;
        }
        if self.lost(&now).is_some() {
            self.fail(&lost);
        }
    }

    /// What was typed and is in no draft.
    pub(super) fn lost(&self, look: &Look) -> Option<String> {
        self.kept
            .drafts_of(&look.school)
            .iter()
            .find_map(|(id, texts)| {
                let draft = self.scene.app.command("kept_draft", &json!({ "id": id }));
                let draft = draft.unwrap_or_else(|refused| refused).to_string();
                let lost = texts.iter().find(|text| !draft.contains(*text))?;
                Some(format!("{lost:?}, typed for {id}, is in no draft: {draft}"))
            })
    }

    /// Find lists each family with a draft.
    pub(super) fn hold_list(&self, look: &Look) {
        let Some(listed) = &look.listed else { return };
        for id in self.kept.drafts_of(&look.school).keys() {
            if !listed.contains(id) {
                self.scene.app.wait_with(
                    "the draft on Find's list, or another page",
                    "const search = document.querySelector('main[data-screen=find] [name=search]');
                     return search === null || search.value.trim() !== ''
                       || document.querySelector(`[data-draft='${given[0]}']`) !== null",
                    &json!([id]),
                );
            }
        }
    }

    /// The school and the family as the walk sees them in the guide, asked for from a family in practice.
    pub(super) fn where_under_the_guide(&mut self) -> (String, String) {
        self.scene.app.click("[data-action=practice-now]");
        self.scene.app.see(".band[data-environment=practice]");
        self.scene.open(NUNEZ);
        let _ = self.look();
        self.scene.app.press(keys::F1);
        self.scene.app.screen("help");
        let look = self.look();
        (look.school, look.id)
    }
}
