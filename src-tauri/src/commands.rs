//! What the page may call. Each command is listed in `commands/names.rs` for the build, in
//! `capabilities/main.json` for the page, and here.

mod connections;
mod drafts;
mod record;
mod releases;
mod roster;
mod session;
mod settings;
mod updates;

use tauri::{Wry, ipc::Invoke};

pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        session::start,
        session::session,
        session::retry_keychain,
        session::use_memory,
        session::practice,
        session::set_fault,
        session::watch,
        session::closing,
        session::close,
        connections::probe_connection,
        connections::save_connection,
        connections::choose_connection,
        connections::forget_connection,
        roster::find,
        roster::recent,
        drafts::drafts,
        drafts::kept_draft,
        drafts::drop_draft,
        record::open,
        record::edit,
        record::discard,
        record::rebase,
        record::review,
        updates::update,
        updates::outcome,
        updates::acknowledge,
        updates::give_up,
        settings::set_settings,
        settings::set_proxy,
        settings::set_retention,
        settings::erase,
        settings::diagnostics,
        releases::newest_release,
        releases::set_tell_newer,
        releases::open_releases,
    ]
}

#[cfg(test)]
mod tests {
    const NAMES: &[&str] = include!("commands/names.rs");

    #[test]
    fn the_page_may_call_every_command_and_nothing_else() {
        let capability: serde_json::Value =
            serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
        let allowed: Vec<&str> = capability["permissions"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|p| p.as_str())
            .collect();
        let expected: Vec<String> = NAMES
            .iter()
            .map(|name| format!("allow-{}", name.replace('_', "-")))
            .collect();
        assert_eq!(allowed, expected);
    }
}
