//! Makes this system's packages in `target/dist`.

mod install;
mod licences;
mod linux;
#[path = "../../../src/newer/repository.rs"]
mod repository;
mod rpm;

pub(crate) use linux::{deb, unpack};

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::{notes, setup, sh, signing::Signing};

/// The system's bundles and the endings of their file names.
const BUNDLES: &[(&str, &str)] = if cfg!(windows) {
    &[("nsis", "-setup.exe"), ("msi", ".msi")]
} else if cfg!(target_os = "macos") {
    &[("dmg", ".dmg")]
} else {
    &[("deb", ".deb"), ("rpm", ".rpm")]
};

pub(crate) fn dist(args: &[&str]) -> Result<()> {
    match args {
        [] => lint(&make()?),
        ["--build"] => build(),
        ["--bundle"] => lint(&bundle()?),
        ["--install-test"] if !setup::is_debian() => {
            bail!(
                "the install test needs Debian or Ubuntu: it makes a fresh Debian to install into"
            )
        }
        ["--install-test"] => {
            let packages = make()?;
            lint(&packages)?;
            install::try_package(&packages)
        }
        _ => bail!("dist takes one of --install-test, --build and --bundle at most"),
    }
}

/// Builds the packages and returns their files.
pub(crate) fn make() -> Result<Vec<PathBuf>> {
    build()?;
    bundle()
}

/// Everything that runs third-party code, above all build scripts: a release does this without its
/// signing secrets, and then calls `bundle` with them.
fn build() -> Result<()> {
    setup::ensure(setup::Purpose::Package)?;
    setup::npm_ci("src-tauri/packaging")?;
    // Fails early if it is invalid: the build takes a quarter of an hour.
    Release::of_this_checkout()?;
    let target = sh::target_dir()?;
    sh::run(tauri(&target)?.args(["build", "--ci", "--no-bundle"]))
}

/// Makes the packages from what was built.
fn bundle() -> Result<Vec<PathBuf>> {
    let signing = Signing::from_env()?;
    let target = sh::target_dir()?;
    let release = Release::of_this_checkout()?;
    let packaging = target.join("packaging");
    fs::create_dir_all(&packaging)?;
    let bundles = target.join("release/bundle");
    sh::empty(&bundles)?;
    let config = settings(&target, &packaging, &release)?;
    let mut bundle = tauri(&target)?;
    signing.pass_to(&mut bundle);
    let kinds: Vec<&str> = BUNDLES.iter().map(|(kind, _)| *kind).collect();
    bundle.args(["bundle", "--ci", "--bundles", &kinds.join(","), "--config"]);
    sh::run(bundle.arg(&config))?;
    let packages = collect(&bundles, &target.join("dist"), signing.is_on())?;
    for package in &packages {
        let size = fs::metadata(package)?.len();
        println!("{:>6.2} MB  {}", megabytes(size), package.display());
    }
    Ok(packages)
}

fn lint(packages: &[PathBuf]) -> Result<()> {
    if cfg!(target_os = "linux") {
        linux::lint(packages)?;
    }
    Ok(())
}

/// Tauri's command-line tool, in the version of the lock file.
fn tauri(target: &Path) -> Result<Command> {
    let node = sh::on_path("node").context("Node is missing")?;
    let mut tauri = sh::at_root(node);
    tauri
        .current_dir(sh::root().join("src-tauri"))
        .arg("packaging/node_modules/@tauri-apps/cli/tauri.js")
        .env("CARGO_TARGET_DIR", target);
    Ok(tauri)
}

/// The metadata of a package.
pub(crate) struct Release {
    pub(crate) version: String,
    /// Of the last commit, in seconds since 1970: the same source makes the same package.
    pub(crate) time: i64,
    /// `owner/name` on GitHub, if the build was given one.
    repository: Option<String>,
}

impl Release {
    fn of_this_checkout() -> Result<Self> {
        let metadata = sh::metadata()?;
        let time = sh::output(sh::at_root("git").args(["log", "-1", "--format=%ct"]))?;
        Ok(Self {
            version: notes::version(&metadata)?,
            repository: repository_from_env()?,
            time: time.trim().parse().context("git printed no time")?,
        })
    }

    fn page(&self) -> Option<String> {
        let name = self.repository.as_ref()?;
        Some(format!("https://github.com/{name}"))
    }

    fn owner(&self) -> Option<&str> {
        let (owner, _) = self.repository.as_ref()?.split_once('/')?;
        Some(owner)
    }
}

/// The same variable as in `build.rs`, so that a package and its program name the same address.
fn repository_from_env() -> Result<Option<String>> {
    let given = std::env::var_os("FICHA_REPOSITORY");
    let given = given.as_ref().map(|value| value.to_string_lossy());
    let name = repository::parse(given.as_deref()).map_err(anyhow::Error::msg)?;
    Ok(name.map(str::to_owned))
}

/// The settings that tauri.conf.json cannot contain, because they depend on other files or the program.
fn settings(target: &Path, packaging: &Path, release: &Release) -> Result<PathBuf> {
    let mut settings = json!({ "bundle": {} });
    if let Some(page) = release.page() {
        settings["bundle"]["homepage"] = json!(page);
    }
    let licences = licences::write(packaging)?;
    if cfg!(target_os = "linux") {
        let mut linux = linux::settings(packaging, release, &licences)?;
        if setup::is_debian() {
            let depends = linux::depends(&target.join("release/ficha"), packaging)?;
            linux["deb"]["depends"] = json!(depends);
        }
        settings["bundle"]["linux"] = linux;
        settings["bundle"]["publisher"] = json!(linux::maintainer(release));
    } else {
        let licences = licences
            .to_str()
            .context("the target folder's name is not Unicode")?;
        settings["bundle"]["resources"] = json!({ licences: licences::NAME });
    }
    let file = packaging.join("settings.json");
    fs::write(&file, format!("{settings:#}\n"))?;
    Ok(file)
}

/// Copies the finished packages to a folder of their own.
fn collect(bundles: &Path, dist: &Path, signed: bool) -> Result<Vec<PathBuf>> {
    sh::empty(dist)?;
    let mut packages = Vec::new();
    for (kind, ending) in BUNDLES {
        let made = fs::read_dir(bundles.join(kind));
        for entry in made.with_context(|| format!("no {kind} was made"))? {
            let file = entry?;
            let name = file.file_name().to_string_lossy().into_owned();
            if name.ends_with(ending) {
                let kept = dist.join(package_name(&name, signed));
                fs::copy(file.path(), &kept)?;
                packages.push(kept);
            }
        }
    }
    if packages.is_empty() {
        bail!("no package was made");
    }
    Ok(packages)
}

/// macOS refuses an unsigned app with an alarming message, so the file's name says it beforehand.
fn package_name(name: &str, signed: bool) -> String {
    match name.strip_suffix(".dmg") {
        Some(stem) if !signed => format!("{stem}-unsigned.dmg"),
        _ => name.to_owned(),
    }
}

pub(crate) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}

/// The text of a packaging file with its placeholders filled in.
fn filled(name: &str, release: &Release, more: &[(&str, &str)]) -> Result<String> {
    let file = sh::root().join("src-tauri/packaging").join(name);
    let text =
        fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let page = release.page();
    let mut text = for_this_build(&text, page.is_some());
    let own = [
        ("@VERSION@", release.version.as_str()),
        ("@REPOSITORY@", page.as_deref().unwrap_or_default()),
    ];
    for (placeholder, value) in own.iter().chain(more) {
        text = text.replace(placeholder, value);
    }
    Ok(text)
}

/// Drops what is between `@IF REPOSITORY@` and `@END@` if there is no address.
fn for_this_build(text: &str, has_repository: bool) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for line in text.lines() {
        match line {
            "@IF REPOSITORY@" => inside = true,
            "@END@" => inside = false,
            _ if inside && !has_repository => {}
            _ => kept += &format!("{line}\n"),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_unsigned_dmg_says_so_in_its_name() {
        assert_eq!(package_name("a_arm64.dmg", false), "a_arm64-unsigned.dmg");
        assert_eq!(package_name("a_arm64.dmg", true), "a_arm64.dmg");
        assert_eq!(package_name("a_amd64.deb", false), "a_amd64.deb");
    }

    const DATE: [(&str, &str); 2] = [("@DATE@", "2027-01-15"), ("@PICTURES@", "")];

    fn packaged(repository: Option<&str>) -> Vec<String> {
        let release = Release {
            version: "0.2.0".to_owned(),
            time: 0,
            repository: repository.map(str::to_owned),
        };
        ["mx.ficha.escritorio.metainfo.xml", "copyright", "ficha.1"]
            .map(|name| filled(&format!("linux/{name}"), &release, &DATE).unwrap())
            .into()
    }

    #[test]
    fn every_file_of_a_package_names_the_repository_it_was_given() {
        for text in packaged(Some("escuela/ficha")) {
            assert!(text.contains("https://github.com/escuela/ficha"), "{text}");
            assert!(!text.contains("@END@") && !text.contains("@IF"), "{text}");
        }
    }

    #[test]
    fn no_file_of_a_package_without_a_repository_names_one() {
        for text in packaged(None) {
            assert!(!text.contains("github") && !text.contains('@'), "{text}");
            assert!(!text.contains("<screenshot"), "{text}");
        }
    }
}
