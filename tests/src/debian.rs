use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

/// A fresh Debian in a folder, like a computer that never saw the project. It mounts file systems, so the
/// process needs its own mount namespace.
#[derive(Debug)]
pub struct Debian {
    folder: PathBuf,
}

/// By its full path: the search path given to a command is the one inside.
const CHROOT: &str = "/usr/sbin/chroot";

/// What only the running system writes, and the package managers' own records.
const NOT_FILES: [&str; 11] = [
    "dev",
    "proc",
    "run",
    "sys",
    "tmp/.X11-unix",
    "var/cache/apt",
    "var/cache/debconf",
    "var/lib/apt",
    "var/lib/dpkg",
    "var/log/apt",
    "var/log/dpkg.log",
];

impl Debian {
    /// The smallest Debian of this machine's own release, from its own mirror.
    ///
    /// # Panics
    /// If it cannot be made, with debootstrap's output.
    pub fn make(folder: &Path) -> Self {
        let debian = Self {
            folder: folder.to_owned(),
        };
        let codename = release_file("VERSION_CODENAME");
        let sources = sources(&codename);
        let base = sources
            .iter()
            .find(|source| source.suite == codename)
            .unwrap_or_else(|| panic!("apt knows no mirror of {codename}"));
        let mut debootstrap = Command::new("debootstrap");
        debootstrap
            .arg("--variant=minbase")
            .arg(format!("--components={}", base.components.join(",")));
        if base.mirror.starts_with("https:") {
            debootstrap.arg("--include=ca-certificates");
        }
        done(debootstrap.arg(&codename).arg(folder).arg(&base.mirror));
        // debootstrap only configures the base suite, whose WebKitGTK may be older than users have.
        let list: String = sources.iter().map(Source::line).collect();
        fs::write(debian.path("/etc/apt/sources.list"), list).expect("the sources can be written");
        debian.mount();
        debian
    }

    /// The files of a container image, or `None` where docker cannot have it.
    ///
    /// # Panics
    /// If its files cannot be unpacked.
    pub fn of_image(folder: &Path, image: &str) -> Option<Self> {
        let docker = || Command::new("docker");
        let pulled = docker().args(["pull", "--quiet", image]).output();
        if !pulled.is_ok_and(|output| output.status.success()) {
            return None;
        }
        let container = done(docker().args(["create", image]));
        let container = container.trim();
        fs::create_dir_all(folder).expect("a folder for the system");
        let archive = folder.with_extension("tar");
        let export = ["export", container, "--output"];
        done(docker().args(export).arg(&archive));
        done(docker().args(["rm", container]));
        let extract = ["--extract", "--numeric-owner", "--file"];
        done(
            Command::new("tar")
                .args(extract)
                .arg(&archive)
                .arg("--directory")
                .arg(folder),
        );
        fs::remove_file(archive).expect("the archive can be removed");
        let debian = Self {
            folder: folder.to_owned(),
        };
        // An image has none, as docker gives each container its own.
        let names = "/etc/resolv.conf";
        fs::copy(names, debian.path(names)).expect("the names' servers can be copied");
        debian.mount();
        Some(debian)
    }

    fn mount(&self) {
        for (kind, place) in [("proc", "proc"), ("sysfs", "sys")] {
            done(
                Command::new("mount")
                    .args(["-t", kind, kind])
                    .arg(self.path(place)),
            );
        }
        let sockets = Path::new("/tmp/.X11-unix");
        if !sockets.exists() {
            // With the sticky bit, as the first X server creates it.
            fs::create_dir(sockets).expect("the folder of X's sockets");
            fs::set_permissions(sockets, fs::Permissions::from_mode(0o1777)).expect("its rights");
        }
        for place in ["/dev", "/tmp/.X11-unix"] {
            let inside = self.path(place);
            fs::create_dir_all(&inside).expect("a folder to mount on");
            done(Command::new("mount").args(["--rbind", place]).arg(inside));
        }
    }

    /// Where a path inside is on this machine.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.folder.join(inside.trim_start_matches('/'))
    }

    /// A command inside, as root.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(CHROOT);
        command.arg(&self.folder).arg(program).env_clear();
        command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    }

    /// A command inside, as this user.
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

    /// Runs inside, as root.
    ///
    /// # Panics
    /// When it fails, with what it printed.
    pub fn run(&self, program: &str, arguments: &[&str]) -> String {
        done(self.command(program).args(arguments))
    }

    /// Every path with a digest of its contents, `None` for a folder, except what running and installing
    /// always leave.
    pub fn files(&self) -> BTreeMap<String, Option<u64>> {
        let mut found = BTreeMap::new();
        self.collect(&self.folder, &mut found);
        found
    }

    fn collect(&self, folder: &Path, found: &mut BTreeMap<String, Option<u64>>) {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("an entry can be read").path();
            let inside = path.strip_prefix(&self.folder).expect("a path inside");
            if NOT_FILES.iter().any(|place| inside == Path::new(place)) {
                continue;
            }
            found.insert(inside.display().to_string(), digest(&path));
            if path.is_dir() && !path.is_symlink() {
                self.collect(&path, found);
            }
        }
    }
}

fn digest(path: &Path) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    if path.is_symlink() {
        fs::read_link(path).expect("a link").hash(&mut hasher);
    } else if path.is_file() {
        hasher.write(&fs::read(path).expect("a file can be read"));
    } else if path.is_dir() {
        return None;
    }
    Some(hasher.finish())
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

/// One suite of a release, as apt's list of sources names it.
struct Source {
    mirror: String,
    suite: String,
    components: Vec<String>,
}

impl Source {
    fn line(&self) -> String {
        let Self { mirror, suite, .. } = self;
        format!("deb {mirror} {suite} {}\n", self.components.join(" "))
    }
}

/// This machine's sources for this release and its updates.
fn sources(codename: &str) -> Vec<Source> {
    let targets = done(Command::new("apt-get").args([
        "indextargets",
        "--format",
        "$(RELEASE) $(COMPONENT) $(SITE)",
        "Created-By: Packages",
    ]));
    let mut found: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    for line in targets.lines() {
        let mut words = line.split(' ');
        let (Some(suite), Some(component), Some(site)) = (words.next(), words.next(), words.next())
        else {
            continue;
        };
        let wanted = ["", "-updates", "-security"]
            .iter()
            .any(|kind| suite.strip_prefix(codename) == Some(*kind));
        if let Some(mirror) = mirror(site).filter(|_| wanted) {
            let (_, components) = found
                .entry(suite.to_owned())
                .or_insert_with(|| (mirror, BTreeSet::new()));
            components.insert(component.to_owned());
        }
    }
    let sources = found.into_iter();
    sources
        .map(|(suite, (mirror, components))| Source {
            mirror,
            suite,
            components: components.into_iter().collect(),
        })
        .collect()
}

/// debootstrap takes a mirror's own address; GitHub's machines name a file that lists some.
fn mirror(site: &str) -> Option<String> {
    let is_mirror = |address: &&str| address.starts_with("http:") || address.starts_with("https:");
    if let Some(list) = site.strip_prefix("mirror+file:") {
        let list = fs::read_to_string(list).expect("the list of mirrors can be read");
        return list.split_whitespace().find(is_mirror).map(str::to_owned);
    }
    Some(site).filter(is_mirror).map(str::to_owned)
}
