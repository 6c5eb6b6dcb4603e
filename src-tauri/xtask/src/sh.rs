//! Runs other programs: announced, from the repository's root, with readable errors.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use anyhow::{Context, Result, anyhow, bail};

use crate::signing;

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        here.ancestors().nth(2).map(Path::to_owned).unwrap_or(here)
    });
    &ROOT
}

/// cargo's target directory, from `CARGO_TARGET_DIR` or the user's configuration.
pub(crate) fn target_dir() -> Result<PathBuf> {
    let metadata = metadata()?;
    let dir = metadata["target_directory"]
        .as_str()
        .context("cargo metadata names no target directory")?;
    Ok(PathBuf::from(dir))
}

/// `cargo metadata` of the workspace's own packages.
pub(crate) fn metadata() -> Result<serde_json::Value> {
    let text = output(cargo().args(["metadata", "--no-deps", "--format-version=1"]))?;
    serde_json::from_str(&text).context("cargo metadata is not JSON")
}

/// The cargo that runs this program, without the variables it set for this package: some build scripts
/// watch them and would rebuild needlessly.
pub(crate) fn cargo() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = at_root(cargo);
    for (name, _) in std::env::vars_os() {
        let own = [
            "CARGO_PKG_",
            "CARGO_MANIFEST_",
            "CARGO_BIN_",
            "CARGO_CRATE_",
        ];
        let text = name.to_string_lossy();
        if own.iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command
}

pub(crate) fn at_root(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    signing::keep_from(&mut command);
    command
}

/// Runs a command and shows its output.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = show(command);
    eprintln!("$ {shown}");
    let status = command
        .status()
        .with_context(|| format!("could not start `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// A command that failed, and what it printed to its standard error.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) errors: String,
    cause: anyhow::Error,
}

impl Failure {
    #[cfg(test)]
    pub(crate) fn new(cause: &'static str, errors: &str) -> Self {
        let errors = errors.to_owned();
        let cause = anyhow::Error::msg(cause);
        Self { errors, cause }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(cause: anyhow::Error) -> Self {
        let errors = String::new();
        Self { errors, cause }
    }
}

impl From<Failure> for anyhow::Error {
    fn from(failure: Failure) -> Self {
        failure.cause
    }
}

/// Runs a command, shows its output, and keeps its errors should it fail.
pub(crate) fn run_and_keep_errors(command: &mut Command) -> Result<(), Failure> {
    let shown = show(command);
    eprintln!("$ {shown}");
    let start = || format!("could not start `{shown}`");
    let mut child = command.stderr(Stdio::piped()).spawn().with_context(start)?;
    let mut errors = String::new();
    for line in child.stderr.take().into_iter().flat_map(|stderr| {
        // What is not text is shown as far as it is.
        BufReader::new(stderr).split(b'\n').map_while(Result::ok)
    }) {
        let line = String::from_utf8_lossy(&line);
        eprintln!("{line}");
        errors += &line;
        errors.push('\n');
    }
    let status = child.wait().with_context(start)?;
    if status.success() {
        return Ok(());
    }
    let cause = anyhow!("`{shown}` failed ({status})");
    Err(Failure { errors, cause })
}

/// Runs a command and returns its standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let shown = show(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("could not start `{shown}`"))?;
    if !output.status.success() {
        bail!("`{shown}` failed ({})", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{shown}` printed no text"))
}

/// Whether the command succeeds; its output is hidden.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// A program's file name on this system.
pub(crate) fn program(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

/// Creates the folder, or empties it.
pub(crate) fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))
}

/// The program's file, if it is on the PATH.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) {
        &[".exe", ".cmd"]
    } else {
        &[""]
    };
    std::env::split_paths(&std::env::var_os("PATH")?).find_map(|folder| {
        let files = endings
            .iter()
            .map(|ending| folder.join(format!("{program}{ending}")));
        files.into_iter().find(|file| file.is_file())
    })
}

fn show(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    let shown: Vec<_> = words
        .map(OsStr::to_string_lossy)
        .map(|word| {
            if word.contains('\n') {
                "…".into()
            } else {
                word
            }
        })
        .collect();
    shown.join(" ")
}
