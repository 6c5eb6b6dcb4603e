use practice::{Options, Practice, Quirks};
use serde_json::{Value, json};

use crate::support::{NUNEZ, get, school};

fn names(practice: &Practice, query: &str) -> Vec<String> {
    let answer = get(practice, &format!("/v1/customers?{query}"));
    assert_eq!(
        answer.status,
        200,
        "{query}: {}",
        String::from_utf8_lossy(&answer.body)
    );
    let name = |customer: &Value| customer["name"].as_str().unwrap().to_owned();
    answer.json().as_array().unwrap().iter().map(name).collect()
}

#[tokio::test]
async fn both_filter_forms_find_the_same_families() {
    let practice = school(Options::default()).await;
    let nested = names(&practice, "filter[name][contains]=O%27Brien");
    let encoded = names(&practice, "filter=name%5Bcontains%5D%3DO%2527Brien");
    let escaped = names(&practice, "filter%5Bname%5D%5Bcontains%5D=O%27Brien");
    assert_eq!(nested, ["Familia O'Brien Sánchez"]);
    assert_eq!(nested, encoded);
    assert_eq!(nested, escaped);
}

#[tokio::test]
async fn contains_ignores_case_but_not_accents() {
    let practice = school(Options::default()).await;
    let wanted = "Familia Núñez Pérez".to_owned();
    let found = |text: &str| {
        names(
            &practice,
            &format!("take=100&filter[name][contains]={text}"),
        )
    };
    assert!(found("n%C3%BA%C3%91ez").contains(&wanted));
    assert!(!found("nunez").contains(&wanted));
}

#[tokio::test]
async fn equals_takes_the_whole_value_and_leading_zeros_count() {
    let practice = school(Options::default()).await;
    assert_eq!(
        names(&practice, "filter[username][equals]=0000128765"),
        ["Familia Núñez Pérez"]
    );
    assert!(names(&practice, "filter[username][equals]=128765").is_empty());
    assert_eq!(
        names(&practice, "filter[phoneNumber][equals]=%2B5215587654321"),
        ["Familia Hernández Ortiz"]
    );
}

#[tokio::test]
async fn or_joins_branches_and_plain_conditions_narrow_them() {
    let practice = school(Options::default()).await;
    let either =
        "filter[OR][0][username][equals]=12873&filter[OR][1][email][contains]=nunez.perez@";
    let mut both = names(&practice, either);
    both.sort();
    assert_eq!(both, ["Familia Hernández Ortiz", "Familia Núñez Pérez"]);
    assert_eq!(
        names(&practice, &format!("{either}&filter[name][contains]=ortiz")),
        ["Familia Hernández Ortiz"]
    );
    assert_eq!(
        names(
            &practice,
            "filter=OR%5B0%5D%5Busername%5D%5Bequals%5D%3D12873%26OR%5B1%5D%5Bid%5D%5Bequals%5D%3Dnone"
        ),
        ["Familia Hernández Ortiz"]
    );
}

#[tokio::test]
async fn gte_keeps_what_was_changed_since() {
    let practice = school(Options::default()).await;
    practice.edit(NUNEZ, |family| {
        family.insert("name".to_owned(), "Familia Núñez".into());
    });
    let updated = practice.family(NUNEZ).unwrap()["updatedAt"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        names(&practice, &format!("filter[updatedAt][gte]={updated}")),
        ["Familia Núñez"]
    );
}

#[tokio::test]
async fn pages_in_order_of_creation_hold_every_family_once() {
    for order in ["orderBy[createdAt]=asc", "orderBy=createdAt%3Dasc"] {
        let practice = school(Options::default()).await;
        let mut ids = Vec::new();
        let mut times = Vec::new();
        for skip in (0..400).step_by(100) {
            let page = get(
                &practice,
                &format!("/v1/customers?take=100&skip={skip}&{order}"),
            )
            .json();
            for customer in page.as_array().unwrap() {
                ids.push(customer["id"].clone());
                times.push(customer["createdAt"].as_str().unwrap().to_owned());
            }
        }
        assert!(times.is_sorted());
        ids.sort_by_key(ToString::to_string);
        ids.dedup();
        assert_eq!(ids.len(), 300);
    }
}

#[tokio::test]
async fn without_a_query_the_newest_twenty_come() {
    let practice = school(Options::default()).await;
    let page = get(&practice, "/v1/customers").json();
    let times: Vec<&str> = page
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["createdAt"].as_str().unwrap())
        .collect();
    assert_eq!(times.len(), 20);
    assert!(times.is_sorted_by(|a, b| a >= b));
}

#[tokio::test]
async fn fractions_of_a_page_are_cut_and_a_skip_past_the_end_is_an_empty_page() {
    let practice = school(Options::default()).await;
    assert_eq!(names(&practice, "take=2.9").len(), 2);
    assert!(names(&practice, "skip=1.4e308").is_empty());
}

#[tokio::test]
async fn a_bad_query_is_refused_with_an_issue_that_names_it() {
    let practice = school(Options::default()).await;
    for (query, path) in [
        ("take=0", json!(["take"])),
        ("take=101", json!(["take"])),
        ("take=all", json!(["take"])),
        ("take=1&take=2", json!(["take"])),
        ("skip=-1", json!(["skip"])),
        ("skip=NaN", json!(["skip"])),
        (
            "filter[nombre][contains]=a",
            json!(["filter", "nombre", "contains"]),
        ),
        ("filter[name][like]=a", json!(["filter", "name", "like"])),
        ("filter[name]=a", json!(["filter", "name"])),
        ("filter=name", json!(["filter", "name"])),
        (
            "filter[createdAt][gte]=ayer",
            json!(["filter", "createdAt", "gte"]),
        ),
        (
            "filter[OR][x][name][equals]=a",
            json!(["filter", "OR", "x", "name", "equals"]),
        ),
        ("orderBy[password]=asc", json!(["orderBy", "password"])),
        ("orderBy[name]=up", json!(["orderBy", "name"])),
    ] {
        let answer = get(&practice, &format!("/v1/customers?{query}"));
        assert_eq!(answer.status, 400, "{query}");
        assert_eq!(answer.json()["error"]["issues"][0]["path"], path, "{query}");
    }
}

#[tokio::test]
async fn quirks_of_the_list_are_played() {
    let quirks = Quirks {
        ignores_filters: true,
        hides_archived: true,
        ..Quirks::default()
    };
    let practice = school(Options {
        quirks,
        ..Options::default()
    })
    .await;
    let mut listed = Vec::new();
    for skip in (0..300).step_by(100) {
        let query = format!("take=100&skip={skip}&filter[id][equals]=none");
        listed.extend(names(&practice, &query));
    }
    let archived = practice
        .families()
        .iter()
        .filter(|f| !f["archivedAt"].is_null())
        .count();
    assert!(archived > 0);
    assert_eq!(listed.len(), 300 - archived);
}

#[tokio::test]
async fn accents_matter_to_a_filter_unless_a_quirk_ignores_them() {
    for (ignores_accents, found) in [(false, false), (true, true)] {
        let quirks = Quirks {
            ignores_accents,
            ..Quirks::default()
        };
        let practice = school(Options {
            quirks,
            ..Options::default()
        })
        .await;
        let listed = names(&practice, "take=100&filter[name][contains]=nunez");
        assert_eq!(!listed.is_empty(), found, "{listed:?}");
        let listed = names(&practice, "take=100&filter[name][contains]=N%C3%9A%C3%B1ez");
        assert!(!listed.is_empty());
    }
}

#[tokio::test]
async fn pages_can_be_short_or_always_the_first() {
    let quirks = Quirks {
        short_pages: true,
        ignores_skip: true,
        ..Quirks::default()
    };
    let practice = school(Options {
        quirks,
        ..Options::default()
    })
    .await;
    let first = names(&practice, "take=100");
    assert_eq!(first.len(), 50);
    assert_eq!(names(&practice, "take=100&skip=50"), first);
}

#[tokio::test]
async fn a_missing_family_is_404_or_null() {
    let plain = school(Options::default()).await;
    let answer = get(&plain, "/v1/customers/nobody");
    assert_eq!(
        (answer.status, answer.message().as_str()),
        (404, "Customer not found")
    );
    let quirks = Quirks {
        missing_is_null: true,
        ..Quirks::default()
    };
    let lenient = school(Options {
        quirks,
        ..Options::default()
    })
    .await;
    let answer = get(&lenient, "/v1/customers/nobody");
    assert_eq!((answer.status, answer.json()), (200, Value::Null));
    for id in ["a%2Fb", "%FF", "..%2F..", "a%20b", "%00"] {
        assert_eq!(
            get(&plain, &format!("/v1/customers/{id}")).status,
            404,
            "{id}"
        );
    }
}

#[tokio::test]
async fn one_family_is_a_bare_object_with_two_views_of_its_custom_data() {
    let practice = school(Options::default()).await;
    practice.edit(NUNEZ, |family| {
        family.insert(
            "meta".to_owned(),
            json!({ "Nivel": "Primaria 2°", "RFC": "XAXX010101000" }),
        );
    });
    let customer = get(&practice, &format!("/v1/customers/{NUNEZ}")).json();
    assert_eq!(customer["id"], NUNEZ);
    assert_eq!(
        customer["metadata"],
        json!([
            { "key": "Nivel", "value": "Primaria 2°" },
            { "key": "RFC", "value": "XAXX010101000" },
        ])
    );
    assert_eq!(
        customer["meta"],
        json!({ "Nivel": "Primaria 2°", "RFC": "XAXX010101000" })
    );
}

#[tokio::test]
async fn custom_data_keys_can_come_as_objects() {
    let quirks = Quirks {
        object_metadata_keys: true,
        ..Quirks::default()
    };
    let practice = school(Options {
        quirks,
        ..Options::default()
    })
    .await;
    practice.edit(NUNEZ, |family| {
        family.insert(
            "metadata".to_owned(),
            json!([{ "key": "Nivel", "value": "Maternal" }]),
        );
    });
    let customer = get(&practice, &format!("/v1/customers/{NUNEZ}")).json();
    assert_eq!(
        customer["metadata"],
        json!([{ "key": { "name": "Nivel" }, "value": "Maternal" }])
    );
}
