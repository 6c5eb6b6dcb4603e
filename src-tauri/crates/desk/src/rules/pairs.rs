use super::{Notice, Problem, ProblemCode, text};
use crate::{Field, Pair, PairEntry};

/// One key to write; `after` is `None` where the key is deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PairChange {
    pub(crate) key: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// Custom data rows against the pairs that are stored. A blank value never deletes a key:
/// removing a row does. A renamed key is the old key deleted and the new one written.
pub(crate) fn pair_changes(
    field: Field,
    rows: &[PairEntry],
    stored: &[Pair],
    notices: &mut Vec<Notice>,
) -> Result<Vec<PairChange>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut changes = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let original = row
            .original
            .as_ref()
            .and_then(|key| stored.iter().find(|pair| pair.key == *key));
        if row.remove {
            changes.extend(original.map(deleted));
            continue;
        }
        if original.is_none() && row.key.trim().is_empty() && row.value.trim().is_empty() {
            continue;
        }
        match kept(field, row, original, notices, index) {
            Ok((key, value)) => {
                if seen.contains(&key) {
                    problems.push(at(index, Problem::new(field, ProblemCode::KeyRepeated)));
                    continue;
                }
                seen.push(key.clone());
                changes.extend(original.filter(|pair| pair.key != key).map(deleted));
                let before = stored.iter().find(|pair| pair.key == key);
                if before.is_none_or(|pair| pair.value != value) {
                    let before = before.map(|pair| pair.value.clone());
                    changes.push(PairChange {
                        key,
                        before,
                        after: Some(value),
                    });
                }
            }
            Err(problem) => problems.push(at(index, problem)),
        }
    }
    // A key deleted in one row and written in another is only written.
    let written: Vec<String> = changes
        .iter()
        .filter(|change| change.after.is_some())
        .map(|change| change.key.clone())
        .chain(seen)
        .collect();
    changes.retain(|change| change.after.is_some() || !written.contains(&change.key));
    if problems.is_empty() {
        Ok(changes)
    } else {
        Err(problems)
    }
}

fn kept(
    field: Field,
    row: &PairEntry,
    original: Option<&Pair>,
    notices: &mut Vec<Notice>,
    index: usize,
) -> Result<(String, String), Problem> {
    // Stored text that was not touched passes as it is, however odd.
    let key = match original {
        Some(pair) if pair.key == row.key => pair.key.clone(),
        _ if row.key.trim().is_empty() => return Err(Problem::new(field, ProblemCode::KeyEmpty)),
        _ => line(field, &row.key, 100, notices, index)?,
    };
    let value = match original {
        Some(pair) if pair.value == row.value => pair.value.clone(),
        _ if row.value.trim().is_empty() => {
            return Err(Problem::new(field, ProblemCode::ValueEmpty));
        }
        _ => line(field, &row.value, field.spec().max, notices, index)?,
    };
    Ok((key, value))
}

fn line(
    field: Field,
    typed: &str,
    max: usize,
    notices: &mut Vec<Notice>,
    index: usize,
) -> Result<String, Problem> {
    if typed.chars().count() > max {
        return Err(Problem {
            max: Some(max),
            ..Problem::new(field, ProblemCode::TooLong)
        });
    }
    let before = notices.len();
    let text = text::line(field, typed, notices)?;
    notices[before..]
        .iter_mut()
        .for_each(|notice| notice.row = Some(index));
    Ok(text)
}

fn deleted(pair: &Pair) -> PairChange {
    PairChange {
        key: pair.key.clone(),
        before: Some(pair.value.clone()),
        after: None,
    }
}

fn at(row: usize, problem: Problem) -> Problem {
    Problem {
        row: Some(row),
        ..problem
    }
}
