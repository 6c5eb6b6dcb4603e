//! Signing: all or nothing, and only what signs gets the secrets. For macOS that is the bundler; for Windows it
//! is SignPath, whose action signs the program between build and bundling, and the packages after it.

use std::process::Command;

use anyhow::{Result, bail};

/// The first three sign, the last three notarize.
const APPLE: [&str; 6] = [
    "APPLE_CERTIFICATE",
    "APPLE_CERTIFICATE_PASSWORD",
    "APPLE_SIGNING_IDENTITY",
    "APPLE_ID",
    "APPLE_PASSWORD",
    "APPLE_TEAM_ID",
];

/// What SignPath's action needs. Only the first would do harm elsewhere.
const SIGNPATH: [&str; 3] = [
    "SIGNPATH_API_TOKEN",
    "SIGNPATH_ORGANIZATION_ID",
    "SIGNPATH_PROJECT_SLUG",
];

/// Prints, as an output of a workflow's step, whether SignPath signs.
pub(crate) fn signpath() -> Result<()> {
    let is_on = signpath_is_on(|name| std::env::var(name).ok())?;
    println!("signpath={is_on}");
    Ok(())
}

fn signpath_is_on(value: impl Fn(&str) -> Option<String>) -> Result<bool> {
    Ok(!all_or_none(&SIGNPATH, value)?.is_empty())
}

/// A secret that is not set in a workflow arrives as an empty variable.
fn all_or_none(
    names: &[&'static str],
    value: impl Fn(&str) -> Option<String>,
) -> Result<Vec<(&'static str, String)>> {
    let of = |name| value(name).filter(|value| !value.is_empty());
    let set: Vec<_> = names
        .iter()
        .filter_map(|name| Some((*name, of(name)?)))
        .collect();
    let is_missing = |name: &&&str| set.iter().all(|(there, _)| there != *name);
    let missing: Vec<&str> = names.iter().filter(is_missing).copied().collect();
    if !set.is_empty() && !missing.is_empty() {
        bail!(
            "signing needs all {} settings or none, and these are missing: {}",
            names.len(),
            missing.join(", ")
        );
    }
    Ok(set)
}

/// What Tauri's bundler needs to sign and notarize.
pub(crate) struct Signing(Vec<(&'static str, String)>);

impl Signing {
    /// For macOS only: for other systems the bundler signs nothing, whatever the environment.
    pub(crate) fn from_env() -> Result<Self> {
        if !cfg!(target_os = "macos") {
            return Ok(Self(Vec::new()));
        }
        Self::read(|name| std::env::var(name).ok())
    }

    fn read(value: impl Fn(&str) -> Option<String>) -> Result<Self> {
        Ok(Self(all_or_none(&APPLE, value)?))
    }

    pub(crate) fn is_on(&self) -> bool {
        !self.0.is_empty()
    }

    pub(crate) fn pass_to(&self, bundler: &mut Command) {
        bundler.envs(self.0.iter().map(|(name, value)| (name, value)));
    }
}

/// For all other programs, which do not need the secrets.
pub(crate) fn keep_from(command: &mut Command) {
    for name in APPLE.iter().chain(&SIGNPATH[..1]) {
        command.env_remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(names: &[&str]) -> Result<Signing> {
        Signing::read(|name| names.contains(&name).then(|| "secret".to_owned()))
    }

    #[test]
    fn the_bundler_gets_all_secrets_or_none() {
        let passed = |signing: &Signing| {
            let mut bundler = Command::new("bundler");
            keep_from(&mut bundler);
            signing.pass_to(&mut bundler);
            bundler
                .get_envs()
                .filter(|(_, value)| value.is_some())
                .count()
        };
        let all = with(&APPLE).unwrap();
        assert!(all.is_on());
        assert_eq!(passed(&all), APPLE.len());
        let none = with(&[]).unwrap();
        assert!(!none.is_on());
        assert_eq!(passed(&none), 0);
    }

    #[test]
    fn a_missing_or_empty_secret_is_an_error_that_names_it() {
        for lacking in APPLE {
            let empty = |name: &str| Some(if name == lacking { "" } else { "secret" }.to_owned());
            let others = APPLE.map(|name| if name == lacking { "" } else { name });
            for signing in [with(&others), Signing::read(empty)] {
                let error = signing.err().unwrap().to_string();
                assert!(error.ends_with(&format!(": {lacking}")), "{error}");
            }
        }
    }

    #[test]
    fn empty_secrets_count_as_none() {
        assert!(!Signing::read(|_| Some(String::new())).unwrap().is_on());
    }

    #[test]
    fn signpath_signs_with_all_of_its_settings_and_not_without_any() {
        let set = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            signpath_is_on(move |name| {
                let is_set = names.iter().any(|one| one == name);
                Some(if is_set { "set" } else { "" }.to_owned())
            })
        };
        assert!(set(&SIGNPATH).unwrap());
        assert!(!set(&[]).unwrap());
        for lacking in SIGNPATH {
            let others: Vec<&str> = SIGNPATH
                .into_iter()
                .filter(|name| *name != lacking)
                .collect();
            let error = set(&others).unwrap_err().to_string();
            assert!(error.ends_with(&format!(": {lacking}")), "{error}");
        }
    }

    #[test]
    fn no_other_program_gets_a_secret() {
        let mut command = Command::new("npm");
        keep_from(&mut command);
        let removed = |name: &str| {
            let mut all = command.get_envs();
            all.any(|(found, value)| found == name && value.is_none())
        };
        assert!(APPLE.iter().all(|name| removed(name)));
        assert!(removed("SIGNPATH_API_TOKEN"));
    }
}
