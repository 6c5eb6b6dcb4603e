//! A minimal Tauri app, built like Ficha: versions, features and profile come from the workspace's own
//! files, so that they cannot drift apart.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::sh;

const FILES: [(&str, &str); 4] = [
    ("src/main.rs", include_str!("bare/main.rs")),
    ("tauri.conf.json", include_str!("bare/tauri.conf.json")),
    ("ui/index.html", include_str!("bare/ui/index.html")),
    ("ui/main.js", include_str!("bare/ui/main.js")),
];

/// Writes the package under `target`, builds it, and returns the program.
pub(super) fn build(target: &Path) -> Result<PathBuf> {
    let package = target.join("bench-bare");
    let root = sh::root();
    let workspace = fs::read_to_string(root.join("Cargo.toml"))?;
    write(&package.join("Cargo.toml"), &manifest(&workspace)?)?;
    write(
        &package.join("build.rs"),
        "fn main() {\n    tauri_build::build();\n}\n",
    )?;
    for (path, text) in FILES {
        write(&package.join(path), text)?;
    }
    fs::create_dir_all(package.join("icons"))?;
    for icon in ["32x32.png", "icon.ico", "icon.png"] {
        fs::copy(
            root.join("icons").join(icon),
            package.join("icons").join(icon),
        )?;
    }
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock"))?;
    sh::run(
        sh::cargo()
            .current_dir(&package)
            .args(["build", "--release", "--features", "tauri/custom-protocol"])
            .env("CARGO_TARGET_DIR", target),
    )?;
    Ok(target.join("release").join(sh::program("bare")))
}

fn manifest(workspace: &str) -> Result<String> {
    let dependency = |name: &str| {
        workspace
            .lines()
            .find(|line| line.starts_with(&format!("{name} =")))
            .with_context(|| format!("Cargo.toml names no {name}"))
    };
    let (_, profile) = workspace
        .split_once("[profile.release]")
        .context("Cargo.toml has no release profile")?;
    let profile = profile.split("\n[").next().unwrap_or_default();
    Ok(format!(
        "[package]\nname = \"bare\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [build-dependencies]\n{}\n\n[dependencies]\n{}\n\n[profile.release]{profile}\n",
        dependency("tauri-build")?,
        dependency("tauri")?,
    ))
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bare_app_takes_tauri_and_the_profile_from_the_workspace() {
        let workspace = "tauri = { version = \"2\" }\ntauri-build = \"2\"\n\n\
                         [profile.release]\nlto = true\n\n[profile.dev]\ndebug = false\n";
        let manifest = manifest(workspace).unwrap();
        assert!(manifest.contains("[dependencies]\ntauri = { version = \"2\" }\n"));
        assert!(manifest.contains("[build-dependencies]\ntauri-build = \"2\"\n"));
        assert!(manifest.ends_with("[profile.release]\nlto = true\n\n"));
    }

    #[test]
    fn a_workspace_without_a_release_profile_is_refused() {
        assert!(manifest("tauri = \"2\"\ntauri-build = \"2\"\n").is_err());
    }
}
