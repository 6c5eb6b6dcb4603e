//! Whether a newer Ficha was released. Off by default; asks one fixed address, downloads nothing,
//! and opens nothing but the releases page.

use std::time::Duration;

use quentli::ProxyUrl;
use reqwest::{Client, Proxy, redirect};
use semver::Version;
use serde::Deserialize;

use crate::wire::Newest;

/// Where releases are published; the release workflow refuses to build for another repository.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// An answer longer than this is not what GitHub sends.
const LONGEST: usize = 1024 * 1024;

/// What GitHub says of the release it calls latest; its other fields are not read, links least of all.
#[derive(Deserialize)]
struct Release {
    tag_name: String,
}

/// The page on which a person can read what changed and download it.
pub fn releases_page() -> String {
    format!("{REPOSITORY}/releases/latest")
}

/// Asks once. Whatever goes wrong is [`Newest::Unknown`]: nobody's work depends on it.
pub async fn newest(proxy: Option<&str>) -> Newest {
    match ask(proxy).await {
        Some(version) => compare(&version, env!("CARGO_PKG_VERSION")),
        None => Newest::Unknown,
    }
}

async fn ask(proxy: Option<&str>) -> Option<Version> {
    let mut response = client(proxy)?.get(address()?).send().await.ok()?;
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

/// The tests' windows may be told of another address; what people install may not.
fn address() -> Option<String> {
    if cfg!(feature = "automation")
        && let Ok(address) = std::env::var("FICHA_RELEASES")
    {
        return Some(address);
    }
    let name = REPOSITORY.strip_prefix("https://github.com/")?;
    Some(format!(
        "https://api.github.com/repos/{name}/releases/latest"
    ))
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
        Ok(_) => Newest::Current,
        Err(_) => Newest::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_asked_is_the_repositorys_own() {
        assert!(
            address().is_some_and(|address| address.starts_with("https://api.github.com/repos/"))
        );
        assert!(releases_page().starts_with("https://github.com/"));
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
