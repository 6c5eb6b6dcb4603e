//! What the machine needs to build and test Ficha.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::sh;

/// What the machine is needed for. Each purpose includes building.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Build,
    Package,
    Test,
}

/// What Tauri calls both kinds of Mac together.
pub(crate) const UNIVERSAL_MAC: &str = "universal-apple-darwin";

const MACS: [&str; 2] = ["aarch64-apple-darwin", "x86_64-apple-darwin"];

const BUILD: [&str; 5] = [
    "build-essential",
    "libdbus-1-dev",
    "librsvg2-dev",
    "libwebkit2gtk-4.1-dev",
    "pkg-config",
];

// Chromium is the engine of Windows' web view. The fonts make the tour's pictures alike on every
// machine, and Cantarell is the one that GTK names unless a desktop says otherwise: where it is missing, WebKit searches
// for it in vain at each size and weight, which takes longer than all else a page does until it is painted.
const TEST: [&str; 12] = [
    "at-spi2-core",
    "chromium",
    "chromium-driver",
    "dbus-x11",
    "fonts-cantarell",
    "fonts-dejavu-core",
    "fonts-noto-color-emoji",
    "gnome-keyring",
    "imagemagick",
    "strace",
    "webkit2gtk-driver",
    "xvfb",
];

const ELSEWHERE: &str = "\
  Fedora: sudo dnf install @development-tools pkgconf webkit2gtk4.1-devel librsvg2-devel dbus-devel
          and to test: xorg-x11-server-Xvfb dbus-x11 gnome-keyring webkitgtk6.0-driver at-spi2-core ImageMagick strace chromium chromedriver nodejs
  Arch:   sudo pacman -S base-devel webkit2gtk-4.1 librsvg dbus
          and to test: xorg-server-xvfb gnome-keyring at-spi2-core imagemagick strace chromium nodejs npm";

/// Installs what is missing, or reports exactly what it is.
pub(crate) fn ensure(purpose: Purpose) -> Result<()> {
    match std::env::consts::OS {
        "linux" if is_debian() => {
            let has_chromedriver = sh::on_path("chromedriver").is_some();
            debian_packages(&wanted(purpose, has_node(), has_chromedriver))
        }
        "linux" => other_linux(purpose),
        "macos" => macos(purpose),
        _ => Ok(()),
    }
}

/// Node runs the page's tools; the app itself does not need it.
pub(crate) fn has_node() -> bool {
    sh::on_path("node").is_some() && sh::on_path("npm").is_some()
}

pub(crate) fn is_debian() -> bool {
    sh::on_path("dpkg-query").is_some() && sh::on_path("apt-get").is_some()
}

/// Installs the development tools of this folder's lock file.
pub(crate) fn npm_ci(folder: &str) -> Result<()> {
    let folder = sh::root().join(folder);
    let written = |file: &str| folder.join(file).metadata()?.modified();
    // npm writes the former last, once everything is installed.
    if let Ok(installed) = written("node_modules/.package-lock.json")
        && written("package-lock.json").is_ok_and(|wanted| wanted < installed)
    {
        return Ok(());
    }
    if !has_node() {
        bail!(
            "Node is missing. Ficha itself does not need it; its tests and its packaging do: \
             https://nodejs.org (18.18 or later)"
        );
    }
    let npm = sh::on_path("npm").unwrap_or_else(|| "npm".into());
    sh::run(sh::at_root(npm).current_dir(folder).arg("ci"))
}

/// Installs those of these Debian packages that are missing.
pub(crate) fn debian_packages(wanted: &[&str]) -> Result<()> {
    let mut query = sh::at_root("dpkg-query");
    query
        .args(["--show", "--showformat=${Package} ${db:Status-Status}\n"])
        .args(wanted);
    // dpkg-query fails if it does not know one of them, but still prints the others.
    let known = query.output().context("could not start dpkg-query")?;
    let missing = missing(wanted, &String::from_utf8_lossy(&known.stdout));
    if missing.is_empty() {
        return Ok(());
    }
    const INSTALL: &str = "apt-get update --quiet && \
        apt-get install --yes --quiet --no-install-recommends \"$@\"";
    let list = missing.join(" ");
    eprintln!("Installing what is missing: {list}");
    let mut shell =
        as_root("env").with_context(|| format!("these packages are missing:\n  {list}"))?;
    // Two steps may run side by side, and apt waits for nobody.
    const IN_TURN: [&str; 3] = [
        "DEBIAN_FRONTEND=noninteractive",
        "flock",
        "/run/lock/ficha-setup",
    ];
    shell.args(IN_TURN).args(["sh", "-c", INSTALL, "sh"]);
    sh::run(shell.args(&missing))
}

/// A command as root, through sudo if necessary.
pub(crate) fn as_root(program: &str) -> Result<Command> {
    if sh::output(sh::at_root("id").arg("-u"))?.trim() == "0" {
        return Ok(sh::at_root(program));
    }
    if sh::on_path("sudo").is_none() {
        bail!("this needs root, and there is no sudo");
    }
    let mut command = sh::at_root("sudo");
    command.arg(program);
    Ok(command)
}

fn wanted(purpose: Purpose, has_node: bool, has_chromedriver: bool) -> Vec<&'static str> {
    let mut packages = BUILD.to_vec();
    if purpose == Purpose::Test {
        packages.extend(TEST);
        // Ubuntu has neither as a package; GitHub's machines have Chrome and its driver.
        if has_chromedriver {
            packages.retain(|package| !package.starts_with("chromium"));
        }
    }
    if purpose != Purpose::Build && !has_node {
        packages.extend(["nodejs", "npm"]);
    }
    packages
}

fn missing<'a>(wanted: &[&'a str], known: &str) -> Vec<&'a str> {
    let installed = |package: &str| {
        known
            .lines()
            .any(|line| line == format!("{package} installed"))
    };
    let missing = wanted.iter().filter(|package| !installed(package));
    missing.copied().collect()
}

fn other_linux(purpose: Purpose) -> Result<()> {
    let mut lacking: Vec<&str> = ["webkit2gtk-4.1", "librsvg-2.0", "dbus-1"]
        .into_iter()
        .filter(|library| !sh::succeeds(sh::at_root("pkg-config").args(["--exists", library])))
        .collect();
    let programs: &[&str] = match purpose {
        Purpose::Build => &[],
        Purpose::Package => &["node", "npm"],
        Purpose::Test => &[
            "Xvfb",
            "WebKitWebDriver",
            "chromedriver",
            "dbus-run-session",
            "gnome-keyring-daemon",
            "import",
            "node",
            "npm",
        ],
    };
    let absent = programs
        .iter()
        .filter(|program| sh::on_path(program).is_none());
    lacking.extend(absent);
    if lacking.is_empty() {
        return Ok(());
    }
    bail!("this machine lacks: {}\n{ELSEWHERE}", lacking.join(", "));
}

fn macos(purpose: Purpose) -> Result<()> {
    if !sh::succeeds(sh::at_root("xcode-select").arg("--print-path")) {
        bail!("Apple's command line tools are missing. Install them with: xcode-select --install");
    }
    if purpose == Purpose::Package && !MACS.iter().all(|target| rustup_has(target)) {
        bail!(
            "the package is for both kinds of Mac. Install what is missing with: rustup target add {}",
            MACS.join(" ")
        );
    }
    Ok(())
}

/// Whether rustup has the standard library for the target.
pub(crate) fn rustup_has(target: &str) -> bool {
    let mut rustup = sh::at_root("rustup");
    rustup.args(["target", "list", "--installed"]);
    rustup.output().is_ok_and(|list| {
        String::from_utf8_lossy(&list.stdout)
            .lines()
            .any(|line| line == target)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_that_was_removed_or_is_unknown_is_missing() {
        let known = "xvfb installed\ngnome-keyring config-files\n";
        assert_eq!(
            missing(&["xvfb", "gnome-keyring", "dbus-x11"], known),
            ["gnome-keyring", "dbus-x11"]
        );
    }

    #[test]
    fn a_name_with_the_same_start_does_not_count() {
        assert_eq!(missing(&["xvfb"], "xvfb-run installed\n"), ["xvfb"]);
    }

    #[test]
    fn node_is_installed_only_where_it_is_needed_and_there_is_none() {
        let asks = |purpose, has_node| wanted(purpose, has_node, false).contains(&"nodejs");
        assert!(asks(Purpose::Test, false) && asks(Purpose::Package, false));
        assert!(!asks(Purpose::Test, true) && !asks(Purpose::Build, false));
    }

    #[test]
    fn chromium_is_installed_where_there_is_no_driver_of_another() {
        let asks = |has_driver| wanted(Purpose::Test, true, has_driver).contains(&"chromium");
        assert!(asks(false) && !asks(true));
    }
}
