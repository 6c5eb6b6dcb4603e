use std::time::Duration;

use dbus::blocking::Connection;
use dbus_secret_service::Error;

use super::Cause;
use crate::State;

pub(super) const NO_ACCESS: State = State::Locked;

pub(super) fn state(cause: Cause<'_>) -> Option<State> {
    sort(cause.downcast_ref::<Error>()?, somebody_can_ask)
}

fn sort(error: &Error, somebody_can_ask: impl FnOnce() -> bool) -> Option<State> {
    match error {
        Error::Locked => Some(State::Locked),
        // Reported for a prompt the user closed and for one that could not be shown.
        Error::Prompt if somebody_can_ask() => Some(State::Dismissed),
        Error::Prompt => Some(State::Locked),
        // Only the default collection is looked up by name.
        Error::NoResult => Some(State::NoCollection),
        Error::Unavailable => Some(State::NoService),
        Error::Dbus(error) => by_name(error.name()?),
        _ => None,
    }
}

fn by_name(name: &str) -> Option<State> {
    if let Some(name) = name.strip_prefix("org.freedesktop.Secret.Error.") {
        return match name {
            "IsLocked" => Some(State::Locked),
            "NoSuchObject" => Some(State::NoCollection),
            "NoSession" => Some(State::NoService),
            _ => None,
        };
    }
    match name.strip_prefix("org.freedesktop.DBus.Error.")? {
        // KWallet answers some calls only once its own dialog is closed, long after D-Bus gave up on them.
        "NoReply" | "Timeout" | "TimedOut" => Some(State::Waiting),
        "ServiceUnknown" | "NameHasNoOwner" | "NoServer" | "NoNetwork" | "Disconnected"
        | "FileNotFound" | "BadAddress" | "AuthFailed" | "NotSupported" | "UnknownObject"
        | "UnknownInterface" | "UnknownMethod" => Some(State::NoService),
        name if name.starts_with("Spawn.") => Some(State::NoService),
        _ => None,
    }
}

/// gnome-keyring leaves its prompt to another program and reports "dismissed" when there is none, as over SSH.
/// Other providers show their own.
fn somebody_can_ask() -> bool {
    const LIMIT: Duration = Duration::from_secs(2);
    let ask = || -> Result<bool, dbus::Error> {
        let connection = Connection::new_session()?;
        let bus = connection.with_proxy("org.freedesktop.DBus", "/org/freedesktop/DBus", LIMIT);
        let names = |method: &str| -> Result<Vec<String>, dbus::Error> {
            let (names,) = bus.method_call("org.freedesktop.DBus", method, ())?;
            Ok(names)
        };
        let has = |names: &[String], name: &str| names.iter().any(|other| other == name);
        let running = names("ListNames")?;
        Ok(!has(&running, "org.gnome.keyring")
            || has(&running, "org.gnome.keyring.SystemPrompter")
            || has(
                &names("ListActivatableNames")?,
                "org.gnome.keyring.SystemPrompter",
            ))
    };
    ask().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::{by_name, sort};
    use crate::State;
    use dbus_secret_service::Error;

    #[test]
    fn a_closed_prompt_is_not_a_prompt_that_nothing_could_show() {
        assert_eq!(sort(&Error::Prompt, || true), Some(State::Dismissed));
        assert_eq!(sort(&Error::Prompt, || false), Some(State::Locked));
    }

    #[test]
    fn every_error_of_the_secret_service_has_its_state() {
        let never = || unreachable!("only a prompt needs somebody to show it");
        assert_eq!(sort(&Error::Locked, never), Some(State::Locked));
        assert_eq!(sort(&Error::NoResult, never), Some(State::NoCollection));
        assert_eq!(sort(&Error::Unavailable, never), Some(State::NoService));
        assert_eq!(sort(&Error::Parse, never), None);
    }

    #[test]
    fn errors_of_the_bus_are_classified_by_name() {
        for (name, state) in [
            (
                "org.freedesktop.DBus.Error.ServiceUnknown",
                State::NoService,
            ),
            (
                "org.freedesktop.DBus.Error.Spawn.ChildExited",
                State::NoService,
            ),
            ("org.freedesktop.DBus.Error.NoReply", State::Waiting),
            ("org.freedesktop.Secret.Error.IsLocked", State::Locked),
            (
                "org.freedesktop.Secret.Error.NoSuchObject",
                State::NoCollection,
            ),
        ] {
            assert_eq!(by_name(name), Some(state), "{name}");
        }
        assert_eq!(by_name("org.freedesktop.DBus.Error.LimitsExceeded"), None);
        assert_eq!(by_name("com.example.Error.NoReply"), None);
    }
}
