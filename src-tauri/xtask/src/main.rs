//! The project's own commands. `cargo xtask` alone lists them.

mod bench;
mod check;
mod dist;
mod notes;
mod release;
mod run;
mod setup;
mod sh;
mod signing;
mod test;
mod tour;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  run     Open Ficha in practice mode: 300 made-up families, no key needed
  test    Run every test: unit, contract, keychain and window  [filter]
  tour    Drive the real window through the main job and save screenshots in target/tour
            --update-readme   copy the README's pictures to .github/pictures
  bench   Measure start, memory, update, find, sheets, runs and size; writes target/bench.json
            [start] [commands] [families] [presses] [roster] [journal] [sheets] [runs]  only these
  dist    Make this system's packages in target/dist (.deb and .rpm, .exe and .msi, or .dmg)
            --install-test    install, use and remove the .deb in a fresh Debian (as root)
                              [a release's .deb: in the system that releases are built in]
            --build           only what runs third-party code; needs no signing secrets
            --bundle          only the packages, from what --build built
  check   Everything short of the tests, or only the named checks  [name…]
            --list            list the checks
            --target windows  type-check everything for Windows from here
              --release       build the app as it ships, and print its size
              --tests         run the tests of the windowless crates under Wine
            --target macos    type-check the app for macOS from here
  notes   Print this version's section of CHANGELOG.md  [v1.2.3, which must be this version]
  release The steps of a release that need no person; RELEASE.md describes the others
            prepare 1.2.3     commit the version
            tag               tag it, once CI and a dry run have passed
            verify            download the draft and check its files
  signpath  Print whether the environment has what SignPath needs, as release.yml asks
  setup   Only install what building and testing need

Each command first installs what it needs (Debian, Ubuntu) or lists what is missing (elsewhere).";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args.as_slice() {
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        ["run", rest @ ..] => run::run(rest),
        ["test", rest @ ..] => test::test(rest),
        ["tour", rest @ ..] => tour::tour(rest),
        ["bench", rest @ ..] => bench::bench(rest),
        ["dist", rest @ ..] => dist::dist(rest),
        ["check", rest @ ..] => check::check(rest),
        ["notes", rest @ ..] => notes::notes(rest),
        ["release", rest @ ..] => release::release(rest),
        ["signpath"] => signing::signpath(),
        ["setup"] => setup::ensure(setup::Purpose::Test),
        [unknown, ..] => Err(anyhow::anyhow!("there is no command `{unknown}`\n\n{HELP}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
