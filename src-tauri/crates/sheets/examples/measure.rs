//! How long a table of 100,000 rows and 10 columns takes to read, beside csv and calamine alone:
//! `cargo run --release -p sheets --example measure`.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use calamine::Reader;
use sheets::{ColumnOut, Options, Separator, Source, Writer};

const ROWS: u32 = 100_000;
const COLUMNS: u32 = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (csv, xlsx) = (folder.path().join("a.csv"), folder.path().join("a.xlsx"));
    let columns: Vec<_> = (0..COLUMNS)
        .map(|column| ColumnOut::text(format!("Columna {column}")))
        .collect();
    for mut writer in [
        Writer::csv(&csv, Separator::Semicolon, &columns)?,
        Writer::xlsx(&xlsx, "Familias", &columns)?,
    ] {
        let start = Instant::now();
        for row in 0..ROWS {
            let texts: Vec<_> = (0..COLUMNS)
                .map(|column| format!("Núñez {row} {column}"))
                .collect();
            writer.row(&texts)?;
        }
        writer.finish()?;
        println!("written in {:?}", start.elapsed());
    }
    compare(
        "csv",
        || ours(&csv),
        || {
            let mut cells = 0;
            let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_path(&csv)?;
            for record in reader.records() {
                cells += record?
                    .iter()
                    .map(|field| field.to_owned().len().min(1))
                    .sum::<usize>();
            }
            Ok(cells)
        },
    )?;
    compare(
        "xlsx",
        || ours(&xlsx),
        || {
            let mut book: calamine::Xlsx<_> = calamine::open_workbook(&xlsx)?;
            let name = book.sheet_names()[0].clone();
            let mut reader = book.worksheet_cells_reader(&name)?;
            let mut cells = 0;
            while reader.next_cell_with_style_id()?.is_some() {
                cells += 1;
            }
            Ok(cells)
        },
    )
}

/// The inspection, and the rows: which is what a run of a program needs.
fn ours(path: &Path) -> Result<(Duration, usize), Box<dyn Error>> {
    let start = Instant::now();
    let found = Source::file(path).inspect(&Options::default())?;
    let inspected = start.elapsed();
    let mut cells = 0;
    for row in found.rows()? {
        cells += row?.cells.len();
    }
    Ok((inspected, cells))
}

fn compare(
    name: &str,
    ours: impl Fn() -> Result<(Duration, usize), Box<dyn Error>>,
    theirs: impl Fn() -> Result<usize, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut best = [Duration::MAX; 3];
    for _ in 0..5 {
        let start = Instant::now();
        let (inspected, cells) = ours()?;
        let all = start.elapsed();
        assert_eq!(cells, (ROWS * COLUMNS) as usize);
        let start = Instant::now();
        theirs()?;
        for (best, time) in best
            .iter_mut()
            .zip([inspected, all - inspected, start.elapsed()])
        {
            *best = time.min(*best);
        }
    }
    let [inspected, rows, alone] = best;
    let ratio = rows.as_secs_f64() / alone.as_secs_f64();
    println!(
        "{name}: inspection {inspected:?}, rows {rows:?}, library alone {alone:?}: ratio {ratio:.2}"
    );
    Ok(())
}
