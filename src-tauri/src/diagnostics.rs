use crate::wire::{Session, Settings};

/// Information for remote support: no key, no name, no family.
pub fn text(session: &Session, settings: &Settings) -> String {
    let environment = session
        .current
        .as_ref()
        .map(|connection| connection.environment);
    let proxy = match session.proxy.as_deref() {
        None => "system",
        Some("") => "none",
        Some(_) => "manual",
    };
    let web_view = tauri::webview_version().unwrap_or_else(|_| "?".to_owned());
    [
        format!("Ficha {}", env!("CARGO_PKG_VERSION")),
        format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        format!("web view {web_view}"),
        format!(
            "keychain {:?}, memory only {}",
            session.keychain, session.memory_only
        ),
        format!(
            "environment {environment:?}, connections {}",
            session.connections.len()
        ),
        format!("proxy {proxy}, pending {}", session.pending.len()),
        format!(
            "language {:?}, theme {:?}, {:?}",
            settings.language, settings.theme, settings.text_size
        ),
        format!("notices {:?}", session.notices),
    ]
    .join("\n")
}
