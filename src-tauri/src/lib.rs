//! Ficha: a desktop app with which schools keep families' records right in Quentli.
//!
//! Tauri lives in this crate and nowhere else. Commands are thin: wire type in, one call into the
//! core, wire type out.

mod app;
mod commands;
mod diagnostics;
mod error;
mod home;
mod menu;
mod records;
mod search;
mod services;
mod session;
mod settings;
mod window;
mod wire;

use tauri::Manager;

/// Opens the window and runs until it is closed.
///
/// # Errors
/// Where the system has no display or no web view, or tells no folder for Ficha's files.
pub fn run(practice: bool) -> Result<(), Box<dyn std::error::Error>> {
    tauri::Builder::default()
        .plugin(tauri_plugin_store::Builder::default().build())
        .invoke_handler(commands::handler())
        .on_menu_event(|app, event| menu::chosen(app, event.id().as_ref()))
        .setup(move |tauri| {
            let app = app::App::open(tauri.handle(), practice)?;
            tauri.manage(app);
            window::open(tauri.handle())?;
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}
