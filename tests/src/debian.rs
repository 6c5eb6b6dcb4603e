use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A Debian of its own in a folder, as a computer that never saw the project. Its mounts are made in
/// whatever mount namespace the process is in, so that is to be one of its own.
#[derive(Debug)]
pub struct Debian {
    folder: PathBuf,
}

/// Found by its place: the search path given to a command is the one inside.
const CHROOT: &str = "/usr/sbin/chroot";

/// What only the running system writes, and what package managers keep of their own.
const NOT_FILES: [&str; 8] = [
    "dev",
    "proc",
    "sys",
    "tmp",
    "run",
    "var/cache",
    "var/lib/apt",
    "var/lib/dpkg",
];

impl Debian {
    /// The smallest Debian of this machine's own release, from its own mirror.
    ///
    /// # Panics
    /// When it cannot be made, with what debootstrap said.
    pub fn make(folder: &Path) -> Self {
        let debian = Self {
            folder: folder.to_owned(),
        };
        let codename = release_file("VERSION_CODENAME");
        let (mirror, components) = sources(&codename);
        done(
            Command::new("debootstrap")
                .args(["--variant=minbase", &components, &codename])
                .arg(folder)
                .arg(mirror),
        );
        for (kind, place) in [("proc", "proc"), ("sysfs", "sys")] {
            done(
                Command::new("mount")
                    .args(["-t", kind, kind])
                    .arg(folder.join(place)),
            );
        }
        for place in ["/dev", "/tmp/.X11-unix"] {
            let inside = debian.path(place);
            fs::create_dir_all(&inside).expect("a folder to mount on");
            done(Command::new("mount").args(["--rbind", place]).arg(inside));
        }
        debian
    }

    /// Where a path inside is on this machine.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.folder.join(inside.trim_start_matches('/'))
    }

    /// A command inside, by root.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(CHROOT);
        command.arg(&self.folder).arg(program).env_clear();
        command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    }

    /// A command inside, by this user.
    pub fn command_of(&self, user: &str, program: &str) -> Command {
        let mut command = Command::new(CHROOT);
        command
            .arg(format!("--userspec={user}:{user}"))
            .arg(&self.folder)
            .arg(program)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", format!("/home/{user}"));
        command
    }

    /// Runs inside, by root.
    ///
    /// # Panics
    /// When it fails, with what it printed.
    pub fn run(&self, program: &str, arguments: &[&str]) -> String {
        done(self.command(program).args(arguments))
    }

    /// Every file there is, but for what running and installing themselves leave.
    pub fn files(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        self.collect(&self.folder, &mut found);
        found
    }

    fn collect(&self, folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("an entry can be read").path();
            let inside = path.strip_prefix(&self.folder).expect("a path inside");
            if NOT_FILES.iter().any(|place| inside == Path::new(place)) {
                continue;
            }
            found.insert(inside.display().to_string());
            if path.is_dir() && !path.is_symlink() {
                self.collect(&path, found);
            }
        }
    }
}

/// # Panics
/// When the command fails, with what it printed.
pub fn done(command: &mut Command) -> String {
    let output = command.output().expect("the program starts");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{command:?} failed ({})\n{printed}{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    printed
}

fn release_file(key: &str) -> String {
    let text = fs::read_to_string("/etc/os-release").expect("the system names its release");
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
    line.expect("the release has a name")
        .trim_matches('"')
        .to_owned()
}

/// Where this machine gets this release from, and which parts of it, as debootstrap's option.
fn sources(codename: &str) -> (String, String) {
    let targets = done(Command::new("apt-get").args([
        "indextargets",
        "--format",
        "$(CODENAME) $(COMPONENT) $(SITE)",
        "Created-By: Packages",
    ]));
    let of_release = targets.lines().filter_map(|line| {
        let (component, site) = line.strip_prefix(codename)?.trim_start().split_once(' ')?;
        line.starts_with(&format!("{codename} "))
            .then_some((component, site))
    });
    let (components, sites): (BTreeSet<&str>, Vec<&str>) = of_release.unzip();
    let site = sites
        .first()
        .expect("apt knows where the release comes from");
    let components: Vec<&str> = components.into_iter().collect();
    (
        (*site).to_owned(),
        format!("--components={}", components.join(",")),
    )
}
