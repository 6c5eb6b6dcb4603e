//! What the page may call. `commands/table.rs` lists each command, `capabilities/main.json` allows it.

mod connections;
mod diagnostics;
mod drafts;
mod record;
mod releases;
mod roster;
mod runs;
mod session;
mod settings;
mod sheets;
mod updates;
mod watched;

use tauri::{Runtime, ipc::Invoke};

macro_rules! commands {
    ($($module:ident::$name:ident: $arguments:literal => $answer:literal,)*) => {
        tauri::generate_handler![$($module::$name),*]
    };
}

pub fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    watched::watched(include!("commands/table.rs"))
}

#[cfg(test)]
mod tests {
    macro_rules! commands {
        ($($module:ident::$name:ident: $arguments:literal => $answer:literal,)*) => {
            &[$(stringify!($name)),*]
        };
    }

    const NAMES: &[&str] = include!("commands/table.rs");

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
