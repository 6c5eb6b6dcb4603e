use sheets::{Kind, Notice, Options, Separator, Source};

use super::support::{headers, inspect_bytes, rows, table, texts};

fn lines(found: &sheets::Inspection) -> Vec<(u32, String)> {
    table(found)
        .into_iter()
        .map(|(row, texts)| (row, texts.join("|")))
        .collect()
}

fn expect(expected: &[(u32, &str)]) -> Vec<(u32, String)> {
    let owned = |&(row, text): &(u32, &str)| (row, text.to_owned());
    expected.iter().map(owned).collect()
}

#[test]
fn b1_the_separator_is_the_one_that_records_agree_on() {
    for (text, separator) in [
        (
            "id;nombre\n1;Pérez, Ana, Luis\n2;Díaz, Eva\n",
            Separator::Semicolon,
        ),
        (
            "id,nombre\n1,\"Pérez; Ana; Luis; Eva\"\n2,Luis\n",
            Separator::Comma,
        ),
        ("id\tnombre\n1\ta,b\n2\tc,d,e\n", Separator::Tab),
        ("id|nombre\n1|a,b\n2|c\n", Separator::Bar),
        ("nombre\nAna\n", Separator::Comma),
    ] {
        let found = inspect_bytes(text.as_bytes());
        assert_eq!(found.text.as_ref().unwrap().separator, separator, "{text}");
    }
}

#[test]
fn b1_a_person_may_choose_the_separator() {
    let options = Options {
        separator: Some(Separator::Comma),
        ..Options::default()
    };
    let found = Source::pasted("id;n,x\n1;2,3\n").inspect(&options).unwrap();
    assert_eq!(headers(&found), ["id;n", "x"]);
}

#[test]
fn b2_a_separator_line_is_obeyed_and_no_row() {
    for text in [
        "sep=;\r\nid;a,b\r\n1;x,y\r\n",
        "\u{feff}\"sep=;\"\nid;a,b\n1;x,y\n",
    ] {
        let found = inspect_bytes(text.as_bytes());
        assert!(found.text.as_ref().unwrap().separator_line);
        assert_eq!(headers(&found), ["id", "a,b"]);
        assert_eq!(lines(&found), expect(&[(2, "1|x,y")]));
    }
}

#[test]
fn b3_commas_inside_cells_of_a_semicolon_file() {
    let found = inspect_bytes("id;nombre;etiquetas\ncm1;\"Pérez, Ana\";\"VIP,Beca\"\n".as_bytes());
    assert_eq!(lines(&found), expect(&[(2, "cm1|Pérez, Ana|VIP,Beca")]));
}

#[test]
fn b4_a_line_break_inside_a_cell_is_no_row() {
    let found = inspect_bytes(b"id;nota\n1;\"a\nb\r\n\r\nc\"\n2;d\n\n3;e\n");
    assert_eq!(
        lines(&found),
        expect(&[(2, "1|a\nb\r\n\r\nc"), (3, "2|d"), (5, "3|e")])
    );
}

#[test]
fn b5_doubled_and_stray_quotes() {
    let found =
        inspect_bytes(b"id;n\n1;\"la \"\"Nena\"\"\"\n2;la \"Nena\"\n3;\"la \"Nena\" x\"\n4;\"\"\n");
    assert_eq!(
        lines(&found),
        expect(&[
            (2, "1|la \"Nena\""),
            (3, "2|la \"Nena\""),
            (4, "3|la Nena\" x\""),
            (5, "4|")
        ])
    );
}

#[test]
fn b5_an_unclosed_quote_keeps_to_its_row() {
    // To the end of the file, up to the next quote that opens a cell, and one in between.
    for text in [
        "id;n\n1;\"Ana\n2;Luis\n3;Eva\n",
        "id;n\n1;\"Ana\n2;\"Luis\"\n3;\"Eva\"\n",
    ] {
        let found = inspect_bytes(text.as_bytes());
        assert_eq!(
            lines(&found),
            expect(&[(2, "1|\"Ana"), (3, "2|Luis"), (4, "3|Eva")])
        );
        let rows = rows(&found);
        assert_eq!(rows[0].cells[1].notices, [Notice::UnclosedQuote]);
        assert!(rows[1..].iter().all(|row| row.cells[1].notices.is_empty()));
    }
}

#[test]
fn b6_text_pasted_from_excel() {
    let found = Source::pasted("id\tnombre\r\n1\tPérez, Ana\r\n2\t\"dos\nlíneas\"\r\n")
        .inspect(&Options::default())
        .unwrap();
    assert_eq!(found.text.as_ref().unwrap().separator, Separator::Tab);
    assert_eq!(
        lines(&found),
        expect(&[(2, "1|Pérez, Ana"), (3, "2|dos\nlíneas")])
    );
}

#[test]
fn b7_short_and_long_rows() {
    let found = inspect_bytes(b"id;a;b\n1;x\n2;x;y;;z\n3;x;y;\n4;;\n");
    let rows = rows(&found);
    // Missing is not provided, and that is not empty.
    assert_eq!(rows[0].cell(2), None);
    assert_eq!(rows[3].cell(2).unwrap().kind, Kind::Empty);
    assert_eq!(rows[1].cell(3).unwrap().notices, []);
    assert_eq!(rows[1].cell(4).unwrap().notices, [Notice::BeyondHeader]);
    assert_eq!(rows[2].cell(3).unwrap().notices, []);
}

#[test]
fn b8_titles_above_and_notes_below() {
    let text = "Colegio Montessori;;\nCiclo 2026-2027;;\n;;\nMatrícula;Nombre;Teléfono\n\
                0012;Ana;5512345678\n0013;Luis;5512345679\n;;\nTotal;2;\nNota: faltan bajas;;\n";
    let found = inspect_bytes(text.as_bytes());
    assert_eq!(found.header_row, 4);
    assert_eq!(headers(&found), ["Matrícula", "Nombre", "Teléfono"]);
    let numbers: Vec<_> = rows(&found).iter().map(|row| row.number).collect();
    assert_eq!(numbers, [5, 6, 8, 9]);
    // What is above can be shown, and another row be the header.
    assert_eq!(texts(&found.top[0])[0], "Colegio Montessori");
    let options = Options {
        header_row: Some(5),
        ..Options::default()
    };
    let found = Source::pasted(text).inspect(&options).unwrap();
    assert_eq!(headers(&found), ["0012", "Ana", "5512345678"]);
    assert_eq!(rows(&found)[0].number, 6);
}

#[test]
fn b9_duplicate_and_empty_headers() {
    let found = inspect_bytes("id;Teléfono;;TELÉFONO;Teléfono;\n1;a;b;c;d;e\n".as_bytes());
    assert_eq!(
        headers(&found),
        ["id", "Teléfono", "", "TELÉFONO (2)", "Teléfono (3)"]
    );
    assert_eq!(found.columns[3].header, "TELÉFONO");
    assert_eq!(found.columns[3].letters(), "D");
    let at = found.position(2, Some(3));
    assert_eq!(
        (at.to_string(), at.header.unwrap()),
        ("D2".into(), "TELÉFONO (2)".into())
    );
}
