//! What Debian's and Fedora's packages need beyond what Tauri makes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::{Release, filled, licences, rpm};
use crate::{notes, setup, sh};

const METAINFO: &str = "mx.ficha.escritorio.metainfo.xml";

/// Debian requires an address. Neither of these receives mail: GitHub reserves the first for the owner of
/// the repository, and nobody can ever own the second (RFC 2606).
pub(super) fn maintainer(release: &Release) -> String {
    match release.owner() {
        Some(owner) => format!("Ficha contributors <{owner}@users.noreply.github.com>"),
        None => "Ficha contributors <nobody@ficha.invalid>".to_owned(),
    }
}

/// The files that desktops expect, and the documents that Debian requires.
pub(super) fn settings(folder: &Path, release: &Release, texts: &Path) -> Result<Value> {
    let date = utc(release.time, "%Y-%m-%d")?;
    let page = release.page().unwrap_or_default();
    let pictures = format!("{page}/raw/v{}/.github/pictures", release.version);
    let more = [("@DATE@", date.as_str()), ("@PICTURES@", &pictures)];
    let make = |name: &str| -> Result<PathBuf> {
        let file = folder.join(name);
        fs::write(&file, filled(&format!("linux/{name}"), release, &more)?)?;
        Ok(file)
    };
    let metainfo = make(METAINFO)?;
    let copyright = make("copyright")?;
    let manual = zipped(&make("ficha.1")?)?;
    let changelog_file = folder.join("changelog");
    fs::write(&changelog_file, changelog(release, folder)?)?;
    let changelog = zipped(&changelog_file)?;
    let desktop = sh::root().join("src-tauri/packaging/linux/ficha.desktop");
    let metainfo_place = format!("/usr/share/metainfo/{METAINFO}");
    let manual_place = "/usr/share/man/man1/ficha.1.gz";
    Ok(json!({
        "deb": {
            "desktopTemplate": desktop,
            "files": {
                &metainfo_place: metainfo,
                manual_place: manual,
                licences::PLACE: texts,
                "/usr/share/doc/ficha/copyright": copyright,
                "/usr/share/doc/ficha/changelog.gz": changelog,
            },
        },
        "rpm": {
            "desktopTemplate": desktop,
            "files": {
                &metainfo_place: metainfo,
                manual_place: manual,
                licences::PLACE: texts,
                "/usr/share/licenses/ficha/LICENSE": sh::root().join("LICENSE"),
            },
        },
    }))
}

/// Without name and time inside, so that the build is reproducible.
fn zipped(file: &Path) -> Result<PathBuf> {
    sh::run(
        sh::at_root("gzip")
            .args(["--force", "--best", "--no-name"])
            .arg(file),
    )?;
    Ok(PathBuf::from(format!("{}.gz", file.display())))
}

/// The packages of the program's libraries, with their minimum versions.
pub(super) fn depends(program: &Path, folder: &Path) -> Result<Vec<String>> {
    fs::create_dir_all(folder.join("debian"))?;
    fs::write(
        folder.join("debian/control"),
        "Source: ficha\n\nPackage: ficha\nArchitecture: any\n",
    )?;
    let said = sh::output(
        sh::at_root("dpkg-shlibdeps")
            .current_dir(folder)
            .args(["-O", "--warnings=0", "-e"])
            .arg(program),
    )?;
    let list = said
        .trim()
        .strip_prefix("shlibs:Depends=")
        .context("dpkg-shlibdeps names no package")?;
    Ok(list.split(", ").map(str::to_owned).collect())
}

/// In Debian's format: one entry, for the version that is packaged.
fn changelog(release: &Release, folder: &Path) -> Result<String> {
    let section = notes::upcoming(&release.version)?;
    let items = folder.join("changelog.items");
    fs::write(&items, indented(&section))?;
    // Debian's tools warn about longer lines.
    let items = sh::output(
        sh::at_root("fmt")
            .args(["--tagged-paragraph", "--width=80"])
            .arg(items),
    )?;
    let date = utc(release.time, "%a, %d %b %Y %H:%M:%S +0000")?;
    Ok(format!(
        "ficha ({}) unstable; urgency=medium\n\n{items}\n -- {}  {date}\n",
        release.version,
        maintainer(release)
    ))
}

/// The points of a list, indented as in Debian's changelog.
fn indented(section: &str) -> String {
    let lines = section
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let line = |line: &str| match line.strip_prefix("- ") {
        Some(point) => format!("  * {point}\n"),
        None => format!("    {line}\n"),
    };
    lines.map(line).collect()
}

fn utc(time: i64, format: &str) -> Result<String> {
    let date = sh::output(sh::at_root("date").env("LC_ALL", "C").args([
        "--utc",
        &format!("--date=@{time}"),
        &format!("+{format}"),
    ]))?;
    Ok(date.trim().to_owned())
}

/// Checks the packages against Debian's and the desktops' rules; errors fail, warnings are shown.
pub(super) fn lint(packages: &[PathBuf]) -> Result<()> {
    if !setup::is_debian() {
        println!("Not linted: that needs Debian's lintian, appstreamcli and desktop-file-validate");
        return Ok(());
    }
    setup::debian_packages(&["appstream", "desktop-file-utils", "lintian"])?;
    let deb = deb(packages)?;
    let unpacked = unpack(deb)?;
    let share = unpacked.join("usr/share");
    sh::run(sh::at_root("desktop-file-validate").arg(share.join("applications/Ficha.desktop")))?;
    let metainfo = with_a_homepage(&share.join("metainfo").join(METAINFO))?;
    sh::run(
        sh::at_root("appstreamcli")
            .args(["validate", "--no-net", "--explain"])
            .arg(metainfo),
    )?;
    rpm::inspect(of_kind(packages, "rpm")?, &unpacked)?;
    sh::run(
        sh::at_root("lintian")
            .args(["--allow-root", "--fail-on=error", "--tag-display-limit=0"])
            .arg(deb),
    )
}

/// AppStream 1 warns if there is no homepage, which a build without a repository cannot have, and 0.16
/// cannot suppress that. So a copy with a homepage is validated instead.
fn with_a_homepage(metainfo: &Path) -> Result<PathBuf> {
    const HOMEPAGE: &str = "<url type=\"homepage\">";
    let text = fs::read_to_string(metainfo)?;
    if text.contains(HOMEPAGE) {
        return Ok(metainfo.to_owned());
    }
    let folder = sh::target_dir()?.join("packaging/validated");
    fs::create_dir_all(&folder)?;
    let copy = folder.join(METAINFO);
    let homepage = format!("{HOMEPAGE}https://example.org/</url>\n</component>");
    fs::write(&copy, text.replace("</component>", &homepage))?;
    Ok(copy)
}

/// Extracts a .deb and returns the folder.
pub(crate) fn unpack(deb: &Path) -> Result<PathBuf> {
    let unpacked = sh::target_dir()?.join("packaging/unpacked");
    sh::empty(&unpacked)?;
    sh::run(
        sh::at_root("dpkg-deb")
            .arg("--extract")
            .args([deb, &unpacked]),
    )?;
    Ok(unpacked)
}

pub(crate) fn deb(packages: &[PathBuf]) -> Result<&PathBuf> {
    of_kind(packages, "deb")
}

fn of_kind<'a>(packages: &'a [PathBuf], kind: &str) -> Result<&'a PathBuf> {
    let mut found = packages
        .iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == kind));
    let package = found
        .next()
        .with_context(|| format!("no .{kind} was made"))?;
    if found.next().is_some() {
        bail!("more than one .{kind} was made");
    }
    Ok(package)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_point_is_one_and_its_further_lines_are_indented() {
        let section = "- First:\n  goes on.\n\n- Second.\n";
        let expected = "  * First:\n    goes on.\n  * Second.\n";
        assert_eq!(indented(section), expected);
    }
}
