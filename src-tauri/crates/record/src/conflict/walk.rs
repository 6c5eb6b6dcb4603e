use super::ConflictRow;
use crate::{
    Field, Pair, PairEntry, Value,
    rules::{Origin, Row, Wish, read_rows, same_text},
};

/// The custom data rows of one entry, each compared with the pair it was loaded from, as loaded (`base`)
/// and as it is now (`theirs`). [`super::conflict`] and [`super::rebase`] both use it, so that they cannot
/// disagree.
pub(crate) struct Walk<'a> {
    pub(crate) field: Field,
    pub(crate) rows: Vec<Row<'a>>,
    base: &'a [Pair],
    /// `None` where the current record does not show its custom data.
    theirs: Option<&'a [Pair]>,
}

/// A row as it moves to the current record.
pub(crate) struct Placed {
    entry: PairEntry,
    /// The key, where they added it: the row continues as that pair's.
    joins: Option<String>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(
        field: Field,
        entries: &'a [PairEntry],
        base: &'a [Pair],
        theirs: Option<&'a [Pair]>,
    ) -> Self {
        Self {
            field,
            rows: read_rows(field, entries, base, &mut Vec::new()),
            base,
            theirs,
        }
    }

    /// What both changed differently: for a renamed pair under the old key, the new one, or both.
    pub(super) fn collisions(&self, row: &Row<'_>) -> Vec<ConflictRow> {
        if self.theirs.is_none() || !row.is_touched() {
            return Vec::new();
        }
        let target = row.target();
        let mut rows = Vec::new();
        if let Some(origin) = row.origin
            && self.is_changed(origin)
            && !self.is_same_at_origin(row, origin)
        {
            let mine = match target {
                None => Value::Null,
                Some((key, value)) if key == origin.pair.key => Value::text(value),
                Some((key, value)) => renamed(key, value),
            };
            let theirs = self.now(origin).map(|pair| &*pair.value);
            let base = Some(&*origin.pair.value);
            rows.push(self.row(&origin.pair.key, base, theirs, mine));
        }
        if let Some((key, value)) = target
            && row.origin.is_none_or(|origin| origin.pair.key != key)
            && self.is_key_changed(key)
        {
            let theirs = self.theirs_of(key).next();
            if theirs.is_none_or(|theirs| !same_text(theirs, value)) {
                let base = values(self.base, key).next();
                rows.push(self.row(key, base, theirs, Value::text(value)));
            }
        }
        rows
    }

    fn row(&self, key: &str, base: Option<&str>, theirs: Option<&str>, mine: Value) -> ConflictRow {
        ConflictRow {
            field: self.field,
            key: Some(key.to_owned()),
            base: base.map_or(Value::Null, Value::text),
            theirs: theirs.map_or(Value::Null, Value::text),
            mine: Some(mine),
        }
    }

    /// Whether their change of the pair a row was loaded from is the row's own.
    fn is_same_at_origin(&self, row: &Row<'_>, origin: Origin<'_>) -> bool {
        let now = self.now(origin).map(|pair| &*pair.value);
        let target = row.target();
        if let Some((_, value)) = target.filter(|(key, _)| *key == origin.pair.key) {
            return now.is_some_and(|now| same_text(now, value));
        }
        // The row leaves its key, which another row may write.
        let mut writers = self.rows.iter().filter_map(Row::target);
        match writers.find(|(key, _)| *key == origin.pair.key) {
            Some((_, value)) => now.is_some_and(|now| same_text(now, value)),
            // They deleted a pair that was renamed here: the same only where they wrote the new
            // key too (with another value that collides at the new key).
            None => now.is_none() && target.is_none_or(|(key, _)| self.is_key_changed(key)),
        }
    }

    /// Keys whose pairs a row changes.
    pub(crate) fn touches<'r>(row: &'r Row<'_>) -> impl Iterator<Item = &'r str> {
        let origin = row.origin.filter(|_| row.is_touched());
        let origin = origin.map(|origin| &*origin.pair.key);
        origin.into_iter().chain(row.target().map(|(key, _)| key))
    }

    /// The row with what was typed, for the current record.
    pub(crate) fn mine(&self, row: &Row<'_>) -> Vec<Placed> {
        if self.theirs.is_none() {
            return vec![Placed::stays(row.entry.clone())];
        }
        let Some(origin) = row.origin else {
            return vec![self.mine_without_origin(row)];
        };
        let now = self.now(origin);
        match (row.target(), now) {
            (None, None) if matches!(row.wish, Wish::Remove) => Vec::new(),
            // Untouched, but to be kept as it was loaded.
            (None, None) => vec![Placed::added(row.entry.clone())],
            (None, Some(_)) => vec![Placed::stays(row.entry.clone())],
            (Some((key, value)), Some(now)) if key == origin.pair.key => {
                let agreed = self.is_changed(origin) && same_text(&now.value, value);
                let entry = if agreed {
                    loaded(now)
                } else {
                    row.entry.clone()
                };
                vec![Placed::stays(entry)]
            }
            (Some((key, value)), Some(now)) if self.is_added(key) => {
                let removed = PairEntry {
                    remove: true,
                    ..loaded(now)
                };
                vec![Placed::stays(removed), self.joining(row, key, value)]
            }
            (Some(_), Some(_)) => vec![Placed::stays(row.entry.clone())],
            (Some((key, value)), None) if self.is_added(key) => {
                vec![self.joining(row, key, value)]
            }
            (Some(_), None) => vec![Placed::added(row.entry.clone())],
        }
    }

    fn mine_without_origin(&self, row: &Row<'_>) -> Placed {
        match row.target() {
            Some((key, value)) if self.is_added(key) => self.joining(row, key, value),
            // Loaded under a key the record did not hold: a pair they added there is another one.
            _ if row
                .entry
                .original
                .as_deref()
                .is_some_and(|key| self.is_longer(key)) =>
            {
                Placed::added(row.entry.clone())
            }
            _ => Placed::stays(row.entry.clone()),
        }
    }

    /// A row whose key they added becomes that pair's row.
    fn joining(&self, row: &Row<'_>, key: &str, value: &str) -> Placed {
        let theirs = self.theirs_of(key).next();
        let entry = match theirs.filter(|theirs| same_text(theirs, value)) {
            Some(theirs) => PairEntry {
                key: key.to_owned(),
                value: theirs.to_owned(),
                ..row.entry.clone()
            },
            None => row.entry.clone(),
        };
        Placed {
            entry,
            joins: Some(key.to_owned()),
        }
    }

    /// The row as the record has it now; `None` if the record no longer has it, or never did.
    pub(crate) fn followed(&self, row: &Row<'_>) -> Option<Placed> {
        let Some(origin) = row.origin else {
            let (key, _) = row.target().filter(|(key, _)| self.is_added(key))?;
            let value = self.theirs_of(key).next()?.to_owned();
            let entry = PairEntry {
                key: key.to_owned(),
                value,
                original: None,
                remove: false,
            };
            return Some(Placed {
                entry,
                joins: Some(key.to_owned()),
            });
        };
        let now = self.now(origin)?;
        let moved_on = row.is_touched() || now != origin.pair;
        Some(Placed::stays(if moved_on {
            loaded(now)
        } else {
            row.entry.clone()
        }))
    }

    /// The rows, with the keys under which the current record loads them.
    pub(crate) fn settled(&self, placed: Vec<Placed>) -> Vec<PairEntry> {
        let mut joined: Vec<String> = Vec::new();
        let placed_row = |Placed { mut entry, joins }: Placed| {
            if let Some(key) = joins {
                let before = joined.iter().filter(|other| **other == key).count();
                entry.original = (before < self.theirs_of(&key).count()).then(|| key.clone());
                joined.push(key);
            }
            entry
        };
        placed.into_iter().map(placed_row).collect()
    }

    pub(super) fn changed_keys(&self) -> Vec<&'a str> {
        let pairs = self.base.iter().chain(self.theirs.into_iter().flatten());
        let mut keys: Vec<&str> = pairs.map(|pair| &*pair.key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.retain(|key| self.theirs.is_some() && self.is_key_changed(key));
        keys
    }

    /// A key that they changed and the rows leave alone: the first of its pairs that differs.
    pub(super) fn theirs_alone(&self, key: &str) -> ConflictRow {
        let count = values(self.base, key)
            .count()
            .max(self.theirs_of(key).count());
        let mut both = (0..count).map(|nth| {
            (
                values(self.base, key).nth(nth),
                self.theirs_of(key).nth(nth),
            )
        });
        let (base, theirs) = both
            .find(|(base, theirs)| !alike(*base, *theirs))
            .unwrap_or_default();
        ConflictRow {
            mine: None,
            ..self.row(key, base, theirs, Value::Null)
        }
    }

    fn now(&self, origin: Origin<'_>) -> Option<&'a Pair> {
        let pairs = self.theirs.into_iter().flatten();
        pairs
            .filter(|pair| pair.key == origin.pair.key)
            .nth(origin.nth)
    }

    fn theirs_of<'k>(&self, key: &'k str) -> impl Iterator<Item = &'a str> + use<'a, 'k> {
        values(self.theirs.unwrap_or_default(), key)
    }

    fn is_changed(&self, origin: Origin<'_>) -> bool {
        let now = self.now(origin).map(|pair| &*pair.value);
        !alike(Some(&origin.pair.value), now)
    }

    fn is_key_changed(&self, key: &str) -> bool {
        let (base, theirs) = (values(self.base, key), self.theirs_of(key));
        let (base, theirs): (Vec<_>, Vec<_>) = (base.collect(), theirs.collect());
        base.len() != theirs.len() || base.iter().zip(theirs).any(|(a, b)| !same_text(a, b))
    }

    fn is_added(&self, key: &str) -> bool {
        values(self.base, key).next().is_none() && self.theirs_of(key).next().is_some()
    }

    fn is_longer(&self, key: &str) -> bool {
        self.theirs_of(key).count() > values(self.base, key).count()
    }
}

impl Placed {
    fn stays(entry: PairEntry) -> Self {
        Self { entry, joins: None }
    }

    fn added(entry: PairEntry) -> Self {
        Self::stays(PairEntry {
            original: None,
            ..entry
        })
    }
}

/// A pair as the form loads it.
fn loaded(pair: &Pair) -> PairEntry {
    PairEntry {
        key: pair.key.clone(),
        value: pair.value.clone(),
        original: Some(pair.key.clone()),
        remove: false,
    }
}

fn renamed(key: &str, value: &str) -> Value {
    let (key, value) = (key.to_owned(), value.to_owned());
    Value::Pairs {
        pairs: vec![Pair { key, value }],
    }
}

fn values<'a, 'k>(pairs: &'a [Pair], key: &'k str) -> impl Iterator<Item = &'a str> + use<'a, 'k> {
    let with_key = pairs.iter().filter(move |pair| pair.key == *key);
    with_key.map(|pair| &*pair.value)
}

fn alike(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same_text(a, b),
        (a, b) => a == b,
    }
}
