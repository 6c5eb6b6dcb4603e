//! Families into a workbook that [`record::guess`] and [`record::Columns`] read back to what is stored.

#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};

use quentli::{Customer, CustomerId};
use record::{
    Column, FamilyFilter, Field, Finder, FlagWords, Kind, Value, cell_of, header_of, value_of,
};
use sheets::{ColumnOut, Writer};

use crate::{Error, School, SheetError, roster, work::Work};

/// Which families to write, and where.
#[derive(Clone, Debug)]
pub struct Export {
    pub filter: FamilyFilter,
    /// As it was typed for finding; blank for all that the filter leaves.
    pub text: String,
    pub path: PathBuf,
    pub words: ExportWords,
}

/// A front end's words for what stands in the workbook.
#[derive(Clone, Debug, Default)]
pub struct ExportWords {
    pub sheet: String,
    /// Headers. One that would not be recognized for its field is replaced by the field's own name.
    pub fields: HashMap<Field, String>,
    pub yes: String,
    pub no: String,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    pub families: usize,
    /// Values that are not in the workbook, and that it leaves alone when it is read: longer than a cell, or under a
    /// key that no header can name.
    pub left_out: usize,
}

/// After so many families it is said how far this has come.
const STEP: usize = 100;

pub(crate) fn families(
    work: &Work,
    school: &School,
    export: &Export,
    progress: impl Fn(usize, usize),
    stop: &AtomicBool,
) -> Result<Option<Exported>, Error> {
    let ids = roster::left_by(work, school, export.filter, &export.text)?;
    let known = |id: &CustomerId| school.roster.known(id);
    let mut written = Exported::default();
    let columns = columns(ids.iter().filter_map(known), &export.words, &mut written);
    let words = FlagWords::new(&export.words.yes, &export.words.no);
    let outs: Vec<ColumnOut> = columns.iter().map(|(_, out)| out.clone()).collect();
    let sheet = &export.words.sheet;
    let mut writer = Writer::xlsx(&export.path, sheet, &outs).map_err(SheetError::from)?;
    for (done, id) in ids.iter().enumerate() {
        if done % STEP == 0 {
            progress(done, ids.len());
            work.still(school)?;
        }
        if stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        // Gone meanwhile.
        let Some(customer) = known(id) else {
            continue;
        };
        let mut cell = |(column, _): &(Column, ColumnOut)| {
            let text = cell_of(&customer, column, &words);
            let fits = sheets::fits_a_cell(&text);
            written.left_out += usize::from(!fits);
            if fits { text } else { String::new() }
        };
        let cells: Vec<String> = columns.iter().map(&mut cell).collect();
        writer.row(&cells).map_err(SheetError::from)?;
        written.families += 1;
    }
    writer.finish().map_err(SheetError::from)?;
    progress(ids.len(), ids.len());
    Ok(Some(written))
}

/// The id and the time of the last change, which are hidden; each field that Quentli shows; each key of custom data.
fn columns(
    families: impl Iterator<Item = Customer>,
    words: &ExportWords,
    written: &mut Exported,
) -> Vec<(Column, ColumnOut)> {
    let fields = Field::ALL
        .iter()
        .filter(|spec| spec.readable && spec.kind != Kind::Pairs);
    let fields = fields.map(|spec| Column::Field(spec.field));
    let technical = [Column::Finds(Finder::Id), Column::UpdatedAt];
    let mut columns: Vec<(Column, ColumnOut)> = technical
        .into_iter()
        .chain(fields)
        .filter_map(|column| {
            let word = match &column {
                Column::Field(field) => words.fields.get(field).map_or("", String::as_str),
                _ => "",
            };
            let header = header_of(&column, word)?;
            let out = out(&column, header);
            Some((column, out))
        })
        .collect();
    let mut homes: HashMap<String, Option<usize>> = HashMap::new();
    for customer in families {
        let Value::Pairs { pairs } = value_of(&customer, Field::Metadata) else {
            continue;
        };
        for pair in pairs {
            let place = homes.entry(pair.key.clone()).or_insert_with(|| {
                let home = home(&customer, &pair.key);
                let column = Column::Pair {
                    home,
                    key: pair.key,
                };
                let header = header_of(&column, "").filter(|header| sheets::fits_a_cell(header))?;
                let out = out(&column, header);
                columns.push((column, out));
                Some(columns.len() - 1)
            });
            written.left_out += usize::from(place.is_none());
        }
    }
    columns
}

/// Under which name Quentli shows a key: as a rule under both.
fn home(customer: &Customer, key: &str) -> Field {
    let mut listed = customer.metadata.value().into_iter().flatten();
    if listed.any(|entry| entry.key == key) {
        Field::Metadata
    } else {
        Field::Meta
    }
}

fn out(column: &Column, header: String) -> ColumnOut {
    let width = match column {
        Column::Field(Field::Name | Field::Email) => 32.0,
        Column::Field(field) if matches!(field.spec().kind, Kind::Flag | Kind::Choice) => 14.0,
        Column::Finds(_) | Column::UpdatedAt => 28.0,
        _ => 20.0,
    };
    ColumnOut {
        width,
        hidden: matches!(column, Column::Finds(_) | Column::UpdatedAt),
        ..ColumnOut::text(header)
    }
}
