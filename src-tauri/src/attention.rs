//! What a run that goes on by itself asks of the system: progress on the taskbar, no sleep meanwhile, and a
//! notification at its end where nobody is looking.

use std::sync::{Mutex, MutexGuard, PoisonError};

use desk::{LineState, Run, RunId, RunState};
use tauri::{
    AppHandle, Manager, Runtime, UserAttentionType, WebviewWindow,
    window::{ProgressBarState, ProgressBarStatus},
};

#[derive(Default)]
pub struct Attention(Mutex<Watched>);

#[derive(Default)]
struct Watched {
    /// The run that is under way.
    run: Option<RunId>,
    awake: Option<awake::Awake>,
}

impl Attention {
    fn watched(&self) -> MutexGuard<'_, Watched> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A run of the connection in use is as it is now.
    pub fn note<R: Runtime>(&self, handle: &AppHandle<R>, run: &Run, words: &Words) {
        let Some(window) = handle.get_webview_window("main") else {
            return;
        };
        let goes_on = matches!(run.state, RunState::Running | RunState::Pausing);
        let mut watched = self.watched();
        let was_watched = watched.run == Some(run.id);
        if goes_on {
            watched.run = Some(run.id);
            if watched.awake.is_none() {
                watched.awake = awake::Awake::keep(handle, words.reason);
            }
            show(&window, ProgressBarStatus::Normal, Some(percent(run)));
            return;
        }
        if !was_watched {
            return;
        }
        watched.run = None;
        watched.awake = None;
        drop(watched);
        let status = match run.state {
            RunState::Done | RunState::Cancelled => ProgressBarStatus::None,
            _ => ProgressBarStatus::Paused,
        };
        show(&window, status, Some(percent(run)));
        if !window.is_focused().unwrap_or_default() {
            // Where the system has none, the taskbar is left.
            let _ = window.request_user_attention(Some(UserAttentionType::Informational));
            notification::show(handle, words.of_state(run.state));
        }
    }
}

fn show<R: Runtime>(window: &WebviewWindow<R>, status: ProgressBarStatus, progress: Option<u64>) {
    // Some desktops show none.
    let _ = window.set_progress_bar(ProgressBarState {
        status: Some(status),
        progress,
    });
}

/// What is said outside the window. Nobody's name: notifications are shown on locked screens.
pub struct Words {
    pub reason: &'static str,
    pub done: &'static str,
    pub waits: &'static str,
}

impl Words {
    pub fn of(language: &str) -> Self {
        if language == "en" {
            Self {
                reason: "A spreadsheet is being sent to Quentli",
                done: "The spreadsheet is finished",
                waits: "The spreadsheet has stopped and needs you",
            }
        } else {
            Self {
                reason: "Se está enviando una hoja de cálculo a Quentli",
                done: "Se terminó de enviar la hoja de cálculo",
                waits: "El envío de la hoja se detuvo y necesita su atención",
            }
        }
    }

    fn of_state(&self, state: RunState) -> &'static str {
        match state {
            RunState::Done | RunState::Cancelled => self.done,
            _ => self.waits,
        }
    }
}

/// Lines that are over, of all.
fn percent(run: &Run) -> u64 {
    let waiting = run.counts.of(LineState::Planned) + run.counts.of(LineState::Intent);
    let total = run.counts.total();
    ((total - waiting) * 100 / total.max(1)) as u64
}

#[cfg(target_os = "linux")]
mod awake {
    use std::cell::RefCell;

    use gio::{BusType, Cancellable, DBusCallFlags, UnixFDList, glib::VariantTy};
    use gtk::prelude::*;
    use tauri::{AppHandle, Runtime};

    /// logind answers at once or not at all.
    const LIMIT_MS: i32 = 10_000;

    /// The system does not go to sleep by itself while this is there. GTK asks the desktop's session, and where that
    /// takes no such wish, as KDE's does not, logind is asked; the usual crate would bring an async D-Bus of sixty
    /// others.
    pub struct Awake {
        end: Box<dyn Fn() + Send>,
    }

    enum Held {
        Asked,
        BySession(u32),
        /// Until the descriptor in it is closed.
        ByLogind(#[expect(dead_code, reason = "it works until it is dropped")] UnixFDList),
    }

    // GTK's thread, and no other, has what it gave.
    thread_local! {
        static HELD: RefCell<Option<Held>> = const { RefCell::new(None) };
    }

    impl Awake {
        pub fn keep<R: Runtime>(handle: &AppHandle<R>, reason: &'static str) -> Option<Self> {
            let begun = handle.run_on_main_thread(move || match ask_session(reason) {
                Some(cookie) => HELD.set(Some(Held::BySession(cookie))),
                None => ask_logind(reason),
            });
            begun.ok()?;
            let handle = handle.clone();
            let end = move || {
                let _ = handle.run_on_main_thread(|| {
                    if let Some(Held::BySession(cookie)) = HELD.take()
                        && let Some(app) = application()
                    {
                        app.uninhibit(cookie);
                    }
                });
            };
            Some(Self { end: Box::new(end) })
        }
    }

    impl Drop for Awake {
        fn drop(&mut self) {
            (self.end)();
        }
    }

    fn ask_session(reason: &str) -> Option<u32> {
        let app = application()?;
        let flags = gtk::ApplicationInhibitFlags::SUSPEND | gtk::ApplicationInhibitFlags::IDLE;
        let cookie = app.inhibit(app.active_window().as_ref(), flags, Some(reason));
        (cookie != 0).then_some(cookie)
    }

    fn ask_logind(reason: &'static str) {
        HELD.set(Some(Held::Asked));
        gio::bus_get(BusType::System, Cancellable::NONE, move |bus| {
            // A computer without it is not put to sleep by it.
            let Ok(bus) = bus else { return };
            bus.call_with_unix_fd_list(
                Some("org.freedesktop.login1"),
                "/org/freedesktop/login1",
                "org.freedesktop.login1.Manager",
                "Inhibit",
                Some(&("sleep:idle", "Ficha", reason, "block").to_variant()),
                VariantTy::new("(h)").ok(),
                DBusCallFlags::NONE,
                LIMIT_MS,
                UnixFDList::NONE,
                Cancellable::NONE,
                |answer| {
                    if let Ok((_, descriptor)) = answer {
                        HELD.with_borrow_mut(|held| {
                            // Where the run is over, it is closed at once.
                            if held.is_some() {
                                *held = Some(Held::ByLogind(descriptor));
                            }
                        });
                    }
                },
            );
        });
    }

    fn application() -> Option<gtk::Application> {
        gio::Application::default()?.downcast().ok()
    }
}

#[cfg(not(target_os = "linux"))]
mod awake {
    use tauri::{AppHandle, Runtime};

    /// The system does not go to sleep by itself while this is there.
    pub struct Awake(
        #[expect(dead_code, reason = "it works until it is dropped")] keepawake::KeepAwake,
    );

    impl Awake {
        pub fn keep<R: Runtime>(_: &AppHandle<R>, reason: &'static str) -> Option<Self> {
            let mut builder = keepawake::Builder::default();
            builder.idle(true).app_name("Ficha").reason(reason);
            builder.create().ok().map(Self)
        }
    }
}

#[cfg(target_os = "linux")]
mod notification {
    use gio::prelude::*;
    use tauri::{AppHandle, Runtime};

    pub fn show<R: Runtime>(handle: &AppHandle<R>, text: &'static str) {
        // Where it fails, the taskbar is left.
        let _ = handle.run_on_main_thread(move || {
            if let Some(app) = gio::Application::default() {
                let notification = gio::Notification::new("Ficha");
                notification.set_body(Some(text));
                app.send_notification(Some("run"), &notification);
            }
        });
    }
}

#[cfg(not(target_os = "linux"))]
mod notification {
    use tauri::{AppHandle, Runtime};
    use tauri_plugin_notification::NotificationExt;

    pub fn show<R: Runtime>(handle: &AppHandle<R>, text: &'static str) {
        // Where it fails, the taskbar is left.
        let _ = handle
            .notification()
            .builder()
            .title("Ficha")
            .body(text)
            .show();
    }
}
