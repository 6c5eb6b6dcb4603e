use std::{
    fs,
    io::{BufRead as _, BufReader, ErrorKind, Write as _},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

use crate::process::Group;

/// What a desktop session may offer to programs that store secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Situation {
    /// No session bus, as over a bare SSH login.
    NoBus,
    /// A bus without a keychain.
    NoProvider,
    /// gnome-keyring at its very first start, without a default collection.
    NoCollection,
    /// gnome-keyring with a locked login keyring and no program that could ask for its password.
    Locked,
    /// gnome-keyring with an open login keyring.
    Unlocked,
}

/// Must not be empty: with an empty password gnome-keyring stores its file unencrypted.
const PASSWORD: &str = "made-up-password";

/// No service folders: nothing is activated on this bus, whatever the machine has installed.
const CONFIG: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=BUS</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A desktop session for one test: a private bus, a keychain, and the folders of both.
#[derive(Debug)]
pub struct SessionBus {
    // Dropped in this order: the keychain before its bus, both before their files.
    keyring: Option<Group>,
    bus: Option<Group>,
    address: String,
    folder: TempDir,
}

impl SessionBus {
    /// Starts a session and waits until it is what `situation` says.
    ///
    /// # Panics
    /// When a program is missing (the message names its package) or does not start.
    pub fn start(situation: Situation) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the session");
        for name in ["home", "data", "run"] {
            fs::DirBuilder::new()
                .mode(0o700)
                .create(folder.path().join(name))
                .expect("a fresh folder takes folders");
        }
        let mut session = Self {
            keyring: None,
            bus: None,
            // Never unset: libdbus would then look for a bus by itself.
            address: format!("unix:path={}", folder.path().join("no-bus").display()),
            folder,
        };
        if situation != Situation::NoBus {
            session.start_bus();
        }
        match situation {
            Situation::NoBus | Situation::NoProvider => {}
            Situation::NoCollection => session.start_keyring(None),
            Situation::Locked => {
                session.unlock();
                session.lock();
            }
            Situation::Unlocked => session.unlock(),
        }
        session
    }

    /// The variables that put a program into this session.
    pub fn env(&self) -> Vec<(String, String)> {
        let path = |name: &str| self.path(name).display().to_string();
        vec![
            ("DBUS_SESSION_BUS_ADDRESS".into(), self.address.clone()),
            ("HOME".into(), path("home")),
            ("XDG_DATA_HOME".into(), path("data")),
            ("XDG_RUNTIME_DIR".into(), path("run")),
        ]
    }

    /// The bus's address, which leads nowhere in [`Situation::NoBus`].
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where gnome-keyring keeps its files.
    pub fn keyrings(&self) -> PathBuf {
        self.path("data").join("keyrings")
    }

    /// Restarts gnome-keyring, as after logging in without a password.
    pub fn lock(&mut self) {
        self.keyring = None;
        self.start_keyring(None);
    }

    /// Restarts gnome-keyring, as after logging in with the password.
    pub fn unlock(&mut self) {
        self.keyring = None;
        self.start_keyring(Some(PASSWORD));
        let file = self.keyrings().join("login.keyring");
        assert!(file.exists(), "gnome-keyring made no login keyring");
    }

    /// Ends the session bus under the programs on it, and the keychain with it.
    pub fn lose(&mut self) {
        self.keyring = None;
        self.bus = None;
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.envs(self.env()).env_remove("DISPLAY");
        command
    }

    fn start_bus(&mut self) {
        let config = self.path("bus.conf");
        let socket = self.path("bus").display().to_string();
        fs::write(&config, CONFIG.replace("BUS", &socket)).expect("the folder takes files");
        let mut command = self.command("dbus-daemon");
        command
            .args(["--nofork", "--print-address", "--config-file"])
            .arg(&config)
            .stdout(Stdio::piped())
            // As root in a container it complains about limits that it may not raise.
            .stderr(Stdio::null());
        let mut bus = spawn(&mut command, "dbus-daemon");
        let printed = bus.child().stdout.take().expect("piped above");
        let mut address = String::new();
        BufReader::new(printed)
            .read_line(&mut address)
            .expect("the bus prints its address in UTF-8");
        assert!(!address.is_empty(), "dbus-daemon ended at once");
        self.address = address.trim_end().to_owned();
        self.bus = Some(bus);
    }

    fn start_keyring(&mut self, password: Option<&str>) {
        let mut command = self.command("gnome-keyring-daemon");
        command
            .args(["--foreground", "--components=secrets"])
            .args(password.map(|_| "--unlock"))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut keyring = spawn(&mut command, "gnome-keyring");
        let mut input = keyring.child().stdin.take().expect("piped above");
        input
            .write_all(password.unwrap_or_default().as_bytes())
            .expect("gnome-keyring reads its password");
        drop(input);
        self.keyring = Some(keyring);
        self.wait_for_provider();
    }

    /// gnome-keyring takes its name only once its keyrings are read and, with a password, unlocked.
    fn wait_for_provider(&self) {
        let mut command = self.command("gdbus");
        command.args(["wait", "--session", "--timeout=30"]);
        command.arg("org.freedesktop.secrets");
        let mut waiting = spawn(&mut command, "libglib2.0-bin");
        let ended = waiting.child().wait().expect("a child of ours");
        assert!(ended.success(), "gnome-keyring did not come to its bus");
    }
}

fn spawn(command: &mut Command, package: &str) -> Group {
    let program = Path::new(command.get_program()).display().to_string();
    match Group::spawn(command) {
        Ok(group) => group,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            panic!("{program} is missing: install the package {package}")
        }
        Err(error) => panic!("{program} does not start: {error}"),
    }
}
