//! The parts of a zipped workbook.
//!
//! Only the directory is read with `zip`: its files borrow the archive, while rows own what they read.

use std::collections::HashMap;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use crate::error::{Error, Found, Limit, Passed, Position};
use crate::input::Opened;
use crate::limits::Limits;

pub(crate) struct Package {
    opened: Opened,
    parts: HashMap<String, Part>,
    limits: Limits,
}

#[derive(Clone, Copy)]
struct Part {
    start: u64,
    packed: u64,
    stored: bool,
}

pub(crate) type PartReader = BufReader<Unpacking>;

impl Package {
    pub fn open(opened: &Opened, limits: &Limits) -> Result<Package, Error> {
        let damaged = |error| Error::damaged(Position::default(), error);
        let mut archive =
            ZipArchive::new(BufReader::new(Whole::new(opened.again()?))).map_err(damaged)?;
        if archive.is_empty() {
            return Err(Error::NotASpreadsheet(Found::Archive));
        }
        let mut parts = HashMap::new();
        let mut unpacked = 0_u64;
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(damaged)?;
            if part.encrypted() {
                return Err(Error::PasswordProtected);
            }
            let stored = match part.compression() {
                CompressionMethod::Stored => true,
                CompressionMethod::Deflated => false,
                // Of a part that is not needed, perhaps.
                _ => continue,
            };
            unpacked = unpacked.saturating_add(part.size());
            if unpacked > limits.unpacked_bytes {
                let passed = Passed {
                    limit: Limit::UnpackedBytes,
                    most: limits.unpacked_bytes,
                };
                return Err(passed.at(Position::default()));
            }
            check_ratio(part.size(), part.compressed_size(), limits)
                .map_err(|passed| passed.at(Position::default()))?;
            let (Ok(name), Some(start)) = (part.name(), part.data_start()) else {
                continue;
            };
            let found = Part {
                start,
                packed: part.compressed_size(),
                stored,
            };
            parts.insert(normal(&name), found);
        }
        Ok(Package {
            opened: opened.again()?,
            parts,
            limits: limits.clone(),
        })
    }

    pub fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&normal(name))
    }

    /// The unpacked bytes of a part, if there is one of that name.
    pub fn part(&self, name: &str) -> Result<Option<PartReader>, Error> {
        let Some(&part) = self.parts.get(&normal(name)) else {
            return Ok(None);
        };
        let bytes = BufReader::new(Section {
            opened: self.opened.again()?,
            at: part.start,
            left: part.packed,
        });
        Ok(Some(BufReader::with_capacity(
            32 << 10,
            Unpacking {
                bytes: if part.stored {
                    Bytes::Stored(bytes)
                } else {
                    Bytes::Deflated(Box::new(DeflateDecoder::new(bytes)))
                },
                packed: part.packed,
                unpacked: 0,
                limits: self.limits.clone(),
            },
        )))
    }
}

/// Some programs write another case than they refer to, or backslashes.
fn normal(name: &str) -> String {
    name.replace('\\', "/")
        .trim_start_matches('/')
        .to_lowercase()
}

fn check_ratio(unpacked: u64, packed: u64, limits: &Limits) -> Result<(), Passed> {
    if unpacked > limits.ratio_from && unpacked / limits.ratio > packed {
        return Err(Passed {
            limit: Limit::Ratio,
            most: limits.ratio,
        });
    }
    Ok(())
}

/// Handles on one file share their place in it, so each read says where.
struct Section {
    opened: Opened,
    at: u64,
    left: u64,
}

impl Read for Section {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        let most = most.min(buffer.len());
        self.opened.seek(SeekFrom::Start(self.at))?;
        let read = self.opened.read(&mut buffer[..most])?;
        self.at += read as u64;
        self.left -= read as u64;
        Ok(read)
    }
}

/// The same for a whole file.
pub(super) struct Whole {
    opened: Opened,
    at: u64,
}

impl Whole {
    pub fn new(opened: Opened) -> Whole {
        Whole { opened, at: 0 }
    }
}

impl Read for Whole {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.opened.seek(SeekFrom::Start(self.at))?;
        let read = self.opened.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Whole {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if let SeekFrom::Current(by) = to {
            let at = self.at.checked_add_signed(by);
            self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
            return Ok(self.at);
        }
        self.at = self.opened.seek(to)?;
        Ok(self.at)
    }
}

/// Unpacks, and stops where a directory lied about the size.
pub(crate) struct Unpacking {
    bytes: Bytes,
    packed: u64,
    unpacked: u64,
    limits: Limits,
}

enum Bytes {
    Stored(BufReader<Section>),
    Deflated(Box<DeflateDecoder<BufReader<Section>>>),
}

impl Read for Unpacking {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.bytes {
            Bytes::Stored(bytes) => bytes.read(buffer)?,
            Bytes::Deflated(bytes) => bytes.read(buffer)?,
        };
        self.unpacked += read as u64;
        if self.unpacked > self.limits.unpacked_bytes {
            return Err(io::Error::other(Passed {
                limit: Limit::UnpackedBytes,
                most: self.limits.unpacked_bytes,
            }));
        }
        check_ratio(self.unpacked, self.packed, &self.limits).map_err(io::Error::other)?;
        Ok(read)
    }
}
