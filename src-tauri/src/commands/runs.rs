use desk::{RunFilter, RunId};
use tauri::{AppHandle, Runtime, State};

use crate::{
    app::App,
    file_dialog,
    wire::{CommandError, LineState, Run, RunLines, Session, Sheet, WorkbookWords, all},
};

/// Makes a run of the sheet that was checked and begins to send it; returns its id. `first` ends it after so many.
#[tauri::command]
pub async fn start_run(
    app: State<'_, App>,
    at: u32,
    typed: Option<usize>,
    first: Option<usize>,
) -> Result<i64, CommandError> {
    Ok(app.desk()?.start_run(at, typed, first).await?.0)
}

#[tauri::command]
pub async fn runs(app: State<'_, App>, at: u32) -> Result<Vec<Run>, CommandError> {
    Ok(all(app.desk()?.runs(at)?))
}

#[tauri::command]
pub async fn run(app: State<'_, App>, at: u32, id: i64) -> Result<Run, CommandError> {
    Ok(app.desk()?.run(at, RunId(id))?.into())
}

#[tauri::command]
pub async fn run_lines(
    app: State<'_, App>,
    at: u32,
    id: i64,
    states: Vec<LineState>,
    text: String,
    from: usize,
    most: usize,
) -> Result<RunLines, CommandError> {
    let filter = RunFilter {
        states: all(states),
        text,
    };
    let lines = app.desk()?.run_lines(at, RunId(id), &filter, from, most)?;
    Ok(lines.into())
}

#[tauri::command]
pub async fn pause_run(app: State<'_, App>, at: u32, id: i64) -> Result<Run, CommandError> {
    Ok(app.desk()?.pause_run(at, RunId(id))?.into())
}

#[tauri::command]
pub async fn resume_run(app: State<'_, App>, at: u32, id: i64) -> Result<Run, CommandError> {
    Ok(app.desk()?.resume_run(at, RunId(id))?.into())
}

#[tauri::command]
pub async fn cancel_run(app: State<'_, App>, at: u32, id: i64) -> Result<Run, CommandError> {
    Ok(app.desk()?.cancel_run(at, RunId(id))?.into())
}

/// Saves what came of a run where the person chooses; the file's name, or `None` where the dialog was closed.
#[tauri::command]
pub async fn export_run<R: Runtime>(
    handle: AppHandle<R>,
    app: State<'_, App>,
    at: u32,
    id: i64,
    words: WorkbookWords,
) -> Result<Option<String>, CommandError> {
    let desk = app.desk()?;
    desk.still(at)?;
    let Some(path) = file_dialog::save(&handle, &words.file).await else {
        return Ok(None);
    };
    desk.save_outcome(at, RunId(id), &path, &words.into())?;
    Ok(Some(file_dialog::name(&path)))
}

/// Opens the rows that are still to be done as a sheet.
#[tauri::command]
pub async fn rerun(app: State<'_, App>, at: u32, id: i64) -> Result<Sheet, CommandError> {
    Ok(app.desk()?.rerun(at, RunId(id)).await?.into())
}

/// How many updates of a run may be on their way at once.
#[tauri::command]
pub async fn set_run_ceiling(app: State<'_, App>, ceiling: u8) -> Result<Session, CommandError> {
    let desk = app.desk()?;
    desk.set_run_ceiling(ceiling)?;
    Ok(desk.status().await?.into())
}
