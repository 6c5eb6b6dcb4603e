use desk::Fault;
use record::Field;
use tauri::{AppHandle, Manager, Runtime, State, ipc::Channel};

use crate::{
    app::App,
    diagnostics,
    newer::Releases,
    settings::system_language,
    wire::{AppEvent, CommandError, Session, StartNotice, Started, TextSize, Unsent, all},
};

/// What the page needs for its first screen; asks nobody, so that it answers once the journal is open.
#[tauri::command]
pub async fn start(app: State<'_, App>) -> Result<Started, CommandError> {
    let desk = app.opened_desk().await;
    let already_open = app.already_open();
    let (first, failed) = match desk {
        Ok(desk) => (desk.is_new()?, None),
        Err(_) if already_open => (false, None),
        Err(error) => (false, Some(error)),
    };
    let unreadable = app
        .settings
        .unreadable
        .then_some(StartNotice::SettingsUnreadable);
    let shows_notices = !already_open && failed.is_none();
    let crashed = (shows_notices && diagnostics::crashed(&app)).then_some(StartNotice::Crashed);
    Ok(Started {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        settings: app.settings.settings(),
        system_language: system_language(),
        fields: Field::ALL.iter().map(Into::into).collect(),
        first: first && !app.practice_at_start,
        already_open,
        failed,
        updates: Releases::of_this_build().is_some(),
        notices: unreadable.into_iter().chain(crashed).collect(),
        faults: Fault::FOR_PEOPLE
            .iter()
            .map(|&name| name.to_owned())
            .collect(),
        text_sizes: TextSize::STEPS.to_vec(),
        reopened: app.web_view.reopened(),
        reloads: cfg!(debug_assertions) && !cfg!(feature = "automation"),
    })
}

#[tauri::command]
pub async fn session(app: State<'_, App>) -> Result<Session, CommandError> {
    let desk = app.opened_desk().await?;
    Ok(desk.begin(app.practice_at_start).await?.into())
}

#[tauri::command]
pub async fn retry_keychain(app: State<'_, App>) -> Result<Session, CommandError> {
    Ok(app.desk()?.retry_keychain().await?.into())
}

#[tauri::command]
pub async fn use_memory(app: State<'_, App>) -> Result<Session, CommandError> {
    Ok(app.desk()?.use_memory().await?.into())
}

#[tauri::command]
pub async fn practice(app: State<'_, App>) -> Result<Session, CommandError> {
    Ok(app.desk()?.practise().await?.into())
}

#[tauri::command]
pub async fn set_fault(
    app: State<'_, App>,
    fault: Option<String>,
) -> Result<Session, CommandError> {
    Ok(app.desk()?.play_fault(fault).await?.into())
}

/// Where the page is, for another one that takes its place if it dies.
#[tauri::command]
pub async fn arrived(app: State<'_, App>, place: String) -> Result<(), CommandError> {
    app.web_view.arrived(place);
    Ok(())
}

#[tauri::command]
pub async fn watch(app: State<'_, App>, channel: Channel<AppEvent>) -> Result<(), CommandError> {
    app.page.watch(channel);
    Ok(())
}

/// The window was asked to close: what is unsent, for the page to ask about. The page closes it.
#[tauri::command]
pub async fn closing(app: State<'_, App>) -> Result<Vec<Unsent>, CommandError> {
    app.page_answered();
    match app.desk_by_now() {
        Some(desk) => Ok(all(desk.unsent()?)),
        None => Ok(Vec::new()),
    }
}

#[tauri::command]
pub async fn close<R: Runtime>(handle: AppHandle<R>) -> Result<(), CommandError> {
    if let Some(window) = handle.get_webview_window("main") {
        // Fails only where the window is gone already.
        let _ = window.destroy();
    }
    Ok(())
}
