//! Information for remote support: no key, no name, no family.

use std::sync::OnceLock;

use crate::{
    app::App,
    crash, log,
    settings::{effective_language, system_language},
    wire::{Crash, Diagnostics, Failure, ProxyKind, Session},
};

/// Kinds of errors to report.
const MOST_FAILURES: usize = 20;

/// `session` is absent where Ficha's own files cannot be used. Asks nobody outside this computer.
pub fn diagnostics(app: &App, session: Option<&Session>) -> Diagnostics {
    app.log.flush(log::SOON);
    let crashes = crash::kept(&app.home.diagnostics());
    let mut diagnostics = Diagnostics {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        system: system(),
        web_view: tauri::webview_version().ok(),
        proxy: session.map(|session| ProxyKind::of(session.proxy.as_deref())),
        keychain: session.map(|session| session.keychain),
        failures: app
            .log
            .failures(MOST_FAILURES)
            .into_iter()
            .map(Into::into)
            .collect(),
        crash: crashes.first().map(Into::into),
        text: String::new(),
    };
    diagnostics.text = text(&diagnostics, app, session, &crashes);
    diagnostics
}

fn system() -> String {
    // Asks programs of the system on Linux and macOS.
    static SYSTEM: OnceLock<String> = OnceLock::new();
    let ask = || {
        let system = os_info::get();
        let edition = system.edition().map(|edition| format!(" ({edition})"));
        format!(
            "{} {}{} {}",
            system.os_type(),
            system.version(),
            edition.unwrap_or_default(),
            std::env::consts::ARCH
        )
    };
    SYSTEM.get_or_init(ask).clone()
}

fn text(
    diagnostics: &Diagnostics,
    app: &App,
    session: Option<&Session>,
    crashes: &[crash::Crash],
) -> String {
    let settings = app.settings.settings();
    let web_view = diagnostics.web_view.as_deref().unwrap_or("?");
    let mut lines = vec![
        format!("Ficha {}", diagnostics.version),
        format!("system {}", diagnostics.system),
        format!("web view {web_view}"),
        format!(
            "language {}, system {}, theme {:?}, {:?}",
            effective_language(settings.language),
            system_language(),
            settings.theme,
            settings.text_size
        ),
    ];
    if let Some(session) = session {
        let environment = session.current.as_ref();
        let environment = environment.map_or_else(
            || "none".to_owned(),
            |current| format!("{:?}", current.environment),
        );
        lines.extend([
            format!(
                "keychain {:?}, memory only {}, keys left {}",
                session.keychain, session.memory_only, session.keys_left
            ),
            format!("proxy {:?}", ProxyKind::of(session.proxy.as_deref())),
            format!(
                "environment {environment}, connections {}, pending {}, notices {:?}",
                session.connections.len(),
                session.pending.len(),
                session.notices
            ),
        ]);
    }
    lines.extend(crashes.iter().map(|crash| {
        format!(
            "crash {:.0} in {} on {}, Ficha {}, after {} ms",
            crash.at, crash.place, crash.thread, crash.version, crash.uptime_ms
        )
    }));
    lines.extend(diagnostics.failures.iter().map(|failure| {
        let status = failure.status.map(|status| format!(" {status}"));
        format!(
            "error {} {} {:?}{} ×{}",
            failure.at,
            failure.command,
            failure.code,
            status.unwrap_or_default(),
            failure.count
        )
    }));
    lines.join("\n")
}

impl From<log::Failure> for Failure {
    fn from(failure: log::Failure) -> Self {
        Self {
            at: format!("{:.0}", failure.at),
            command: failure.command.name(),
            code: failure.cause.code,
            status: failure.cause.status,
            count: failure.count,
        }
    }
}

impl From<&crash::Crash> for Crash {
    fn from(crash: &crash::Crash) -> Self {
        Self {
            at: format!("{:.0}", crash.at),
            version: crash.version.clone(),
            place: crash.place.clone(),
        }
    }
}

/// Whether Ficha crashed since this was last asked.
pub fn crashed(app: &App) -> bool {
    let last = crash::kept(&app.home.diagnostics())
        .first()
        .map(|crash| crash.at);
    let Some(last) = last.filter(|last| app.settings.reported_crash() != Some(*last)) else {
        return false;
    };
    app.settings.set_reported_crash(last);
    true
}
