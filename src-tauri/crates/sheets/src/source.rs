use std::path::PathBuf;
use std::sync::Arc;

use crate::error::Error;
use crate::input::Input;
use crate::inspection::Inspection;
use crate::limits::Limits;
use crate::text::{Encoding, Separator};

/// Where a table comes from.
#[derive(Debug, Clone)]
pub struct Source(pub(crate) Input);

impl Source {
    /// A file, whatever its name ends in.
    pub fn file(path: impl Into<PathBuf>) -> Source {
        Source(Input::File(path.into()))
    }

    /// Text such as Excel puts on the clipboard.
    pub fn pasted(text: impl Into<String>) -> Source {
        Source::bytes(text.into().into_bytes())
    }

    /// A file's bytes.
    pub fn bytes(bytes: impl Into<Arc<[u8]>>) -> Source {
        Source(Input::Bytes(bytes.into()))
    }

    /// Looks at what it is: once through the file, and through the sheet that will be read.
    pub fn inspect(&self, options: &Options) -> Result<Inspection, Error> {
        Inspection::new(&self.0, options)
    }
}

/// What a person decided about a source. What is not set is guessed.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Of a text file; ignored elsewhere, as is the separator.
    pub encoding: Option<Encoding>,
    pub separator: Option<Separator>,
    /// A number into [`Inspection::sheets`].
    pub sheet: Option<usize>,
    /// The row that names the columns, from 1.
    pub header_row: Option<u32>,
    pub limits: Limits,
    /// The program that xls, xlsb and ods are read by, in a process of its own: it is started with
    /// [`READ_APART`](crate::READ_APART) and calls [`read_apart`](crate::read_apart). Without one they are
    /// read here, if panics do not end the process, and not at all if they do.
    pub reader: Option<PathBuf>,
}
