use practice::Options;
use quentli::Customer;
use record::{Column, Columns, FamilyFilter, Field, Finder, Seen, guess};
use sheets::{Kind, Row, Source};

use super::{PHONE, SampleWords, USERNAME, sample_sheet};
use crate::{roster, sheet_options, updates::tests::bench::Bench};

async fn families() -> Vec<Customer> {
    let bench = Bench::with(Options::default()).await;
    roster::tests::read(&bench).await;
    roster::list(&bench.work, &bench.school, FamilyFilter::All, 0, 1000)
        .unwrap()
        .families
}

fn words() -> SampleWords {
    SampleWords {
        sheet: "Familias".into(),
        clear: "(vaciar)".into(),
        stranger: "Familia Que No Está".into(),
        ..SampleWords::default()
    }
}

fn text(row: &Row, column: usize) -> &str {
    row.cell(u32::try_from(column).unwrap())
        .map_or("", |cell| &cell.text)
}

#[tokio::test]
async fn it_has_the_usual_faults_and_is_the_same_each_time() {
    let families = families().await;
    let bytes = sample_sheet(&families, &words()).unwrap();
    assert_eq!(bytes, sample_sheet(&families, &words()).unwrap());
    let found = Source::bytes(bytes).inspect(&sheet_options()).unwrap();
    let headers: Vec<Seen<'_>> = found
        .columns
        .iter()
        .map(|column| Seen {
            header: &column.header,
            samples: &[],
        })
        .collect();
    let columns: Vec<Column> = guess(&headers)
        .into_iter()
        .map(|guess| guess.column)
        .collect();
    let columns = Columns::new(columns).unwrap();
    assert_eq!(columns.finder(), (USERNAME, Finder::Username));
    assert_eq!(columns.all()[PHONE], Column::Field(Field::PhoneNumber));

    let rows: Vec<Row> = found.rows().unwrap().map(Result::unwrap).collect();
    assert!((38..=42).contains(&rows.len()), "{}", rows.len());
    let of = |row: &Row| {
        let user = text(row, USERNAME).to_owned();
        families
            .iter()
            .find(move |family| family.username.value() == Some(&user))
    };
    let phones: Vec<&str> = rows.iter().map(|row| text(row, PHONE)).collect();
    for fault in ["S/N", "5555 0002", "", "no tiene"] {
        assert!(phones.contains(&fault), "{fault}");
    }
    assert!(phones.iter().any(|phone| phone.contains(" / ")));
    // Zeros are gone, and so is one family.
    let unknown: Vec<&Row> = rows.iter().filter(|row| of(row).is_none()).collect();
    assert_eq!(unknown.len(), 4);
    for row in &unknown[1..] {
        assert_eq!(row.cells[USERNAME].kind, Kind::Number);
        let padded = format!("{:0>10}", text(row, USERNAME));
        assert!(
            families
                .iter()
                .any(|family| family.username.value() == Some(&padded))
        );
    }
    // A swap: each has what the other has in Quentli.
    let stored = |row: &Row| of(row).and_then(|family| family.phone_number.value().cloned());
    assert_eq!(stored(&rows[8]).as_deref(), Some(phones[9]));
    assert_eq!(stored(&rows[9]).as_deref(), Some(phones[8]));
    let users: Vec<&str> = rows.iter().map(|row| text(row, USERNAME)).collect();
    let twice = users
        .iter()
        .filter(|user| users.iter().filter(|other| other == user).count() == 2);
    assert_eq!(twice.count(), 4);
    assert!(
        rows.iter()
            .any(|row| text(row, super::EMAIL).ends_with("@gmial.com"))
    );
    assert!(
        rows.iter()
            .any(|row| text(row, super::SECOND) == "(vaciar)")
    );
}

#[test]
fn with_hardly_any_families_it_still_is_a_workbook() {
    let bytes = sample_sheet(&[], &words()).unwrap();
    let found = Source::bytes(bytes).inspect(&sheet_options()).unwrap();
    assert_eq!(found.rows().unwrap().count(), 1);
}
