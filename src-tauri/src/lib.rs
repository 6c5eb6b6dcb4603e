//! Ficha: a desktop app that helps schools keep family records accurate in Quentli.
//!
//! Tauri lives in this crate and nowhere else. Commands are thin: wire type in, one call into the
//! core, wire type out.

mod app;
mod attention;
mod clock;
mod commands;
mod crash;
mod diagnostics;
mod file_dialog;
mod home;
mod instance;
mod log;
mod menu;
mod newer;
mod no_window;
mod opening;
mod page;
#[cfg(feature = "automation")]
mod piped;
mod settings;
mod web_view;
mod window;
mod wire;

use std::{error::Error, path::Path, sync::Arc};

pub use desk::{READ_APART, read_apart};
use no_window::NoWindow;
pub use no_window::say_why_not;
#[cfg(feature = "automation")]
pub use piped::run as run_piped;
use tauri::{AppHandle, Context, Manager, RunEvent, Runtime};

use clock::Clock;
use home::Home;
use log::{Event, Log};

/// How a Linux desktop finds the icon of a window: by the name of its desktop file, or by the class that the
/// file names.
pub const DESKTOP_NAME: &str = "Ficha";

/// Opens the window and runs until it is closed.
///
/// # Errors
/// If the system has no display, no web view, or no folder for Ficha's files.
pub fn run(practice: bool) -> Result<(), Box<dyn Error>> {
    // GTK takes it out of the environment.
    let activation = activation();
    #[cfg(target_os = "linux")]
    has_display()?;
    let context = context();
    let home = Home::find(&context.config().identifier).map_err(NoWindow::folder)?;
    // Before anything is written: the log is that of the Ficha that is there.
    if instance::ask(home.folder(), &activation) {
        return Ok(());
    }
    let log = note_what_happens(&home, practice);
    let no_window = log.clone();
    let builder = tauri::Builder::default();
    #[cfg(target_os = "macos")]
    let builder = builder.on_web_content_process_terminate(|webview| {
        web_view::died(webview.app_handle(), web_view::Dead::Page);
    });
    #[cfg(not(target_os = "linux"))]
    let builder = builder.plugin(tauri_plugin_notification::init());
    let built = builder
        // It is in English; ours comes with the window.
        .enable_macos_default_menu(false)
        .plugin(tauri_plugin_store::Builder::default().build())
        .invoke_handler(commands::handler())
        .on_menu_event(|app, event| menu::chosen(app, event.id().as_ref()))
        .setup(move |tauri| {
            // Tauri would panic, which shows nothing on Windows.
            if let Err(error) = open(tauri.handle(), home, log.clone(), practice, activation) {
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
            RunEvent::ExitRequested {
                code: None, api, ..
            } if handle.state::<app::App>().web_view.is_remaking() => {
                api.prevent_exit();
                web_view::remake(handle);
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

fn open(
    handle: &AppHandle,
    home: Home,
    log: Log,
    practice: bool,
    activation: String,
) -> Result<(), Box<dyn Error>> {
    let shows = handle.clone();
    begin(handle, home, log, practice, activation, move |folder| {
        // Where it fails, a second start says that Ficha is open already.
        let _ = instance::listen(folder, move |activation| window::show(&shows, activation));
    })?;
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
    activation: String,
    opened: impl FnOnce(&Path) + Send + 'static,
) -> Result<(), Box<dyn Error>> {
    handle.manage(app::App::open(
        handle, home, log, practice, activation, opened,
    )?);
    let begins = handle.clone();
    desk::on_own_thread(move || async move { work_in_background(&begins).await })?;
    Ok(())
}

async fn work_in_background<R: Runtime>(handle: &AppHandle<R>) {
    let app = handle.state::<app::App>();
    if let Ok(desk) = app.opened_desk().await {
        // The keychain answers while the window is being created. Errors are shown by the page, which
        // asks for the same.
        let _ = desk.begin(app.practice_at_start).await;
        desk.keep_reading().await;
    }
}

/// The process ends without dropping anything.
fn close<R: Runtime>(handle: &AppHandle<R>) {
    let app = handle.state::<app::App>();
    if let Some(desk) = app.desk_by_now() {
        instance::leave(app.home.folder());
        desk.end();
    }
    end(&app.log, Event::Ended);
    window::closed(handle);
}

/// What a desktop gives a program that a person started, so that its window may come to the front.
fn activation() -> String {
    let given = ["XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"];
    let mut given = given
        .into_iter()
        .filter_map(|name| std::env::var(name).ok());
    given.next().unwrap_or_default()
}

/// Tauri would panic without one.
#[cfg(target_os = "linux")]
fn has_display() -> Result<(), NoWindow> {
    gtk::init().map_err(|_| NoWindow::Display)
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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::DESKTOP_NAME;

    /// macOS takes the language of its own words in the app from there: in the print dialog, for instance.
    #[test]
    fn macos_knows_that_the_app_is_in_spanish_first_and_in_english() {
        let list = include_str!("../Info.plist");
        let list: String = list.split_whitespace().collect();
        assert!(list.contains("<key>CFBundleDevelopmentRegion</key><string>es</string>"));
        assert!(list.contains(
            "<key>CFBundleLocalizations</key><array><string>es</string><string>en</string></array>"
        ));
    }

    #[test]
    fn the_desktop_file_is_the_windows_by_its_name_and_by_its_class() {
        let file = include_str!("../packaging/linux/ficha.desktop");
        let class = format!("StartupWMClass={DESKTOP_NAME}");
        assert!(file.lines().any(|line| line == class));
        // Tauri's bundler names the installed file after the product.
        let settings: Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        assert_eq!(settings["productName"], DESKTOP_NAME);
        let store = include_str!("../packaging/linux/mx.ficha.escritorio.metainfo.xml");
        assert!(store.contains(&format!(">{DESKTOP_NAME}.desktop</launchable>")));
    }
}
