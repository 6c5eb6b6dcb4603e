use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use jiff::tz::TimeZone;
use practice::Options;
use quentli::Customer;
use record::{Change, Columns, FamilyFilter, Field, Reading, Seen, Value, check, guess};
use serde_json::json;
use sheets::{ColumnOut, Row, Source, Writer};

use super::{Export, ExportWords, Exported, families};
use crate::{Error, roster::tests::read, sheet_options, updates::tests::bench::Bench};

fn spanish() -> ExportWords {
    ExportWords {
        sheet: "Familias".into(),
        fields: HashMap::from([
            (Field::Name, "Nombre de la familia".into()),
            (Field::PhoneNumber, "Teléfono de WhatsApp".into()),
            // Not the word of this field.
            (Field::Username, "Correo".into()),
        ]),
        yes: "Sí".into(),
        no: "No".into(),
    }
}

fn export(bench: &Bench, filter: FamilyFilter, text: &str) -> Export {
    Export {
        filter,
        text: text.into(),
        path: bench.folder.path().join("familias.xlsx"),
        words: spanish(),
    }
}

fn write(bench: &Bench, export: &Export) -> Result<Option<Exported>, Error> {
    families(
        &bench.work,
        &bench.school,
        export,
        |_, _| {},
        &AtomicBool::new(false),
    )
}

/// The table in that file, its header row first.
fn table(path: &Path) -> Vec<Vec<String>> {
    let found = Source::file(path).inspect(&sheet_options()).unwrap();
    let width = found.columns.len();
    let texts = |row: &Row| {
        let cell = |column| row.cell(column).map_or("", |cell| &cell.text).to_owned();
        (0..u32::try_from(width).unwrap())
            .map(cell)
            .collect::<Vec<_>>()
    };
    let mut table = vec![texts(&found.top[0])];
    table.extend(found.rows().unwrap().map(|row| texts(&row.unwrap())));
    table
}

/// What the table in that file changes of the families in hand.
fn changes(bench: &Bench, path: &Path) -> Vec<(String, Change)> {
    let table = table(path);
    let (header, rows) = table.split_first().unwrap();
    let seen: Vec<Seen<'_>> = header
        .iter()
        .map(|header| Seen {
            header,
            samples: &[],
        })
        .collect();
    let columns = guess(&seen).into_iter().map(|guess| guess.column).collect();
    let columns = Columns::new(columns).unwrap();
    let reading = Reading::new(TimeZone::get("America/Mexico_City").unwrap());
    let mut changes = Vec::new();
    for row in rows {
        let id = quentli::CustomerId::parse(&row[columns.finder().0]).unwrap();
        let family = bench.school.roster.known(&id).unwrap();
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        let asked = columns.draft(&cells, &family, &reading);
        assert_eq!(asked.problems, [], "{row:?}");
        let checked = check(Some(&family), &asked.draft);
        assert_eq!(checked.problems, [], "{row:?}");
        changes.extend(
            checked
                .changes
                .into_iter()
                .map(|change| (row[0].clone(), change)),
        );
    }
    changes
}

/// Everything odd that a school may have stored, in each text of a family.
const ODD: [&str; 24] = [
    "0000128765",
    "=1+1",
    "+52",
    "-",
    "@x",
    "'",
    "'0012",
    "\"",
    "a\nb",
    "a\r\nb",
    " a  b ",
    "\ta",
    "👩‍👧 Núñez",
    "n\u{303}  ",
    "\u{a0}a\u{200b}",
    "<b>&amp;",
    "_x000D_",
    "#N/A",
    "(vaciar)",
    "S/N",
    "5.25512E+11",
    "1234567.0",
    "true",
    "2026-03-04",
];

fn odd(bench: &Bench) {
    for (number, text) in ODD.into_iter().enumerate() {
        let id = bench.practice.families()[number]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        bench.practice.edit(&id, |family| {
            for field in ["name", "username", "email", "phoneNumber", "secondaryPhoneNumber"] {
                family.insert(field.into(), json!(text));
            }
            family.insert("optedOutWhatsappAt".into(), json!("2026-03-04T06:00:00.123Z"));
            family.insert("replyWithAssistant".into(), json!(null));
            family.insert(
                "metadata".into(),
                json!([{"key": "Nivel", "value": text}, {"key": "Nivel", "value": "otro"}, {"key": text, "value": text}]),
            );
        });
    }
}

#[tokio::test]
async fn what_was_exported_and_not_touched_changes_nothing() {
    let bench = Bench::new().await;
    odd(&bench);
    read(&bench).await;
    let export = export(&bench, FamilyFilter::All, "");
    let written = write(&bench, &export).unwrap().unwrap();
    let families = bench.practice.families().len();
    assert_eq!(written.families, families);
    let table = table(&export.path);
    assert_eq!(table.len(), families + 1);
    assert_eq!(table[0][..2], ["id", "updatedAt"]);
    assert!(
        table[0].contains(&"Teléfono de WhatsApp".to_owned()),
        "{:?}",
        table[0]
    );
    // Its word is another field's.
    assert!(table[0].contains(&"username".to_owned()), "{:?}", table[0]);
    assert_eq!(changes(&bench, &export.path), []);
}

#[tokio::test]
async fn three_changed_cells_are_three_changes() {
    let bench = Bench::new().await;
    odd(&bench);
    read(&bench).await;
    let export = export(&bench, FamilyFilter::All, "");
    write(&bench, &export).unwrap();
    let mut table = table(&export.path);
    let column = |header: &str| table[0].iter().position(|own| own == header).unwrap();
    let cells = [
        (30, column("Teléfono de WhatsApp"), "55 8765 4321"),
        (40, column("Nombre de la familia"), "Familia Quiroz Yáñez"),
        (50, column("metadata.Nivel"), "Secundaria 2"),
    ];
    for (row, column, text) in cells {
        table[row][column] = text.into();
    }
    let columns: Vec<ColumnOut> = table[0].iter().map(ColumnOut::text).collect();
    let path = bench.folder.path().join("changed.xlsx");
    let mut writer = Writer::xlsx(&path, "Familias", &columns).unwrap();
    for row in &table[1..] {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap();
    let mut changes: Vec<(String, Field, Value)> = changes(&bench, &path)
        .into_iter()
        .map(|(id, change)| (id, change.field, change.after))
        .collect();
    let mut expected = vec![
        (
            table[30][0].clone(),
            Field::PhoneNumber,
            Value::text("+525587654321"),
        ),
        (
            table[40][0].clone(),
            Field::Name,
            Value::text("Familia Quiroz Yáñez"),
        ),
        (
            table[50][0].clone(),
            Field::Metadata,
            Value::text("Secundaria 2"),
        ),
    ];
    changes.sort_by(|one, other| one.0.cmp(&other.0));
    expected.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(changes, expected);
}

#[tokio::test]
async fn what_find_shows_is_exported() {
    let bench = Bench::new().await;
    read(&bench).await;
    for (filter, text) in [
        (FamilyFilter::All, "nunez"),
        (FamilyFilter::NoPhone, ""),
        (FamilyFilter::NoEmail, "perez"),
        (FamilyFilter::WithDraft, ""),
        (FamilyFilter::All, "nobody has this"),
    ] {
        let export = export(&bench, filter, text);
        let written = write(&bench, &export).unwrap().unwrap();
        let in_filter = crate::roster::list(&bench.work, &bench.school, filter, 0, 1000).unwrap();
        let found = crate::search::in_hand(&bench.school, text);
        match (filter, text) {
            (FamilyFilter::All, text) => assert_eq!(written.families, found.total, "{text}"),
            (filter, "") => assert_eq!(written.families, in_filter.families.len(), "{filter:?}"),
            _ => {
                let both =
                    |family: &&Customer| found.hits.iter().any(|hit| hit.customer.id == family.id);
                let both = in_filter.families.iter().filter(both).count();
                assert!((1..=in_filter.families.len()).contains(&written.families));
                assert!(written.families >= both);
            }
        }
    }
}

#[tokio::test]
async fn it_needs_all_families_in_hand() {
    let bench = Bench::new().await;
    let export = export(&bench, FamilyFilter::All, "");
    assert_eq!(write(&bench, &export), Err(Error::RosterNeeded));
    assert!(!export.path.exists());
}

#[tokio::test]
async fn stopped_or_switched_it_leaves_no_file() {
    let bench = Bench::with(Options {
        families: 250,
        require_code: false,
        ..Options::default()
    })
    .await;
    read(&bench).await;
    let export = export(&bench, FamilyFilter::All, "");
    let files = |bench: &Bench| std::fs::read_dir(bench.folder.path()).unwrap().count();
    let before = files(&bench);
    let (said, stop) = (Mutex::new(Vec::new()), AtomicBool::new(false));
    let say = |done, total| {
        said.lock().unwrap().push((done, total));
        stop.store(done == 100, Ordering::Relaxed);
    };
    let written = families(&bench.work, &bench.school, &export, say, &stop);
    assert_eq!(written, Ok(None));
    assert_eq!(*said.lock().unwrap(), [(0, 250), (100, 250)]);
    let switch = |done: usize, _: usize| {
        if done == 100 {
            bench.work.in_use.put(|_| Err(Error::NoConnection));
        }
    };
    let never = AtomicBool::new(false);
    let written = families(&bench.work, &bench.school, &export, switch, &never);
    assert_eq!(written, Err(Error::Switched));
    assert_eq!(files(&bench), before);
}

#[tokio::test]
async fn a_value_longer_than_a_cell_is_left_alone_and_a_key_without_a_header_too() {
    let bench = Bench::new().await;
    bench.practice.edit(bench.id.as_str(), |family| {
        family.insert(
            "metadata".into(),
            json!([{"key": "Nota", "value": "x".repeat(32_767)}, {"key": " Nivel ", "value": "1"}]),
        );
    });
    read(&bench).await;
    let export = export(&bench, FamilyFilter::All, "");
    assert_eq!(write(&bench, &export).unwrap().unwrap().left_out, 2);
    assert_eq!(changes(&bench, &export.path), []);
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_an_error_of_the_sheet() {
    let bench = Bench::new().await;
    read(&bench).await;
    let mut export = export(&bench, FamilyFilter::All, "");
    export.path = bench.folder.path().join("no such folder/familias.xlsx");
    let Err(Error::Sheet(error)) = write(&bench, &export) else {
        panic!("it was written")
    };
    assert_eq!(error.reason().code(), "missing");
}
