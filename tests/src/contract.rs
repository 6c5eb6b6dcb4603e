//! Checks requests and answers against Quentli's contract as Ficha restates it
//! (`tests/contract/customers.openapi.json`). OpenAPI 3.0 is not quite JSON Schema: `nullable` is translated here.

use jsonschema::Validator;
use serde_json::{Map, Value, json};

const DOCUMENT: &str = include_str!("../contract/customers.openapi.json");

/// The contract. Every check returns a list of problems, empty if there are none.
#[derive(Debug)]
pub struct Contract {
    document: Value,
}

impl Contract {
    /// Reads the contract.
    ///
    /// # Panics
    /// When the file is not JSON.
    pub fn load() -> Self {
        Self {
            document: serde_json::from_str(DOCUMENT).expect("the contract is JSON"),
        }
    }

    /// Checks a request against the contract. `path` may have a query; parameters are identified by
    /// the part of their name before `[`, as qs writes objects.
    pub fn check_request(&self, method: &str, path: &str, body: Option<&Value>) -> Vec<String> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let operation = match self.operation(method, path) {
            Ok(operation) => operation,
            Err(problem) => return vec![problem],
        };
        let mut problems = self.check_query(operation, query);
        match (operation.get("requestBody"), body) {
            (None, None) => {}
            (None, Some(_)) => problems.push(format!("{method} {path} takes no body")),
            (Some(_), None) => problems.push(format!("{method} {path} needs a body")),
            (Some(wanted), Some(body)) => problems.extend(self.check(json_schema(wanted), body)),
        }
        problems
    }

    /// Checks all requests to a practice server against the contract, at the end of a test that has
    /// not failed otherwise.
    ///
    /// # Panics
    /// Lists the requests outside the contract.
    pub fn assert_kept(practice: &practice::Practice) {
        if std::thread::panicking() {
            return;
        }
        let contract = Self::load();
        let requests = practice.requests();
        let problems: Vec<String> = requests
            .iter()
            .flat_map(|sent| {
                let path = format!("{}?{}", sent.path, sent.query);
                let problems = contract.check_request(&sent.method, &path, sent.body.as_ref());
                problems
                    .into_iter()
                    .map(move |problem| format!("{} {path}: {problem}", sent.method))
            })
            .collect();
        assert!(problems.is_empty(), "outside the contract: {problems:#?}");
    }

    /// Checks an answer against the contract. `path` may be the template or a real path.
    pub fn check_answer(&self, method: &str, path: &str, status: u16, body: &Value) -> Vec<String> {
        let operation = match self.operation(method, path) {
            Ok(operation) => operation,
            Err(problem) => return vec![problem],
        };
        match operation["responses"].get(status.to_string()) {
            Some(response) => self.check(json_schema(self.resolve(response)), body),
            None => vec![format!("{method} {path} documents no {status}")],
        }
    }

    /// The statuses an operation documents.
    pub fn statuses(&self, method: &str, path: &str) -> Vec<u16> {
        let responses = self
            .operation(method, path)
            .ok()
            .and_then(|o| o["responses"].as_object());
        responses
            .into_iter()
            .flatten()
            .filter_map(|(status, _)| status.parse().ok())
            .collect()
    }

    fn operation(&self, method: &str, path: &str) -> Result<&Value, String> {
        let paths = self.document["paths"].as_object();
        let matches = |template: &str| {
            let (wanted, given) = (template.split('/'), path.split('/'));
            wanted.clone().count() == given.clone().count()
                && wanted
                    .zip(given)
                    .all(|(w, g)| w == g || (w.starts_with('{') && !g.is_empty()))
        };
        paths
            .into_iter()
            .flatten()
            .find(|(template, _)| matches(template))
            .ok_or_else(|| format!("the contract has no path {path}"))?
            .1
            .get(method.to_ascii_lowercase())
            .ok_or_else(|| format!("the contract has no {method} {path}"))
    }

    fn check_query(&self, operation: &Value, query: &str) -> Vec<String> {
        let documented = operation["parameters"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut problems = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = key.replace("%5B", "[");
            let name = name.split('[').next().unwrap_or_default();
            match documented
                .iter()
                .find(|p| p["in"] == "query" && p["name"] == name)
            {
                None => problems.push(format!("the query has an undocumented {name}")),
                Some(parameter) if parameter["schema"]["type"] == "number" => {
                    let number = value.parse::<f64>().map_or(Value::from(value), Value::from);
                    problems.extend(self.check(&parameter["schema"], &number));
                }
                // Any string: the contract does not define what it encodes.
                Some(_) => {}
            }
        }
        problems
    }

    fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        let pointer = value["$ref"]
            .as_str()
            .and_then(|reference| reference.strip_prefix('#'));
        pointer
            .and_then(|pointer| self.document.pointer(pointer))
            .unwrap_or(value)
    }

    fn check(&self, schema: &Value, instance: &Value) -> Vec<String> {
        let validator = match self.validator(schema) {
            Ok(validator) => validator,
            Err(problem) => return vec![problem],
        };
        validator
            .iter_errors(instance)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }

    fn validator(&self, schema: &Value) -> Result<Validator, String> {
        let whole = json!({
            "allOf": [as_json_schema(schema)],
            "components": as_json_schema(&self.document["components"]),
        });
        jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .build(&whole)
            .map_err(|error| format!("the contract's own schema is broken: {error}"))
    }
}

fn json_schema(holder: &Value) -> &Value {
    &holder["content"]["application/json"]["schema"]
}

/// `nullable: true` in OpenAPI 3.0 means "or null", whatever the rest of the schema says.
fn as_json_schema(schema: &Value) -> Value {
    match schema {
        Value::Object(map) => {
            let mut rest: Map<String, Value> = map
                .iter()
                .map(|(key, value)| (key.clone(), as_json_schema(value)))
                .collect();
            match (rest.shift_remove("nullable"), rest.get_mut("type")) {
                // Flat where possible, so that a problem is reported at its own place.
                (Some(Value::Bool(true)), Some(kind)) => {
                    *kind = json!([kind, "null"]);
                    rest.into()
                }
                (Some(Value::Bool(true)), None) => json!({ "anyOf": [{ "type": "null" }, rest] }),
                _ => rest.into(),
            }
        }
        Value::Array(items) => items.iter().map(as_json_schema).collect(),
        other => other.clone(),
    }
}
