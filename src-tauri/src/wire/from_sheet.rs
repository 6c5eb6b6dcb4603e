//! The open sheet, from the desk to the page and back.

use ::record as core;
use jiff::tz::TimeZone;

use super::{
    from_desk::{all, iso, same},
    sheet::*,
};

same! {
    desk::SheetFormat => SheetFormat { Text, Xlsx, Xlsb, Xls, Ods }
    core::Finder => FindsBy { Id, Username, Email, Phone }
    FindsBy => core::Finder { Id, Username, Email, Phone }
    core::NamePart => PartOfName { Paternal, Maternal, Given }
    PartOfName => core::NamePart { Paternal, Maternal, Given }
    core::DateOrder => DayOrder { DayFirst, MonthFirst }
    DayOrder => core::DateOrder { DayFirst, MonthFirst }
    core::NameOrder => OrderOfName { GivenFirst, SurnamesFirst, SurnamesComma }
    OrderOfName => core::NameOrder { GivenFirst, SurnamesFirst, SurnamesComma }
    core::Placeholder => PlaceholderAnswer { Leave, Clear }
    PlaceholderAnswer => core::Placeholder { Leave, Clear }
    core::Brake => BrakeWhy { Many, Share, Sensitive }
}

impl From<core::Column> for ColumnUse {
    fn from(column: core::Column) -> Self {
        match column {
            core::Column::Ignored => Self::Ignored,
            core::Column::Finds(by) => Self::Finds { by: by.into() },
            core::Column::Field(field) => Self::Field { field },
            core::Column::NamePart(part) => Self::NamePart { part: part.into() },
            core::Column::Pair { home, key } => Self::Pair { home, key },
            core::Column::UpdatedAt => Self::UpdatedAt,
        }
    }
}

impl From<ColumnUse> for core::Column {
    fn from(column: ColumnUse) -> Self {
        match column {
            ColumnUse::Ignored => Self::Ignored,
            ColumnUse::Finds { by } => Self::Finds(by.into()),
            ColumnUse::Field { field } => Self::Field(field),
            ColumnUse::NamePart { part } => Self::NamePart(part.into()),
            ColumnUse::Pair { home, key } => Self::Pair { home, key },
            ColumnUse::UpdatedAt => Self::UpdatedAt,
        }
    }
}

/// Field by field, the same either way.
macro_rules! reading {
    ($from:ty => $to:ty $(, ..$rest:expr)?) => {
        impl From<$from> for $to {
            fn from(reading: $from) -> Self {
                let placeholders = reading.placeholders.into_iter();
                Self {
                    date_order: reading.date_order.map(Into::into),
                    tag_separator: reading.tag_separator,
                    name_order: reading.name_order.into(),
                    rewrite_phones: reading.rewrite_phones,
                    missing_clears: reading.missing_clears,
                    repair_text: reading.repair_text,
                    pad_usernames: reading.pad_usernames,
                    placeholders: placeholders
                        .map(|(key, answer)| (key, answer.into()))
                        .collect(),
                    $(..$rest)?
                }
            }
        }
    };
}

reading!(core::Reading => Reading);
// The zone is the desk's to say.
reading!(Reading => core::Reading, ..Self::new(TimeZone::UTC));

impl From<SheetOptions> for desk::SheetOptions {
    fn from(options: SheetOptions) -> Self {
        Self {
            encoding: options.encoding,
            separator: options.separator,
            sheet: options.sheet,
            header_row: options.header_row,
        }
    }
}

impl From<RowsView> for desk::RowsView {
    fn from(view: RowsView) -> Self {
        match view {
            RowsView::Changes { field, key, text } => Self::Changes { field, key, text },
            RowsView::Issues { code, text } => Self::Issues { code, text },
            RowsView::Same { text } => Self::Same { text },
            RowsView::Repeated { text } => Self::Repeated { text },
        }
    }
}

impl From<desk::SheetView> for Sheet {
    fn from(view: desk::SheetView) -> Self {
        Self {
            name: view.name,
            no_number_formats: !view.format.has_number_formats(),
            format: view.format.into(),
            text: view.text.map(Into::into),
            sheets: view
                .sheets
                .into_iter()
                .map(|(name, hidden)| SheetName { name, hidden })
                .collect(),
            sheet: view.sheet,
            header_row: view.header_row,
            top: view
                .top
                .into_iter()
                .map(|(row, cells)| TopRow { row, cells })
                .collect(),
            hidden_rows: view.hidden_rows,
            hidden_columns: view.columns.iter().any(|column| column.hidden),
            filtered: view.filtered,
            merged: view.merged,
            own_result: view.own_result,
            columns: all(view.columns),
            reading: view.reading.into(),
            dates_ambiguous: view.dates_ambiguous,
            columns_problem: view.columns_error.map(Into::into),
        }
    }
}

impl From<desk::SheetText> for SheetText {
    fn from(text: desk::SheetText) -> Self {
        Self {
            encoding: text.encoding.to_owned(),
            certain: text.certain,
            encodings: text.encodings.into_iter().map(str::to_owned).collect(),
            separator: text.separator,
        }
    }
}

impl From<desk::SheetColumn> for SheetColumn {
    fn from(column: desk::SheetColumn) -> Self {
        let (basis, taken_by) = match column.basis {
            desk::ColumnBasis::Header => (ColumnBasis::Header, None),
            desk::ColumnBasis::Values => (ColumnBasis::Values, None),
            desk::ColumnBasis::TakenBy(other) => (ColumnBasis::TakenBy, Some(other)),
            desk::ColumnBasis::Nothing => (ColumnBasis::Nothing, None),
            desk::ColumnBasis::Chosen => (ColumnBasis::Chosen, None),
            desk::ColumnBasis::Remembered => (ColumnBasis::Remembered, None),
        };
        Self {
            letters: column.letters,
            header: column.header,
            name: column.name,
            hidden: column.hidden,
            samples: column.samples,
            meaning: column.column.into(),
            basis,
            taken_by,
        }
    }
}

impl From<core::ColumnsError> for ColumnsProblem {
    fn from(error: core::ColumnsError) -> Self {
        use ColumnsProblemCode as C;
        let (code, columns) = match error {
            core::ColumnsError::NoFinder => (C::NoFinder, vec![]),
            core::ColumnsError::TwoFinders(one, other) => (C::TwoFinders, vec![one, other]),
            core::ColumnsError::Twice(one, other) => (C::Twice, vec![one, other]),
            core::ColumnsError::NameTwice(one, other) => (C::NameTwice, vec![one, other]),
            core::ColumnsError::NothingToChange => (C::NothingToChange, vec![]),
            core::ColumnsError::BadPair(column) => (C::BadPair, vec![column]),
        };
        Self { code, columns }
    }
}

impl From<desk::Check> for Check {
    fn from(check: desk::Check) -> Self {
        Self {
            rows: check.rows,
            updates: check.updates,
            same: check.same,
            repeated: check.repeated,
            left: check.left,
            roster: check.roster,
            read_at: iso(check.read_at),
            foreign: check.foreign,
            groups: all(check.groups),
            placeholders: all(check.placeholders),
            padded: check.padded,
            mojibake: check.mojibake,
            mojibake_sample: check.mojibake_sample,
            fields: all(check.fields),
            two_passes: check.two_passes,
            ordered: check.ordered,
            brake: check.brake.map(Into::into),
        }
    }
}

impl From<desk::IssueGroup> for IssueGroup {
    fn from(group: desk::IssueGroup) -> Self {
        Self {
            code: group.code,
            severity: group.severity,
            rows: group.rows,
        }
    }
}

impl From<desk::PlaceholderAsked> for PlaceholderAsked {
    fn from(asked: desk::PlaceholderAsked) -> Self {
        Self {
            key: asked.key,
            text: asked.text,
            rows: asked.rows,
            answer: asked.answer.map(Into::into),
        }
    }
}

impl From<desk::FieldCount> for FieldCount {
    fn from(count: desk::FieldCount) -> Self {
        Self {
            sensitive: count.field.spec().sensitive,
            field: count.field,
            key: count.key,
            changes: count.changes,
            clears: count.clears,
        }
    }
}

impl From<desk::SheetRows> for SheetRows {
    fn from(rows: desk::SheetRows) -> Self {
        Self {
            total: rows.total,
            rows: all(rows.rows),
        }
    }
}

impl From<desk::SheetRow> for SheetRow {
    fn from(row: desk::SheetRow) -> Self {
        let (id, name) = row.family.unzip();
        Self {
            row: row.row,
            id: id.map(|id| id.to_string()),
            name,
            guessed: row.guessed,
            twice: row.twice,
            changes: all(row.changes),
            issues: all(row.issues),
        }
    }
}

impl From<desk::SheetIssue> for SheetIssue {
    fn from(issue: desk::SheetIssue) -> Self {
        Self {
            column: issue.column,
            text: issue.text,
            code: issue.code,
            severity: issue.severity,
            found: issue.found,
            other_row: issue.other_row,
            other_family: issue.other_family,
            suggestion: issue.suggestion,
            max: issue.max,
        }
    }
}
