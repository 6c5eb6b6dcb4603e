//! A web view that dies: Windows' after sleep or an update of its runtime, the other systems' when memory runs out.
//! Its page comes back where it was; everything that was typed is in the core.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use quentli::Pace as _;
use tauri::{AppHandle, Manager as _};

use crate::{app::App, clock::Clock, close, no_window::NoWindow, say_why_not, window};

/// Deaths this close together have a cause that another page does not cure.
const CLOSE: Duration = Duration::from_secs(60);

/// What died.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dead {
    /// The page's process: the web view starts another one.
    Page,
    /// The process that the web view itself is in, which WebView2 has.
    #[cfg_attr(
        not(any(windows, test)),
        expect(dead_code, reason = "only WebView2 has it")
    )]
    WebView,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Remedy {
    Reload,
    /// Another window, with a web view of its own.
    Remake,
    GiveUp,
}

#[derive(Debug, Default)]
struct Deaths(VecDeque<Duration>);

impl Deaths {
    fn remedy(&mut self, now: Duration, dead: Dead) -> Remedy {
        self.0.retain(|&then| now.saturating_sub(then) < CLOSE);
        self.0.push_back(now);
        match (self.0.len(), dead) {
            (1, Dead::Page) => Remedy::Reload,
            (1, Dead::WebView) | (2, _) => Remedy::Remake,
            _ => Remedy::GiveUp,
        }
    }
}

/// Where the page is, and what became of the ones before it.
#[derive(Debug, Default)]
pub struct WebView(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    deaths: Deaths,
    /// The page's address, beginning with `#`.
    place: String,
    /// The page died, and the next one does not know yet.
    died: bool,
    /// The window is being made anew: that there is none is not the end.
    remaking: bool,
}

impl WebView {
    pub fn arrived(&self, place: String) {
        self.state().place = place;
    }

    /// For a page that begins: where the one before it died, if it did.
    pub fn reopened(&self) -> Option<String> {
        let mut state = self.state();
        std::mem::take(&mut state.died).then(|| state.place.clone())
    }

    /// Whether the window went only to be made anew.
    pub fn is_remaking(&self) -> bool {
        std::mem::take(&mut self.state().remaking)
    }

    fn died(&self, now: Duration, dead: Dead) -> Remedy {
        let mut state = self.state();
        state.died = true;
        let remedy = state.deaths.remedy(now, dead);
        state.remaking = remedy == Remedy::Remake;
        remedy
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// To be called on the main thread.
pub fn died(handle: &AppHandle, dead: Dead) {
    let app = handle.state::<App>();
    app.page.gone();
    // A question that was open went with the page.
    app.page_answered();
    let Some(window) = handle.get_webview_window("main") else {
        return;
    };
    // What it named is not there until another page says so.
    let _ = window.set_title("Ficha");
    let done = match app.web_view.died(Clock.uptime(), dead) {
        Remedy::Reload => window.reload(),
        // What comes next is `remake`.
        Remedy::Remake => window.destroy(),
        Remedy::GiveUp => {
            let _ = window.hide();
            give_up(handle, &NoWindow::KeepsDying);
        }
    };
    if let Err(error) = done {
        give_up(handle, &error);
    }
}

/// Makes the window again once the one before it is gone.
pub fn remake(handle: &AppHandle) {
    let handle = handle.clone();
    // Not inside the event that the window is gone: WebView2 handles further events while it begins.
    tauri::async_runtime::spawn_blocking(move || {
        if let Err(error) = window::open(&handle) {
            let error = error.to_string();
            let ends = handle.clone();
            let _ = handle.run_on_main_thread(move || give_up(&ends, &NoWindow::Gone(error)));
        }
    });
}

fn give_up(handle: &AppHandle, error: &(dyn std::error::Error + 'static)) -> ! {
    say_why_not(error);
    close(handle);
    std::process::exit(1)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Dead, Deaths, Remedy, WebView};

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_page_that_dies_is_loaded_again_then_its_window_made_anew_and_no_more() {
        let mut deaths = Deaths::default();
        assert_eq!(deaths.remedy(at(1), Dead::Page), Remedy::Reload);
        assert_eq!(deaths.remedy(at(2), Dead::Page), Remedy::Remake);
        assert_eq!(deaths.remedy(at(3), Dead::Page), Remedy::GiveUp);
    }

    #[test]
    fn deaths_a_minute_apart_have_nothing_to_do_with_each_other() {
        let mut deaths = Deaths::default();
        for round in 0..5 {
            assert_eq!(deaths.remedy(at(round * 60), Dead::Page), Remedy::Reload);
        }
        assert_eq!(deaths.remedy(at(299), Dead::Page), Remedy::Remake);
    }

    #[test]
    fn a_web_view_that_is_gone_cannot_load_anything() {
        let mut deaths = Deaths::default();
        assert_eq!(deaths.remedy(at(1), Dead::WebView), Remedy::Remake);
        assert_eq!(deaths.remedy(at(2), Dead::WebView), Remedy::Remake);
        assert_eq!(deaths.remedy(at(3), Dead::WebView), Remedy::GiveUp);
    }

    #[test]
    fn only_the_page_after_one_that_died_learns_where_it_was() {
        let web_view = WebView::default();
        web_view.arrived("#/find".to_owned());
        assert_eq!(web_view.reopened(), None);
        web_view.died(at(1), Dead::Page);
        assert!(!web_view.is_remaking());
        assert_eq!(web_view.reopened(), Some("#/find".to_owned()));
        assert_eq!(web_view.reopened(), None);
        web_view.died(at(2), Dead::Page);
        assert!(web_view.is_remaking());
        assert!(
            !web_view.is_remaking(),
            "the next window that goes is closed"
        );
    }
}
