use serde_json::{Value, json};

/// One thing wrong with a request: where, and what.
#[derive(Debug)]
pub(crate) struct Issue {
    pub(crate) path: Vec<String>,
    pub(crate) message: String,
}

impl Issue {
    pub(crate) fn new<'a>(path: impl IntoIterator<Item = &'a String>, message: &str) -> Self {
        Self {
            path: path.into_iter().cloned().collect(),
            message: message.to_owned(),
        }
    }

    fn answer(&self) -> Value {
        json!({ "code": "invalid_input", "path": self.path, "message": self.message })
    }
}

/// A request that the server refuses.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) message: String,
    pub(crate) issues: Option<Vec<Issue>>,
}

impl Refusal {
    pub(crate) fn new(status: u16, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            issues: None,
        }
    }

    /// 400 to a list, with its issues.
    pub(crate) fn invalid(issues: Vec<Issue>) -> Self {
        Self {
            status: 400,
            message: "Validation error".to_owned(),
            issues: Some(issues),
        }
    }

    /// 400 to an update: the documentation promises only a message, so it says everything.
    pub(crate) fn invalid_update(issues: Vec<Issue>, keep_issues: bool) -> Self {
        let line = |issue: &Issue| match issue.path.strip_prefix(&data_path()[..]) {
            Some(field) if !field.is_empty() => format!("{}: {}", field.join("."), issue.message),
            _ => format!("{}: {}", issue.path.join("."), issue.message),
        };
        let message = issues.iter().map(line).collect::<Vec<_>>().join("; ");
        Self {
            status: 400,
            message,
            issues: keep_issues.then_some(issues),
        }
    }

    pub(crate) fn answer(&self) -> Value {
        let mut error = json!({ "message": self.message });
        if let Some(issues) = &self.issues {
            error["issues"] = issues.iter().map(Issue::answer).collect();
        }
        json!({ "error": error })
    }
}

/// Where an update's fields are in its body.
pub(crate) fn data_path() -> Vec<String> {
    vec!["input".to_owned(), "data".to_owned()]
}
