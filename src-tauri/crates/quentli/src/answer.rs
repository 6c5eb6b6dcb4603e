use std::time::{Duration, SystemTime};

use reqwest::{
    Response,
    header::{HeaderMap, LOCATION, RETRY_AFTER},
};
use serde::de::DeserializeOwned;
use url::Url;

use crate::{ApiKey, Customer, CustomerId, Error, NotSent, Nullable, ProxyAuth, UnknownCause};
use crate::{
    failure::Failure,
    message::{Said, first_words},
    retry::Method,
};

/// The most bytes read of a refusal's body: its status says most of it.
const REFUSAL_CAP: u64 = 64 * 1024;

/// The three kinds of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    List,
    Get,
    Update,
}

impl Operation {
    pub(crate) fn method(self) -> Method {
        match self {
            Self::List | Self::Get => Method::Get,
            Self::Update => Method::Patch,
        }
    }

    /// The most bytes read of an answer: 100 customers, or one.
    fn cap(self) -> u64 {
        match self {
            Self::List => 16 * 1024 * 1024,
            Self::Get | Self::Update => 2 * 1024 * 1024,
        }
    }
}

/// A status and what came with it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: u16,
    pub retry_after: Option<Duration>,
    redirect_host: Option<String>,
    body: Body,
}

#[derive(Debug)]
enum Body {
    Whole(Vec<u8>),
    OverCap(u64),
}

impl Answer {
    /// Reads the body. An interrupted 2xx is a failure; any other status is known by now, however its
    /// body ends.
    pub(crate) async fn read(
        operation: Operation,
        mut response: Response,
        now: SystemTime,
    ) -> Result<Self, Failure> {
        let status = response.status().as_u16();
        let success = response.status().is_success();
        let retry_after = retry_after(response.headers(), now);
        let redirect_host = redirect_host(&response);
        let cap = if success {
            operation.cap()
        } else {
            REFUSAL_CAP
        };
        // The length is the server's word: no more than that is taken for it ahead.
        let length = response
            .content_length()
            .unwrap_or_default()
            .min(REFUSAL_CAP);
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        let body = loop {
            match response.chunk().await {
                Ok(Some(chunk)) if (bytes.len() + chunk.len()) as u64 <= cap => {
                    bytes.extend_from_slice(&chunk);
                }
                Ok(Some(_)) if success => break Body::OverCap(cap),
                Err(error) if success => return Err(Failure::from_http(&error)),
                Ok(None | Some(_)) | Err(_) => break Body::Whole(bytes),
            }
        };
        Ok(Self {
            status,
            retry_after,
            redirect_host,
            body,
        })
    }

    fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(crate) fn customers(self, key: &ApiKey) -> Result<Vec<Customer>, Error> {
        self.decode(Operation::List, key)
    }

    /// The requested customer; `null` is a customer that does not exist.
    pub(crate) fn customer(self, id: &CustomerId, key: &ApiKey) -> Result<Customer, Error> {
        let status = self.status;
        let customer: Option<Customer> = self.decode(Operation::Get, key)?;
        let customer = customer.ok_or(Error::NotFound)?;
        if customer.id == *id {
            Ok(customer)
        } else {
            Err(somebody_else(Operation::Get, status))
        }
    }

    /// The customer after the update.
    pub(crate) fn updated(self, id: &CustomerId, key: &ApiKey) -> Result<Customer, Error> {
        #[derive(serde::Deserialize)]
        struct Updated {
            #[serde(default)]
            customer: Nullable<Customer>,
        }
        let status = self.status;
        let updated: Updated = self.decode(Operation::Update, key)?;
        match updated.customer {
            Nullable::Value(customer) if customer.id == *id => Ok(customer),
            Nullable::Value(_) => Err(somebody_else(Operation::Update, status)),
            Nullable::Null | Nullable::Absent => {
                let start = String::new();
                Err(unreadable(
                    Operation::Update,
                    status,
                    start,
                    Some("customer".to_owned()),
                ))
            }
        }
    }

    fn decode<T: DeserializeOwned>(self, operation: Operation, key: &ApiKey) -> Result<T, Error> {
        if !self.is_success() {
            return Err(self.refusal(operation, key));
        }
        let status = self.status;
        let bytes = match self.body {
            Body::Whole(bytes) => bytes,
            Body::OverCap(limit) => {
                return Err(match operation.method() {
                    Method::Get => Error::TooLarge { status, limit },
                    Method::Patch => {
                        Error::OutcomeUnknown(UnknownCause::TooLarge { status, limit })
                    }
                });
            }
        };
        serde_json::from_slice(&bytes).map_err(|_| {
            let path = path_to_error::<T>(&bytes);
            unreadable(operation, status, first_words(&bytes, key), path)
        })
    }

    /// The one table that maps a request and its answer to what the caller can do about it.
    ///
    /// An update counts as refused only by the API itself: 400, 403, 404, 409, 422 and 429 with its error
    /// body. 401, 407 and 413 end a request before it is processed, whatever server answers them.
    fn refusal(self, operation: Operation, key: &ApiKey) -> Error {
        let Self {
            status,
            retry_after,
            redirect_host,
            body,
        } = self;
        let Said {
            message,
            issues,
            by_the_api,
            clash,
        } = match body {
            Body::Whole(bytes) => Said::read(&bytes, key),
            Body::OverCap(_) => Said::default(),
        };
        match (operation.method(), status) {
            (Method::Get, 300..=399) => Error::Redirected {
                status,
                host: redirect_host,
            },
            (_, 401) => Error::Unauthorized { message },
            (_, 407) => Error::NotSent(NotSent::ProxyAuth(ProxyAuth::Unknown)),
            (_, 413) => Error::Rejected {
                status,
                message,
                issues,
            },
            (Method::Patch, 400 | 403 | 404 | 409 | 422 | 429) if !by_the_api => {
                Error::OutcomeUnknown(UnknownCause::Status { status, message })
            }
            (_, 429) => Error::RateLimited { retry_after },
            (_, 403) => Error::Forbidden { message },
            // A list always exists; a server without one is not Quentli's.
            (_, 404) if operation != Operation::List => Error::NotFound,
            (Method::Patch, 409) => {
                let field = clash
                    .and_then(|clash| clash.field)
                    .or_else(|| crate::message::field_in_words(&message).map(str::to_owned));
                Error::Conflict {
                    status,
                    message,
                    field,
                }
            }
            (Method::Patch, 400 | 422) if clash.is_some() => Error::Conflict {
                status,
                message,
                field: clash.and_then(|clash| clash.field),
            },
            (Method::Patch, 400 | 422) | (Method::Get, 400..=499) => Error::Rejected {
                status,
                message,
                issues,
            },
            (Method::Get, _) => Error::Unavailable { status, message },
            (Method::Patch, _) => Error::OutcomeUnknown(UnknownCause::Status { status, message }),
        }
    }
}

/// Where JSON is not what was expected. Reading it again for that is rare; keeping track of the way each time takes as
/// long as reading does.
fn path_to_error<T: DeserializeOwned>(bytes: &[u8]) -> Option<String> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let error = serde_path_to_error::deserialize::<_, T>(&mut json).err()?;
    let path = error.path().to_string();
    (path != ".").then_some(path)
}

fn unreadable(operation: Operation, status: u16, start: String, path: Option<String>) -> Error {
    match operation.method() {
        Method::Get => Error::NotJson {
            status,
            start,
            path,
        },
        Method::Patch => Error::OutcomeUnknown(UnknownCause::Unreadable { status, start }),
    }
}

/// An answer about a customer other than the requested one must not end up in its form.
fn somebody_else(operation: Operation, status: u16) -> Error {
    unreadable(operation, status, String::new(), Some("id".to_owned()))
}

/// Seconds or a date; a date in the past means now.
fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// The host a redirect points to. A relative one stays with the server that sent it.
fn redirect_host(response: &Response) -> Option<String> {
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let target: Url = response.url().join(location).ok()?;
    Some(target.host_str()?.to_owned())
}
