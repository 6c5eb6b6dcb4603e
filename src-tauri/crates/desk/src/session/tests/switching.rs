//! What comes late must not go into the connection that is in use by then.

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::scene::{Computer, OTHER_SERVER, SERVER, family, form, save};
use crate::{Error, session::Session};

fn organizations(session: &Session) -> Vec<Option<String>> {
    let connections = session.journal.connections().unwrap();
    connections
        .into_iter()
        .map(|connection| connection.organization_id)
        .collect()
}

#[tokio::test]
async fn an_organization_learnt_late_goes_into_no_other_connection() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    let first = session.in_use.school().unwrap();
    save(&session, &form(OTHER_SERVER)).await.unwrap();
    let late = session.in_use.school().unwrap();
    session.learn_organization(&first, "org_1");
    assert_eq!(organizations(&session), [None, None]);
    assert_eq!(
        session.in_use.school().unwrap().connection.organization_id,
        None
    );

    // The same school chosen again is another connection in use.
    session.choose(&late.connection.id).await.unwrap();
    session.learn_organization(&late, "org_2");
    assert_eq!(organizations(&session), [None, None]);
    let now = session.in_use.school().unwrap();
    session.learn_organization(&now, "org_2");
    session.learn_organization(&now, "org_3");
    assert_eq!(organizations(&session), [None, Some("org_2".to_owned())]);

    let id = now.connection.id.clone();
    session.forget(&id).await.unwrap();
    session.learn_organization(&now, "org_2");
    assert_eq!(organizations(&session), [None], "forgotten is forgotten");
}

#[tokio::test]
async fn what_practice_says_late_changes_no_school_and_plays_no_fault() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    let school = session.in_use.school().unwrap().connection.id;
    session.practise().await.unwrap();
    let practice = session.in_use.school().unwrap();
    session.choose(&school).await.unwrap();
    session.learn_organization(&practice, "org_1");
    session.play_fault(Some("drop".to_owned()));
    assert!(organizations(&session).iter().all(Option::is_none));
    assert!(session.status().await.unwrap().practice.is_none());
    let late = session.in_use.school_at(practice.generation).unwrap_err();
    assert_eq!(late, Error::Switched);
}

/// A server whose clock says `date`; gives its address.
async fn server(date: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut asked = [0; 4096];
            let _ = stream.read(&mut asked).await;
            let answer = format!(
                "HTTP/1.1 200 OK\r\ndate: {date}\r\ncontent-type: application/json\r\n\
                 content-length: 2\r\nconnection: close\r\n\r\n[]"
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    address
}

/// How many families opened a year ago are left after history was purged.
async fn left_after_purge(ahead: jiff::SignedDuration) -> usize {
    let computer = Computer::new();
    let session = computer.start().await;
    let theirs = (jiff::Timestamp::now() - ahead).strftime("%a, %d %b %Y %H:%M:%S GMT");
    let server = server(theirs.to_string()).await;
    save(&session, &form(&server)).await.unwrap();
    let school = session.in_use.school().unwrap();
    let year = jiff::SignedDuration::from_hours(24 * 365);
    let opened = jiff::Timestamp::now() - year;
    school.book.opened(&family(), "Familia", opened).unwrap();
    session.purge(&school).unwrap();
    let left = || school.book.recent(10).unwrap().len();
    assert_eq!(left(), 1, "no server has confirmed the clock");
    school.client.probe().await.unwrap();
    session.purge(&school).unwrap();
    left()
}

#[tokio::test]
async fn a_clock_that_jumped_years_ahead_erases_no_history() {
    let year = jiff::SignedDuration::from_hours(24 * 365);
    assert_eq!(left_after_purge(year).await, 1);
    assert_eq!(left_after_purge(-year).await, 1);
    assert_eq!(left_after_purge(jiff::SignedDuration::ZERO).await, 0);
}
