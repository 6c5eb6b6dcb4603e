//! Whether a newer Ficha was released. Off by default; asks one fixed address, downloads nothing,
//! and opens nothing but the releases page.

mod repository;

use std::time::Duration;

use quentli::ProxyUrl;
use reqwest::{Client, Proxy, redirect};
use semver::Version;
use serde::Deserialize;

use crate::wire::Newest;

/// GitHub's answers are shorter than this.
const LONGEST: usize = 1024 * 1024;

/// GitHub's latest release. Its other fields, links in particular, are not read.
#[derive(Deserialize)]
struct Release {
    tag_name: String,
}

/// Where this build's releases are published.
pub struct Releases {
    /// Returns the latest release.
    api: String,
    /// For users: what changed, and the downloads.
    pub page: String,
}

impl Releases {
    /// `None` if the build was given no repository: then there is nothing to request or to open.
    pub fn of_this_build() -> Option<Self> {
        if cfg!(feature = "automation") {
            // A build for tests asks that test or nothing, whatever repository is set.
            let address = std::env::var("FICHA_RELEASES").ok()?;
            return Some(Self {
                page: address.clone(),
                api: address,
            });
        }
        Self::of(option_env!("FICHA_REPOSITORY"))
    }

    fn of(repository: Option<&str>) -> Option<Self> {
        // `build.rs` refuses anything but a repository.
        let name = repository::parse(repository).ok()??;
        Some(Self {
            api: format!("https://api.github.com/repos/{name}/releases/latest"),
            page: format!("https://github.com/{name}/releases/latest"),
        })
    }

    /// Sends one request. Any failure is [`Newest::Unknown`]: nothing depends on the result.
    pub async fn newest(&self, proxy: Option<&str>) -> Newest {
        match self.ask(proxy).await {
            Some(version) => compare(&version, env!("CARGO_PKG_VERSION")),
            None => Newest::Unknown,
        }
    }

    async fn ask(&self, proxy: Option<&str>) -> Option<Version> {
        let mut response = client(proxy)?.get(&self.api).send().await.ok()?;
        if response.status() != 200 {
            return None;
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.ok()? {
            body.extend_from_slice(&chunk);
            if body.len() > LONGEST {
                return None;
            }
        }
        version_in(&body)
    }
}

fn client(proxy: Option<&str>) -> Option<Client> {
    let builder = Client::builder()
        .https_only(!cfg!(feature = "automation"))
        .redirect(redirect::Policy::none())
        .user_agent(concat!("Ficha/", env!("CARGO_PKG_VERSION")))
        .timeout(Duration::from_secs(20));
    let builder = match proxy {
        None => builder,
        Some("") => builder.no_proxy(),
        Some(address) => {
            ProxyUrl::parse(address).ok()?;
            builder.proxy(Proxy::all(address).ok()?)
        }
    };
    builder.build().ok()
}

fn version_in(body: &[u8]) -> Option<Version> {
    let release: Release = serde_json::from_slice(body).ok()?;
    Version::parse(release.tag_name.strip_prefix('v')?).ok()
}

fn compare(newest: &Version, own: &str) -> Newest {
    match Version::parse(own) {
        Ok(own) if *newest > own && newest.pre.is_empty() => Newest::Newer {
            version: newest.to_string(),
        },
        // Only a finished version can have been offered and withdrawn.
        Ok(own) if *newest < own && own.pre.is_empty() => Newest::Withdrawn {
            version: newest.to_string(),
        },
        Ok(_) => Newest::Current,
        Err(_) => Newest::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_that_of_the_repository_given_to_the_build() {
        let releases = Releases::of(Some("escuela/ficha")).unwrap();
        assert_eq!(
            releases.api,
            "https://api.github.com/repos/escuela/ficha/releases/latest"
        );
        assert_eq!(
            releases.page,
            "https://github.com/escuela/ficha/releases/latest"
        );
    }

    #[test]
    fn without_a_repository_there_is_nobody_to_ask() {
        for nothing in [None, Some("")] {
            assert!(Releases::of(nothing).is_none(), "{nothing:?}");
        }
    }

    #[test]
    fn a_version_above_the_latest_was_withdrawn() {
        let of = |own: &str| compare(&Version::new(0, 9, 0), own);
        assert!(
            matches!(of("0.9.1"), Newest::Withdrawn { version } if version == "0.9.0"),
            "whoever has it must hear of it"
        );
        assert!(matches!(of("0.9.0"), Newest::Current));
        assert!(
            matches!(of("0.10.0-rc.1"), Newest::Current),
            "it was never offered"
        );
    }

    #[test]
    fn only_a_higher_finished_version_is_newer() {
        let newer = |tag: &str| {
            let body = format!(r#"{{"tag_name":"{tag}","html_url":"https://evil.example"}}"#);
            version_in(body.as_bytes()).map(|version| compare(&version, "0.9.0"))
        };
        let is = |tag: &str| matches!(newer(tag), Some(Newest::Newer { .. }));
        assert!(is("v0.10.0"), "versions are numbers, not text");
        assert!(is("v1.0.0"));
        assert!(!is("v0.9.0"));
        assert!(!is("v0.8.9"));
        assert!(
            !is("v1.0.0-rc.1"),
            "an unfinished version is nobody's update"
        );
        assert!(newer("nightly").is_none());
        assert!(version_in(b"<html>").is_none());
        assert!(version_in(b"{}").is_none());
    }
}
