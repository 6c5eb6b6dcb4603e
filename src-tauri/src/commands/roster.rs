use std::sync::atomic::Ordering;

use desk::Export;
use tauri::{AppHandle, Runtime, State};

use crate::{
    app::App,
    file_dialog,
    wire::{
        AppEvent, CommandError, ErrorCode, Exported, FamilyFilter, FamilyList, Found, Hit,
        WorkbookWords, all,
    },
};

#[tauri::command]
pub async fn find(app: State<'_, App>, at: u32, text: String) -> Result<Found, CommandError> {
    Ok(app.desk()?.find(at, &text).await?.into())
}

#[tauri::command]
pub async fn find_in_hand(
    app: State<'_, App>,
    at: u32,
    text: String,
) -> Result<Found, CommandError> {
    Ok(app.desk()?.find_in_hand(at, &text)?.into())
}

#[tauri::command]
pub async fn recent(app: State<'_, App>, at: u32) -> Result<Vec<Hit>, CommandError> {
    Ok(all(app.desk()?.recent(at)?))
}

#[tauri::command]
pub async fn families(
    app: State<'_, App>,
    at: u32,
    filter: FamilyFilter,
    from: usize,
    most: usize,
) -> Result<FamilyList, CommandError> {
    Ok(app.desk()?.families(at, filter, from, most)?.into())
}

#[tauri::command]
pub async fn read_families(app: State<'_, App>, at: u32) -> Result<(), CommandError> {
    Ok(app.desk()?.read_families(at)?)
}

/// Writes families into a workbook where the person chooses; `None` where the dialog was closed.
#[tauri::command]
pub async fn export_families<R: Runtime>(
    handle: AppHandle<R>,
    app: State<'_, App>,
    at: u32,
    filter: FamilyFilter,
    text: String,
    words: WorkbookWords,
) -> Result<Option<Exported>, CommandError> {
    let desk = app.desk()?;
    desk.still(at)?;
    let Some(path) = file_dialog::save(&handle, &words.file).await else {
        return Ok(None);
    };
    app.stop_export.store(false, Ordering::Relaxed);
    let name = file_dialog::name(&path);
    let export = Export {
        filter,
        text,
        path,
        words: words.export(),
    };
    let progress = |done, total| {
        app.page.send(AppEvent::Exporting { done, total });
    };
    let exported = desk.export_families(at, &export, progress, &app.stop_export);
    match exported.await? {
        Some(exported) => Ok(Some(Exported {
            name,
            families: exported.families,
            left_out: exported.left_out,
        })),
        None => Err(CommandError::new(ErrorCode::Stopped)),
    }
}

/// Ends an export; nothing is left of it.
#[tauri::command]
pub async fn stop_export(app: State<'_, App>) -> Result<(), CommandError> {
    app.stop_export.store(true, Ordering::Relaxed);
    Ok(())
}
