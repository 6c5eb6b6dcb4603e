use quentli::Customer;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::{
    Draft, Entry, Field, Kind, Notice, Problem, ProblemCode, Value,
    rules::{PairChange, pair_changes, rule, same, same_number},
    value_of,
};

/// One line of old → new.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    pub field: Field,
    /// The key, for custom data.
    pub key: Option<String>,
    /// `None` where it cannot be known: write-only fields, or a key that cannot read.
    pub before: Option<Value>,
    /// [`Value::Null`] clears the field; on a pair it deletes the key.
    pub after: Value,
}

impl std::fmt::Debug for Change {
    /// Names the field only: values are personal, and one of them may be a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Change({:?}, {:?})", self.field, self.key)
    }
}

impl Change {
    /// The two sides look alike: they differ only in spaces, accents, letter case or in the form of
    /// one phone number.
    pub fn looks_alike(&self) -> bool {
        let Some(before) = self.before.as_ref().and_then(Value::as_text) else {
            return false;
        };
        let Some(after) = self.after.as_text() else {
            return false;
        };
        fold(before) == fold(after)
            || (self.field.spec().kind == Kind::Phone && same_number(before, after))
    }

    /// The change without the text of a password.
    #[must_use]
    pub fn without_password(&self) -> Self {
        let mut change = self.clone();
        if self.field == Field::Password {
            change.after = Value::text("");
        }
        change
    }
}

/// Text with letter case, accents and white space folded away, for comparing and searching.
pub(crate) fn fold(text: &str) -> String {
    let bare = if text.is_ascii() {
        // The same, without a table for each letter: thousands of families are folded.
        text.to_ascii_lowercase()
    } else {
        text.nfkd()
            .filter(|c| !is_combining_mark(*c))
            .flat_map(char::to_lowercase)
            .collect()
    };
    let mut folded = String::with_capacity(bare.len());
    for word in bare.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// Whether `text` contains what was typed, letter case, accents and spaces aside.
pub fn contains(text: &str, typed: &str) -> bool {
    fold(text).contains(&fold(typed))
}

/// A draft checked against a record: what would change, what is wrong, what is worth mentioning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    pub changes: Vec<Change>,
    pub problems: Vec<Problem>,
    pub notices: Vec<Notice>,
}

/// Checks `draft` against `record`; without a record (a key that cannot read) every entry is a change.
pub fn check(record: Option<&Customer>, draft: &Draft) -> Checked {
    let mut checked = Checked::default();
    for (field, entry) in &draft.entries {
        if let (Kind::Pairs, Entry::Pairs { rows }) = (field.spec().kind, entry) {
            let stored = stored_pairs(record, *field);
            let known = stored.is_some();
            let stored = stored.unwrap_or_default();
            let (pairs, problems) = pair_changes(*field, rows, &stored, &mut checked.notices);
            let lines = pairs.into_iter().map(|pair| pair_line(*field, pair, known));
            checked.changes.extend(lines);
            checked.problems.extend(problems);
            continue;
        }
        let current = record.map_or(Value::Absent, |record| value_of(record, *field));
        match rule(*field, entry, &current, &mut checked.notices) {
            Ok(Some(after)) if current == Value::Absent || !same(*field, &current, &after) => {
                let before = (current != Value::Absent).then_some(current);
                checked.changes.push(Change {
                    field: *field,
                    key: None,
                    before,
                    after,
                });
            }
            Ok(_) => {}
            Err(problem) => checked.problems.push(problem),
        }
    }
    one_home_per_key(&mut checked);
    checked
}

/// `None` where the stored pairs are unknown.
pub(crate) fn stored_pairs(record: Option<&Customer>, field: Field) -> Option<Vec<crate::Pair>> {
    match value_of(record?, field) {
        Value::Pairs { pairs } => Some(pairs),
        _ => None,
    }
}

fn pair_line(field: Field, pair: PairChange, known: bool) -> Change {
    let before = pair.before.map_or(Value::Null, Value::text);
    Change {
        field,
        key: Some(pair.key),
        before: known.then_some(before),
        after: pair.after.map_or(Value::Null, Value::text),
    }
}

/// The order in which Quentli applies `metadata` and `meta` is not known: never one key in both.
fn one_home_per_key(checked: &mut Checked) {
    let twice = checked.changes.iter().any(|change| {
        change.field == Field::Meta
            && checked
                .changes
                .iter()
                .any(|other| other.field == Field::Metadata && other.key == change.key)
    });
    if twice {
        checked.problems.push(Problem {
            field: Some(Field::Meta),
            row: None,
            code: ProblemCode::KeyRepeated,
            max: None,
            found: Vec::new(),
        });
    }
}
