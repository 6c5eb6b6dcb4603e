use serde_json::Value;

use crate::refusal::Refusal;

/// Status and content, before a fault changes them.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content: Content,
}

#[derive(Debug)]
pub(crate) enum Content {
    Json(Value),
    /// The same, written out already.
    Written(Vec<u8>),
    Html(String),
    Empty,
}

impl Reply {
    pub(crate) fn json(status: u16, body: Value) -> Self {
        Self {
            status,
            content: Content::Json(body),
        }
    }

    /// The API's own form of an error.
    pub(crate) fn error(status: u16, message: &str) -> Self {
        Refusal::new(status, message).into()
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            content: Content::Empty,
        }
    }

    /// A web page such as a proxy shows.
    pub(crate) fn html(status: u16, title: &str, text: &str) -> Self {
        let page = format!(
            "<!DOCTYPE html>\n<html><head><title>{title}</title></head>\
             <body><h1>{title}</h1><p>{text}</p></body></html>\n"
        );
        Self {
            status,
            content: Content::Html(page),
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        match &self.content {
            Content::Json(body) => body.to_string().into_bytes(),
            Content::Written(bytes) => bytes.clone(),
            Content::Html(page) => page.clone().into_bytes(),
            Content::Empty => Vec::new(),
        }
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        Self::json(refusal.status, refusal.answer())
    }
}
