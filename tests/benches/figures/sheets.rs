//! How long a whole table takes to be opened and checked against twenty thousand families, and the memory it takes:
//! in a process of its own, which is this program again.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Instant,
};

use desk::{Desk, Keychain, SheetSource};
use practice::Options;
use serde_json::Value;

use crate::{Figure, baseline::form, commands::serve};

const FAMILIES: usize = 20_000;
const ROUNDS: usize = 3;
const HEADERS: [&str; 10] = [
    "id", "nombre", "correo", "telefono", "usuario", "Grado", "Grupo", "Beca", "Folio", "Turno",
];

pub(crate) fn figures(folder: &Path) -> Vec<Figure> {
    let practice = serve(&Options {
        families: FAMILIES,
        ..Options::default()
    });
    let families: Vec<Value> = practice.families();
    let csv = write_csv(&folder.join("check.csv"), &families, 100_000);
    let xlsx = write_xlsx(&folder.join("check.xlsx"), &families, 100_000);
    let few = write_csv(&folder.join("check-few.csv"), &families, 10_000);
    let many = write_csv(&folder.join("check-many.csv"), &families, 1_000_000);
    let seconds = |name, path: &Path| {
        let mut taken: Vec<f64> = (0..ROUNDS)
            .map(|_| check(path, &practice.url()).0)
            .collect();
        Figure {
            name,
            unit: "s",
            value: crate::median(&mut taken),
            baseline: None,
        }
    };
    let ((few, _), (many, peak)) = (check(&few, &practice.url()), check(&many, &practice.url()));
    vec![
        seconds("check-csv", &csv),
        seconds("check-xlsx", &xlsx),
        Figure {
            name: "check-million",
            unit: "s",
            value: many,
            baseline: None,
        },
        Figure {
            name: "check-memory",
            unit: "MB",
            value: peak,
            baseline: None,
        },
        // A hundred times as many rows.
        Figure {
            name: "check-growth",
            unit: "s",
            value: many,
            baseline: Some(few * 100.0),
        },
    ]
}

/// The cells of a row: of each third family something changes; a family that comes again asks for the same.
fn row(families: &[Value], number: usize) -> [String; 10] {
    let place = number % families.len();
    let family = &families[place];
    let text = |field: &str| family[field].as_str().unwrap_or_default().to_owned();
    let name = match place % 3 {
        0 => format!("{} Nueva", text("name")),
        _ => text("name"),
    };
    [
        text("id"),
        name,
        text("email"),
        text("phoneNumber"),
        text("username"),
        format!("{}", place % 6 + 1),
        format!("{}B", place % 3 + 1),
        "10 %".to_owned(),
        format!("{place:06}"),
        "Matutino".to_owned(),
    ]
}

fn write_csv(path: &Path, families: &[Value], rows: usize) -> PathBuf {
    let mut file = BufWriter::new(File::create(path).expect("a file for the table"));
    writeln!(file, "{}", HEADERS.join(",")).expect("room for the table");
    for number in 0..rows {
        let cells = row(families, number).map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        writeln!(file, "{}", cells.join(",")).expect("room for the table");
    }
    path.to_owned()
}

fn write_xlsx(path: &Path, families: &[Value], rows: usize) -> PathBuf {
    let columns = HEADERS.map(sheets::ColumnOut::text);
    let mut writer = sheets::Writer::xlsx(path, "Familias", &columns).expect("a workbook");
    for number in 0..rows {
        writer.row(&row(families, number)).expect("room for a row");
    }
    writer.finish().expect("a whole workbook");
    path.to_owned()
}

/// Seconds, and the peak of the process in MB.
fn check(path: &Path, url: &str) -> (f64, f64) {
    let this = std::env::current_exe().expect("this program has a file");
    let output = Command::new(this)
        .arg("--check")
        .arg(path)
        .arg(url)
        .output()
        .expect("this program can be run");
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text.split_whitespace().map(str::parse::<f64>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(seconds)), Some(Ok(peak))) => (seconds, peak),
        _ => panic!("{}", String::from_utf8_lossy(&output.stderr)),
    }
}

/// What the process of [`check`] does.
pub(crate) fn check_here(path: &str, url: &str) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let pace = Arc::new(quentli::SystemPace);
    let keychain = Keychain::memory();
    let desk = Desk::open_with_keychain(folder.path(), keychain, pace, |_, _| ());
    let desk = Arc::new(desk.expect("a new journal"));
    let reading = Arc::clone(&desk);
    desk::on_own_thread(move || async move { reading.keep_reading().await }).expect("a thread");
    let (seconds, updates) = runtime.block_on(async {
        desk.begin(false).await.expect("a start");
        let status = desk
            .save_connection(&form(url))
            .await
            .expect("a connection");
        let at = status.generation;
        // A check waits until all families are in hand, which is not what is measured.
        let few = SheetSource::Pasted("id,nombre\nx,y\n".to_owned());
        desk.open_sheet(at, few).await.expect("a sheet");
        let first = desk.check_sheet(at).await.expect("a check");
        assert_eq!(first.roster, FAMILIES);
        let begun = Instant::now();
        let source = SheetSource::File(path.into());
        desk.open_sheet(at, source).await.expect("a sheet");
        let check = desk.check_sheet(at).await.expect("a check");
        (begun.elapsed().as_secs_f64(), check.updates)
    });
    assert!(updates > 1_000, "{updates}");
    println!("{seconds} {}", peak());
    // Whatever is still being read is not waited for.
    std::process::exit(0);
}

/// The most memory this process ever had, in MB.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.trim().strip_suffix(" kB"))
        .and_then(|number| number.trim().parse::<f64>().ok());
    peak.unwrap_or_default() * 1024.0 / 1_000_000.0
}
