//! Ficha: a desktop app that helps schools keep family records accurate in Quentli.
//!
//! Tauri lives in this crate and nowhere else. Commands are thin: wire type in, one call into the
//! core, wire type out.

mod app;
mod clock;
mod commands;
mod crash;
mod diagnostics;
mod home;
mod log;
mod menu;
mod newer;
mod no_window;
mod opening;
mod page;
#[cfg(feature = "automation")]
mod piped;
mod settings;
mod window;
mod wire;

pub use no_window::say_why_not;
#[cfg(feature = "automation")]
pub use piped::run as run_piped;
use std::{error::Error, sync::Arc};

use tauri::{AppHandle, Context, Manager, RunEvent, Runtime};

use clock::Clock;
use home::Home;
use log::{Event, Log};

/// Opens the window and runs until it is closed.
///
/// # Errors
/// If the system has no display, no web view, or no folder for Ficha's files.
pub fn run(practice: bool) -> Result<(), Box<dyn Error>> {
    let context = context();
    let home = Home::find(&context.config().identifier)?;
    let log = note_what_happens(&home, practice);
    let no_window = log.clone();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_store::Builder::default().build())
        .invoke_handler(commands::handler())
        .on_menu_event(|app, event| menu::chosen(app, event.id().as_ref()))
        .setup(move |tauri| {
            // Tauri would panic, which shows nothing on Windows.
            if let Err(error) = open(tauri.handle(), home, log.clone(), practice) {
                end(&log, Event::NoWindow);
                say_why_not(&*error);
                std::process::exit(1);
            }
            Ok(())
        })
        .build(context);
    built
        .inspect_err(|_| end(&no_window, Event::NoWindow))?
        .run(|handle, event| match event {
            // The system's own Quit, such as the Dock's: the window is still open and has to ask.
            RunEvent::ExitRequested {
                code: None, api, ..
            } if handle.get_webview_window("main").is_some() => {
                api.prevent_exit();
                window::ask_to_close(handle);
            }
            RunEvent::Exit => close(handle),
            _ => {}
        });
    Ok(())
}

/// From here on a panic is kept, and the log says that Ficha was started.
fn note_what_happens(home: &Home, practice: bool) -> Log {
    let log = Log::open(home.diagnostics(), Arc::new(Clock));
    crash::keep(home.diagnostics(), Arc::new(Clock), log.clone());
    log.note(Event::Started {
        version: env!("CARGO_PKG_VERSION"),
        practice,
    });
    log
}

/// The process ends right after this.
fn end(log: &Log, event: Event) {
    log.note(event);
    log.flush(log::SOON);
}

fn open(handle: &AppHandle, home: Home, log: Log, practice: bool) -> Result<(), Box<dyn Error>> {
    begin(handle, home, log, practice)?;
    window::open(handle)?;
    #[cfg(target_os = "linux")]
    outlive_the_session_bus();
    Ok(())
}

/// The page, its policy and what it may call.
fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// Everything but the window.
fn begin<R: Runtime>(
    handle: &AppHandle<R>,
    home: Home,
    log: Log,
    practice: bool,
) -> Result<(), Box<dyn Error>> {
    handle.manage(app::App::open(handle, home, log, practice)?);
    let begins = handle.clone();
    tauri::async_runtime::spawn(async move {
        let app = begins.state::<app::App>();
        if let Ok(desk) = app.opened_desk().await {
            // The keychain answers while the window is being created. Errors are shown by the page, which
            // asks for the same.
            let _ = desk.begin(app.practice_at_start).await;
            desk.keep_reading().await;
        }
    });
    Ok(())
}

/// The process ends without dropping anything.
fn close<R: Runtime>(handle: &AppHandle<R>) {
    let app = handle.state::<app::App>();
    if let Some(desk) = app.desk_by_now() {
        desk.end();
    }
    end(&app.log, Event::Ended);
    window::closed(handle);
}

/// By default GLib ends a program, unsaved work and all, when the session's D-Bus goes away.
#[cfg(target_os = "linux")]
fn outlive_the_session_bus() {
    gio::bus_get(gio::BusType::Session, gio::Cancellable::NONE, |bus| {
        // Without a bus there is nothing to outlive.
        if let Ok(bus) = bus {
            bus.set_exit_on_close(false);
        }
    });
}
