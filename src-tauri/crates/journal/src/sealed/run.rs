//! What is sealed of a run.

use serde::{Deserialize, Serialize};

use crate::run;

/// The column `source` of `runs`.
#[derive(Serialize, Deserialize)]
pub(crate) struct RunSource {
    #[serde(rename = "sha256")]
    sha256: String,
    #[serde(rename = "sheet")]
    sheet: Option<String>,
    #[serde(rename = "headers")]
    headers: Vec<String>,
    #[serde(rename = "columns")]
    columns: serde_json::Value,
    #[serde(rename = "options")]
    options: serde_json::Value,
}

/// The column `stop` of `runs`.
#[derive(Serialize, Deserialize)]
pub(crate) struct Stopped {
    #[serde(rename = "why")]
    why: String,
    #[serde(rename = "message")]
    message: String,
}

/// The column `rows` of `run_rows`.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct InputRows(Vec<InputRow>);

#[derive(Serialize, Deserialize)]
struct InputRow {
    #[serde(rename = "row")]
    row: u32,
    #[serde(rename = "cells")]
    cells: Vec<String>,
    #[serde(rename = "fate")]
    fate: Fate,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Fate {
    #[serde(rename = "update")]
    Update,
    #[serde(rename = "same")]
    Same,
    #[serde(rename = "repeats")]
    Repeats {
        #[serde(rename = "row")]
        row: u32,
    },
    #[serde(rename = "left")]
    Left {
        #[serde(rename = "reasons")]
        reasons: Vec<LeftOut>,
    },
}

#[derive(Serialize, Deserialize)]
struct LeftOut {
    #[serde(rename = "column")]
    column: Option<u32>,
    #[serde(rename = "code")]
    code: String,
}

impl From<run::RunSource> for RunSource {
    fn from(source: run::RunSource) -> Self {
        Self {
            sha256: source.sha256,
            sheet: source.sheet,
            headers: source.headers,
            columns: source.columns,
            options: source.options,
        }
    }
}

impl From<RunSource> for run::RunSource {
    fn from(source: RunSource) -> Self {
        Self {
            sha256: source.sha256,
            sheet: source.sheet,
            headers: source.headers,
            columns: source.columns,
            options: source.options,
        }
    }
}

impl From<run::Stopped> for Stopped {
    fn from(run::Stopped { why, message }: run::Stopped) -> Self {
        Self { why, message }
    }
}

impl From<Stopped> for run::Stopped {
    fn from(Stopped { why, message }: Stopped) -> Self {
        Self { why, message }
    }
}

impl From<Vec<run::InputRow>> for InputRows {
    fn from(rows: Vec<run::InputRow>) -> Self {
        let sealed = |row: run::InputRow| InputRow {
            row: row.row,
            cells: row.cells,
            fate: row.fate.into(),
        };
        Self(rows.into_iter().map(sealed).collect())
    }
}

impl From<InputRows> for Vec<run::InputRow> {
    fn from(InputRows(rows): InputRows) -> Self {
        let opened = |row: InputRow| run::InputRow {
            row: row.row,
            cells: row.cells,
            fate: row.fate.into(),
        };
        rows.into_iter().map(opened).collect()
    }
}

impl From<run::Fate> for Fate {
    fn from(fate: run::Fate) -> Self {
        match fate {
            run::Fate::Update => Self::Update,
            run::Fate::Same => Self::Same,
            run::Fate::Repeats(row) => Self::Repeats { row },
            run::Fate::Left(reasons) => Self::Left {
                reasons: reasons
                    .into_iter()
                    .map(|run::LeftOut { column, code }| LeftOut { column, code })
                    .collect(),
            },
        }
    }
}

impl From<Fate> for run::Fate {
    fn from(fate: Fate) -> Self {
        match fate {
            Fate::Update => Self::Update,
            Fate::Same => Self::Same,
            Fate::Repeats { row } => Self::Repeats(row),
            Fate::Left { reasons } => Self::Left(
                reasons
                    .into_iter()
                    .map(|LeftOut { column, code }| run::LeftOut { column, code })
                    .collect(),
            ),
        }
    }
}
