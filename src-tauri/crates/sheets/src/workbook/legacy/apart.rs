//! A workbook that another process reads, which may panic, or want more memory than there is.
//!
//! To it go the workbook's kind and bytes, then the sheets that are asked for; from it come what the workbook
//! has, then each sheet's cells.

use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{self, Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::book::{Book, Kind};
use super::raw::{Raw, read_byte, read_bytes, read_text, write_text};
use crate::error::{Error, Found, Position};
use crate::input::Opened;
use crate::workbook::{Sheet, Visibility};

/// The only argument of a program that reads apart: it must call [`read_apart`].
pub const READ_APART: &str = "--read-workbook-apart";

/// Reads the workbook that another process sends through standard input, as [`Options::reader`] says.
///
/// [`Options::reader`]: crate::Options::reader
///
/// It ends by itself after two minutes: calamine may go on for ever at a damaged workbook.
pub fn read_apart() -> io::Result<()> {
    thread::spawn(|| {
        let (_kept, never) = mpsc::channel::<()>();
        let _ = never.recv_timeout(LONGEST);
        process::exit(1);
    });
    #[cfg(target_os = "linux")]
    bound_memory();
    serve(io::stdin().lock(), BufWriter::new(io::stdout().lock()))
}

const LONGEST: Duration = Duration::from_secs(120);

/// So that the system does not end another program in the place of this one.
#[cfg(target_os = "linux")]
fn bound_memory() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    const MOST: u64 = 4 << 30;
    let limit = Rlimit {
        current: Some(MOST),
        maximum: Some(MOST),
    };
    // Where it is lower already.
    let _ = setrlimit(Resource::As, limit);
}

pub(super) struct Apart {
    process: Option<Child>,
    to: Option<Box<dyn Write + Send>>,
    from: BufReader<Box<dyn Read + Send>>,
    pub sheets: Vec<Sheet>,
    pub date1904: bool,
}

impl Apart {
    pub fn open(program: &Path, kind: Kind, opened: &Opened) -> Result<Apart, Error> {
        let mut process = Command::new(program)
            .arg(READ_APART)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // A panic's message may quote a cell.
            .stderr(Stdio::null())
            .spawn()
            .map_err(Error::Io)?;
        let (Some(to), Some(from)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(Error::Io(io::ErrorKind::BrokenPipe.into()));
        };
        let mut apart = Apart::new(Box::new(to), Box::new(from));
        apart.process = Some(process);
        apart.begin(kind, opened)?;
        Ok(apart)
    }

    fn new(to: Box<dyn Write + Send>, from: Box<dyn Read + Send>) -> Apart {
        Apart {
            process: None,
            to: Some(to),
            from: BufReader::new(from),
            sheets: Vec::new(),
            date1904: false,
        }
    }

    fn begin(&mut self, kind: Kind, opened: &Opened) -> Result<(), Error> {
        let mut whole = opened.again()?;
        let length = whole.seek(SeekFrom::End(0))?;
        whole.seek(SeekFrom::Start(0))?;
        let to = self.to.as_mut().ok_or_else(ended)?;
        to.write_all(&[kind as u8]).map_err(lost)?;
        to.write_all(&length.to_le_bytes()).map_err(lost)?;
        io::copy(&mut whole.take(length), to).map_err(lost)?;
        to.flush().map_err(lost)?;
        self.answer()?;
        self.date1904 = read_byte(&mut self.from).map_err(lost)? != 0;
        let count = u32::from_le_bytes(read_bytes(&mut self.from).map_err(lost)?);
        for _ in 0..count {
            let sheet = read_sheet(&mut self.from).map_err(lost)?;
            self.sheets.push(sheet);
        }
        Ok(())
    }

    /// As [`Book::cells`].
    pub fn cells(
        &mut self,
        sheet: usize,
        mut show: impl FnMut(u32, u32, &Raw) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let number = u32::try_from(sheet).map_err(|_| Error::NoSuchSheet(sheet))?;
        let to = self.to.as_mut().ok_or_else(ended)?;
        to.write_all(&number.to_le_bytes()).map_err(lost)?;
        to.flush().map_err(lost)?;
        loop {
            if self.answer()? == END {
                return Ok(());
            }
            let from = &mut self.from;
            let row = u32::from_le_bytes(read_bytes(from).map_err(lost)?);
            let column = u32::from_le_bytes(read_bytes(from).map_err(lost)?);
            let raw = Raw::read(from).map_err(lost)?;
            if let Err(error) = show(row, column, &raw) {
                // What was not read yet of this sheet would be taken for an answer about the next one.
                self.to = None;
                return Err(error);
            }
        }
    }

    /// What comes next, unless it is an error.
    fn answer(&mut self) -> Result<u8, Error> {
        let detail = |from: &mut BufReader<_>| read_text(from).map_err(lost);
        match read_byte(&mut self.from).map_err(lost)? {
            PASSWORD => Err(Error::PasswordProtected),
            NOT_OLE => Err(Error::NotASpreadsheet(Found::Ole)),
            NOT_ARCHIVE => Err(Error::NotASpreadsheet(Found::Archive)),
            DAMAGED => Err(Error::damaged(Position::default(), detail(&mut self.from)?)),
            tag => Ok(tag),
        }
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            // It may be busy with a workbook that nobody waits for any more.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// The process ended before it had answered: whatever it was, the workbook cannot be read.
fn ended() -> Error {
    Error::damaged(Position::default(), "its reader ended")
}

fn lost(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::InvalidData
        | io::ErrorKind::ConnectionReset => ended(),
        _ => error.into(),
    }
}

const CELL: u8 = 0;
const END: u8 = 1;
const OPENED: u8 = 2;
const PASSWORD: u8 = 3;
const NOT_OLE: u8 = 4;
const NOT_ARCHIVE: u8 = 5;
const DAMAGED: u8 = 6;

/// The other side.
fn serve(mut from: impl Read, mut to: impl Write) -> io::Result<()> {
    let kind = match read_byte(&mut from)? {
        0 => Kind::Xls,
        1 => Kind::Xlsb,
        2 => Kind::Ods,
        _ => return Err(io::ErrorKind::InvalidData.into()),
    };
    let length = u64::from_le_bytes(read_bytes(&mut from)?);
    let mut whole = Vec::new();
    from.by_ref().take(length).read_to_end(&mut whole)?;
    let opened = Opened::Bytes(io::Cursor::new(whole.into()));
    let mut book = match Book::open(kind, &opened) {
        Ok(book) => book,
        Err(error) => return write_error(&mut to, &error),
    };
    to.write_all(&[OPENED, u8::from(book.date1904)])?;
    let count = u32::try_from(book.sheets.len()).map_err(io::Error::other)?;
    to.write_all(&count.to_le_bytes())?;
    for sheet in &book.sheets {
        write_text(&mut to, &sheet.name)?;
        to.write_all(&[sheet.visibility as u8])?;
    }
    to.flush()?;
    loop {
        let sheet = match read_bytes(&mut from) {
            Ok(sheet) => u32::from_le_bytes(sheet),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        };
        let shown = book.cells(sheet as usize, |row, column, raw| {
            to.write_all(&[CELL])?;
            to.write_all(&row.to_le_bytes())?;
            to.write_all(&column.to_le_bytes())?;
            Ok(raw.write(&mut to)?)
        });
        match shown {
            Ok(()) => to.write_all(&[END])?,
            Err(error) => write_error(&mut to, &error)?,
        }
        to.flush()?;
    }
}

fn write_error(to: &mut impl Write, error: &Error) -> io::Result<()> {
    match error {
        Error::PasswordProtected => to.write_all(&[PASSWORD])?,
        Error::NotASpreadsheet(Found::Ole) => to.write_all(&[NOT_OLE])?,
        Error::NotASpreadsheet(_) => to.write_all(&[NOT_ARCHIVE])?,
        error => {
            to.write_all(&[DAMAGED])?;
            let detail = match error {
                Error::Damaged { detail, .. } => detail.clone(),
                error => error.to_string(),
            };
            write_text(to, &detail)?;
        }
    }
    to.flush()
}

fn read_sheet(from: &mut impl Read) -> io::Result<Sheet> {
    Ok(Sheet {
        name: read_text(from)?,
        visibility: match read_byte(from)? {
            0 => Visibility::Visible,
            1 => Visibility::Hidden,
            _ => Visibility::VeryHidden,
        },
        declared: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixture(name: &str) -> Opened {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let bytes = std::fs::read(path.join(name)).unwrap();
        Opened::Bytes(io::Cursor::new(bytes.into()))
    }

    /// On a thread in the place of a process.
    fn served(serve: impl FnOnce(io::PipeReader, io::PipeWriter) + Send + 'static) -> Apart {
        let (their_in, our_out) = io::pipe().unwrap();
        let (our_in, their_out) = io::pipe().unwrap();
        thread::spawn(move || serve(their_in, their_out));
        Apart::new(Box::new(our_out), Box::new(our_in))
    }

    fn all(
        cells: impl FnOnce(&mut dyn FnMut(u32, u32, &Raw) -> Result<(), Error>) -> Result<(), Error>,
    ) -> Result<Vec<(u32, u32, Raw)>, String> {
        let mut all = Vec::new();
        let shown = cells(&mut |row, column, raw| {
            all.push((row, column, raw.clone()));
            Ok(())
        });
        shown.map(|()| all).map_err(|error| error.to_string())
    }

    #[test]
    fn the_same_is_read_apart() {
        for (name, kind) in [
            ("libreoffice.xls", Kind::Xls),
            ("hidden.xls", Kind::Xls),
            ("password.xlsx", Kind::Xls),
            ("libreoffice.ods", Kind::Ods),
            ("hidden.ods", Kind::Ods),
            ("hidden.xlsx", Kind::Ods),
        ] {
            let opened = fixture(name);
            let mut apart = served(|from, to| serve(from, BufWriter::new(to)).unwrap());
            let begun = apart
                .begin(kind, &opened)
                .map_err(|error| error.to_string());
            let mut here = match Book::open(kind, &opened) {
                Ok(here) => here,
                Err(error) => {
                    assert_eq!(begun, Err(error.to_string()), "{name}");
                    continue;
                }
            };
            assert_eq!(begun, Ok(()), "{name}");
            assert_eq!(apart.sheets, here.sheets, "{name}");
            assert_eq!(apart.date1904, here.date1904, "{name}");
            // And a sheet that is not there, and the first once more.
            for sheet in (0..=here.sheets.len()).chain([0]) {
                assert_eq!(
                    all(|show| apart.cells(sheet, show)),
                    all(|show| here.cells(sheet, show)).map_err(|error| {
                        let sheet = "no sheet";
                        if error.starts_with(sheet) {
                            format!("damaged at : {error}")
                        } else {
                            error
                        }
                    }),
                    "{name}, {sheet}"
                );
            }
        }
    }

    #[test]
    fn a_reader_that_ends_at_any_time_is_damage() {
        let whole = {
            let (their_in, mut our_out) = io::pipe().unwrap();
            let bytes = std::fs::read(
                Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hidden.xls"),
            )
            .unwrap();
            thread::spawn(move || {
                our_out.write_all(&[Kind::Xls as u8]).unwrap();
                our_out
                    .write_all(&(bytes.len() as u64).to_le_bytes())
                    .unwrap();
                our_out.write_all(&bytes).unwrap();
                our_out.write_all(&2_u32.to_le_bytes()).unwrap();
            });
            let mut whole = Vec::new();
            serve(their_in, &mut whole).unwrap();
            whole
        };
        for length in 0..whole.len() {
            let part = whole[..length].to_vec();
            let mut apart = served(move |from, mut to| {
                to.write_all(&part).unwrap();
                drop(to);
                drop(from);
            });
            let read = apart
                .begin(Kind::Xls, &fixture("hidden.xls"))
                .and_then(|()| apart.cells(2, |_, _, _| Ok(())));
            assert!(
                matches!(read, Err(Error::Damaged { .. })),
                "{length}: {read:?}"
            );
        }
    }

    #[test]
    fn a_program_that_is_not_there_or_reads_nothing() {
        let opened = fixture("hidden.xls");
        let missing = Apart::open(Path::new("no-such-program"), Kind::Xls, &opened);
        assert!(matches!(missing.err(), Some(Error::Io(_))));
        #[cfg(unix)]
        {
            let deaf = Apart::open(Path::new("true"), Kind::Xls, &opened);
            assert!(matches!(deaf.err(), Some(Error::Damaged { .. })));
        }
    }
}
