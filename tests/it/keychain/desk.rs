//! A separate process that uses the keychain: its environment decides which bus it finds.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests are no tests to clippy"
)]

use std::io::{BufRead as _, BufReader, Write as _, stdin};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};

use ficha_tests::{process::Group, session::SessionBus};
use keychain::{Error, Keychain, Secret};

const SERVICE: &str = "mx.ficha.test";
const MARK: &str = "answer: ";

/// This test binary, run again to execute one command per line.
pub(super) struct Desk {
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
    _process: Group,
}

impl Desk {
    pub(super) fn start(bus: &SessionBus) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args([
                "--exact",
                "keychain::desk::obey",
                "--ignored",
                "--nocapture",
            ])
            .envs(bus.env())
            .env_remove("DISPLAY")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut process = Group::spawn(&mut command).unwrap();
        Self {
            commands: process.child().stdin.take().unwrap(),
            answers: BufReader::new(process.child().stdout.take().unwrap()),
            _process: process,
        }
    }

    pub(super) fn ask(&mut self, command: &str) -> String {
        self.send(command);
        self.answer()
    }

    pub(super) fn send(&mut self, command: &str) {
        writeln!(self.commands, "{command}").unwrap();
    }

    pub(super) fn answer(&mut self) -> String {
        loop {
            let mut line = String::new();
            let read = self.answers.read_line(&mut line).unwrap();
            assert_ne!(read, 0, "the desk's process ended");
            // The test harness prints its own text before the first answer, on the same line.
            if let Some((_, answer)) = line.trim_end().split_once(MARK) {
                return answer.to_owned();
            }
        }
    }
}

#[test]
#[ignore = "no test: the other side of Desk, started by it"]
fn obey() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let keychain = Keychain::open(SERVICE);
    for line in stdin().lines() {
        let line = line.unwrap();
        let words: Vec<&str> = line.split(' ').collect();
        println!("{MARK}{}", runtime.block_on(carry_out(&keychain, &words)));
    }
}

async fn carry_out(keychain: &Keychain, words: &[&str]) -> String {
    match *words {
        ["state"] => keychain.state().await.code().into(),
        ["get", name] => secret(keychain.get(name).await),
        ["repair", name] => secret(keychain.repair(name).await),
        ["set", name, text] => done(keychain.set(name, Secret::new(text)).await),
        ["delete", name] => done(keychain.delete(name).await),
        ["duplicate", name, text] => duplicate(name, text),
        _ => panic!("no such command: {words:?}"),
    }
}

fn secret(result: Result<Option<Secret>, Error>) -> String {
    match result {
        Ok(Some(secret)) => format!("some {}", secret.expose()),
        Ok(None) => "none".into(),
        Err(error) => refused(error),
    }
}

fn done(result: Result<(), Error>) -> String {
    result.map_or_else(refused, |()| "done".into())
}

fn refused(error: Error) -> String {
    match error {
        Error::Unusable(state) => state.code().into(),
        other => other.to_string(),
    }
}

/// An extra attribute makes it another entry, which a search without that attribute also finds.
fn duplicate(name: &str, text: &str) -> String {
    let store = dbus_secret_service_keyring_store::Store::new().unwrap();
    let store: &keychain::CredentialStore = &*store;
    let more = [("target", "default")].into_iter().collect();
    let entry = store.build(SERVICE, name, Some(&more)).unwrap();
    entry.set_password(text).unwrap();
    "done".into()
}
