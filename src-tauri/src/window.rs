//! The one window: what it may show, where it may navigate, and what happens when it is closed.

use std::{
    error::Error,
    sync::{Mutex, PoisonError, atomic::Ordering, mpsc},
    time::Duration,
};

use tauri::{
    AppHandle, DragDropEvent, Manager, Runtime, Theme as NativeTheme, Url, WebviewUrl,
    WebviewWindow, WebviewWindowBuilder, WindowEvent, webview::NewWindowResponse,
};
use tempfile::TempDir;

use crate::{
    app::App,
    menu,
    no_window::NoWindow,
    settings::{WindowState, effective_language},
    wire::{AppEvent, Settings, Theme},
};

/// A folder for the page that reports that Ficha's own folder cannot be used.
struct Elsewhere(Mutex<Option<TempDir>>);

/// Deletes [`Elsewhere`].
pub fn closed<R: Runtime>(app: &AppHandle<R>) {
    if let Some(elsewhere) = app.try_state::<Elsewhere>() {
        let mut folder = elsewhere.0.lock().unwrap_or_else(PoisonError::into_inner);
        drop(folder.take());
    }
}

/// # Errors
/// If the system has no web view or no display.
pub fn open(app: &AppHandle) -> Result<WebviewWindow, Box<dyn Error>> {
    let state = app.state::<App>();
    let settings = state.settings.settings();
    let saved = state.settings.window();
    let wanted = saved.map_or((1180.0, 820.0), |saved| (saved.width, saved.height));
    let (width, height) = fitting(wanted, largest_screen(app));
    let mut builder = WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
        .title("Ficha")
        .inner_size(width, height)
        .min_inner_size(width.min(640.0), height.min(480.0))
        .maximized(saved.is_some_and(|saved| saved.maximized))
        .theme(native(settings.theme))
        // WebView2 would keep what is typed into forms on the disk.
        .general_autofill_enabled(false)
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_document_title_changed(|window, title| {
            let _ = window.set_title(&title);
        });
    let menu = menu::build(app, effective_language(settings.language))?;
    #[cfg(not(target_os = "macos"))]
    {
        builder = builder.menu(menu);
    }
    // Windows have none there.
    #[cfg(target_os = "macos")]
    app.set_menu(menu)?;
    if !state.home.is_usable() {
        // The one before, where the window is made anew, is still in use.
        closed(app);
        let elsewhere = tempfile::Builder::new().prefix("ficha-").tempdir();
        let elsewhere = elsewhere.map_err(NoWindow::folder)?;
        builder = builder.data_directory(elsewhere.path().to_owned());
        app.manage(Elsewhere(Mutex::new(Some(elsewhere))));
    } else if let Some(folder) = state.home.web_view() {
        builder = builder.data_directory(folder);
    }
    let window = builder.build()?;
    state.was_shown.store(true, Ordering::Relaxed);
    window.set_zoom(settings.text_size.factor())?;
    watch_over(&window, app)?;
    let handle = app.clone();
    window.on_window_event(move |event| {
        let app = handle.state::<App>();
        match event {
            WindowEvent::CloseRequested { api, .. } => {
                remember(&handle);
                if app.asks_before_closing() {
                    api.prevent_close();
                }
            }
            WindowEvent::DragDrop(event) => dragged(&app, event),
            _ => {}
        }
    });
    Ok(window)
}

fn dragged(app: &App, event: &DragDropEvent) {
    let over = |over| {
        app.page.send(AppEvent::Dragging { over });
    };
    match event {
        DragDropEvent::Enter { .. } => over(true),
        DragDropEvent::Leave => over(false),
        DragDropEvent::Drop { paths, .. } => {
            over(false);
            if let Some(path) = paths.first() {
                app.drop_file(path.clone());
            }
        }
        _ => {}
    }
}

/// macOS reports it to the app as a whole.
#[cfg(target_os = "macos")]
#[expect(clippy::unnecessary_wraps, reason = "the other systems can refuse")]
fn watch_over(_: &WebviewWindow, _: &AppHandle) -> tauri::Result<()> {
    Ok(())
}

#[cfg(target_os = "linux")]
fn watch_over(window: &WebviewWindow, app: &AppHandle) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt as _;

    use crate::web_view::{self, Dead};
    let app = app.clone();
    window.with_webview(move |web_view| {
        web_view
            .inner()
            .connect_web_process_terminated(move |_, _| web_view::died(&app, Dead::Page));
    })
}

#[cfg(windows)]
fn watch_over(window: &WebviewWindow, app: &AppHandle) -> tauri::Result<()> {
    use crate::web_view::{self, Dead};

    let app = app.clone();
    window.with_webview(move |web_view| {
        let controller = web_view.controller();
        // Where it fails, the web view keeps its defaults and is not made anew, but works.
        let _ = webview2::set_up(&controller, cfg!(debug_assertions));
        let _ = webview2::on_end(&controller, move |ended| {
            let dead = match ended {
                webview2::Ended::Page => Dead::Page,
                webview2::Ended::WebView => Dead::WebView,
            };
            let app = app.clone();
            // Not inside WebView2's event.
            tauri::async_runtime::spawn(async move {
                let ends = app.clone();
                let _ = app.run_on_main_thread(move || web_view::died(&ends, dead));
            });
        });
    })
}

/// Brings the window to the front, for a second start. Whether there is one, or will be.
pub fn show(app: &AppHandle, activation: &str) -> bool {
    /// A window that does not answer for this long hangs.
    const HANGS: Duration = Duration::from_secs(1);
    let Some(window) = app.get_webview_window("main") else {
        return !app.state::<App>().was_shown.load(Ordering::Relaxed);
    };
    let (shown, shows) = mpsc::channel();
    let activation = activation.to_owned();
    let queued = on_main_thread(app, move || {
        let _ = shown.send(bring_to_front(&window, &activation).is_ok());
    });
    queued.is_ok() && shows.recv_timeout(HANGS).unwrap_or(false)
}

/// Tauri's own waits on Linux while a dialog of the system's is open, such as that for printing.
fn on_main_thread(app: &AppHandle, act: impl FnOnce() + Send + 'static) -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    {
        let _ = app;
        glib::MainContext::default().invoke(act);
        Ok(())
    }
    #[cfg(not(target_os = "linux"))]
    app.run_on_main_thread(act)
}

fn bring_to_front(window: &WebviewWindow, activation: &str) -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use gtk::prelude::{GtkWindowExt as _, WidgetExt as _};
        let window = window.gtk_window()?;
        window.deiconify();
        window.show();
        if !activation.is_empty() {
            window.set_startup_id(activation);
        }
        window.present();
        Ok(())
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = activation;
        window.unminimize()?;
        window.show()?;
        window.set_focus()
    }
}

/// A usable size that fits the screen: the saved one may be from a screen that is no longer connected.
/// The system chooses the position, so the window never opens out of sight.
fn fitting((width, height): (f64, f64), screen: Option<(f64, f64)>) -> (f64, f64) {
    let (width, height) = (width.max(800.0), height.max(560.0));
    match screen {
        Some((most_wide, most_high)) => (width.min(most_wide), height.min(most_high)),
        None => (width, height),
    }
}

/// In logical pixels, minus the title bar and the task bar.
fn largest_screen(app: &AppHandle) -> Option<(f64, f64)> {
    const BARS: f64 = 80.0;
    let screens = app.available_monitors().ok()?;
    let sizes = screens.iter().map(|screen| {
        let size = screen.size().to_logical::<f64>(screen.scale_factor());
        (size.width, (size.height - BARS).max(240.0))
    });
    sizes.reduce(|a, b| if a.0 * a.1 >= b.0 * b.1 { a } else { b })
}

/// Closes the window as its own button does.
pub fn ask_to_close(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        // Fails only if the window is gone already.
        let _ = window.close();
    }
}

/// Applies language, theme and text size outside the page: to the menu, the title bar and the web view.
pub fn apply<R: Runtime>(app: &AppHandle<R>, settings: Settings) -> tauri::Result<()> {
    let Some(window) = app.get_webview_window("main") else {
        return Ok(());
    };
    window.set_theme(native(settings.theme))?;
    // As a browser's zoom: the page is laid out for a window that is smaller.
    window.set_zoom(settings.text_size.factor())?;
    let menu = if cfg!(target_os = "macos") {
        app.menu()
    } else {
        window.menu()
    };
    match menu {
        Some(menu) => menu::translate(&menu, effective_language(settings.language)),
        None => Ok(()),
    }
}

/// Does to the text that has the focus what a menu's entry says. GTK's own entries do nothing to a web view.
#[cfg(target_os = "linux")]
pub fn edit(app: &AppHandle, command: &'static str) {
    use webkit2gtk::WebViewExt as _;
    if let Some(window) = app.get_webview_window("main") {
        // Fails only where the window is gone.
        let _ = window.with_webview(|web_view| web_view.inner().execute_editing_command(command));
    }
}

/// Shows the system's print dialog for the page.
///
/// # Errors
/// If the web view cannot print.
pub fn print<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    match app.get_webview_window("main") {
        Some(window) => window.print(),
        None => Ok(()),
    }
}

fn remember(app: &AppHandle) {
    let Some(window) = app.get_webview_window("main") else {
        return;
    };
    let (Ok(size), Ok(scale), Ok(maximized)) = (
        window.inner_size(),
        window.scale_factor(),
        window.is_maximized(),
    ) else {
        return;
    };
    let size = size.to_logical::<f64>(scale);
    let before = app.state::<App>().settings.window();
    let (width, height) = match before {
        // The size to restore is the one before it filled the screen.
        Some(before) if maximized => (before.width, before.height),
        _ => (size.width, size.height),
    };
    app.state::<App>().settings.set_window(WindowState {
        width,
        height,
        maximized,
    });
}

/// Only the app's own pages, under each system's address for them.
fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

fn native(theme: Theme) -> Option<NativeTheme> {
    match theme {
        Theme::System => None,
        Theme::Light => Some(NativeTheme::Light),
        Theme::Dark => Some(NativeTheme::Dark),
    }
}

#[cfg(test)]
mod tests {
    use super::{fitting, is_own_page};

    #[test]
    fn a_window_from_a_larger_screen_fits_the_current_one() {
        assert_eq!(
            fitting((2400.0, 1500.0), Some((1366.0, 688.0))),
            (1366.0, 688.0)
        );
        assert_eq!(
            fitting((1180.0, 820.0), Some((1920.0, 1000.0))),
            (1180.0, 820.0)
        );
        assert_eq!(
            fitting((1180.0, 820.0), Some((640.0, 400.0))),
            (640.0, 400.0)
        );
        assert_eq!(
            fitting((10.0, 10.0), Some((1920.0, 1000.0))),
            (800.0, 560.0)
        );
        assert_eq!(fitting((1180.0, 820.0), None), (1180.0, 820.0));
    }

    #[test]
    fn only_the_apps_own_pages_may_be_shown() {
        let allowed = |url: &str| is_own_page(&url.parse().unwrap());
        assert!(allowed("tauri://localhost/index.html#/find"));
        assert!(allowed("http://tauri.localhost/index.html"));
        assert!(!allowed("https://example.com/"));
        assert!(!allowed("tauri://example.com/"));
        assert!(!allowed("data:text/html,hello"));
        assert!(!allowed("file:///etc/passwd"));
        assert!(!allowed("about:blank"));
    }
}
