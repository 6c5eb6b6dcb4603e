use std::fs;

use journal::{Connection, ConnectionId, Error};
use record::Field;

use crate::support::{Bench, EMAIL, NAME, at, draft, files_with, id, new_email, pending, school};

#[test]
fn connections_come_back_as_they_were_saved_oldest_first() {
    let bench = Bench::locked();
    let second = Connection {
        name: "Colegio «Ñ» 🙂".to_owned(),
        environment: "production".to_owned(),
        server: "https://api.example.mx".to_owned(),
        organization_id: Some("org_2".to_owned()),
        can_read: false,
        ..school(&ConnectionId::generate())
    };
    bench.journal.save_connection(&second).unwrap();
    let bench = bench.restart();
    assert_eq!(
        bench.journal.connections().unwrap(),
        [school(&bench.connection), second]
    );
}

#[test]
fn saving_a_connection_again_changes_it_and_keeps_what_belongs_to_it() {
    let bench = Bench::new();
    bench.book().intend(&new_email("cus_1", 1)).unwrap();
    let renamed = Connection {
        name: "Otro nombre".to_owned(),
        organization_id: Some("org_1".to_owned()),
        ..school(&bench.connection)
    };
    bench.journal.save_connection(&renamed).unwrap();
    assert_eq!(bench.journal.connections().unwrap(), [renamed]);
    assert_eq!(pending(&bench.book()).unwrap().len(), 1);
}

#[test]
fn forgetting_a_connection_takes_all_that_is_its_own_and_nothing_else() {
    let bench = Bench::new();
    let other = ConnectionId::generate();
    bench.journal.save_connection(&school(&other)).unwrap();
    let books = [bench.book(), bench.journal.book(&other)];
    let typed = draft(&[(Field::Email, EMAIL)]);
    for (book, customer) in books.iter().zip(["cus_gone", "cus_stays"]) {
        let customer_id = id(customer);
        book.opened(&customer_id, NAME, at(1)).unwrap();
        book.save_draft(&customer_id, None, &typed, at(1)).unwrap();
        book.intend(&new_email(customer, 1)).unwrap();
    }
    bench.journal.forget_connection(&bench.connection).unwrap();

    assert_eq!(files_with(bench.home.path(), b"cus_gone"), [""; 0]);
    assert_eq!(
        files_with(bench.home.path(), bench.connection.as_str().as_bytes()),
        [""; 0]
    );
    let [gone, stays] = books;
    assert_eq!(pending(&gone).unwrap(), []);
    assert_eq!(gone.recent(10).unwrap(), []);
    assert_eq!(pending(&stays).unwrap().len(), 1);
    assert_eq!(stays.recent(10).unwrap().len(), 1);
    assert!(stays.draft(&id("cus_stays")).unwrap().is_some());
}

#[test]
fn forgetting_a_connection_deletes_the_damaged_files_that_were_kept() {
    let bench = Bench::new();
    let copy = bench.home.path().join("journal.db.damaged-20250101T000000");
    fs::write(&copy, NAME).unwrap();
    bench.journal.forget_connection(&bench.connection).unwrap();
    assert!(!copy.exists());
}

#[test]
fn a_connection_that_could_not_be_erased_is_listed_until_it_is() {
    let bench = Bench::new();
    let book = bench.book();
    book.opened(&id("cus_gone"), NAME, at(1)).unwrap();
    // What cannot be deleted like a file stands for a disk that fails in the middle.
    let stuck = bench.home.path().join("journal.db.damaged-20250101T000000");
    fs::create_dir(&stuck).unwrap();
    let failed = bench.journal.forget_connection(&bench.connection);
    assert!(matches!(failed, Err(Error::Folder(_))), "{failed:?}");
    assert_eq!(bench.journal.connections().unwrap().len(), 1);
    assert_eq!(book.recent(10), Ok(vec![]));

    fs::remove_dir(&stuck).unwrap();
    bench.journal.forget_connection(&bench.connection).unwrap();
    assert_eq!(bench.journal.connections(), Ok(vec![]));
    let name = school(&bench.connection).name;
    let traces = files_with(bench.home.path(), name.as_bytes());
    assert_eq!(traces, [""; 0]);
}

#[test]
fn nothing_is_written_for_a_connection_that_is_not_there() {
    let bench = Bench::new();
    let book = bench.journal.book(&ConnectionId::generate());
    let typed = draft(&[(Field::Email, EMAIL)]);
    let customer = id("cus_1");
    let refused = Err(Error::NoSuchConnection);
    assert_eq!(book.save_draft(&customer, None, &typed, at(1)), refused);
    assert_eq!(book.opened(&customer, NAME, at(1)), refused);
    let error = book.intend(&new_email("cus_1", 1)).unwrap_err();
    assert_eq!(error, Error::NoSuchConnection);
}

#[test]
fn settings_are_kept_replaced_and_removed() {
    let bench = Bench::locked();
    let journal = &bench.journal;
    assert_eq!(journal.setting("retention"), Ok(None));
    journal.set_setting("retention", Some("90")).unwrap();
    journal.set_setting("retention", Some("30")).unwrap();
    journal.set_setting("proxy", Some("")).unwrap();
    let bench = bench.restart();
    let journal = &bench.journal;
    assert_eq!(journal.setting("retention"), Ok(Some("30".to_owned())));
    assert_eq!(journal.setting("proxy"), Ok(Some(String::new())));
    journal.set_setting("retention", None).unwrap();
    assert_eq!(journal.setting("retention"), Ok(None));
}

#[test]
fn a_connection_id_is_32_lowercase_hexadecimal_digits() {
    let id = ConnectionId::generate();
    assert_eq!(ConnectionId::parse(id.as_str()), Some(id.clone()));
    assert_ne!(ConnectionId::generate(), id);
    let (short, upper) = (&id.as_str()[1..], "A".repeat(32));
    for wrong in ["", short, &upper, &"../".repeat(11), &"é".repeat(16)] {
        assert_eq!(ConnectionId::parse(wrong), None, "{wrong}");
    }
}
