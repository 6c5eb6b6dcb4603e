//! What every command can reach.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::AtomicBool},
    thread,
    time::Duration,
};

use desk::{Announcement, Desk, JournalError, RunId};
use quentli::Pace as _;
use tauri::{AppHandle, Manager, Runtime};

use crate::{
    attention::{self, Attention},
    clock::Clock,
    file_dialog,
    home::Home,
    instance,
    log::{Event, Log},
    opening::Opening,
    page::Page,
    settings::{SettingsFile, effective_language},
    web_view::WebView,
    wire::{AppEvent, CommandError, ErrorCode, all},
};

/// A page that does not answer for this long hangs.
const PAGE_HANGS: Duration = Duration::from_secs(5);

pub struct App {
    pub home: Home,
    pub log: Log,
    pub settings: SettingsFile,
    /// Opens practice mode at start instead of the connection used last.
    pub practice_at_start: bool,
    pub page: Arc<Page>,
    pub web_view: WebView,
    /// Or why the journal could not be opened.
    desk: Opening<Result<Desk, JournalError>>,
    /// When the page was asked whether the window may close, while it has not answered.
    asked_to_close: Mutex<Option<Duration>>,
    /// Asks an export to end.
    pub stop_export: AtomicBool,
    pub attention: Attention,
    /// The file that was dropped on the window last.
    dropped: Mutex<Option<PathBuf>>,
    /// There was a window: where there is none now, it was closed.
    pub was_shown: AtomicBool,
}

impl App {
    /// The desk is opened meanwhile: after a crash its journal is checked as a whole. `opened` is called with the
    /// folder once it is open. `activation` is for a Ficha that has the folder already.
    ///
    /// # Errors
    /// Where the system has no thread to give, or the settings' path is not usable at all.
    pub fn open<R: Runtime>(
        handle: &AppHandle<R>,
        home: Home,
        log: Log,
        practice_at_start: bool,
        activation: String,
        opened: impl FnOnce(&Path) + Send + 'static,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let page = Arc::new(Page::default());
        let shown = Arc::clone(&page);
        let events = log.clone();
        let watched = handle.clone();
        let listener = move |generation, what| {
            shown.send(match what {
                Announcement::Pending(pending) => {
                    let count = pending.iter().filter(|one| one.state.is_unknown()).count();
                    events.note_state(Event::Unconfirmed { count });
                    AppEvent::Pending {
                        generation,
                        pending: all(pending),
                    }
                }
                Announcement::Families => AppEvent::Families { generation },
                Announcement::Run(id) => {
                    attend(&watched, generation, id);
                    AppEvent::Run {
                        generation,
                        id: id.0,
                    }
                }
            });
        };
        let folder = home.folder().clone();
        let ends = handle.clone();
        let desk = Opening::begin(move || {
            let desk = instance::open_alone(
                || Desk::open(&folder, Arc::new(Clock), listener.clone()),
                || instance::ask(&folder, &activation),
                || ends.exit(0),
                || thread::park_timeout(instance::PAUSE),
            )?;
            opened(&folder);
            Ok(desk)
        })?;
        Ok(Self {
            settings: SettingsFile::open(handle, &home)?,
            home,
            log,
            practice_at_start,
            page,
            web_view: WebView::default(),
            desk,
            asked_to_close: Mutex::default(),
            stop_export: AtomicBool::new(false),
            attention: Attention::default(),
            dropped: Mutex::default(),
            was_shown: AtomicBool::new(false),
        })
    }

    /// Waits for the desk to be open, where a page is there before it.
    pub fn desk(&self) -> Result<&Desk, CommandError> {
        match self.desk.wait() {
            Some(Ok(desk)) => Ok(desk),
            Some(Err(error)) => Err(error.clone().into()),
            None => Err(CommandError::new(ErrorCode::Internal)),
        }
    }

    /// As [`App::desk`], for what a page asks first: it does not hold up what else the page asks.
    pub async fn opened_desk(&self) -> Result<&Desk, CommandError> {
        self.desk.done().await;
        self.desk()
    }

    /// The desk where it is open by now: nothing can have been done at one that is not.
    pub fn desk_by_now(&self) -> Option<&Desk> {
        self.desk.now()?.as_ref().ok()
    }

    /// Waits as [`App::desk`] does.
    pub fn already_open(&self) -> bool {
        matches!(self.desk.wait(), Some(Err(JournalError::AlreadyOpen)))
    }

    /// Whether the window is to stay until the page has answered. It is asked every time; only a page
    /// that left a question unanswered for long does not hold the window.
    pub fn asks_before_closing(&self) -> bool {
        let now = Clock.uptime();
        let mut asked = self.asked_to_close();
        if asked.is_some_and(|asked| now.saturating_sub(asked) > PAGE_HANGS) {
            return false;
        }
        let is_there = self.page.send(AppEvent::CloseRequested);
        asked.get_or_insert(now);
        is_there
    }

    /// A file was dropped on the window; only its name is the page's to know.
    pub fn drop_file(&self, path: PathBuf) {
        let name = file_dialog::name(&path);
        *self.dropped() = Some(path);
        self.page.send(AppEvent::Dropped { name });
    }

    pub fn take_dropped(&self) -> Option<PathBuf> {
        self.dropped().take()
    }

    fn dropped(&self) -> MutexGuard<'_, Option<PathBuf>> {
        self.dropped.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The page is alive and asks the person.
    pub fn page_answered(&self) {
        *self.asked_to_close() = None;
    }

    fn asked_to_close(&self) -> MutexGuard<'_, Option<Duration>> {
        self.asked_to_close
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows outside the window how a run stands.
fn attend<R: Runtime>(handle: &AppHandle<R>, generation: u32, run: RunId) {
    let handle = handle.clone();
    // The desk that announces it is not to be asked while it does.
    tauri::async_runtime::spawn(async move {
        let app = handle.state::<App>();
        let run = app
            .desk_by_now()
            .and_then(|desk| desk.run(generation, run).ok());
        if let Some(run) = run {
            let language = effective_language(app.settings.settings().language);
            let words = attention::Words::of(language);
            app.attention.note(&handle, &run, &words);
        }
    });
}
