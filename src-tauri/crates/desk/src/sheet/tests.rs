use std::{fmt::Write as _, path::PathBuf};

use practice::{Fault, Options, Target};
use quentli::CustomerId;
use record::{Column, Field, Finder, Placeholder, Reading};
use serde_json::json;

use super::*;
use crate::{Error, SheetReason, roster, updates::tests::bench::Bench};

/// A bench whose roster is read while `act` goes on.
async fn at_work<T>(bench: &Bench, act: impl Future<Output = T>) -> T {
    tokio::select! {
        () = roster::keep_reading(&bench.work) => unreachable!("it never ends"),
        done = act => done,
    }
}

async fn pasted(bench: &Bench, text: &str) -> SheetView {
    let source = SheetSource::Pasted(text.to_owned());
    open(&bench.work, &bench.school, source).await.unwrap()
}

async fn checked(bench: &Bench) -> Result<Check, Error> {
    at_work(bench, check(&bench.work, &bench.school)).await
}

fn changes(bench: &Bench) -> SheetRows {
    let view = RowsView::Changes {
        field: None,
        key: None,
        text: String::new(),
    };
    rows(&bench.work, &bench.school, &view, 0, 100).unwrap()
}

fn with_issue(bench: &Bench, code: &str) -> SheetRows {
    let view = RowsView::Issues {
        code: Some(code.to_owned()),
        text: String::new(),
    };
    rows(&bench.work, &bench.school, &view, 0, 100).unwrap()
}

/// The id and the name of practice's families.
fn ids(bench: &Bench) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let families = bench.practice.families().into_iter();
    families
        .map(|family| (text(&family["id"]), text(&family["name"])))
        .collect()
}

fn reading(bench: &Bench) -> Reading {
    bench.work.sheet.view(&bench.school).unwrap().reading
}

fn meanings(view: &SheetView) -> Vec<Column> {
    let columns = view.columns.iter();
    columns.map(|column| column.column.clone()).collect()
}

#[tokio::test]
async fn a_pasted_table_comes_to_what_would_change() {
    let bench = Bench::new().await;
    let ids = ids(&bench);
    let text = format!(
        "id\tNombre\tCorreo\n{}\tFamilia Nueva\t\n{}\t{}\t\nnadie\tX\t\n",
        ids[0].0, ids[1].0, ids[1].1
    );
    let view = pasted(&bench, &text).await;
    assert_eq!(view.name, "");
    assert_eq!(
        meanings(&view),
        [
            Column::Finds(Finder::Id),
            Column::Field(Field::Name),
            Column::Field(Field::Email)
        ]
    );
    let check = checked(&bench).await.unwrap();
    assert_eq!(
        (check.rows, check.updates, check.same, check.left),
        (3, 1, 1, 1)
    );
    assert_eq!(check.roster, ids.len());
    let changes = changes(&bench);
    assert_eq!((changes.total, changes.rows[0].row), (1, 2));
    assert_eq!(
        changes.rows[0].family,
        Some((CustomerId::parse(&ids[0].0).unwrap(), ids[0].1.clone()))
    );
    let unknown = with_issue(&bench, "unknownFamily");
    assert_eq!((unknown.total, unknown.rows[0].row), (1, 4));
    // Nothing but reading.
    assert!(bench.patches().is_empty());
}

#[tokio::test]
async fn a_mended_cell_is_checked_again_and_the_file_stays_as_it_is() {
    let bench = Bench::new().await;
    let ids = ids(&bench);
    let text = format!("id,telefono\n{},5512\n", ids[0].0);
    pasted(&bench, &text).await;
    let check = checked(&bench).await.unwrap();
    assert_eq!((check.updates, check.left), (0, 1));
    let issue = &with_issue(&bench, "phoneBad").rows[0].issues[0];
    assert_eq!((issue.column, issue.text.as_str()), (Some(1), "5512"));
    let requests = bench.practice.requests().len();
    let check = mend(&bench.work, &bench.school, 2, 1, "56 1928 3746".into())
        .await
        .unwrap();
    assert_eq!((check.updates, check.left), (1, 0));
    assert_eq!(
        bench.practice.requests().len(),
        requests,
        "the families in hand do"
    );
}

#[tokio::test]
async fn a_family_that_was_chosen_for_a_row_is_its_family() {
    let bench = Bench::new().await;
    let ids = ids(&bench);
    pasted(&bench, &format!("correo,nombre\nnadie@x.mx,{}\n", ids[3].1)).await;
    assert_eq!(checked(&bench).await.unwrap().left, 1);
    let offered = nearest(&bench.work, &bench.school, 2).unwrap();
    assert_eq!(offered[0].customer.id.as_str(), ids[3].0);
    let id = CustomerId::parse(&ids[3].0).unwrap();
    let check = choose(&bench.work, &bench.school, 2, id).await.unwrap();
    assert_eq!((check.left, check.same), (0, 1));
}

#[tokio::test]
async fn placeholders_are_asked_once_and_stay_to_be_answered_otherwise() {
    let bench = Bench::new().await;
    let ids = ids(&bench);
    let text = format!(
        "id,telefono\n{},S/N\n{},s/n\n{},0000000000\n",
        ids[0].0, ids[1].0, ids[2].0
    );
    let view = pasted(&bench, &text).await;
    let check = checked(&bench).await.unwrap();
    let asked: Vec<(String, usize)> = check
        .placeholders
        .iter()
        .map(|one| (one.key.clone(), one.rows))
        .collect();
    assert_eq!(asked, [("0000000000".into(), 1), ("s/n".into(), 2)]);
    let mut answered = reading(&bench);
    answered
        .placeholders
        .insert("s/n".into(), Placeholder::Leave);
    use_columns(&bench.work, &bench.school, meanings(&view), answered).unwrap();
    let check = checked(&bench).await.unwrap();
    assert_eq!((check.same, check.left), (2, 1));
    let answer = check.placeholders.iter().find(|one| one.key == "s/n");
    assert_eq!(answer.unwrap().answer, Some(Placeholder::Leave));
}

#[tokio::test]
async fn columns_are_remembered_for_the_same_headers_of_the_same_school() {
    let mut bench = Bench::new().await;
    let text = "id,Grupo\nx,3B\n";
    let view = pasted(&bench, text).await;
    assert_eq!(view.columns[1].column, Column::Ignored);
    let grade = Column::Pair {
        home: Field::Metadata,
        key: "Grupo".into(),
    };
    let columns = vec![Column::Finds(Finder::Id), grade.clone()];
    use_columns(&bench.work, &bench.school, columns, reading(&bench)).unwrap();
    let key = bench.key.clone();
    bench.restart(|journal| {
        journal.unlock(key).unwrap();
    });
    let view = pasted(&bench, text).await;
    assert_eq!(view.columns[1].column, grade);
    assert_eq!(view.columns[1].basis, ColumnBasis::Remembered);
    let other = pasted(&bench, "id,Grupo,Nombre\nx,3B,Y\n").await;
    assert_eq!(other.columns[1].column, Column::Ignored);
    // Another school is asked anew.
    let other = journal::ConnectionId::generate();
    let school = School {
        book: bench.journal().book(&other),
        ..bench.school.clone()
    };
    let source = SheetSource::Pasted(text.into());
    let view = open(&bench.work, &school, source).await.unwrap();
    assert_eq!(view.columns[1].column, Column::Ignored);
}

#[tokio::test]
async fn columns_that_do_not_fit_are_kept_and_nothing_is_checked() {
    let bench = Bench::new().await;
    pasted(&bench, "id,nombre\nx,Y\n").await;
    let columns = vec![Column::Ignored, Column::Field(Field::Name)];
    let view = use_columns(&bench.work, &bench.school, columns, reading(&bench)).unwrap();
    assert_eq!(view.columns_error, Some(record::ColumnsError::NoFinder));
    assert_eq!(checked(&bench).await.unwrap_err(), Error::NotChecked);
}

#[tokio::test]
async fn a_check_reads_the_families_anew_once_they_are_older_than_a_minute() {
    let bench = Bench::new().await;
    let ids = ids(&bench);
    pasted(&bench, &format!("id,nombre\n{},Otro\n", ids[0].0)).await;
    checked(&bench).await.unwrap();
    let pages = bench.practice.requests().len();
    checked(&bench).await.unwrap();
    assert_eq!(bench.practice.requests().len(), pages);
    bench.practice.edit(&ids[0].0, |family| {
        family.insert("name".into(), json!("Otro"));
    });
    let wait = std::time::Duration::from_secs(61);
    bench.school.pace.wait(wait).await;
    let check = checked(&bench).await.unwrap();
    assert_eq!((check.updates, check.same), (0, 1));
}

#[tokio::test]
async fn a_key_that_may_not_list_is_told_so_before_anything_else() {
    let bench = Bench::new().await;
    pasted(&bench, "id,nombre\nx,Y\n").await;
    bench.practice.set_fault(Fault::Forbidden.on(Target::Reads));
    assert_eq!(checked(&bench).await.unwrap_err(), Error::RosterNeeded);
}

#[tokio::test]
async fn a_switch_in_the_middle_of_a_check_ends_it_and_forgets_the_sheet() {
    let bench = Bench::new().await;
    pasted(&bench, "id,nombre\nx,Y\n").await;
    bench.practice.hold_answers();
    let switching = async {
        bench.practice.requests_reach(1).await;
        bench.switch();
        bench.practice.release_answers();
    };
    let (ended, ()) = tokio::join!(checked(&bench), switching);
    assert_eq!(ended.unwrap_err(), Error::Switched);
    let other = bench.work.in_use.school().unwrap();
    assert!(bench.work.sheet.view(&other).is_none());
    assert!(bench.work.sheet.view(&bench.school).is_none());
}

#[tokio::test]
async fn another_sheet_opened_during_a_check_is_not_taken_for_the_checked_one() {
    let bench = Bench::new().await;
    let ids = ids(&bench);
    pasted(&bench, &format!("id,nombre\n{},Uno\n", ids[0].0)).await;
    bench.practice.hold_answers();
    let opening = async {
        bench.practice.requests_reach(1).await;
        pasted(&bench, &format!("id,nombre\n{},Dos\n", ids[1].0)).await;
        bench.practice.release_answers();
    };
    let (check, ()) = tokio::join!(checked(&bench), opening);
    // Whichever sheet was checked, what is shown is of the one that is open.
    if check.is_ok() {
        assert_eq!(changes(&bench).rows[0].family.as_ref().unwrap().1, ids[1].1);
    }
}

fn file(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[tokio::test]
async fn e6_what_was_opened_is_what_is_checked_whatever_becomes_of_the_file() {
    let bench = Bench::new().await;
    let ids = ids(&bench);
    let folder = tempfile::tempdir().unwrap();
    let text = format!("id,nombre\n{},Nueva\n", ids[0].0);
    let path = file(&folder, "Año.csv", text.as_bytes());
    let source = SheetSource::File(path.clone());
    let view = open(&bench.work, &bench.school, source).await.unwrap();
    assert_eq!(view.name, "Año.csv");
    std::fs::write(&path, format!("id,nombre\n{},Otra\n", ids[1].0)).unwrap();
    checked(&bench).await.unwrap();
    assert_eq!(changes(&bench).rows[0].family.as_ref().unwrap().1, ids[0].1);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(checked(&bench).await.unwrap().updates, 1);
}

#[tokio::test]
async fn files_that_are_no_sheets_are_refused_and_the_open_one_stays() {
    let bench = Bench::new().await;
    let folder = tempfile::tempdir().unwrap();
    pasted(&bench, "id,nombre\nx,Y\n").await;
    for (path, expected) in [
        (folder.path().join("nada.csv"), "missing"),
        (folder.path().to_owned(), "folder"),
        (file(&folder, "vacio.csv", b""), "empty"),
        (file(&folder, "titulos.csv", b"id,nombre\n"), "header_only"),
        (
            file(&folder, "foto.xlsx", b"\x89PNG\r\n\x1a\n0000"),
            "not_a_spreadsheet",
        ),
    ] {
        let source = SheetSource::File(path);
        let error = open(&bench.work, &bench.school, source).await.unwrap_err();
        let Error::Sheet(error) = error else {
            panic!("{error:?}")
        };
        let reason: &SheetReason = error.reason();
        assert_eq!(reason.code(), expected);
    }
    assert!(bench.work.sheet.view(&bench.school).is_some());
}

#[tokio::test]
async fn read_another_way_the_columns_are_guessed_anew_and_mended_cells_are_forgotten() {
    let bench = Bench::new().await;
    let text = "Listado,2026\nid,nombre\nx,José\n";
    let view = pasted(&bench, text).await;
    assert_eq!(view.header_row, 2);
    let options = SheetOptions {
        header_row: Some(1),
        ..SheetOptions::default()
    };
    let view = read_as(&bench.work, &bench.school, options).await.unwrap();
    assert_eq!(view.columns[0].header, "Listado");
    let view = read_as(&bench.work, &bench.school, SheetOptions::default())
        .await
        .unwrap();
    assert_eq!(view.columns[1].column, Column::Field(Field::Name));
}

#[tokio::test]
async fn rows_come_some_at_a_time_and_can_be_searched() {
    let bench = Bench::with(Options {
        families: 300,
        ..Options::default()
    })
    .await;
    let ids = ids(&bench);
    let mut text = String::from("id,nombre\n");
    for (number, (id, _)) in ids.iter().enumerate() {
        writeln!(text, "{id},Nueva {number}").unwrap();
    }
    pasted(&bench, &text).await;
    let check = checked(&bench).await.unwrap();
    assert_eq!(check.updates, ids.len());
    assert_eq!(check.brake, Some(record::Brake::Many));
    let view = |text: &str| RowsView::Changes {
        field: Some(Field::Name),
        key: None,
        text: text.to_owned(),
    };
    let page = rows(&bench.work, &bench.school, &view(""), 250, 20).unwrap();
    assert_eq!((page.total, page.rows.len()), (ids.len(), 20));
    assert_eq!(page.rows[0].row, 252);
    let found = rows(&bench.work, &bench.school, &view("nueva 299"), 0, 20).unwrap();
    assert_eq!(found.total, 1);
}

#[tokio::test]
async fn rows_with_issues_show_their_updates_and_a_swap_shows_what_the_families_hold_now() {
    let bench = Bench::new().await;
    let ids = ids(&bench);
    for (at, field, value) in [
        (0, "email", "uno@x.mx"),
        (1, "email", "dos@x.mx"),
        (3, "name", "1 Ya"),
    ] {
        bench.practice.edit(&ids[at].0, |family| {
            family.insert(field.into(), json!(value));
        });
    }
    let text = format!(
        "id,correo,nombre\n{},,'1 A\n{},dos@x.mx,'1 B\n{},uno@x.mx,'1 C\n{},,'1 Ya\n",
        ids[2].0, ids[0].0, ids[1].0, ids[3].0
    );
    pasted(&bench, &text).await;
    let check = checked(&bench).await.unwrap();
    assert_eq!((check.updates, check.same, check.two_passes), (3, 1, 1));
    let shown = with_issue(&bench, "apostropheDropped").rows.into_iter();
    let shown = shown.map(|row| {
        let mail = row
            .changes
            .iter()
            .find(|change| change.field == Field::Email);
        let before = mail.map(|mail| mail.before.clone().unwrap());
        (row.row, row.changes.len(), row.twice, before)
    });
    let mail = |text: &str| Some(record::Value::text(text));
    let expected = [
        (2, 1, false, None),
        (3, 2, false, mail("uno@x.mx")),
        (4, 2, true, mail("dos@x.mx")),
    ];
    assert_eq!(shown.collect::<Vec<_>>(), expected);
}
