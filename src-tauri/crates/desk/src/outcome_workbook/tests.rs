use std::{collections::HashSet, path::Path};

use sheets::{ColumnOut, Inspection, Source, Writer};

use super::{OutcomeChange, OutcomeRow, OutcomeState, OutcomeWords, outcome_workbook, own_result};
use crate::{Error, sheet_options};

fn words() -> OutcomeWords {
    OutcomeWords {
        sheet: "Resultado".into(),
        state: "Estado".into(),
        before: "Antes".into(),
        after: "Después".into(),
        when: "Cuándo".into(),
        why: "Por qué no".into(),
        states: [(OutcomeState::Refused, "Quentli no lo aceptó".into())].into(),
    }
}

fn row(cells: &[&str], state: OutcomeState) -> OutcomeRow {
    OutcomeRow {
        cells: cells.iter().map(|&cell| cell.to_owned()).collect(),
        state,
        changes: vec![OutcomeChange {
            label: "Teléfono".into(),
            before: "+525512345678".into(),
            after: "+525587654321".into(),
        }],
        when: "2026-03-04 13:30".into(),
        why: "=ya lo tiene otra familia".into(),
    }
}

fn inspect(path: &Path) -> Inspection {
    Source::file(path).inspect(&sheet_options()).unwrap()
}

const CELLS: [&str; 3] = ["0000128765", "=1+1", " a\r\nb "];

fn one_of_each(path: &Path, headers: &[&str]) -> usize {
    let headers: Vec<String> = headers.iter().map(|&header| header.to_owned()).collect();
    let rows = OutcomeState::EACH.map(|(state, _)| Ok(row(&CELLS, state)));
    outcome_workbook(path, &headers, rows, &words()).unwrap()
}

#[test]
fn every_row_keeps_its_own_columns_and_only_what_may_help_is_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    assert_eq!(one_of_each(&path, &["Usuario", "Nombre", "Nota"]), 13);
    let found = inspect(&path);
    let result = own_result(&found).unwrap().unwrap();
    assert_eq!(result.own_from, 3);
    assert!(found.columns[3].hidden);
    let rows: Vec<_> = found.rows().unwrap().map(Result::unwrap).collect();
    for (row, (state, _)) in rows.iter().zip(OutcomeState::EACH) {
        for (column, cell) in (0..).zip(CELLS) {
            assert_eq!(row.cell(column).unwrap().text, cell);
        }
        use OutcomeState::{Conflict, NotApplied, Planned, Refused, Skipped};
        let again = [Planned, Refused, NotApplied, Conflict, Skipped].contains(&state);
        assert_eq!(result.again.contains(&row.number), again, "{state:?}");
    }
    assert_eq!(rows[3].cell(4).unwrap().text, "Quentli no lo aceptó");
    assert_eq!(rows[3].cell(5).unwrap().text, "Teléfono: +525512345678");
    assert_eq!(rows[3].cell(8).unwrap().text, "=ya lo tiene otra familia");
}

#[test]
fn the_result_of_a_result_has_its_own_columns_once() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("a.xlsx"), folder.path().join("b.xlsx"));
    one_of_each(&first, &["Usuario", "Nombre", "Nota"]);
    let found = inspect(&first);
    let headers: Vec<&str> = found
        .columns
        .iter()
        .map(|column| column.header.as_str())
        .collect();
    one_of_each(&second, &headers);
    assert_eq!(inspect(&second).columns, found.columns);
}

#[test]
fn a_row_that_was_added_is_run_and_a_state_of_a_newer_version_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    let columns = ["Usuario", "Nombre", super::MARK].map(ColumnOut::text);
    let mut writer = Writer::xlsx(&path, "a", &columns).unwrap();
    for (user, state) in [
        ("a", "refused"),
        ("b", ""),
        ("c", "teleported"),
        ("d", " planned"),
    ] {
        writer.row(&[user, "x", state]).unwrap();
    }
    writer.finish().unwrap();
    let result = own_result(&inspect(&path)).unwrap().unwrap();
    assert_eq!(result.again, HashSet::from([2, 3, 5]));
}

#[test]
fn a_schools_own_column_of_that_name_is_no_mark() {
    let found = Source::pasted("Usuario\tFicha\tNombre\na\trefused\tAna\n");
    let found = found.inspect(&sheet_options()).unwrap();
    assert_eq!(own_result(&found), Ok(None));
}

#[test]
fn a_cell_that_does_not_fit_is_blank_rather_than_cut() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    let long = "ñ".repeat(40_000);
    let mut one = row(&["a", &long], OutcomeState::Refused);
    one.why.clone_from(&long);
    outcome_workbook(
        &path,
        &["Usuario".into(), "Nota".into()],
        [Ok(one)],
        &words(),
    )
    .unwrap();
    let rows: Vec<_> = inspect(&path).rows().unwrap().map(Result::unwrap).collect();
    assert!(rows[0].cell(1).is_none_or(|cell| cell.text.is_empty()));
    assert!(rows[0].cell(7).unwrap().text.ends_with("ñ…"));
}

#[test]
fn where_the_rows_fail_there_is_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    let rows = [Ok(row(&["a"], OutcomeState::Same)), Err(Error::Switched)];
    let written = outcome_workbook(&path, &["Usuario".into()], rows, &words());
    assert_eq!(written, Err(Error::Switched));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
