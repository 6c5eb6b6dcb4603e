//! The one window: what it may show, where it may go, and what happens when it is closed.

use tauri::{
    AppHandle, Manager, Theme as NativeTheme, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    WindowEvent, webview::NewWindowResponse,
};

use crate::{
    app::App,
    menu,
    settings::{WindowState, spoken},
    wire::{AppEvent, Settings, Theme},
};

/// # Errors
/// Where the system has no web view or no display.
pub fn open(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let state = app.state::<App>();
    let settings = state.settings.settings();
    let saved = state.settings.window();
    let (width, height) = saved.map_or((1180.0, 820.0), |saved| (saved.width, saved.height));
    let mut builder = WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
        .title("Ficha")
        .inner_size(width.max(800.0), height.max(560.0))
        .min_inner_size(640.0, 480.0)
        .maximized(saved.is_some_and(|saved| saved.maximized))
        .menu(menu::build(app, spoken(settings.language))?)
        .theme(native(settings.theme))
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_document_title_changed(|window, title| {
            let _ = window.set_title(&title);
        });
    if let Some(folder) = state.home.web_view() {
        builder = builder.data_directory(folder);
    }
    let window = builder.build()?;
    let handle = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            let app = handle.state::<App>();
            remember(&handle);
            if app.asks_before_closing() && app.tell(AppEvent::CloseRequested) {
                api.prevent_close();
            }
        }
    });
    Ok(window)
}

/// Applies language and theme to what is not the page: menu and title bar.
pub fn apply(app: &AppHandle, settings: Settings) -> tauri::Result<()> {
    let Some(window) = app.get_webview_window("main") else {
        return Ok(());
    };
    window.set_theme(native(settings.theme))?;
    match window.menu() {
        Some(menu) => menu::speak(&menu, spoken(settings.language)),
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
        // The size to come back to is the one before it filled the screen.
        Some(before) if maximized => (before.width, before.height),
        _ => (size.width, size.height),
    };
    app.state::<App>().settings.set_window(WindowState {
        width,
        height,
        maximized,
    });
}

/// Only the app's own pages, under the address each system gives them.
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
    use super::is_own_page;

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
