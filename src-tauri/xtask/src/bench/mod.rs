//! Builds what is measured, runs `tests/benches/figures`, and reports.

mod bare;
mod figure;
mod rivals;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{dist, setup, sh};
use figure::Figure;

const PARTS: [&str; 8] = [
    "start", "commands", "families", "presses", "roster", "journal", "sheets", "runs",
];

/// All figures, or those of some parts.
pub(crate) fn bench(parts: &[&str]) -> Result<()> {
    if let Some(unknown) = parts.iter().find(|part| !PARTS.contains(part)) {
        bail!("{unknown} is no part of the bench: {}", PARTS.join(", "));
    }
    if !cfg!(target_os = "linux") {
        bail!("the bench needs Linux: it measures windows under Xvfb");
    }
    setup::ensure(setup::Purpose::Test)?;
    if setup::is_debian() {
        setup::debian_packages(&["curl"])?;
    }
    let target = sh::target_dir()?;
    let folder = target.join("bench");
    fs::create_dir_all(&folder)?;
    let driven = driven(&target, &folder.join("ficha-automation"))?;
    // Measures what users install.
    let packages = dist::make()?;
    let deb = dist::deb(&packages)?;
    let installed = dist::unpack(deb)?;
    let ficha = installed.join("usr/bin/ficha");
    let bare = bare::build(&target)?;
    let measured = folder.join("figures.json");
    let mut figures = sh::cargo();
    figures
        .args(["bench", "--package=ficha-tests", "--bench=figures", "--"])
        .args([&measured, &ficha, &bare])
        .args(parts)
        .env("FICHA_BIN", &driven);
    if parts.is_empty() || parts.contains(&"runs") {
        figures.envs(rivals::ready(&target)?);
    }
    sh::run(&mut figures)?;
    let mut figures = read(&measured)?;
    for (name, path) in [
        ("size", ficha.as_path()),
        ("deb", deb),
        ("installed", &installed),
    ] {
        figures.push(Figure::size(name, bytes(path)?));
    }
    report(&figures, &target.join("bench.json"))
}

/// A release build that a WebDriver can drive, copied because the released one overwrites it.
fn driven(target: &Path, kept: &Path) -> Result<PathBuf> {
    const FEATURES: &str = "--features=automation,tauri/custom-protocol";
    sh::run(sh::cargo().args(["build", "--release", "--package=ficha", FEATURES]))?;
    let built = target.join("release/ficha");
    fs::copy(&built, kept).with_context(|| format!("{} was not built", built.display()))?;
    Ok(kept.to_owned())
}

fn read(measured: &Path) -> Result<Vec<Figure>> {
    let text = fs::read_to_string(measured).context("the bench wrote no figures")?;
    serde_json::from_str(&text).context("a figure is incomplete")
}

/// Of a file, or of all files in a folder.
fn bytes(path: &Path) -> Result<u64> {
    if !path.is_dir() {
        return Ok(fs::symlink_metadata(path)?.len());
    }
    let mut sum = 0;
    for entry in fs::read_dir(path)? {
        sum += bytes(&entry?.path())?;
    }
    Ok(sum)
}

fn report(figures: &[Figure], file: &Path) -> Result<()> {
    println!(
        "\n{:<14} {:>9} {:<4} {:>9} {:>6}  limit",
        "", "value", "", "baseline", "ratio"
    );
    for figure in figures {
        println!("{}", figure.row());
    }
    let list = Value::Array(figures.iter().map(Figure::json).collect());
    fs::write(file, format!("{list:#}\n"))?;
    println!("\n{}", file.display());
    let over: Vec<&str> = figures
        .iter()
        .filter(|figure| !figure.within())
        .map(|figure| figure.name.as_str())
        .collect();
    if over.is_empty() {
        return Ok(());
    }
    bail!("over the limit: {}", over.join(", "));
}
