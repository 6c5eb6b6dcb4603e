//! What the columns of schools' tables mean, by the numbers of their cases.

use record::{Basis, Column, Columns, ColumnsError, Field, Finder, NamePart, Seen, guess};

use crate::cells::pair;

pub(crate) fn guessed(columns: &[(&str, &[&str])]) -> Vec<(Column, Basis)> {
    let samples: Vec<Vec<String>> = columns
        .iter()
        .map(|(_, samples)| samples.iter().map(|text| (*text).to_owned()).collect())
        .collect();
    let seen: Vec<Seen<'_>> = columns
        .iter()
        .zip(&samples)
        .map(|((header, _), samples)| Seen { header, samples })
        .collect();
    guess(&seen)
        .into_iter()
        .map(|guess| (guess.column, guess.basis))
        .collect()
}

pub(crate) fn by_header(header: &str) -> Column {
    // The id takes being the finder upon itself.
    guessed(&[("id", &[]), (header, &[])])[1].0.clone()
}

#[test]
fn b10_headers_are_known_however_they_are_spelled() {
    for (header, field) in [
        ("TELÉFONO ", Field::PhoneNumber),
        ("Tel. Celular", Field::PhoneNumber),
        ("Correo electrónico", Field::Email),
        ("E-mail", Field::Email),
        ("Matrícula", Field::Username),
        ("No. de control", Field::Username),
        ("phoneNumber", Field::PhoneNumber),
        ("Teléfono 2", Field::SecondaryPhoneNumber),
        ("nombre completo", Field::Name),
        ("Etiquetas", Field::Tags),
    ] {
        assert_eq!(by_header(header), Column::Field(field), "{header}");
    }
    assert_eq!(by_header("Folio de beca"), Column::Ignored);
}

#[test]
fn b10_two_columns_never_are_for_the_same_silently() {
    let guesses = guessed(&[
        ("id", &[]),
        ("Celular", &[]),
        ("Teléfono", &[]),
        ("Notas", &["5512345678", "5587654321"]),
    ]);
    assert_eq!(guesses[1].0, Column::Field(Field::PhoneNumber));
    assert_eq!(guesses[2], (Column::Ignored, Basis::TakenBy(1)));
    assert_eq!(guesses[3], (Column::Ignored, Basis::TakenBy(1)));
    // A header wins over cells, wherever it stands.
    let guesses = guessed(&[
        ("id", &[]),
        ("Notas", &["5512345678", "5587654321"]),
        ("Celular", &[]),
    ]);
    assert_eq!(guesses[1], (Column::Ignored, Basis::TakenBy(2)));
    assert_eq!(guesses[2].0, Column::Field(Field::PhoneNumber));
}

#[test]
fn columns_without_a_telling_header_are_known_by_their_cells() {
    let guesses = guessed(&[
        (
            "A",
            &["cm4k6bzfx0019rtqttpbgg0ea", "cm4k6bzfx0019rtqttpbgg0eb"],
        ),
        ("B", &["ana@x.mx", "", "luis@y.mx"]),
        ("C", &["55 1234 5678", "(33) 8103-9402"]),
        ("D", &["12873", "12874"]),
        ("E", &["", ""]),
    ]);
    let expected = [
        (Column::Finds(Finder::Id), Basis::Values),
        (Column::Field(Field::Email), Basis::Values),
        (Column::Field(Field::PhoneNumber), Basis::Values),
        (Column::Ignored, Basis::Nothing),
        (Column::Ignored, Basis::Nothing),
    ];
    assert_eq!(guesses, expected);
}

#[test]
fn families_are_found_by_the_best_column_there_is() {
    let finder = |headers: &[&str]| {
        let columns: Vec<(&str, &[&str])> =
            headers.iter().map(|header| (*header, &[][..])).collect();
        guessed(&columns)
            .into_iter()
            .position(|(column, _)| matches!(column, Column::Finds(_)))
    };
    assert_eq!(finder(&["Teléfono", "Correo", "Matrícula", "id"]), Some(3));
    assert_eq!(finder(&["Teléfono", "Correo", "Matrícula"]), Some(2));
    assert_eq!(finder(&["Teléfono", "Correo"]), Some(1));
    assert_eq!(finder(&["Teléfono", "Nombre"]), Some(0));
    assert_eq!(finder(&["Nombre"]), None);
}

#[test]
fn columns_that_do_not_fit_together_are_refused() {
    use Column::{Field as Of, Finds, Ignored};
    let refused = |all: Vec<Column>| Columns::new(all).unwrap_err();
    let id = Finds(Finder::Id);
    assert_eq!(refused(vec![Of(Field::Name)]), ColumnsError::NoFinder);
    assert_eq!(
        refused(vec![id.clone(), Finds(Finder::Email)]),
        ColumnsError::TwoFinders(0, 1)
    );
    assert_eq!(
        refused(vec![id.clone(), Ignored, Column::UpdatedAt]),
        ColumnsError::NothingToChange
    );
    assert_eq!(
        refused(vec![id.clone(), Of(Field::Name), Of(Field::Name)]),
        ColumnsError::Twice(1, 2)
    );
    assert_eq!(
        refused(vec![
            id.clone(),
            Of(Field::Name),
            Column::NamePart(NamePart::Given)
        ]),
        ColumnsError::NameTwice(1, 2)
    );
    let meta = Column::Pair {
        home: Field::Meta,
        key: "Nivel".to_owned(),
    };
    assert_eq!(
        refused(vec![id.clone(), pair("Nivel"), meta]),
        ColumnsError::Twice(1, 2),
        "one key has one home"
    );
    assert_eq!(refused(vec![id, pair(" ")]), ColumnsError::BadPair(1));
}
