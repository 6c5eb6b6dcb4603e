use quentli::{Customers, MetadataEntry, Nullable};

use crate::support::{Scripted, Setup, id, json};

async fn read(body: &str) -> quentli::Customer {
    let server = Scripted::new([json(body)]).await;
    Setup::plain(&server).client.get(&id()).await.unwrap()
}

#[tokio::test]
async fn absent_null_and_value_stay_three_things() {
    let customer = read(r#"{"id":"cus_1","email":null,"name":"Ana"}"#).await;
    assert_eq!(customer.email, Nullable::Null);
    assert_eq!(customer.name, Nullable::Value("Ana".into()));
    assert_eq!(customer.phone_number, Nullable::Absent);
}

#[tokio::test]
async fn a_field_nobody_knows_is_kept_as_it_came() {
    let body = r#"{"id":"cus_1","nuevo":{"a":[1,null]},"meta":{"Nivel":"2"}}"#;
    let customer = read(body).await;
    assert_eq!(customer.extra["nuevo"]["a"][0], 1);
    assert_eq!(serde_json::to_string(&customer).unwrap().len(), body.len());
}

#[tokio::test]
async fn custom_data_of_other_types_is_kept_as_text() {
    let body = r#"{"id":"cus_1","meta":{"n":7,"yes":true,"gone":null,"t":"x","o":{"a":1}},
        "metadata":[{"key":"n","value":7.5},{"key":{"name":"Folio de beca"},"value":false},
        {"key":"gone","value":null},{"key":"none"}]}"#;
    let customer = read(body).await;
    let meta = customer.meta.value().unwrap();
    let pairs: Vec<_> = meta
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        pairs,
        [("n", "7"), ("o", r#"{"a":1}"#), ("t", "x"), ("yes", "true")]
    );
    let entry = |key: &str, value: &str| MetadataEntry {
        key: key.into(),
        value: value.into(),
    };
    let expected = [
        entry("n", "7.5"),
        entry("Folio de beca", "false"),
        entry("gone", ""),
        entry("none", ""),
    ];
    assert_eq!(customer.metadata.value().unwrap(), &expected);
}

#[tokio::test]
async fn custom_data_may_be_null_or_absent() {
    let customer = read(r#"{"id":"cus_1","meta":null,"metadata":null}"#).await;
    assert_eq!(
        (customer.meta, customer.metadata),
        (Nullable::Null, Nullable::Null)
    );
    let customer = read(r#"{"id":"cus_1"}"#).await;
    assert_eq!(
        (customer.meta, customer.metadata),
        (Nullable::Absent, Nullable::Absent)
    );
}
