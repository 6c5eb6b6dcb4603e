use record::Field;
use tauri::{AppHandle, Manager, State, ipc::Channel};

use crate::{
    app::App,
    error::CommandError,
    newer::Releases,
    settings::system_language,
    wire::{AppEvent, Session, StartNotice, Started, Unsent},
};

/// What the page needs for its first screen; asks nobody, so that it answers at once.
#[tauri::command]
pub async fn start(app: State<'_, App>) -> Result<Started, CommandError> {
    let already_open = app.already_open();
    let (first, failed) = match app.journal() {
        Ok(journal) => (journal.connections()?.is_empty(), None),
        Err(_) if already_open => (false, None),
        Err(error) => (false, Some(error)),
    };
    let unreadable = app
        .settings
        .unreadable
        .then_some(StartNotice::SettingsUnreadable);
    Ok(Started {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        settings: app.settings.settings(),
        system_language: system_language(),
        fields: Field::ALL.iter().map(Into::into).collect(),
        first: first && !app.practice_at_start,
        already_open,
        failed,
        updates: Releases::of_this_build().is_some(),
        notices: unreadable.into_iter().collect(),
        faults: practice::Fault::FOR_PEOPLE
            .iter()
            .map(|&name| name.to_owned())
            .collect(),
    })
}

#[tauri::command]
pub async fn session(app: State<'_, App>) -> Result<Session, CommandError> {
    let session = app.begin().await?;
    app.describe(&session).await
}

#[tauri::command]
pub async fn retry_keychain(app: State<'_, App>) -> Result<Session, CommandError> {
    let mut session = app.session().await?;
    session.retry_keychain().await?;
    app.work.updates.wake();
    app.describe(&session).await
}

#[tauri::command]
pub async fn use_memory(app: State<'_, App>) -> Result<Session, CommandError> {
    let mut session = app.session().await?;
    session.use_memory().await?;
    session.resume().await?;
    app.work.updates.wake();
    app.describe(&session).await
}

#[tauri::command]
pub async fn practice(app: State<'_, App>) -> Result<Session, CommandError> {
    let mut session = app.session().await?;
    session.practise().await?;
    app.work.switched();
    app.describe(&session).await
}

#[tauri::command]
pub async fn set_fault(
    app: State<'_, App>,
    fault: Option<String>,
) -> Result<Session, CommandError> {
    let mut session = app.session().await?;
    session.play_fault(fault);
    app.describe(&session).await
}

#[tauri::command]
pub async fn watch(app: State<'_, App>, channel: Channel<AppEvent>) -> Result<(), CommandError> {
    app.work.watch(channel);
    Ok(())
}

/// The window was asked to close: what is unsent, for the page to ask about. The page closes it.
#[tauri::command]
pub async fn closing(app: State<'_, App>) -> Result<Vec<Unsent>, CommandError> {
    app.page_answered();
    app.unsent()
}

#[tauri::command]
pub async fn close(handle: AppHandle) -> Result<(), CommandError> {
    if let Some(window) = handle.get_webview_window("main") {
        // Fails only where the window is gone already.
        let _ = window.destroy();
    }
    Ok(())
}
