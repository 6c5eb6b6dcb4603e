use desk::SheetSource;
use tauri::{AppHandle, Runtime, State};

use crate::{
    app::App,
    file_dialog,
    wire::{
        Check, ColumnUse, CommandError, Hit, Reading, RowsView, Sheet, SheetOptions, SheetRows,
        WorkbookWords, all,
    },
};

/// Opens the file that a person chooses in the system's dialog; `None` where that was closed.
#[tauri::command]
pub async fn choose_sheet<R: Runtime>(
    handle: AppHandle<R>,
    app: State<'_, App>,
    at: u32,
) -> Result<Option<Sheet>, CommandError> {
    let desk = app.desk()?;
    desk.still(at)?;
    let Some(path) = file_dialog::open(&handle).await else {
        return Ok(None);
    };
    let source = SheetSource::File(path);
    Ok(Some(desk.open_sheet(at, source).await?.into()))
}

/// Opens the file that was dropped on the window last; `None` where there is none.
#[tauri::command]
pub async fn open_dropped(app: State<'_, App>, at: u32) -> Result<Option<Sheet>, CommandError> {
    let desk = app.desk()?;
    desk.still(at)?;
    let Some(path) = app.take_dropped() else {
        return Ok(None);
    };
    let source = SheetSource::File(path);
    Ok(Some(desk.open_sheet(at, source).await?.into()))
}

#[tauri::command]
pub async fn paste_sheet(
    app: State<'_, App>,
    at: u32,
    text: String,
) -> Result<Sheet, CommandError> {
    let source = SheetSource::Pasted(text);
    Ok(app.desk()?.open_sheet(at, source).await?.into())
}

/// Opens a made-up sheet with the usual faults.
#[tauri::command]
pub async fn practice_sheet(
    app: State<'_, App>,
    at: u32,
    words: WorkbookWords,
) -> Result<Sheet, CommandError> {
    let (desk, sample) = (app.desk()?, words.sample());
    let sheet = desk.open_sample(at, words.file, &sample);
    Ok(sheet.await?.into())
}

#[tauri::command]
pub async fn sheet(app: State<'_, App>, at: u32) -> Result<Option<Sheet>, CommandError> {
    Ok(app.desk()?.sheet(at)?.map(Into::into))
}

#[tauri::command]
pub async fn close_sheet(app: State<'_, App>, at: u32) -> Result<(), CommandError> {
    Ok(app.desk()?.close_sheet(at)?)
}

#[tauri::command]
pub async fn read_sheet_as(
    app: State<'_, App>,
    at: u32,
    options: SheetOptions,
) -> Result<Sheet, CommandError> {
    Ok(app.desk()?.read_sheet_as(at, options.into()).await?.into())
}

#[tauri::command]
pub async fn use_columns(
    app: State<'_, App>,
    at: u32,
    uses: Vec<ColumnUse>,
    reading: Reading,
) -> Result<Sheet, CommandError> {
    let view = app.desk()?.use_columns(at, all(uses), reading.into())?;
    Ok(view.into())
}

#[tauri::command]
pub async fn check_sheet(app: State<'_, App>, at: u32) -> Result<Check, CommandError> {
    Ok(app.desk()?.check_sheet(at).await?.into())
}

#[tauri::command]
pub async fn sheet_rows(
    app: State<'_, App>,
    at: u32,
    view: RowsView,
    from: usize,
    most: usize,
) -> Result<SheetRows, CommandError> {
    Ok(app.desk()?.sheet_rows(at, &view.into(), from, most)?.into())
}

#[tauri::command]
pub async fn mend_cell(
    app: State<'_, App>,
    at: u32,
    row: u32,
    column: u32,
    text: String,
) -> Result<Check, CommandError> {
    Ok(app.desk()?.mend_cell(at, row, column, text).await?.into())
}

#[tauri::command]
pub async fn choose_family(
    app: State<'_, App>,
    at: u32,
    row: u32,
    id: String,
) -> Result<Check, CommandError> {
    Ok(app.desk()?.choose_family(at, row, &id).await?.into())
}

#[tauri::command]
pub async fn nearest_families(
    app: State<'_, App>,
    at: u32,
    row: u32,
) -> Result<Vec<Hit>, CommandError> {
    Ok(all(app.desk()?.nearest_families(at, row)?))
}
