//! The other two systems, from Linux and without a warning: everything is type-checked for both, and what needs no
//! window is tested for Windows under Wine.
//!
//! Uses rustup's target if it is installed. Otherwise, on Debian, the compiler that Debian maintains for
//! its browsers builds the target's standard library from source.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::installer;
use crate::{setup, sh, test};

const WINDOWS: &str = "x86_64-pc-windows-gnu";
const MACOS: &str = "aarch64-apple-darwin";

pub(super) fn check(target: &str, how: &[&str]) -> Result<()> {
    match (target, how) {
        ("windows", ["--release"]) => windows_release(),
        ("windows", ["--tests"]) => windows_tests(),
        ("windows", []) => windows(),
        ("macos", []) => macos(),
        ("windows" | "macos", _) => bail!("only windows takes --release or --tests"),
        _ => bail!("the targets are windows and macos, not {target}"),
    }
}

/// All of the workspace, tests included.
fn windows() -> Result<()> {
    let all = ["check", "--all-targets", "--target", WINDOWS];
    sh::run(windows_cargo()?.args(all).args(test::ALL))
}

/// Builds the program as it ships for Windows, and prints its size.
fn windows_release() -> Result<()> {
    const APP: [&str; 2] = ["--package=ficha", "--features=tauri/custom-protocol"];
    let how = ["build", "--release", "--target", WINDOWS];
    sh::run(windows_cargo()?.args(how).args(APP))?;
    let program = windows_folder("release")?.join("ficha.exe");
    let bytes = std::fs::metadata(&program)?.len();
    println!("{} bytes  {}", bytes, program.display());
    Ok(())
}

fn windows_folder(profile: &str) -> Result<PathBuf> {
    let target = sh::target_dir()?.join(format!("cross-{WINDOWS}"));
    Ok(target.join(WINDOWS).join(profile))
}

/// Runs the tests of the windowless crates under Wine, with its sockets, files and credential store.
fn windows_tests() -> Result<()> {
    let mut cargo = windows_cargo()?;
    setup::debian_packages(&["wine", "wine64"])?;
    let libraries = windows_folder("libraries")?;
    std::fs::create_dir_all(&libraries)?;
    prng(&libraries)?;
    let prefix = sh::target_dir()?.join("wine");
    installer::an_upgrade_keeps_the_users_data(&prefix)?;
    cargo
        .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine")
        .env("WINEPREFIX", &prefix)
        .env("WINEPATH", format!("Z:{}", libraries.display()))
        .env("WINEDEBUG", "-all")
        .args(["test", "--no-fail-fast", "--target", WINDOWS]);
    for package in [
        "quentli", "practice", "keychain", "record", "desk", "journal",
    ] {
        cargo.args(["--package", package]);
    }
    // A TLS client needs the system's trusted certificates, and Wine has none.
    sh::run(cargo.args([
        "--tests",
        "--",
        "--skip=connecting::",
        "--skip=diagnosing::each_leg",
        "--skip=diagnosing::the_leg_that_fails",
        "--skip=probing::a_proxy_and_what_it_shows",
        "--skip=probing::the_certificates_issuer",
        "--skip=secrets::no_failure_to_connect",
        "--skip=export::tests",
        "--skip=runs::tests",
        "--skip=session::tests",
        "--skip=sheet::tests",
        "--skip=updates::tests",
        "--skip=drafts::tests",
        "--skip=search::tests",
    ]))
}

/// Rust gets random numbers from a Windows library that Debian's Wine lacks; this one uses the older
/// function.
fn prng(folder: &Path) -> Result<()> {
    const SOURCE: &str = "#include <windows.h>\n\
        BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);\n\
        __declspec(dllexport) BOOL ProcessPrng(PBYTE to, SIZE_T length) {\n\
          return SystemFunction036(to, (ULONG)length);\n\
        }\n";
    let source = folder.join("bcryptprimitives.c");
    std::fs::write(&source, SOURCE)?;
    sh::run(
        sh::at_root("x86_64-w64-mingw32-gcc")
            .args(["-shared", "-O1", "-o"])
            .arg(folder.join("bcryptprimitives.dll"))
            .arg(&source)
            .arg("-ladvapi32"),
    )
}

fn windows_cargo() -> Result<Command> {
    if setup::is_debian() {
        setup::debian_packages(&["gcc-mingw-w64-x86-64"])?;
    }
    let mut cargo = cargo_for(WINDOWS)?;
    cargo
        .env(
            "CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER",
            "x86_64-w64-mingw32-gcc",
        )
        .env("CC_x86_64_pc_windows_gnu", "x86_64-w64-mingw32-gcc")
        .env("AR_x86_64_pc_windows_gnu", "x86_64-w64-mingw32-ar");
    Ok(cargo)
}

fn macos() -> Result<()> {
    let compiler = sh::root().join("src-tauri/xtask/macos-cc.sh");
    let mut check = cargo_for(MACOS)?;
    check
        .env("CC_aarch64_apple_darwin", compiler)
        .env("AR_aarch64_apple_darwin", "ar");
    sh::run(check.args(["check", "--workspace", "--all-targets", "--target", MACOS]))
}

/// A cargo that can compile for the target, with its own target directory: sharing one between two
/// compilers would make each rebuild.
fn cargo_for(target: &str) -> Result<Command> {
    let mut cargo = sh::cargo();
    cargo.env(
        "CARGO_TARGET_DIR",
        sh::target_dir()?.join(format!("cross-{target}")),
    );
    cargo.env("RUSTFLAGS", "-D warnings");
    if setup::rustup_has(target) {
        return Ok(cargo);
    }
    if !setup::is_debian() {
        bail!(
            "the standard library for {target} is missing. Install it with: rustup target add {target}"
        );
    }
    setup::debian_packages(&["rustc-web", "rust-web-src"])?;
    cargo
        .env("RUSTC", "/usr/bin/rustc")
        // Only for `-Z build-std`, and only in these checks.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "false");
    Ok(cargo)
}
