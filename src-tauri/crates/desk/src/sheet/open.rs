//! Opening a sheet, and reading it another way.

use std::collections::BTreeMap;

use sheets::{Encoding, Options, Row, Separator};

use super::{Sheet, SheetSource, SheetView, columns};
use crate::{Error, School, SheetError, own_result, sheet_options, work::Work};

/// What a person decided about how a file is read; what is not set is guessed.
#[derive(Clone, Debug, Default)]
pub struct SheetOptions {
    /// By its name in [`sheets::Encoding::ALL`].
    pub encoding: Option<String>,
    pub separator: Option<char>,
    /// A number into [`SheetView::sheets`].
    pub sheet: Option<usize>,
    /// From 1.
    pub header_row: Option<u32>,
}

/// Opens a sheet in the place of whatever is open.
pub(crate) async fn open(
    work: &Work,
    school: &School,
    source: SheetSource,
) -> Result<SheetView, Error> {
    open_as(work, school, source, sheet_options()).await
}

/// [`open`], read as `options` say.
pub(super) async fn open_as(
    work: &Work,
    school: &School,
    source: SheetSource,
    options: Options,
) -> Result<SheetView, Error> {
    let opened = blocking(move || {
        let (name, source) = source.open()?;
        let inspection = source.inspect(&options).map_err(SheetError::from)?;
        let own = own_result(&inspection)?;
        Ok((name, source, options, inspection, own))
    });
    let (name, source, options, inspection, own) = opened.await?;
    work.still(school)?;
    let (mut uses, reading) = columns::understood(school, &inspection);
    columns::leave_own(&mut uses, own.as_ref());
    let sheet = Sheet {
        connection: school.connection.id.to_string(),
        name,
        source,
        options,
        inspection,
        uses,
        reading,
        mended: BTreeMap::new(),
        chosen: BTreeMap::new(),
        pending: own.map(|own| own.again),
        known: None,
        checked: None,
        placeholders: BTreeMap::new(),
        revision: 0,
        stop: std::sync::Arc::default(),
    };
    let view = sheet.view();
    work.sheet.put(sheet);
    Ok(view)
}

/// Reads the open sheet another way. What was mended or chosen belongs to the rows as they were read before.
pub(crate) async fn read_as(
    work: &Work,
    school: &School,
    options: SheetOptions,
) -> Result<SheetView, Error> {
    let options = Options {
        encoding: options.encoding.as_deref().and_then(Encoding::named),
        separator: options.separator.and_then(separator),
        sheet: options.sheet,
        header_row: options.header_row,
        ..sheet_options()
    };
    let (source, revision) = work
        .sheet
        .with(school, |sheet| Ok((sheet.source.clone(), sheet.revision)))?;
    let read = options.clone();
    let (inspection, own) = blocking(move || {
        let inspection = source.inspect(&read).map_err(SheetError::from)?;
        let own = own_result(&inspection)?;
        Ok((inspection, own))
    })
    .await?;
    let (mut uses, reading) = columns::understood(school, &inspection);
    columns::leave_own(&mut uses, own.as_ref());
    work.sheet.with(school, |sheet| {
        if sheet.revision != revision {
            return Err(Error::Stopped);
        }
        let is_same = sheet.inspection.columns == inspection.columns;
        sheet.changed();
        sheet.options = options;
        sheet.inspection = inspection;
        if !is_same {
            sheet.uses = uses;
            sheet.reading = reading;
        }
        sheet.pending = own.map(|own| own.again);
        sheet.mended.clear();
        sheet.chosen.clear();
        sheet.placeholders.clear();
        Ok(sheet.view())
    })
}

fn separator(text: char) -> Option<Separator> {
    let mut all = Separator::ALL.into_iter();
    all.find(|separator| char::from(separator.byte()) == text)
}

/// A row's number and its cells by position.
pub(super) fn texts(row: &Row) -> (u32, Vec<String>) {
    let width = row.cells.last().map_or(0, |last| last.column + 1);
    let text = |column| row.cell(column).map_or("", |cell| cell.text.as_str());
    (
        row.number,
        (0..width).map(|at| text(at).to_owned()).collect(),
    )
}

/// Does what keeps a thread busy, on one that nothing else waits for.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        // It panicked, or the program is ending.
        Err(_) => Err(Error::Stopped),
    }
}
