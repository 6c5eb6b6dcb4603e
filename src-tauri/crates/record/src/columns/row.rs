use quentli::Customer;

use super::{
    CellProblem, CellProblemCode, Column, Columns, NameOrder, NamePart, Reading,
    cell::{self, Wish},
};
use crate::{Draft, Entry, Field, PairEntry, Value, rules::same_text, value::text_of, value_of};

/// What a row asks for, before the rules of the fields are applied ([`crate::check`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowDraft {
    pub draft: Draft,
    pub problems: Vec<CellProblem>,
}

impl Columns {
    /// What a row asks for of `record`. Cells are taken by position; a blank one, or one that the row is too short
    /// for, leaves its value alone.
    pub fn draft(&self, cells: &[&str], record: &Customer, reading: &Reading) -> RowDraft {
        let mut row = RowDraft::default();
        let cell = |column: usize| cells.get(column).copied().unwrap_or_default();
        for (column, meaning) in self.all().iter().enumerate() {
            let asked = match meaning {
                Column::Field(field) => field_entry(cell(column), *field, record, reading)
                    .map(|entry| entry.map(|entry| (*field, entry))),
                Column::Pair { home, key } => pair_entry(cell(column), *home, key, record, reading)
                    .map(|entry| entry.map(|entry| (*home, Entry::Pairs { rows: vec![entry] }))),
                Column::Ignored | Column::Finds(_) | Column::NamePart(_) | Column::UpdatedAt => {
                    continue;
                }
            };
            match asked {
                Ok(Some((field, entry))) => put(&mut row.draft, field, entry),
                Ok(None) => {}
                Err(code) => row.problems.push(CellProblem { column, code }),
            }
        }
        match self.name(cells, reading) {
            Ok(Some(text)) => put(
                &mut row.draft,
                Field::Name,
                Entry::Text { text, exact: false },
            ),
            Ok(None) => {}
            Err(problem) => row.problems.push(problem),
        }
        row
    }

    /// The name that the parts of a row compose; `None` where all of them are blank, or there are none.
    fn name(&self, cells: &[&str], reading: &Reading) -> Result<Option<String>, CellProblem> {
        let mut parts: [(Option<usize>, String); 3] = Default::default();
        for (column, meaning) in self.all().iter().enumerate() {
            let Column::NamePart(part) = meaning else {
                continue;
            };
            let text = cells.get(column).copied().unwrap_or_default();
            let refused = |code| CellProblem { column, code };
            let text = match cell::wish(text, Field::Name, reading).map_err(refused)? {
                Wish::Leave => String::new(),
                Wish::Clear => return Err(refused(CellProblemCode::CannotClear)),
                Wish::Text(text) => text,
            };
            parts[*part as usize] = (Some(column), text);
        }
        let [paternal, maternal, given] = &parts;
        if parts.iter().all(|(_, text)| text.is_empty()) {
            return Ok(None);
        }
        // A second surname may be missing; a blank given name or first surname would cut the stored name short.
        for (column, text) in [paternal, given] {
            if let (Some(column), true) = (column, text.is_empty()) {
                return Err(CellProblem {
                    column: *column,
                    code: CellProblemCode::NameIncomplete,
                });
            }
        }
        Ok(Some(composed_name(
            [&paternal.1, &maternal.1, &given.1],
            reading.name_order,
        )))
    }
}

/// The name of these parts, `[paternal, maternal, given]`, in an order.
pub fn composed_name(parts: [&str; 3], order: NameOrder) -> String {
    let of = |part: NamePart| parts[part as usize].trim();
    let joined = |texts: &[&str], by: &str| {
        let texts: Vec<&str> = texts
            .iter()
            .copied()
            .filter(|text| !text.is_empty())
            .collect();
        texts.join(by)
    };
    let surnames = joined(&[of(NamePart::Paternal), of(NamePart::Maternal)], " ");
    match order {
        NameOrder::GivenFirst => joined(&[of(NamePart::Given), &surnames], " "),
        NameOrder::SurnamesFirst => joined(&[&surnames, of(NamePart::Given)], " "),
        NameOrder::SurnamesComma => joined(&[&surnames, of(NamePart::Given)], ", "),
    }
}

/// Custom data of one home is one entry.
fn put(draft: &mut Draft, field: Field, entry: Entry) {
    match (draft.entries.get_mut(&field), entry) {
        (Some(Entry::Pairs { rows }), Entry::Pairs { rows: more }) => rows.extend(more),
        (_, entry) => {
            draft.entries.insert(field, entry);
        }
    }
}

fn field_entry(
    text: &str,
    field: Field,
    record: &Customer,
    reading: &Reading,
) -> Result<Option<Entry>, CellProblemCode> {
    // What stands there already, however odd, asks for nothing.
    if text_of(record, field).is_some_and(|held| same_text(held, text)) {
        return Ok(None);
    }
    match cell::wish(text, field, reading)? {
        Wish::Leave => Ok(None),
        Wish::Clear if field == Field::Tags => Ok(Some(Entry::List { items: Vec::new() })),
        Wish::Clear if field.spec().nullable => Ok(Some(Entry::Clear)),
        Wish::Clear => Err(CellProblemCode::CannotClear),
        Wish::Text(text) => {
            let entry = cell::entry(&text, field, reading)?;
            let same = is_stored_day(&text, &entry, field, record, reading);
            Ok((!same).then_some(entry))
        }
    }
}

/// A date without a time is the stored instant's where the days are the same.
fn is_stored_day(
    text: &str,
    entry: &Entry,
    field: Field,
    record: &Customer,
    reading: &Reading,
) -> bool {
    let (Value::Text { text: held }, Entry::Text { text: asked, .. }) =
        (value_of(record, field), entry)
    else {
        return false;
    };
    let day = |text: &str| {
        let at = text.parse::<jiff::Timestamp>().ok()?;
        Some(reading.zone.to_datetime(at).date())
    };
    field == Field::OptedOutWhatsappAt
        && !text.contains(':')
        && day(&held).is_some()
        && day(&held) == day(asked)
}

fn pair_entry(
    text: &str,
    home: Field,
    key: &str,
    record: &Customer,
    reading: &Reading,
) -> Result<Option<PairEntry>, CellProblemCode> {
    let pairs = match value_of(record, home) {
        Value::Pairs { pairs } => pairs,
        _ => Vec::new(),
    };
    let mut stored = pairs.iter().filter(|pair| pair.key == key);
    // A key may be stored several times; the table has room for one of them.
    if stored.clone().any(|pair| same_text(&pair.value, text)) {
        return Ok(None);
    }
    let stored = stored.next();
    let entry = |value: String, remove| PairEntry {
        key: key.to_owned(),
        value,
        original: stored.map(|pair| pair.key.clone()),
        remove,
    };
    Ok(match cell::wish(text, home, reading)? {
        Wish::Leave => None,
        Wish::Clear => stored.map(|pair| entry(pair.value.clone(), true)),
        Wish::Text(value) => Some(entry(value, false)),
    })
}
