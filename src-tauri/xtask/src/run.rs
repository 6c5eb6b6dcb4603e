use anyhow::{Result, bail};

use crate::{setup, sh};

pub(crate) fn run(args: &[&str]) -> Result<()> {
    setup::ensure(setup::Purpose::Build)?;
    let display = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !display("DISPLAY") && !display("WAYLAND_DISPLAY") {
        bail!(
            "there is no display here, so no window can open.\n\
             `cargo xtask tour` drives the window on a display of its own and leaves the pictures in target/tour."
        );
    }
    sh::run(sh::cargo().args(arguments(args)))
}

/// `more` goes to cargo, as in `cargo xtask run --release`.
fn arguments<'a>(more: &[&'a str]) -> Vec<&'a str> {
    const RUN: [&str; 5] = [
        "run",
        "--package",
        "ficha",
        "--features",
        "tauri/custom-protocol",
    ];
    [&RUN, more, &["--", "--practice"]].concat()
}

#[cfg(test)]
mod tests {
    use super::arguments;

    #[test]
    fn it_opens_in_practice_whatever_was_used_last() {
        let arguments = arguments(&["--release"]);
        let own = arguments.iter().position(|argument| *argument == "--");
        let own = own.map(|at| &arguments[at + 1..]);
        assert_eq!(own, Some(&["--practice"][..]));
        assert!(arguments.starts_with(&["run"]) && arguments.contains(&"--release"));
    }
}
