//! What the columns of the open sheet are for.

use jiff::tz::TimeZone;
use record::{Basis, Column, Columns, ColumnsError, Field, Kind, Reading, Seen, date_order, guess};
use sheets::Inspection;

use super::{Sheet, SheetView};
use crate::{Error, OwnResult, School, work::Work};

/// A column of the open sheet.
#[derive(Clone, Debug)]
pub struct SheetColumn {
    pub letters: String,
    /// As the file has it, and the same made unique.
    pub header: String,
    pub name: String,
    pub hidden: bool,
    /// The first cells that are not blank.
    pub samples: Vec<String>,
    pub column: Column,
    pub basis: ColumnBasis,
}

/// Why a column is taken for what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnBasis {
    Header,
    Values,
    /// It looks like what that column already is for.
    TakenBy(usize),
    Nothing,
    /// A person said so.
    Chosen,
    /// A person said so of an earlier sheet with these headers.
    Remembered,
}

const SAMPLES: usize = 3;
/// Where a date without a time is. Quentli's schools are in Mexico, whose last summer time was in 2022.
const ZONE: &str = "America/Mexico_City";

/// What a sheet's columns are for: as a person said of one with the same headers, else guessed.
pub(super) fn understood(
    school: &School,
    inspection: &Inspection,
) -> (Vec<(Column, ColumnBasis)>, Reading) {
    let mut reading = Reading::new(TimeZone::get(ZONE).unwrap_or(TimeZone::UTC));
    if let Some((columns, remembered)) =
        super::remembered::recall(school, &headers(inspection), &reading)
    {
        let columns = columns.into_iter();
        let uses = columns.map(|column| (column, ColumnBasis::Remembered));
        return (uses.collect(), remembered);
    }
    let samples: Vec<Vec<String>> = (0..inspection.columns.len())
        .map(|column| samples(inspection, column, usize::MAX))
        .collect();
    let seen: Vec<Seen<'_>> = inspection
        .columns
        .iter()
        .zip(&samples)
        .map(|(column, samples)| Seen {
            header: &column.header,
            samples,
        })
        .collect();
    let guessed = guess(&seen).into_iter().map(|guess| {
        let basis = match guess.basis {
            Basis::Header => ColumnBasis::Header,
            Basis::Values => ColumnBasis::Values,
            Basis::TakenBy(other) => ColumnBasis::TakenBy(other),
            Basis::Nothing => ColumnBasis::Nothing,
        };
        (guess.column, basis)
    });
    let uses: Vec<(Column, ColumnBasis)> = guessed.collect();
    if let Some(tags) = uses
        .iter()
        .position(|(column, _)| *column == Column::Field(Field::Tags))
    {
        let count = |separator: char| {
            let cells = samples[tags].iter();
            cells.filter(|cell| cell.contains(separator)).count()
        };
        if count(';') > count(',') {
            reading.tag_separator = ';';
        }
    }
    (uses, reading)
}

/// In a result that Ficha saved, its own columns say nothing to send.
pub(super) fn leave_own(uses: &mut [(Column, ColumnBasis)], own: Option<&OwnResult>) {
    let from = own.map_or(uses.len(), |own| own.own_from.min(uses.len()));
    for meaning in &mut uses[from..] {
        *meaning = (Column::Ignored, ColumnBasis::Nothing);
    }
}

pub(super) fn headers(inspection: &Inspection) -> Vec<&str> {
    let columns = inspection.columns.iter();
    columns.map(|column| column.header.as_str()).collect()
}

fn samples(inspection: &Inspection, column: usize, most: usize) -> Vec<String> {
    let below = inspection
        .top
        .iter()
        .filter(|row| row.number > inspection.header_row);
    below
        .filter_map(|row| row.cell(u32::try_from(column).ok()?))
        .map(|cell| cell.text.trim())
        .filter(|text| !text.is_empty())
        .take(most)
        .map(str::to_owned)
        .collect()
}

impl Sheet {
    pub(super) fn columns(&self) -> Vec<SheetColumn> {
        let columns = self.inspection.columns.iter().zip(&self.uses).enumerate();
        columns
            .map(|(at, (column, (meaning, basis)))| SheetColumn {
                letters: column.letters(),
                header: column.header.clone(),
                name: column.name.clone(),
                hidden: column.hidden,
                samples: samples(&self.inspection, at, SAMPLES),
                column: meaning.clone(),
                basis: *basis,
            })
            .collect()
    }

    /// The columns, if they can be used together.
    pub(super) fn fitting(&self) -> Result<Columns, ColumnsError> {
        Columns::new(self.uses.iter().map(|(column, _)| column.clone()).collect())
    }

    pub(super) fn dates_ambiguous(&self) -> bool {
        self.uses.iter().enumerate().any(|(at, (column, _))| {
            let is_date =
                matches!(column, Column::Field(field) if field.spec().kind == Kind::DateSwitch);
            let samples = samples(&self.inspection, at, usize::MAX);
            let slashed = samples
                .iter()
                .any(|text| text.contains('/') || text.contains('.'));
            is_date && slashed && date_order(samples.iter().map(String::as_str)).is_none()
        })
    }
}

/// Takes what a person says of the columns, and remembers it where it can be used.
pub(crate) fn use_columns(
    work: &Work,
    school: &School,
    columns: Vec<Column>,
    reading: Reading,
) -> Result<SheetView, Error> {
    work.sheet.with(school, |sheet| {
        if columns.len() != sheet.uses.len() {
            return Err(Error::NoSheet);
        }
        let meanings = sheet.uses.iter().zip(columns);
        let uses = meanings.map(|((before, basis), column)| {
            let basis = if *before == column {
                *basis
            } else {
                ColumnBasis::Chosen
            };
            (column, basis)
        });
        sheet.uses = uses.collect();
        sheet.reading = Reading {
            zone: sheet.reading.zone.clone(),
            ..reading
        };
        sheet.changed();
        if sheet.fitting().is_ok() {
            let meanings = sheet.uses.iter().map(|(column, _)| column);
            super::remembered::keep(
                school,
                &headers(&sheet.inspection),
                meanings,
                &sheet.reading,
            );
        }
        Ok(sheet.view())
    })
}
