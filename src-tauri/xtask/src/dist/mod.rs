//! Makes this system's packages in `target/dist`.

mod authenticode;
mod busy;
mod install;
mod licences;
mod linux;
#[path = "../../../src/newer/repository.rs"]
mod repository;
mod rpm;

pub(crate) use install::OLDEST;
pub(crate) use linux::{deb, unpack};

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::{notes, setup, sh, signing::Signing};

/// The system's bundles and the endings of their file names.
const BUNDLES: &[(&str, &str)] = if cfg!(windows) {
    &[("nsis", "-setup.exe"), ("msi", ".msi")]
} else if cfg!(target_os = "macos") {
    &[("dmg", ".dmg")]
} else {
    &[("deb", ".deb"), ("rpm", ".rpm")]
};

/// One program for both kinds of Mac, as people do not know which one they have.
const UNIVERSAL: &[&str] = if cfg!(target_os = "macos") {
    &["--target", setup::UNIVERSAL_MAC]
} else {
    &[]
};

pub(crate) fn dist(args: &[&str]) -> Result<()> {
    match args {
        [] => lint(&make()?),
        ["--build"] => build(),
        ["--bundle"] => lint(&bundle()?),
        ["--install-test", ..] if !setup::is_debian() => {
            bail!("the install test needs Debian or Ubuntu: it makes a fresh one to install into")
        }
        ["--install-test"] => {
            let packages = make()?;
            lint(&packages)?;
            install::try_package(&packages)
        }
        ["--install-test", package] => install::try_released(Path::new(package)),
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
    let mut build = tauri(&target)?;
    build.args(["build", "--ci", "--no-bundle"]).args(UNIVERSAL);
    sh::run(&mut build)
}

/// Where Tauri leaves the program and the packages.
fn release_folder(target: &Path) -> PathBuf {
    match UNIVERSAL {
        [_, name] => target.join(name).join("release"),
        _ => target.join("release"),
    }
}

/// Makes the packages from what was built. One that cannot be made does not keep the others from `target/dist`.
fn bundle() -> Result<Vec<PathBuf>> {
    let signing = Signing::from_env()?;
    let target = sh::target_dir()?;
    let release = Release::of_this_checkout()?;
    let packaging = target.join("packaging");
    fs::create_dir_all(&packaging)?;
    let built = release_folder(&target);
    let is_signed = if cfg!(windows) {
        authenticode::is_signed(&fs::read(built.join("ficha.exe"))?)
    } else {
        signing.is_on()
    };
    let config = settings(&target, &packaging, &release)?;
    let dist = target.join("dist");
    sh::empty(&dist)?;
    let mut packages = Vec::new();
    let mut failures = Vec::new();
    for (kind, ending) in BUNDLES {
        let folder = built.join("bundle").join(kind);
        let made = busy::until_free(|| {
            sh::empty(&folder)?;
            let mut bundler = tauri(&target)?;
            signing.pass_to(&mut bundler);
            bundler
                .args(["bundle", "--ci", "--bundles", kind])
                .args(UNIVERSAL);
            if cfg!(windows) {
                // It would write the kind of package into the program, and so break its signature.
                bundler.arg("--no-binary-patching");
            }
            sh::run_and_keep_errors(bundler.arg("--config").arg(&config))
        });
        match made.and_then(|()| collect(&folder, ending, &dist, is_signed)) {
            Ok(package) => packages.push(package),
            Err(error) => failures.push(format!("{kind}: {error:#}")),
        }
    }
    for package in &packages {
        let size = fs::metadata(package)?.len();
        println!("{:>6.2} MB  {}", megabytes(size), package.display());
    }
    if !failures.is_empty() {
        bail!("not made: {}", failures.join("\n"));
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
        settings["bundle"]["resources"] = resources(&licences)?;
    }
    let file = packaging.join("settings.json");
    fs::write(&file, format!("{settings:#}\n"))?;
    Ok(file)
}

/// The licences, beside the program. Not as `licenseFile`: the installers would ask for agreement, in English.
fn resources(licences: &Path) -> Result<Value> {
    let own = sh::root().join("LICENSE");
    let (Some(own), Some(others)) = (own.to_str(), licences.to_str()) else {
        bail!("the name of the repository's or the target folder is not Unicode");
    };
    Ok(json!({ own: "LICENSE", others: licences::NAME }))
}

/// Copies the finished package to the folder of all packages.
fn collect(folder: &Path, ending: &str, dist: &Path, is_signed: bool) -> Result<PathBuf> {
    for entry in fs::read_dir(folder).context("nothing was made")? {
        let file = entry?;
        let name = file.file_name().to_string_lossy().into_owned();
        if name.ends_with(ending) {
            let kept = dist.join(package_name(&name, is_signed));
            fs::copy(file.path(), &kept)?;
            return Ok(kept);
        }
    }
    bail!("nothing that ends in {ending} was made");
}

/// Windows and macOS warn of an unsigned package, or refuse it, so the file's name says it beforehand.
fn package_name(name: &str, is_signed: bool) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    if !is_signed && ["dmg", "exe", "msi"].contains(&ending) {
        return format!("{stem}-unsigned.{ending}");
    }
    name.to_owned()
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
    fn an_unsigned_package_says_so_in_its_name_where_the_system_minds() {
        for (name, unsigned) in [
            ("a_0.1.0_universal.dmg", "a_0.1.0_universal-unsigned.dmg"),
            ("a_0.1.0_x64-setup.exe", "a_0.1.0_x64-setup-unsigned.exe"),
            ("a_0.1.0_x64_es-ES.msi", "a_0.1.0_x64_es-ES-unsigned.msi"),
            ("a_0.1.0_amd64.deb", "a_0.1.0_amd64.deb"),
            ("a-0.1.0-1.x86_64.rpm", "a-0.1.0-1.x86_64.rpm"),
        ] {
            assert_eq!(package_name(name, false), unsigned);
            assert_eq!(package_name(name, true), name);
        }
    }

    fn config() -> Value {
        let text = fs::read_to_string(sh::root().join("src-tauri/tauri.conf.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn no_installer_asks_for_agreement_to_the_licence() {
        assert_eq!(config()["bundle"].get("licenseFile"), None);
        let resources = resources(Path::new("licences.txt")).unwrap();
        let mut files = resources.as_object().unwrap().iter();
        let (file, place) = files.next().unwrap();
        assert!(Path::new(file).is_file() && place == "LICENSE");
        assert_eq!(files.next().unwrap().1, licences::NAME);
    }

    /// The words of Tauri's template that would be missing, or in English, without these files.
    #[test]
    fn the_installers_have_all_words_in_their_language() {
        let read = |name: &Value| {
            let file = sh::root().join("src-tauri").join(name.as_str().unwrap());
            fs::read_to_string(file).unwrap()
        };
        let windows = &config()["bundle"]["windows"];
        let words = |language: &str| -> Vec<String> {
            let text = read(&windows["nsis"]["customLanguageFiles"][language]);
            let code = format!("${{LANG_{}}}", language.to_uppercase());
            let strings = text
                .lines()
                .filter_map(|line| line.strip_prefix("LangString "));
            strings
                .map(|string| {
                    let (name, rest) = string.split_once(' ').unwrap();
                    assert!(rest.starts_with(&format!("{code} \"")), "{string}");
                    name.to_owned()
                })
                .collect()
        };
        for (language, document) in [
            ("SpanishInternational", "LEEME.md"),
            ("English", "README.md"),
        ] {
            let text = read(&windows["nsis"]["customLanguageFiles"][language]);
            let (_, label) = text.split_once("deleteAppData ").unwrap();
            let (label, _) = label.split_once('"').unwrap().1.split_once(" (").unwrap();
            let document = fs::read_to_string(sh::root().join(document)).unwrap();
            assert!(document.contains(&format!("*{label}*")), "{label}");
        }
        let spanish = words("SpanishInternational");
        assert_eq!(spanish.len(), 27);
        assert_eq!(words("English"), spanish);
        let msi = read(&windows["wix"]["language"]["es-ES"]["localePath"]);
        for id in [
            "LaunchApp",
            "DowngradeErrorMessage",
            "PathEnvVarFeature",
            "InstallAppFeature",
        ] {
            assert!(msi.contains(&format!("<String Id=\"{id}\">")), "{id}");
        }
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
