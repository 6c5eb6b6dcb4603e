use futures_util::TryStreamExt;
use quentli::{Condition, Customer, Error, Filter, ListQuery};

use crate::support::{Reply, Scripted, Setup, customer, json, status};

fn page(ids: impl IntoIterator<Item = usize>) -> Reply {
    let customers: Vec<String> = ids
        .into_iter()
        .map(|n| customer(&format!("cus_{n}"), "Ana"))
        .collect();
    json(&format!("[{}]", customers.join(",")))
}

fn ids(customers: &[Customer]) -> Vec<usize> {
    customers
        .iter()
        .map(|customer| customer.id.as_str()[4..].parse().unwrap())
        .collect()
}

const FIRST: &str = "/v1/customers?skip=0&take=100&orderBy%5BcreatedAt%5D=asc";
const SECOND: &str = "/v1/customers?skip=100&take=100&orderBy%5BcreatedAt%5D=asc";

#[tokio::test]
async fn a_filter_goes_out_nested_and_encoded() {
    let server = Scripted::new([page([1])]).await;
    let setup = Setup::plain(&server);
    let filter = Filter::any_of([
        vec![Condition::contains("name", "Núñez & Cía")],
        vec![Condition::equals("phoneNumber", "+525512345678")],
    ]);
    let found = setup
        .client
        .list(&ListQuery {
            take: 20,
            ..ListQuery::new(filter)
        })
        .await
        .unwrap();
    assert_eq!(ids(&found), [1]);
    let target = "/v1/customers?filter%5BOR%5D%5B0%5D%5Bname%5D%5Bcontains%5D=\
                  N%C3%BA%C3%B1ez%20%26%20C%C3%ADa\
                  &filter%5BOR%5D%5B1%5D%5BphoneNumber%5D%5Bequals%5D=%2B525512345678\
                  &skip=0&take=20&orderBy%5BcreatedAt%5D=asc";
    assert_eq!(server.requests(), [setup.read_request(target)]);
}

#[tokio::test]
async fn a_short_page_is_the_last() {
    let server = Scripted::new([page(0..100), page(100..103)]).await;
    let setup = Setup::plain(&server);
    let all: Vec<Customer> = setup
        .client
        .pages(ListQuery::default())
        .try_collect()
        .await
        .unwrap();
    assert_eq!(ids(&all), (0..103).collect::<Vec<_>>());
    assert_eq!(
        server.requests(),
        [setup.read_request(FIRST), setup.read_request(SECOND)]
    );
}

#[tokio::test]
async fn a_full_last_page_is_followed_by_an_empty_one() {
    let server = Scripted::new([page(0..100), page([])]).await;
    let setup = Setup::plain(&server);
    let all: Vec<Customer> = setup
        .client
        .pages(ListQuery::default())
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all.len(), 100);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_customer_shifted_onto_the_next_page_comes_once() {
    let server = Scripted::new([page(0..100), page(98..150)]).await;
    let setup = Setup::plain(&server);
    let all: Vec<Customer> = setup
        .client
        .pages(ListQuery::default())
        .try_collect()
        .await
        .unwrap();
    assert_eq!(ids(&all), (0..150).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_server_that_does_not_page_is_an_error_not_a_short_list() {
    let server = Scripted::new([page(0..100), page(0..100)]).await;
    let setup = Setup::plain(&server);
    let error = setup
        .client
        .pages(ListQuery::default())
        .try_collect::<Vec<_>>()
        .await
        .unwrap_err();
    let path = Some("[0].id".to_owned());
    assert_eq!(
        error,
        Error::NotJson {
            status: 200,
            start: String::new(),
            path
        }
    );
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn an_error_ends_the_pages_after_what_came_before_it() {
    let server = Scripted::new([page(0..100), status("401 Unauthorized", &[], "")]).await;
    let setup = Setup::plain(&server);
    let mut pages = setup.client.pages(ListQuery::default());
    for _ in 0..100 {
        assert!(pages.try_next().await.unwrap().is_some());
    }
    let error = pages.try_next().await.unwrap_err();
    assert_eq!(
        error,
        Error::Unauthorized {
            message: String::new()
        }
    );
    assert_eq!(pages.try_next().await, Ok(None));
}

#[tokio::test]
async fn a_bad_query_is_rejected_and_a_missing_list_is_no_missing_customer() {
    let body = r#"{"error":{"message":"Bad filter","issues":[{"message":"unknown field"}]}}"#;
    let server = Scripted::new([
        status("400 Bad Request", &[], body),
        status("404 Not Found", &[], "Cannot GET"),
    ])
    .await;
    let setup = Setup::plain(&server);
    let error = setup.client.list(&ListQuery::default()).await.unwrap_err();
    let Error::Rejected {
        status: 400,
        message,
        issues,
    } = error
    else {
        panic!("{error}")
    };
    assert_eq!(
        (message.as_str(), issues[0].message.as_str()),
        ("Bad filter", "unknown field")
    );
    let error = setup.client.list(&ListQuery::default()).await.unwrap_err();
    let message = "Cannot GET".to_owned();
    assert_eq!(
        error,
        Error::Rejected {
            status: 404,
            message,
            issues: vec![]
        }
    );
}

#[tokio::test]
async fn one_bad_customer_is_pointed_at() {
    let server = Scripted::new([json(r#"[{"id":"a"},{"id":"b","emailVerified":"si"}]"#)]).await;
    let setup = Setup::plain(&server);
    let error = setup.client.list(&ListQuery::default()).await.unwrap_err();
    let Error::NotJson { path, .. } = error else {
        panic!("{error}")
    };
    assert_eq!(path.as_deref(), Some("[1].emailVerified"));
}

#[tokio::test]
async fn a_page_may_be_larger_than_a_customer_but_not_without_end() {
    let mb = 1024 * 1024;
    let server = Scripted::new([Reply::Flood(20 * mb), Reply::Flood(3 * mb)]).await;
    let setup = Setup::plain(&server);
    let error = setup.client.list(&ListQuery::default()).await.unwrap_err();
    assert_eq!(
        error,
        Error::TooLarge {
            status: 200,
            limit: 16 * mb as u64
        }
    );
    let error = setup.client.list(&ListQuery::default()).await.unwrap_err();
    assert!(matches!(error, Error::NotJson { .. }), "{error}");
}
