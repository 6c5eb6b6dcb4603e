use journal::{RunDetails, RunId};
use sheets::{ColumnOut, Options, workbook_in_memory};

use super::{
    ColumnBasis, SheetSource, SheetView,
    open::{blocking, open_as},
    remembered,
};
use crate::{Error, School, SheetError, runs::rows_again, sheet_options, work::Work};

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
    let columns: Vec<ColumnOut> = source.headers.iter().map(ColumnOut::text).collect();
    let mut rows = Vec::with_capacity(wanted.len());
    let mut from = 0;
    loop {
        let page = book.run_rows(run, from, PAGE)?;
        let count = page.len();
        from += count;
        let again = page.into_iter().filter(|row| wanted.contains(&row.row));
        rows.extend(again.map(|row| row.cells));
        if count < PAGE {
            break;
        }
    }
    let sheet = source.sheet.unwrap_or_default();
    let workbook =
        blocking(
            move || Ok(workbook_in_memory(&sheet, &columns, &rows).map_err(SheetError::from)?),
        );
    let bytes = SheetSource::Bytes(title, workbook.await?);
    let options = Options {
        header_row: Some(1),
        ..sheet_options()
    };
    open_as(work, school, bytes, options).await?;
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
