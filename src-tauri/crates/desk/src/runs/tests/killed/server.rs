//! The practice server in a process of its own. What it was asked is read from its log on the disk.

use std::{collections::HashMap, fs, path::Path, process::Stdio};

use practice::{Options, Practice};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

const ADDRESS: &str = "address ";
const ASKED: &str = "asked ";

/// The same families wherever it is started.
pub fn options(families: usize) -> Options {
    Options {
        families,
        require_code: false,
        ..Options::default()
    }
}

/// The process: says where it is and, for each request, how many there were so far.
#[tokio::test]
#[ignore = "a part of the test above"]
async fn the_server() {
    let Some(log) = std::env::var_os("FICHA_SERVER_LOG") else {
        return;
    };
    let families = std::env::var("FICHA_SERVER_FAMILIES").unwrap();
    let practice = Practice::start(Options {
        access_log: Some(log.into()),
        ..options(families.parse().unwrap())
    });
    let practice = practice.await.unwrap();
    println!("{ADDRESS}{}", practice.url());
    let asked = async {
        for count in 1.. {
            practice.requests_reach(count).await;
            println!("{ASKED}{count}");
        }
    };
    // It ends with the process that started it.
    let mut stdin = tokio::io::stdin();
    tokio::select! {
        () = asked => {}
        _ = stdin.read_u8() => {}
    }
}

pub struct Server {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    pub url: String,
    asked: usize,
}

impl Server {
    pub async fn start(families: usize, log: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(super::arguments(module_path!(), "the_server"))
            .env("FICHA_SERVER_LOG", log)
            .env("FICHA_SERVER_FAMILIES", families.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = loop {
            let line = lines.next_line().await.unwrap().expect("it starts");
            if let Some((_, url)) = line.split_once(ADDRESS) {
                break url.to_owned();
            }
        };
        Self {
            child,
            lines,
            url,
            asked: 0,
        }
    }

    /// Until it was asked so many more times.
    pub async fn is_asked(&mut self, times: usize) {
        let wanted = self.asked + times;
        while self.asked < wanted {
            let line = self.lines.next_line().await.unwrap().expect("it goes on");
            if let Some((_, count)) = line.split_once(ASKED) {
                self.asked = count.parse().unwrap();
            }
        }
    }

    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

/// What a server was asked, in order.
pub struct Log(Vec<Logged>);

struct Logged {
    is_update: bool,
    /// `None` for a list.
    family: Option<String>,
    applied: bool,
}

impl Log {
    /// Of a server that may be writing.
    pub fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let whole = text
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'));
        let lines = whole.map(|line| {
            let line: Value = serde_json::from_str(line).unwrap();
            let family = line["path"]
                .as_str()
                .unwrap()
                .strip_prefix("/v1/customers/");
            Logged {
                is_update: line["method"] == "PATCH",
                family: family.map(str::to_owned),
                applied: line["applied"] == true,
            }
        });
        Self(lines.collect())
    }

    pub fn updates(&self) -> usize {
        self.0.iter().filter(|line| line.is_update).count()
    }

    /// Whether an update of this family arrived.
    pub fn has_update(&self, family: &str) -> bool {
        self.has(family, |line| line.is_update)
    }

    pub fn has_applied(&self, family: &str) -> bool {
        self.has(family, |line| line.applied)
    }

    fn has(&self, family: &str, is_it: impl Fn(&Logged) -> bool) -> bool {
        let mut lines = self.0.iter();
        lines.any(|line| line.family.as_deref() == Some(family) && is_it(line))
    }

    /// Before each update of a family, and since the last one, its record is read.
    pub fn assert_read_between(&self, seed: u64) {
        let mut listed = None;
        let mut read: HashMap<&str, usize> = HashMap::new();
        let mut sent: HashMap<&str, usize> = HashMap::new();
        for (at, line) in self.0.iter().enumerate() {
            let Some(family) = line.family.as_deref() else {
                listed = Some(at);
                continue;
            };
            if line.is_update {
                let last_read = listed.max(read.get(family).copied());
                let last_sent = sent.insert(family, at);
                assert!(last_read > last_sent, "seed {seed}: {family}");
            } else {
                read.insert(family, at);
            }
        }
    }
}
