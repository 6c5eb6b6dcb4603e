//! What the walk holds Ficha to: what was typed, what was reviewed, what the servers were sent.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::look::{Look, Pressed, Reviewed, Sent};
use crate::window::scene::Server;

/// What the page calls the practice server inside the app, which nobody else can look into.
pub(super) const PRACTICE: &str = "practice";

/// A school, a family and a control of its form.
type Place = (String, String, String);

/// What should still be there.
type Typed = BTreeMap<Place, String>;

#[derive(Debug, Default)]
pub(super) struct Kept {
    typed: Typed,
    reviewed: Vec<Reviewed>,
    /// How many updates of each school were held against what was reviewed.
    held: HashMap<String, usize>,
    /// What an update took to the practice server inside the app, whose outcome was not seen yet.
    underway: Typed,
    /// The school, the family and the text; it lasts as long as the screens it was typed for.
    password: Option<(String, String, String)>,
    pub(super) claims: BTreeMap<String, usize>,
    /// What was let go, and why, since the walk last asked.
    pub(super) let_go: Vec<String>,
}

fn field_of(control: &str) -> &str {
    control.split('.').next().unwrap_or(control)
}

impl Kept {
    pub(super) fn typed(&mut self, school: &str, id: &str, control: &str, text: &str) {
        let place = (school.to_owned(), id.to_owned(), control.to_owned());
        self.underway.remove(&place);
        self.typed.insert(place, text.to_owned());
    }

    pub(super) fn password_typed(&mut self, school: &str, id: &str, text: &str) {
        self.password = Some((school.to_owned(), id.to_owned(), text.to_owned()));
    }

    pub(super) fn has_password(&self) -> bool {
        self.password.is_some()
    }

    /// The page is gone, and with it what was in its memory alone.
    pub(super) fn page_ended(&mut self) {
        self.password = None;
    }

    /// Forgets those of the typed texts that `is_gone` is true for.
    fn forget(&mut self, why: &str, is_gone: impl Fn(&Place, &str) -> bool) -> Typed {
        let (gone, typed): (Typed, Typed) = std::mem::take(&mut self.typed)
            .into_iter()
            .partition(|(place, text)| is_gone(place, text));
        self.typed = typed;
        let lines = gone.iter().map(|((school, id, control), text)| {
            format!("    {text} in {control} of {id}, {school}: {why}")
        });
        self.let_go.extend(lines);
        gone
    }

    /// What should be in the drafts of a school, by family.
    pub(super) fn drafts_of(&self, school: &str) -> BTreeMap<String, Vec<String>> {
        let mut drafts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for ((of, id, _), text) in &self.typed {
            if of == school {
                drafts.entry(id.clone()).or_default().push(text.clone());
            }
        }
        drafts
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
        for sent in look.sent.drain(..) {
            self.left(&sent);
        }
        for (school, server) in schools {
            self.hold_updates(school, server)?;
            self.arrived(school, server);
        }
        self.learn_of_practice(look);
        self.hold_password(look)?;
        self.hold_form(look)?;
        self.hold_claim(look, schools)
    }

    /// What the person gave up themselves.
    fn let_go(&mut self, pressed: &Pressed) {
        let Pressed {
            school,
            id,
            act,
            fields,
        } = pressed;
        let is_about_password = match act.as_str() {
            "undo" => fields.iter().any(|field| field == "password"),
            "answer-keep" | "answer-drop" => true,
            _ => false,
        };
        if is_about_password {
            self.password = None;
        }
        match act.as_str() {
            "undo" | "clear" | "remove-row" | "use-found" | "use-exact" | "rebase" => {
                self.forget(act, |(of, family, control), _| {
                    let is_field = |field: &String| field_of(field) == field_of(control);
                    of == school && family == id && fields.iter().any(is_field)
                });
            }
            "answer-drop" => {
                self.forget(act, |(of, family, _), _| of == school && family == id);
            }
            _ => {}
        }
    }

    /// An update left for a server that nobody can look into.
    fn left(&mut self, Sent { school, id, shown }: &Sent) {
        self.password = None;
        if school != PRACTICE {
            return;
        }
        let left = self.forget("an update left", |(of, family, _), text| {
            of == school && family == id && shown.iter().any(|shown| plain(shown) == text)
        });
        self.underway.extend(left);
    }

    /// What the page says came of an update there. What it says of others is held against their servers.
    fn learn_of_practice(&mut self, look: &Look) {
        let Some(outcome) = look.outcome.as_deref().filter(|_| look.ready && !look.busy) else {
            return;
        };
        if look.school != PRACTICE {
            return;
        }
        let on_review = look.screen.as_deref() == Some("review");
        let (known, underway) =
            std::mem::take(&mut self.underway)
                .into_iter()
                .partition(|((_, id, _), _)| {
                    *id == look.id && outcome != "unknown" && (outcome != "conflict" || on_review)
                });
        self.underway = underway;
        if matches!(outcome, "refused" | "notApplied" | "conflict") {
            self.typed.extend(known);
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

    /// What reached the server is no draft any more, whatever a colleague made of it since.
    fn arrived(&mut self, school: &str, server: &Server) {
        let mut arrived: HashMap<String, String> = HashMap::new();
        for request in server.practice().requests() {
            if request.method == "PATCH" && request.applied {
                let id = request.path.rsplit('/').next().unwrap_or_default();
                let body = request.body.unwrap_or_default().to_string();
                arrived.entry(id.to_owned()).or_default().push_str(&body);
            }
        }
        self.forget("it arrived", |(of, id, _), text| {
            of == school && arrived.get(id).is_some_and(|bodies| bodies.contains(text))
        });
    }

    /// A password is kept nowhere, so that nobody may be taken away from it without a question.
    fn hold_password(&self, look: &Look) -> Result<(), String> {
        let Some((school, id, text)) = &self.password else {
            return Ok(());
        };
        let screen = look.screen.as_deref().unwrap_or_default();
        let is_there = matches!(screen, "edit" | "review" | "help") && look.id == *id;
        if !is_there || look.school != *school {
            return Err(format!(
                "left for {screen} without a word about the password of {id}"
            ));
        }
        let shown = look.controls.get("password").cloned().flatten();
        match shown {
            Some(shown) if screen == "edit" && look.ready && shown != *text => Err(format!(
                "the password of {id} is {shown:?}, but {text:?} was typed"
            )),
            _ => Ok(()),
        }
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
        // The same may go out again: one of them is this one.
        let same: Vec<bool> = updates
            .iter()
            .filter(|update| {
                let sent = sent(update.body.as_ref());
                own.iter()
                    .all(|text| sent.values().any(|value| value == text))
            })
            .map(|update| update.applied)
            .collect();
        let is_false = match outcome {
            "applied" => !same.contains(&true),
            "notApplied" => same.contains(&true) && !same.contains(&false),
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

/// Text without the marks that keep a server's text in its place.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|letter| !('\u{2066}'..='\u{2069}').contains(letter))
        .collect()
}
