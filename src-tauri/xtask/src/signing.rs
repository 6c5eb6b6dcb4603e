//! Signing and notarizing for macOS: all or nothing, and only the bundler gets the secrets.

use std::process::Command;

use anyhow::{Result, bail};

/// The first three sign, the last three notarize.
const SECRETS: [&str; 6] = [
    "APPLE_CERTIFICATE",
    "APPLE_CERTIFICATE_PASSWORD",
    "APPLE_SIGNING_IDENTITY",
    "APPLE_ID",
    "APPLE_PASSWORD",
    "APPLE_TEAM_ID",
];

/// What Tauri's bundler needs to sign and notarize.
pub(crate) struct Signing(Vec<(&'static str, String)>);

impl Signing {
    /// On other systems nothing is signed, whatever the environment.
    pub(crate) fn from_env() -> Result<Self> {
        if !cfg!(target_os = "macos") {
            return Ok(Self(Vec::new()));
        }
        Self::read(|name| std::env::var(name).ok())
    }

    /// A secret that is not set in a workflow arrives as an empty variable.
    fn read(value: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let of = |name| value(name).filter(|value| !value.is_empty());
        let set: Vec<_> = SECRETS
            .iter()
            .filter_map(|name| Some((*name, of(name)?)))
            .collect();
        if !set.is_empty() && set.len() < SECRETS.len() {
            let missing: Vec<&str> = SECRETS
                .iter()
                .copied()
                .filter(|name| set.iter().all(|(there, _)| there != name))
                .collect();
            bail!(
                "signing and notarizing need all six secrets or none, and these are missing: {}",
                missing.join(", ")
            );
        }
        Ok(Self(set))
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
    for name in SECRETS {
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
        let all = with(&SECRETS).unwrap();
        assert!(all.is_on());
        assert_eq!(passed(&all), SECRETS.len());
        let none = with(&[]).unwrap();
        assert!(!none.is_on());
        assert_eq!(passed(&none), 0);
    }

    #[test]
    fn a_missing_or_empty_secret_is_an_error_that_names_it() {
        for lacking in SECRETS {
            let empty = |name: &str| Some(if name == lacking { "" } else { "secret" }.to_owned());
            let others = SECRETS.map(|name| if name == lacking { "" } else { name });
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
}
