use super::{
    Notice, Problem, ProblemCode, is_untouched,
    text::{self, Breaks},
};
use crate::{Field, Pair, PairEntry};

const LONGEST_KEY: usize = 100;

/// A row of custom data compared with the stored pairs.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    pub(crate) entry: &'a PairEntry,
    pub(crate) origin: Option<Origin<'a>>,
    pub(crate) wish: Wish,
}

/// The stored pair that a row was loaded from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin<'a> {
    /// Its place among all pairs, and among those with the same key.
    pub(crate) index: usize,
    pub(crate) nth: usize,
    pub(crate) pair: &'a Pair,
}

/// What a row asks for.
#[derive(Debug)]
pub(crate) enum Wish {
    /// An added row left blank, or a removed one that no stored pair belongs to.
    Nothing,
    AsStored,
    Remove,
    Write {
        key: String,
        value: String,
    },
    /// Cannot be sent as typed; key and value are what was typed.
    Unfinished {
        key: String,
        value: String,
        problem: Problem,
    },
}

impl Row<'_> {
    /// Key and value that the row puts in place of the pair it was loaded from.
    pub(crate) fn target(&self) -> Option<(&str, &str)> {
        match &self.wish {
            Wish::Write { key, value } | Wish::Unfinished { key, value, .. } => Some((key, value)),
            Wish::Nothing | Wish::AsStored | Wish::Remove => None,
        }
    }

    pub(crate) fn is_touched(&self) -> bool {
        !matches!(self.wish, Wish::Nothing | Wish::AsStored)
    }
}

/// Reads each row separately. A record may hold one key several times: the nth row loaded under a
/// key is its nth pair.
pub(crate) fn read_rows<'a>(
    field: Field,
    rows: &'a [PairEntry],
    stored: &'a [Pair],
    notices: &mut Vec<Notice>,
) -> Vec<Row<'a>> {
    let origins: Vec<Option<Origin<'a>>> = origins(rows, stored);
    let row = |(index, (entry, origin)): (usize, (&'a PairEntry, Option<Origin<'a>>))| {
        let before = notices.len();
        let wish = wish(field, entry, origin.map(|origin| origin.pair), notices);
        for notice in &mut notices[before..] {
            notice.row = Some(index);
        }
        Row {
            entry,
            origin,
            wish,
        }
    };
    rows.iter().zip(origins).enumerate().map(row).collect()
}

fn origins<'a>(rows: &[PairEntry], stored: &'a [Pair]) -> Vec<Option<Origin<'a>>> {
    let mut taken = vec![false; stored.len()];
    let mut origin = |key: &String| {
        let index = (0..stored.len()).find(|&index| !taken[index] && stored[index].key == *key)?;
        taken[index] = true;
        let before = &stored[..index];
        Some(Origin {
            index,
            nth: before.iter().filter(|pair| pair.key == *key).count(),
            pair: &stored[index],
        })
    };
    rows.iter()
        .map(|row| row.original.as_ref().and_then(&mut origin))
        .collect()
}

fn wish(field: Field, entry: &PairEntry, stored: Option<&Pair>, notices: &mut Vec<Notice>) -> Wish {
    if entry.remove {
        return stored.map_or(Wish::Nothing, |_| Wish::Remove);
    }
    match stored {
        None if entry.key.trim().is_empty() && entry.value.trim().is_empty() => {
            return Wish::Nothing;
        }
        Some(pair)
            if is_untouched(&pair.key, &entry.key) && is_untouched(&pair.value, &entry.value) =>
        {
            return Wish::AsStored;
        }
        _ => {}
    }
    let stored_key = stored.map(|pair| pair.key.as_str());
    let key = cell(
        &entry.key,
        stored_key,
        Problem::new(field, ProblemCode::KeyEmpty),
        |typed| {
            let breaks = Breaks::as_in(stored_key);
            tidy(field, typed, LONGEST_KEY, breaks, notices)
        },
    );
    let value = cell(
        &entry.value,
        stored.map(|pair| pair.value.as_str()),
        Problem::new(field, ProblemCode::ValueEmpty),
        |typed| tidy(field, typed, field.spec().max, Breaks::Kept, notices),
    );
    let problem = key.as_ref().err().or(value.as_ref().err()).cloned();
    let key = key.unwrap_or_else(|_| entry.key.trim().to_owned());
    let value = value.unwrap_or_else(|_| entry.value.clone());
    match problem {
        None => Wish::Write { key, value },
        Some(problem) => Wish::Unfinished {
            key,
            value,
            problem,
        },
    }
}

/// Stored text that was not edited is kept unchanged, however odd it is.
fn cell(
    typed: &str,
    stored: Option<&str>,
    blank: Problem,
    tidy: impl FnOnce(&str) -> Result<String, Problem>,
) -> Result<String, Problem> {
    match stored {
        Some(stored) if is_untouched(stored, typed) => Ok(stored.to_owned()),
        _ if typed.trim().is_empty() => Err(blank),
        _ => tidy(typed),
    }
}

fn tidy(
    field: Field,
    typed: &str,
    max: usize,
    breaks: Breaks,
    notices: &mut Vec<Notice>,
) -> Result<String, Problem> {
    if typed.chars().count() > max {
        return Err(Problem {
            max: Some(max),
            ..Problem::new(field, ProblemCode::TooLong)
        });
    }
    text::tidy(field, typed, breaks, notices)
}
