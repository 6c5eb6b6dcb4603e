//! The spreadsheet that is open.

use std::collections::BTreeMap;

use ::record::{Field, IssueCode, Severity};
use serde::{Deserialize, Serialize};

use super::Change;

answers! {
    /// A sheet as it is understood now.
    pub struct Sheet {
        /// The file's name; empty for what was pasted.
        pub name: String,
        pub format: SheetFormat,
        /// Of a text file.
        pub text: Option<SheetText>,
        /// Of a workbook.
        pub sheets: Vec<SheetName>,
        pub sheet: Option<usize>,
        /// The row that names the columns, from 1.
        pub header_row: u32,
        /// The first rows that are not blank, those above the header included.
        pub top: Vec<TopRow>,
        pub hidden_rows: bool,
        pub hidden_columns: bool,
        /// A filter hides rows.
        pub filtered: bool,
        pub merged: bool,
        /// Zeros that only a number format shows cannot be seen in this kind of file.
        pub no_number_formats: bool,
        /// It is a result that Ficha saved: only its refused and pending rows are used.
        pub own_result: bool,
        pub columns: Vec<SheetColumn>,
        pub reading: Reading,
        /// Dates can be read both ways.
        pub dates_ambiguous: bool,
        /// Why the columns cannot be used as they are.
        pub columns_problem: Option<ColumnsProblem>,
    }

    #[derive(Copy, PartialEq, Eq)]
    pub enum SheetFormat {
        Text,
        Xlsx,
        Xlsb,
        Xls,
        Ods,
    }

    pub struct SheetText {
        /// By its IANA name, such as `windows-1252`.
        pub encoding: String,
        /// What the bytes say is beyond doubt.
        pub certain: bool,
        pub encodings: Vec<String>,
        pub separator: char,
    }

    pub struct SheetName {
        pub name: String,
        pub hidden: bool,
    }

    pub struct TopRow {
        pub row: u32,
        pub cells: Vec<String>,
    }

    pub struct SheetColumn {
        pub letters: String,
        pub header: String,
        /// The header made unique: `Teléfono (2)`.
        pub name: String,
        pub hidden: bool,
        /// The first cells that are not blank, three at most.
        pub samples: Vec<String>,
        #[serde(rename = "use")]
        #[cfg_attr(test, ts(rename = "use"))]
        pub meaning: ColumnUse,
        pub basis: ColumnBasis,
        /// The column that already is for what this one looks like.
        pub taken_by: Option<usize>,
    }

    #[derive(Copy, PartialEq, Eq)]
    pub enum ColumnBasis {
        Header,
        Values,
        TakenBy,
        Nothing,
        Chosen,
        Remembered,
    }

    pub struct ColumnsProblem {
        pub code: ColumnsProblemCode,
        /// By position.
        pub columns: Vec<usize>,
    }

    #[derive(Copy, PartialEq, Eq)]
    pub enum ColumnsProblemCode {
        NoFinder,
        TwoFinders,
        Twice,
        NameTwice,
        NothingToChange,
        BadPair,
    }

    /// What all rows come to.
    pub struct Check {
        pub rows: usize,
        /// Families that would be updated.
        pub updates: usize,
        pub same: usize,
        pub repeated: usize,
        /// Rows with a problem, those of unknown families included.
        pub left: usize,
        /// How many families the school has.
        pub roster: usize,
        /// Since when these are what was checked against, in ISO 8601.
        pub read_at: String,
        /// Most ids are of another organization: nothing may be sent.
        pub foreign: bool,
        /// Problems first, the most frequent first.
        pub groups: Vec<IssueGroup>,
        pub placeholders: Vec<PlaceholderAsked>,
        /// Rows whose username fits a family once zeros are put before it.
        pub padded: usize,
        /// Cells whose text was once read in the wrong encoding, and one of them as it is and as it was meant.
        pub mojibake: usize,
        pub mojibake_sample: Option<(String, String)>,
        /// Sensitive ones first.
        pub fields: Vec<FieldCount>,
        /// Families that are updated in two passes, and those that only wait for another one.
        pub two_passes: usize,
        pub ordered: usize,
        /// The number of families has to be typed.
        pub brake: Option<BrakeWhy>,
    }

    #[derive(Copy, PartialEq, Eq)]
    pub enum BrakeWhy {
        Many,
        Share,
        Sensitive,
    }

    pub struct IssueGroup {
        pub code: IssueCode,
        pub severity: Severity,
        pub rows: usize,
    }

    pub struct PlaceholderAsked {
        pub key: String,
        pub text: String,
        pub rows: usize,
        pub answer: Option<PlaceholderAnswer>,
    }

    pub struct FieldCount {
        pub field: Field,
        pub key: Option<String>,
        pub changes: usize,
        /// Of these, how many are emptied or deleted.
        pub clears: usize,
        pub sensitive: bool,
    }

    pub struct SheetRows {
        pub total: usize,
        pub rows: Vec<SheetRow>,
    }

    pub struct SheetRow {
        pub row: u32,
        pub id: Option<String>,
        pub name: Option<String>,
        /// The family was found by a guess that was agreed to.
        pub guessed: bool,
        /// It is updated in two passes.
        pub twice: bool,
        pub changes: Vec<Change>,
        pub issues: Vec<SheetIssue>,
    }

    pub struct SheetIssue {
        /// From 0.
        pub column: Option<u32>,
        /// The cell's.
        pub text: String,
        pub code: IssueCode,
        pub severity: Severity,
        /// What a cell held instead of one value.
        pub found: Vec<String>,
        /// Another row, and a family, that it is about.
        pub other_row: Option<u32>,
        pub other_family: Option<String>,
        pub suggestion: Option<String>,
        pub max: Option<usize>,
    }
}

/// Types that come from the page as well.
macro_rules! choices {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)*) => {$(
        #[derive(Clone, Debug, Serialize, Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "camelCase")]
        $(#[$meta])*
        pub $kind $name $body
    )*};
}

choices! {
    /// What a column is for.
    #[serde(tag = "kind")]
    pub enum ColumnUse {
        Ignored,
        Finds { by: FindsBy },
        Field { field: Field },
        NamePart { part: PartOfName },
        /// One key of custom data; `home` is `metadata` or `meta`.
        Pair { home: Field, key: String },
        UpdatedAt,
    }

    #[derive(Copy, PartialEq, Eq)]
    pub enum FindsBy {
        Id,
        Username,
        Email,
        Phone,
    }

    #[derive(Copy, PartialEq, Eq)]
    pub enum PartOfName {
        Paternal,
        Maternal,
        Given,
    }

    /// What a sheet's text means, as far as it has to be asked.
    pub struct Reading {
        pub date_order: Option<DayOrder>,
        pub tag_separator: char,
        pub name_order: OrderOfName,
        /// Also rewrite phones that are the same number in another form.
        pub rewrite_phones: bool,
        /// `#N/A` and `#N/D` clear.
        pub missing_clears: bool,
        /// `JosÃ©` means `José`.
        pub repair_text: bool,
        /// `128765` means `0000128765`.
        pub pad_usernames: bool,
        pub placeholders: BTreeMap<String, PlaceholderAnswer>,
    }

    #[derive(Copy, PartialEq, Eq)]
    pub enum DayOrder {
        DayFirst,
        MonthFirst,
    }

    #[derive(Copy, PartialEq, Eq)]
    pub enum OrderOfName {
        GivenFirst,
        SurnamesFirst,
        SurnamesComma,
    }

    #[derive(Copy, PartialEq, Eq)]
    pub enum PlaceholderAnswer {
        Leave,
        Clear,
    }

    /// How a file is read; null is guessed.
    pub struct SheetOptions {
        pub encoding: Option<String>,
        pub separator: Option<char>,
        pub sheet: Option<usize>,
        pub header_row: Option<u32>,
    }

    /// Which rows are shown, and what is looked for in them.
    #[serde(tag = "kind")]
    pub enum RowsView {
        Changes { field: Option<Field>, key: Option<String>, text: String },
        Issues {
            #[cfg_attr(test, ts(type = "IssueCode | null"))]
            code: Option<String>,
            text: String,
        },
        Same { text: String },
        Repeated { text: String },
    }
}
