use journal::{RunDetails, RunId};

use super::{ColumnBasis, SheetSource, SheetView, open, remembered};
use crate::{Error, School, runs::rows_again, work::Work};

const PAGE: usize = 1_000;

/// Opens the rows of a run that can be run again as a sheet, understood as it was.
pub(crate) async fn rerun(work: &Work, school: &School, run: RunId) -> Result<SheetView, Error> {
    let book = &school.book;
    let stored = book.run(run)?.ok_or(Error::NoSuchRun)?;
    let RunDetails::Readable {
        title,
        source: Some(source),
        ..
    } = stored.details
    else {
        return Err(journal::Error::Unreadable.into());
    };
    let wanted = rows_again(school, run)?;
    if wanted.is_empty() {
        return Err(Error::NothingToSend);
    }
    let mut table = String::new();
    put(&mut table, &source.headers);
    let mut from = 0;
    loop {
        let rows = book.run_rows(run, from, PAGE)?;
        from += rows.len();
        for row in rows.iter().filter(|row| wanted.contains(&row.row)) {
            put(&mut table, &row.cells);
        }
        if rows.len() < PAGE {
            break;
        }
    }
    let source_bytes = SheetSource::Bytes(title, table.into_bytes());
    open::open(work, school, source_bytes).await?;
    work.sheet.with(school, |sheet| {
        if let Some((columns, reading)) = remembered::understood(&source.columns, &sheet.reading)
            && columns.len() == sheet.uses.len()
        {
            let columns = columns.into_iter();
            sheet.uses = columns
                .map(|column| (column, ColumnBasis::Remembered))
                .collect();
            sheet.reading = reading;
        }
        Ok(sheet.view())
    })
}

/// A line of comma-separated text, each cell in quotes.
fn put(table: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            table.push(',');
        }
        table.push('"');
        table.push_str(&cell.replace('"', "\"\""));
        table.push('"');
    }
    table.push('\n');
}
