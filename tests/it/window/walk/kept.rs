//! What the walk checks Ficha against: what was typed, what was reviewed, what the servers were sent.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde_json::Value;

use crate::window::scene::Server;

/// One look at the page, see `look.js`.
#[derive(Debug, Deserialize)]
pub(super) struct Look {
    errors: Vec<String>,
    reviewed: Vec<Reviewed>,
    pressed: Vec<Pressed>,
    rows: Vec<Row>,
    pub(super) school: String,
    pub(super) screen: Option<String>,
    pub(super) ready: bool,
    pub(super) checking: bool,
    pub(super) busy: bool,
    pub(super) dialog: bool,
    pub(super) id: String,
    pub(super) outcome: Option<String>,
    internal: bool,
    sideways: bool,
    controls: HashMap<String, Option<String>>,
    title: String,
}

/// Old → new as it was on the screen, by field.
#[derive(Debug, Deserialize)]
struct Reviewed {
    school: String,
    id: String,
    shown: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
struct Pressed {
    school: String,
    id: String,
    act: String,
    field: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Row {
    asked: String,
}

/// What a family's field should still hold, by school, family and control.
type Typed = BTreeMap<(String, String, String), String>;

#[derive(Debug, Default)]
pub(super) struct Kept {
    typed: Typed,
    reviewed: Vec<Reviewed>,
    /// How many updates of each school were compared with what was reviewed.
    held: HashMap<String, usize>,
    pub(super) claims: BTreeMap<String, usize>,
}

impl Kept {
    pub(super) fn typed(&mut self, school: &str, id: &str, control: &str, text: &str) {
        let place = (school.to_owned(), id.to_owned(), control.to_owned());
        self.typed.insert(place, text.to_owned());
    }

    /// What should be in the drafts of a school, by family.
    pub(super) fn drafts_of(&self, school: &str) -> Vec<(String, String)> {
        let of_school = self.typed.iter().filter(|((of, ..), _)| of == school);
        of_school
            .map(|((_, id, _), text)| (id.clone(), text.clone()))
            .collect()
    }

    /// # Errors
    /// What is wrong with the page, in words.
    pub(super) fn hold(
        &mut self,
        look: &mut Look,
        schools: &[(&str, &Server)],
    ) -> Result<(), String> {
        if let Some(error) = look.errors.first() {
            return Err(format!("the page failed: {error}"));
        }
        if look.internal {
            return Err("the page shows an error nobody can act on".into());
        }
        if look.sideways {
            return Err("the page scrolls sideways".into());
        }
        if look.title.contains("Caminata") {
            return Err(format!("a family is in the window's title: {}", look.title));
        }
        self.reviewed.append(&mut look.reviewed);
        for pressed in look.pressed.drain(..) {
            self.let_go(&pressed);
        }
        for (school, server) in schools {
            self.hold_updates(school, server)?;
            self.arrived(school, server);
        }
        self.hold_form(look)?;
        self.hold_claim(look, schools)
    }

    /// What was discarded on purpose.
    fn let_go(
        &mut self,
        Pressed {
            school,
            id,
            act,
            field,
        }: &Pressed,
    ) {
        let family = |key: &(String, String, String)| key.0 == *school && key.1 == *id;
        match act.as_str() {
            "undo" | "clear" | "remove-row" | "use-found" | "use-exact" => {
                self.typed.retain(|key, _| {
                    let of_field = field
                        .as_deref()
                        .is_some_and(|field| key.2.starts_with(field));
                    !(family(key) && of_field)
                });
            }
            "rebase" => self.typed.retain(|key, _| !family(key)),
            // In a list, the address does not show whose draft it was.
            "answer-drop" => self
                .typed
                .retain(|key, _| key.0 != *school || !(id.is_empty() || family(key))),
            _ => {}
        }
    }

    /// Each update is exactly one list of changes that was on Review.
    fn hold_updates(&mut self, school: &str, server: &Server) -> Result<(), String> {
        let requests = server.practice().requests();
        let updates: Vec<_> = requests
            .iter()
            .filter(|request| request.method == "PATCH")
            .collect();
        let held = self.held.entry(school.to_owned()).or_default();
        for update in updates.iter().skip(*held) {
            let id = update.path.rsplit('/').next().unwrap_or_default();
            let sent = sent(update.body.as_ref());
            let was_shown = self.reviewed.iter().any(|list| {
                list.school == *school
                    && list.id == id
                    && list.shown.keys().eq(sent.keys())
                    && list.shown.iter().all(|(field, shown)| {
                        // Dates and switches are shown in words.
                        let text = sent[field].as_str().unwrap_or_default();
                        !text.contains("Caminata") || plain(shown) == text
                    })
            });
            if !was_shown {
                return Err(format!(
                    "sent to {school} without being reviewed: {id} {sent:?}"
                ));
            }
        }
        *held = updates.len();
        Ok(())
    }

    /// What reached the server is no draft any more.
    fn arrived(&mut self, school: &str, server: &Server) {
        self.typed.retain(|(of, id, _), text| {
            of != school
                || !server
                    .practice()
                    .family(id)
                    .is_some_and(|family| family.to_string().contains(&*text))
        });
    }

    fn hold_form(&self, look: &Look) -> Result<(), String> {
        if look.screen.as_deref() != Some("edit") || !look.ready || look.checking || look.busy {
            return Ok(());
        }
        for ((school, id, control), text) in &self.typed {
            if *school != look.school || *id != look.id {
                continue;
            }
            let shown = look.controls.get(control).cloned().flatten();
            if let Some(shown) = shown
                && shown != *text
            {
                return Err(format!(
                    "{control} of {id} holds {shown:?}, but {text:?} was typed"
                ));
            }
        }
        Ok(())
    }

    fn hold_claim(&mut self, look: &Look, schools: &[(&str, &Server)]) -> Result<(), String> {
        let (Some(outcome), Some((school, server))) = (
            look.outcome.as_deref().filter(|_| look.ready && !look.busy),
            schools.iter().find(|(school, _)| *school == look.school),
        ) else {
            return Ok(());
        };
        let requests = server.practice().requests();
        let updates: Vec<_> = requests
            .iter()
            .filter(|request| request.method == "PATCH" && request.path.ends_with(&look.id))
            .collect();
        *self.claims.entry(outcome.to_owned()).or_default() += 1;
        let own = look.rows.iter().map(|row| plain(&row.asked));
        let own: Vec<String> = own.filter(|asked| asked.contains("Caminata")).collect();
        // The same text may go out again in a later update: only one that holds all of it is this one.
        let was_applied = updates.iter().any(|update| {
            let sent = sent(update.body.as_ref());
            let has = |text: &String| sent.values().any(|value| value.as_str() == Some(text));
            update.applied && own.iter().all(has)
        });
        let is_false = match outcome {
            "applied" => !was_applied,
            "notApplied" => was_applied,
            _ => false,
        };
        if is_false && !own.is_empty() {
            return Err(format!("{school} says otherwise: {outcome}, {own:?}"));
        }
        let refused = outcome == "refused" && look.screen.as_deref() == Some("review");
        if let (true, Some(last)) = (refused, updates.last())
            && last.applied
        {
            return Err(format!(
                "{school} applied what is said to be refused: {:?}",
                last.body
            ));
        }
        Ok(())
    }
}

/// The fields of an update, custom data key by key.
fn sent(body: Option<&Value>) -> BTreeMap<String, Value> {
    let data = body
        .and_then(|body| body["input"]["data"].as_object())
        .cloned()
        .unwrap_or_default();
    let mut sent = BTreeMap::new();
    for (field, value) in data {
        match (field.as_str(), value) {
            ("metadata", Value::Array(pairs)) => sent.extend(pairs.into_iter().map(|pair| {
                let key = pair["key"].as_str().unwrap_or_default().to_owned();
                (format!("metadata.{key}"), pair["value"].clone())
            })),
            ("meta", Value::Object(pairs)) => {
                sent.extend(
                    pairs
                        .into_iter()
                        .map(|(key, value)| (format!("meta.{key}"), value)),
                );
            }
            (_, value) => {
                sent.insert(field, value);
            }
        }
    }
    sent
}

/// Text without the characters that isolate a server's text.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|letter| !('\u{2066}'..='\u{2069}').contains(letter))
        .collect()
}
