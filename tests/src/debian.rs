use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    os::unix::fs::PermissionsExt as _,
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

/// What only the running system writes, and what package managers keep of their own doing.
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
    /// When it cannot be made, with what debootstrap said.
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
        // debootstrap writes down the base alone, whose WebKitGTK may be older than any that people have.
        let list: String = sources.iter().map(Source::line).collect();
        fs::write(debian.path("/etc/apt/sources.list"), list).expect("the sources can be written");
        for (kind, place) in [("proc", "proc"), ("sysfs", "sys")] {
            done(
                Command::new("mount")
                    .args(["-t", kind, kind])
                    .arg(folder.join(place)),
            );
        }
        let sockets = Path::new("/tmp/.X11-unix");
        if !sockets.exists() {
            // As the first X server makes it: others may add to it, and remove only what is theirs.
            fs::create_dir(sockets).expect("the folder of X's sockets");
            fs::set_permissions(sockets, fs::Permissions::from_mode(0o1777)).expect("its rights");
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

    /// Everything there is with a digest of what it holds, `None` for a folder; but for what running and
    /// installing themselves leave.
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

/// Where this machine gets this release and its updates from.
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
