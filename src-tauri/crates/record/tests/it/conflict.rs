use record::{Entry, Field, Side, Value, conflict, rebase};
use serde_json::json;

use crate::support::{data, draft, family, row, text, with};

#[test]
fn both_sides_of_a_conflict_are_distinguished() {
    let theirs = with(json!({ "name": "Familia Núñez", "email": "nueva@x.mx" }));
    let typed = draft([
        (Field::Name, text("Familia Ruiz")),
        (Field::TosIp, text("10.0.0.1")),
    ]);
    let rows = conflict(&family(), &theirs, &typed).rows;
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].field, rows[0].mine.clone()), (Field::Email, None));
    assert_eq!(rows[1].field, Field::Name);
    assert_eq!(rows[1].base, Value::text("Familia Núñez Pérez"));
    assert_eq!(rows[1].theirs, Value::text("Familia Núñez"));
    assert_eq!(rows[1].mine, Some(Value::text("Familia Ruiz")));
}

#[test]
fn keeping_theirs_drops_only_what_collides() {
    let theirs = with(json!({ "name": "Familia Núñez" }));
    let typed = draft([
        (Field::Name, text("Familia Ruiz")),
        (Field::Email, Entry::Clear),
    ]);
    let rebased = rebase(&family(), &theirs, &typed, &[]);
    assert_eq!(data(&theirs, &rebased), json!({ "email": null }));
    let mine = [Side {
        field: Field::Name,
        key: None,
    }];
    let rebased = rebase(&family(), &theirs, &typed, &mine);
    assert_eq!(
        data(&theirs, &rebased),
        json!({ "name": "Familia Ruiz", "email": null })
    );
}

#[test]
fn custom_data_is_merged_key_by_key() {
    let theirs = with(json!({
        "metadata": [
            { "key": "Folio de beca", "value": "9999" },
            { "key": "Nivel", "value": "Primaria" },
            { "key": "Ruta", "value": "7" },
        ],
        "meta": null,
    }));
    let rows = vec![
        row(Some("Folio de beca"), "Folio de beca", "0043"),
        row(Some("Nivel"), "Nivel", "Secundaria"),
    ];
    let typed = draft([(Field::Metadata, Entry::Pairs { rows })]);
    let rows = conflict(&family(), &theirs, &typed).rows;
    let rows: Vec<_> = rows
        .iter()
        .map(|row| (row.key.as_deref(), row.mine.is_some()))
        .collect();
    assert_eq!(rows, [(Some("Folio de beca"), true), (Some("Ruta"), false)]);

    let rebased = rebase(&family(), &theirs, &typed, &[]);
    assert_eq!(
        data(&theirs, &rebased),
        json!({ "metadata": [{ "key": "Nivel", "value": "Secundaria" }] }),
        "their key stays, the other edit is kept, the new key is not deleted"
    );
}
