//! What an xlsx workbook says about its sheets.

use std::collections::HashMap;
use std::sync::Arc;

use quick_xml::events::Event;

use super::package::Package;
use super::sheet::{Shared, SheetRows};
use super::strings::Strings;
use super::xml::{attribute, damaged, is_true, reader};
use super::{Sheet, Visibility, styles};
use crate::column::parse_letters;
use crate::error::{Error, Found, Position};
use crate::limits::Limits;

pub(crate) struct Xlsx {
    package: Package,
    sheets: Vec<(Sheet, String)>,
    shared: Arc<Shared>,
}

impl Xlsx {
    /// The workbook in that package, if it has one.
    pub fn open(package: Package) -> Result<Xlsx, Error> {
        let not = || Error::NotASpreadsheet(Found::Archive);
        let main = related(&package, "")?
            .into_values()
            .find(|(kind, _)| kind == "officeDocument")
            .map(|(_, target)| target)
            .ok_or_else(not)?;
        let (sheets, date1904) = read_workbook(&package, &main)?.ok_or_else(not)?;
        let parts = related(&package, &main)?;
        let part_of = |kind: &str| {
            let mut parts = parts.values();
            parts.find_map(|(found, target)| (found == kind).then_some(target))
        };
        let strings = match part_of("sharedStrings") {
            Some(part) => package.part(part)?.map(Strings::read).transpose()?,
            None => None,
        };
        let formats = match part_of("styles") {
            Some(part) => package.part(part)?.map(styles::read).transpose()?,
            None => None,
        };
        let mut found = Vec::new();
        for (mut sheet, id) in sheets {
            // Charts have sheets of their own.
            if let Some((kind, target)) = parts.get(&id)
                && kind == "worksheet"
            {
                sheet.declared = declared(&package, target)?;
                found.push((sheet, target.clone()));
            }
        }
        Ok(Xlsx {
            package,
            sheets: found,
            shared: Arc::new(Shared {
                strings: strings.unwrap_or_default(),
                formats: formats.unwrap_or_default(),
                date1904,
            }),
        })
    }

    pub fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        self.sheets.iter().map(|(sheet, _)| sheet)
    }

    pub fn rows(&self, sheet: usize, limits: &Limits) -> Result<SheetRows, Error> {
        let (_, part) = self.sheets.get(sheet).ok_or(Error::NoSuchSheet(sheet))?;
        let part = self.package.part(part)?;
        let part = part.ok_or_else(|| Error::damaged(Position::default(), "no such part"))?;
        Ok(SheetRows::new(part, Arc::clone(&self.shared), limits))
    }
}

/// What a part refers to, by the names it uses: the kind, and the other part's name.
fn related(package: &Package, part: &str) -> Result<HashMap<String, (String, String)>, Error> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let list = format!("{folder}/_rels/{name}.rels");
    let mut related = HashMap::new();
    let Some(list) = package.part(&list)? else {
        return Ok(related);
    };
    let mut xml = reader(list);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml
            .read_event_into(&mut buffer)
            .map_err(|error| damaged(&error))?
        {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                if let (Some(id), Some(kind), Some(target)) = (
                    attribute(&element, "Id")?,
                    attribute(&element, "Type")?,
                    attribute(&element, "Target")?,
                ) {
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    related.insert(id, (kind, resolve(folder, &target)));
                }
            }
            Event::Eof => return Ok(related),
            _ => {}
        }
    }
}

/// A part's name from where it is referred to.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut folder = folder;
    let mut target = target;
    while let Some(rest) = target.strip_prefix("../") {
        target = rest;
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
    let target = target.strip_prefix("./").unwrap_or(target);
    format!("{folder}/{target}")
}

type Sheets = Vec<(Sheet, String)>;

/// The sheets with the names their parts have, and whether days count from 1904; `None` if the part is
/// no workbook.
fn read_workbook(package: &Package, part: &str) -> Result<Option<(Sheets, bool)>, Error> {
    let Some(part) = package.part(part)? else {
        return Ok(None);
    };
    let mut xml = reader(part);
    let mut buffer = Vec::new();
    let mut sheets = Vec::new();
    let mut date1904 = false;
    let mut workbook = false;
    loop {
        buffer.clear();
        match xml
            .read_event_into(&mut buffer)
            .map_err(|error| damaged(&error))?
        {
            Event::Start(element) => match element.local_name().as_ref() {
                "workbook" => workbook = true,
                "workbookPr" => date1904 = is_true(&element, "date1904")?,
                "sheet" if workbook => {
                    let visibility = match attribute(&element, "state")?.as_deref() {
                        Some("hidden") => Visibility::Hidden,
                        Some("veryHidden") => Visibility::VeryHidden,
                        _ => Visibility::Visible,
                    };
                    let sheet = Sheet {
                        name: attribute(&element, "name")?.unwrap_or_default(),
                        visibility,
                        declared: None,
                    };
                    sheets.push((sheet, attribute(&element, "id")?.unwrap_or_default()));
                }
                _ if !workbook => return Ok(None),
                _ => {}
            },
            Event::Eof => return Ok(workbook.then_some((sheets, date1904))),
            _ => {}
        }
    }
}

/// The size that stands before the cells of a sheet.
fn declared(package: &Package, part: &str) -> Result<Option<(u32, u32)>, Error> {
    let Some(part) = package.part(part)? else {
        return Ok(None);
    };
    let mut xml = reader(part);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        // Whoever reads the sheet reports the error.
        let Ok(event) = xml.read_event_into(&mut buffer) else {
            return Ok(None);
        };
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "dimension" => {
                    let range = attribute(&element, "ref")?.unwrap_or_default();
                    return Ok(last_cell(range.rsplit(':').next().unwrap_or_default()));
                }
                "sheetData" => return Ok(None),
                _ => {}
            },
            Event::Eof => return Ok(None),
            _ => {}
        }
    }
}

fn last_cell(reference: &str) -> Option<(u32, u32)> {
    let (column, letters) = parse_letters(reference.as_bytes())?;
    Some((reference[letters..].parse().ok()?, column + 1))
}
