//! How fast a run sends its rows, intents and outcomes on the disk: against a load generator that sends the same
//! updates and keeps nothing, against what schools do today, and against itself on a disk that takes no time.
//!
//! Ficha's core runs in a process of its own, which is this program again, and so does the practice server.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::Arc,
    time::Instant,
};

use desk::{Announcement, Desk, Keychain, LineState, RunState, SheetSource};
use practice::{Options, Practice};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::Notify;

use crate::{
    Figure,
    baseline::{KEY, form},
};

const ROUNDS: usize = 3;
const ROWS: usize = 10_000;
const FEW_ROWS: usize = 500;
/// Ficha's default.
const CONCURRENCY: f64 = 8.0;
const LATENCY: f64 = 0.050;

pub(crate) fn figures(folder: &Path) -> Vec<Figure> {
    let mut figures = against_oha(folder);
    figures.push(with_latency(folder));
    figures.extend(against_scripts(folder));
    figures
}

fn against_oha(folder: &Path) -> Vec<Figure> {
    let school = School::start(ROWS, &[]);
    let (mut rates, mut bare, mut in_memory) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let rows = school.rows(folder, &format!("disco {round}"));
        rates.push(ROWS as f64 / run(folder, &rows, &school.url).seconds);
        bare.push(oha(folder, &school));
        let rows = school.rows(folder, &format!("memoria {round}"));
        // A folder in memory: the same calls, and none of them waits for a disk.
        in_memory.push(ROWS as f64 / run(Path::new("/dev/shm"), &rows, &school.url).seconds);
    }
    vec![
        Figure::of("bulk-rate", "/s", &mut rates.clone(), &mut bare),
        Figure::of("durability", "/s", &mut rates, &mut in_memory),
    ]
}

fn with_latency(folder: &Path) -> Figure {
    let school = School::start(ROWS, &["--latency", "50"]);
    let rows = school.rows(folder, "lejos");
    Figure {
        name: "bulk-latency",
        unit: "/s",
        value: ROWS as f64 / run(folder, &rows, &school.url).seconds,
        baseline: Some(CONCURRENCY / LATENCY),
    }
}

/// The same file, from the start of each program to its end.
fn against_scripts(folder: &Path) -> [Figure; 2] {
    let school = School::start(FEW_ROWS, &[]);
    let (mut ours, mut newmans, mut brunos) = (Vec::new(), Vec::new(), Vec::new());
    let rate = |seconds: f64| FEW_ROWS as f64 / seconds;
    for round in 0..ROUNDS {
        let rows = school.rows(folder, &format!("Ficha {round}"));
        ours.push(rate(run(folder, &rows, &school.url).whole));
        let rows = school.rows(folder, &format!("newman {round}"));
        newmans.push(rate(newman(folder, &rows, &school.url)));
        school.holds(&rows);
        let rows = school.rows(folder, &format!("bruno {round}"));
        brunos.push(rate(bruno(folder, &rows, &school.url)));
        school.holds(&rows);
    }
    [
        Figure::of("bulk-newman", "/s", &mut ours.clone(), &mut newmans),
        Figure::of("bulk-bruno", "/s", &mut ours, &mut brunos),
    ]
}

/// A practice server in a process of its own, and the families that its rows are about.
struct School {
    server: Child,
    /// It would end if nobody held this.
    _out: BufReader<ChildStdout>,
    url: String,
    ids: Vec<String>,
}

impl School {
    fn start(rows: usize, args: &[&str]) -> Self {
        // One in a dozen families is archived.
        let families = rows + rows / 5;
        let mut server = Command::new(tool("FICHA_PRACTICE"))
            .args(["--no-code", "--key", KEY])
            .args(["--families", &families.to_string()])
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the practice server can be run");
        let out = server.stdout.take().expect("its output is ours");
        let mut out = BufReader::new(out);
        let mut url = String::new();
        out.read_line(&mut url).expect("the server's address");
        let url = url.trim_end().to_owned();
        // The same seed makes the same families.
        let twin = crate::commands::serve(&Options {
            families,
            ..Options::default()
        });
        Self {
            server,
            _out: out,
            url,
            ids: ids(&twin, rows),
        }
    }

    /// A file that gives each family another name.
    fn rows(&self, folder: &Path, what: &str) -> PathBuf {
        let path = folder.join("run.csv");
        let rows = self.ids.iter().enumerate();
        let rows = rows.map(|(at, id)| format!("{id},Familia {what} {at}\n"));
        let text: String = std::iter::once("id,nombre\n".to_owned())
            .chain(rows)
            .collect();
        fs::write(&path, text).expect("room for the rows");
        path
    }

    /// The last row of a file has arrived.
    fn holds(&self, rows: &Path) {
        let text = fs::read_to_string(rows).expect("the rows");
        let (id, name) = text
            .lines()
            .last()
            .and_then(|line| line.split_once(','))
            .expect("a row");
        let answer = Command::new("curl")
            .args(["--silent", "--fail", "--noproxy", "*"])
            .args(["--header", &format!("Authorization: Bearer {KEY}")])
            .arg(format!("{}/v1/customers/{id}", self.url))
            .output()
            .expect("this figure needs curl (Debian package curl)");
        let family: Value = serde_json::from_slice(&answer.stdout).expect("a family");
        assert_eq!(family["name"], name);
    }
}

impl Drop for School {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

fn ids(twin: &Practice, count: usize) -> Vec<String> {
    let families = twin.families();
    let ids: Vec<String> = families
        .iter()
        .filter(|family| family["archivedAt"].is_null())
        .filter_map(|family| Some(family["id"].as_str()?.to_owned()))
        .take(count)
        .collect();
    assert_eq!(ids.len(), count);
    ids
}

/// A program that `cargo xtask bench` installed or built.
fn tool(name: &str) -> PathBuf {
    let path = std::env::var_os(name);
    path.unwrap_or_else(|| panic!("{name} names no program: run `cargo xtask bench runs`"))
        .into()
}

struct Took {
    /// From the start of the run to its end.
    seconds: f64,
    /// Of the whole process: the families are read and the file is opened and checked, too.
    whole: f64,
}

/// Runs a file, with the journal in a folder of its own in `folder`.
fn run(folder: &Path, rows: &Path, url: &str) -> Took {
    let home = TempDir::new_in(folder).expect("a folder");
    let this = std::env::current_exe().expect("this program has a file");
    let begun = Instant::now();
    let output = Command::new(this)
        .arg("--run")
        .args([rows, home.path()])
        .arg(url)
        .output()
        .expect("this program can be run");
    let whole = begun.elapsed().as_secs_f64();
    let text = String::from_utf8_lossy(&output.stdout);
    match text.trim().parse() {
        Ok(seconds) => Took { seconds, whole },
        Err(_) => panic!("{}", String::from_utf8_lossy(&output.stderr)),
    }
}

/// What the process of [`run`] does.
pub(crate) fn run_here(rows: &str, home: &str, url: &str) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let moved = Arc::new(Notify::new());
    let listener = {
        let moved = Arc::clone(&moved);
        move |_, announcement| {
            if let Announcement::Run(_) = announcement {
                moved.notify_one();
            }
        }
    };
    let pace = Arc::new(quentli::SystemPace);
    let desk = Desk::open_with_keychain(home.as_ref(), Keychain::memory(), pace, listener);
    let desk = Arc::new(desk.expect("a new journal"));
    let background = Arc::clone(&desk);
    desk::on_own_thread(move || async move { background.keep_reading().await }).expect("a thread");
    let seconds = runtime.block_on(async {
        desk.begin(false).await.expect("a start");
        let at = desk
            .save_connection(&form(url))
            .await
            .expect("a connection");
        let at = at.generation;
        let source = SheetSource::File(rows.into());
        desk.open_sheet(at, source).await.expect("a sheet");
        let check = desk.check_sheet(at).await.expect("a check");
        let begun = Instant::now();
        let run = desk.start_run(at, Some(check.updates), None).await;
        let run = run.expect("a run");
        loop {
            let shown = desk.run(at, run).expect("the run");
            match shown.state {
                RunState::Done => {
                    assert_eq!(
                        shown.counts.of(LineState::Applied),
                        check.updates,
                        "{:?}",
                        shown.counts
                    );
                    break begun.elapsed().as_secs_f64();
                }
                RunState::Running => moved.notified().await,
                other => panic!("{other:?}: {:?}", shown.stop),
            }
        }
    });
    println!("{seconds}");
    std::process::exit(0);
}

/// Updates a second that a load generator gets through on as many connections.
fn oha(folder: &Path, school: &School) -> f64 {
    let urls = folder.join("urls.txt");
    let lines: String = school
        .ids
        .iter()
        .map(|id| format!("{}/v1/customers/{id}\n", school.url))
        .collect();
    fs::write(&urls, lines).expect("room for the addresses");
    let body = json!({ "input": { "data": { "name": "Familia de prueba" } } });
    let output = Command::new(tool("FICHA_OHA"))
        .args(["--no-tui", "--output-format", "json", "-c", "8"])
        .args(["-n", &school.ids.len().to_string()])
        .args(["--method", "PATCH", "-T", "application/json"])
        .args(["-H", &format!("Authorization: Bearer {KEY}")])
        .args(["-d", &body.to_string(), "--urls-from-file"])
        .arg(&urls)
        .output()
        .expect("oha can be run");
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let applied = &report["statusCodeDistribution"]["200"];
    assert_eq!(applied.as_u64(), Some(school.ids.len() as u64), "{report}");
    let rate = &report["summary"]["requestsPerSec"];
    rate.as_f64().expect("a rate")
}

/// Seconds that Postman's command line takes for a file.
fn newman(folder: &Path, rows: &Path, url: &str) -> f64 {
    let collection = folder.join("newman.json");
    let request = json!({
        "method": "PATCH",
        "header": [
            { "key": "Authorization", "value": format!("Bearer {KEY}") },
            { "key": "Content-Type", "value": "application/json" },
        ],
        "url": format!("{url}/v1/customers/{{{{id}}}}"),
        "body": {
            "mode": "raw",
            "raw": json!({ "input": { "data": { "name": "{{nombre}}" } } }).to_string(),
        },
    });
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    let all = json!({
        "info": { "name": "Bench", "schema": schema },
        "item": [{ "name": "Update", "request": request }],
    });
    fs::write(&collection, all.to_string()).expect("room for the collection");
    let mut newman = Command::new(tool("FICHA_NEWMAN"));
    newman
        .arg("run")
        .arg(&collection)
        .arg("--iteration-data")
        .arg(rows)
        .arg("--silent");
    seconds(newman)
}

/// Seconds that Bruno's command line takes for a file.
fn bruno(folder: &Path, rows: &Path, url: &str) -> f64 {
    let collection = folder.join("bruno");
    fs::create_dir_all(&collection).expect("a folder for the collection");
    let about = json!({ "version": "1", "name": "Bench", "type": "collection" });
    fs::write(collection.join("bruno.json"), about.to_string()).expect("room for the collection");
    let body = json!({ "input": { "data": { "name": "{{nombre}}" } } });
    let request = format!(
        "meta {{\n  name: Update\n  type: http\n  seq: 1\n}}\n\
         patch {{\n  url: {url}/v1/customers/{{{{id}}}}\n  body: json\n  auth: none\n}}\n\
         headers {{\n  Authorization: Bearer {KEY}\n}}\n\
         body:json {{\n  {body}\n}}\n"
    );
    fs::write(collection.join("update.bru"), request).expect("room for the request");
    let mut bruno = Command::new(tool("FICHA_BRUNO"));
    bruno
        .args(["run", "update.bru", "--csv-file-path"])
        .arg(rows)
        .current_dir(&collection);
    seconds(bruno)
}

fn seconds(mut program: Command) -> f64 {
    let begun = Instant::now();
    let output = program.output().expect("it can be run");
    let took = begun.elapsed().as_secs_f64();
    assert!(
        output.status.success(),
        "{program:?}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    took
}
