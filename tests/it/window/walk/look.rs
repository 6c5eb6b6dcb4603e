//! One look at the page, see `look.js`.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(super) struct Look {
    pub(super) errors: Vec<String>,
    pub(super) reviewed: Vec<Reviewed>,
    pub(super) pressed: Vec<Pressed>,
    pub(super) sent: Vec<Sent>,
    pub(super) rows: Vec<Row>,
    pub(super) school: String,
    pub(super) screen: Option<String>,
    pub(super) ready: bool,
    pub(super) checking: bool,
    pub(super) busy: bool,
    pub(super) dialog: bool,
    /// The family that is worked on, under the guide too.
    pub(super) id: String,
    pub(super) outcome: Option<String>,
    pub(super) internal: bool,
    pub(super) sideways: bool,
    pub(super) controls: HashMap<String, Option<String>>,
    pub(super) title: String,
    /// The families whose drafts Find lists.
    pub(super) listed: Option<Vec<String>>,
}

impl Look {
    /// Where the page is, for the log.
    pub(super) fn place(&self) -> String {
        let Self {
            school, screen, id, ..
        } = self;
        let screen = screen.as_deref().unwrap_or("nowhere");
        let asked = if self.dialog { ", asked" } else { "" };
        let busy = if self.busy { ", busy" } else { "" };
        format!("{school} · {screen} {id}{asked}{busy}")
    }
}

/// Old → new as it was on the screen, by field.
#[derive(Debug, Deserialize)]
pub(super) struct Reviewed {
    pub(super) school: String,
    pub(super) id: String,
    pub(super) shown: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Pressed {
    pub(super) school: String,
    pub(super) id: String,
    pub(super) act: String,
    /// Where the control is; for `rebase` those where the person chose Quentli's side.
    pub(super) fields: Vec<String>,
}

/// The new values on Review when an update left.
#[derive(Debug, Deserialize)]
pub(super) struct Sent {
    pub(super) school: String,
    pub(super) id: String,
    pub(super) shown: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Row {
    pub(super) asked: String,
}
