//! How long a table takes to read, beside csv and calamine alone, and in how much memory:
//! `cargo run --release -p sheets --example measure -- csv 100000` (or `xlsx`).

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use calamine::Reader;
use sheets::{ColumnOut, Options, Row, Separator, Source, Writer};

const COLUMNS: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [format, rows] = arguments.as_slice() else {
        return Err("the format and the number of rows".into());
    };
    let rows: usize = rows.parse()?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("familias");
    let columns: Vec<_> = (0..COLUMNS)
        .map(|column| ColumnOut::text(format!("Columna {column}")))
        .collect();
    let mut writer = match format.as_str() {
        "csv" => Writer::csv(&path, Separator::Semicolon, &columns)?,
        _ => Writer::xlsx(&path, "Familias", &columns)?,
    };
    let start = Instant::now();
    for row in 0..rows {
        writer.row(&family(row))?;
    }
    writer.finish()?;
    let bytes = std::fs::metadata(&path)?.len();
    println!("{bytes} bytes written in {:?}", start.elapsed());
    let before = peak();
    let ours = best(|| ours(&path, rows))?;
    println!(
        "inspection {:?}, rows {:?}, {:?} MB",
        ours[0],
        ours[1],
        (peak() - before) / 1000
    );
    let alone = match format.as_str() {
        "csv" => best(|| csv_alone(&path))?,
        _ => best(|| calamine_alone(&path))?,
    };
    println!("library alone {:?}", alone[1]);
    Ok(())
}

fn family(row: usize) -> [String; COLUMNS] {
    [
        format!("cmb{row:022}"),
        format!("{:010}", 128_765 + row),
        format!("Familia Núñez De la Cruz {row}"),
        format!("familia.{row}@ejemplo.mx"),
        format!("+52155{:08}", row * 7 % 100_000_000),
        String::new(),
        "Sí".to_owned(),
        "No".to_owned(),
        format!("{}° B", row % 6 + 1),
        format!("B-{row:06}"),
    ]
}

/// What has been the most memory so far, in kB, where the system says so.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

type Times = [Duration; 2];

fn best(read: impl Fn() -> Result<Times, Box<dyn Error>>) -> Result<Times, Box<dyn Error>> {
    let mut best = [Duration::MAX; 2];
    for _ in 0..5 {
        for (best, time) in best.iter_mut().zip(read()?) {
            *best = time.min(*best);
        }
    }
    Ok(best)
}

/// The inspection, and the rows: which is what a run of a program needs.
fn ours(path: &Path, expected: usize) -> Result<Times, Box<dyn Error>> {
    let start = Instant::now();
    let found = Source::file(path).inspect(&Options::default())?;
    let inspected = start.elapsed();
    let mut read = 0;
    let mut rows = found.rows()?;
    let mut row = Row::default();
    while rows.read(&mut row)? {
        assert!(row.cells.len() >= COLUMNS - 1);
        read += 1;
    }
    assert_eq!(read, expected);
    Ok([inspected, start.elapsed() - inspected])
}

fn csv_alone(path: &Path) -> Result<Times, Box<dyn Error>> {
    let start = Instant::now();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_path(path)?;
    for record in reader.records() {
        let texts: Vec<String> = record?.iter().map(str::to_owned).collect();
        assert_eq!(texts.len(), COLUMNS);
    }
    Ok([Duration::ZERO, start.elapsed()])
}

fn calamine_alone(path: &Path) -> Result<Times, Box<dyn Error>> {
    let start = Instant::now();
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path)?;
    let name = book.sheet_names()[0].clone();
    let mut reader = book.worksheet_cells_reader(&name)?;
    while reader.next_cell_with_style_id()?.is_some() {}
    Ok([Duration::ZERO, start.elapsed()])
}
