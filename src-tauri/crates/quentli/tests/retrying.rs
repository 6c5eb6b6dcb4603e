use std::time::Duration;

use quentli::{Customers, Error};

use crate::support::{Reply, Scripted, Setup, a_patch, customer, id, json, status};

fn ms(millis: &[u64]) -> Vec<Duration> {
    millis.iter().copied().map(Duration::from_millis).collect()
}

fn too_many(retry_after: &str) -> Reply {
    status(
        "429 Too Many Requests",
        &[&format!("retry-after: {retry_after}")],
        "",
    )
}

fn ana() -> Reply {
    json(&customer("cus_1", "Ana Ruiz"))
}

#[tokio::test]
async fn a_read_recovers_from_two_failures() {
    let broken = status("500 Internal Server Error", &[], "");
    let server = Scripted::new([broken, Reply::Cut(vec![]), json(&customer("cus_1", "Ana"))]).await;
    let setup = Setup::plain(&server);
    setup.client.get(&id()).await.unwrap();
    assert_eq!(server.requests().len(), 3);
    assert_eq!(setup.pace.waits(), ms(&[250, 500]));
}

#[tokio::test]
async fn retry_after_in_seconds_is_waited_for() {
    let server = Scripted::new([too_many("7"), ana()]).await;
    let setup = Setup::plain(&server);
    setup.client.get(&id()).await.unwrap();
    assert_eq!(
        server.requests(),
        [setup.get_request(), setup.get_request()]
    );
    assert_eq!(setup.pace.waits(), ms(&[7_000]));
}

#[tokio::test]
async fn retry_after_as_a_date_is_waited_for() {
    let in_nine_seconds = "Sun, 06 Nov 1994 08:49:46 GMT";
    let passed = "Sun, 06 Nov 1994 08:00:00 GMT";
    let server = Scripted::new([too_many(in_nine_seconds), too_many(passed), ana()]).await;
    let setup = Setup::plain(&server);
    setup.client.get(&id()).await.unwrap();
    assert_eq!(setup.pace.waits(), ms(&[9_000, 0]));
}

#[tokio::test]
async fn an_unusable_retry_after_backs_off_as_usual() {
    let server = Scripted::new([too_many("mañana"), ana()]).await;
    let setup = Setup::plain(&server);
    setup.client.get(&id()).await.unwrap();
    assert_eq!(setup.pace.waits(), ms(&[250]));
}

#[tokio::test]
async fn a_429_that_lasts_is_rate_limited_after_three_attempts() {
    let server = Scripted::new([too_many("1"), too_many("2"), too_many("3")]).await;
    let setup = Setup::plain(&server);
    let error = setup.client.get(&id()).await.unwrap_err();
    assert_eq!(
        error,
        Error::RateLimited {
            retry_after: Some(Duration::from_secs(3))
        }
    );
    assert_eq!(server.requests().len(), 3);
    assert_eq!(setup.pace.waits(), ms(&[1_000, 2_000]));
}

#[tokio::test]
async fn a_wait_of_over_twenty_seconds_is_handed_back_at_once() {
    let server = Scripted::new([too_many("21")]).await;
    let setup = Setup::plain(&server);
    let limited = Error::RateLimited {
        retry_after: Some(Duration::from_secs(21)),
    };
    assert_eq!(setup.client.get(&id()).await.unwrap_err(), limited);
    assert_eq!(server.requests().len(), 1);
    assert_eq!(setup.pace.waits(), ms(&[]));
}

#[tokio::test]
async fn an_update_is_sent_once_whatever_its_outcome() {
    for reply in [
        too_many("1"),
        status("503 Service Unavailable", &["retry-after: 1"], ""),
        status("500 Internal Server Error", &[], ""),
        Reply::Cut(vec![]),
    ] {
        let server = Scripted::new([reply, ana()]).await;
        let setup = Setup::plain(&server);
        let (update, body) = a_patch();
        setup.client.update(&id(), &update).await.unwrap_err();
        assert_eq!(server.requests(), [setup.update_request(body)]);
        assert_eq!(setup.pace.waits(), ms(&[]));
    }
}

#[tokio::test]
async fn an_answer_shows_how_far_the_clocks_are_apart() {
    for (date, apart) in [
        ("date: Sun, 06 Nov 1994 08:49:07 GMT", Some(30)),
        ("date: Sun, 06 Nov 1994 09:49:37 GMT", Some(3600)),
        ("date: ayer", None),
    ] {
        let body = customer("cus_1", "Ana");
        let server = Scripted::new([status("200 OK", &[date], body)]).await;
        let setup = Setup::plain(&server);
        assert_eq!(setup.client.clock_error(), None);
        setup.client.get(&id()).await.unwrap();
        assert_eq!(setup.client.clock_error(), apart.map(Duration::from_secs));
    }
}

#[tokio::test]
async fn a_caller_that_paces_its_requests_is_handed_what_the_server_is_too_busy_for() {
    let broken = status("503 Service Unavailable", &[], "");
    let server = Scripted::new([too_many("7"), broken, Reply::Cut(vec![]), ana()]).await;
    let setup = Setup::plain(&server);
    let client = setup.client.paced_by_caller();
    let seven = Some(Duration::from_secs(7));
    assert!(matches!(
        client.get(&id()).await,
        Err(Error::RateLimited { retry_after }) if retry_after == seven
    ));
    let busy = client.look(&id()).await;
    assert!(matches!(busy, Err(Error::Unavailable { status: 503, .. })));
    assert_eq!(setup.pace.waits(), ms(&[]));
    // A connection that broke says nothing of the pace.
    client.get(&id()).await.unwrap();
    assert_eq!(setup.pace.waits(), ms(&[250]));
}
