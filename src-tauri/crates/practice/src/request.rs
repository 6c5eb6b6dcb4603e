use std::fmt;

use serde_json::Value;

/// One request as it arrived, in the order of arrival.
#[derive(Clone, PartialEq)]
pub struct Request {
    pub method: String,
    /// As on the wire, still percent-encoded.
    pub path: String,
    /// Without the `?`; empty where there was none.
    pub query: String,
    /// Names in lower case. `authorization` is kept for tests; `Debug` masks it.
    pub headers: Vec<(String, String)>,
    /// `None` for an empty body; a body that is not JSON is a string of its text. Secrets are
    /// masked by a value of the same type (`"***"`, `0`, `[]`, `{}`), and so is all text that is not
    /// JSON, unless [`Options::keep_secrets`](crate::Options::keep_secrets) is set.
    pub body: Option<Value>,
    /// Whether this request changed what the server holds, whatever it was answered.
    pub applied: bool,
}

impl Request {
    /// The first header of that name (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<(&str, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| match name.as_str() {
                "authorization" => (name.as_str(), "…"),
                _ => (name.as_str(), value.as_str()),
            })
            .collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &self.query)
            .field("headers", &headers)
            .field("body", &self.body)
            .field("applied", &self.applied)
            .finish()
    }
}
