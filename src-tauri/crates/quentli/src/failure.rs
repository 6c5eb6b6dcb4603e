use std::{error::Error as StdError, io, iter};

use crate::{NotSent, ProxyAuth, UnknownCause, retry::Ended, tls};

/// A failed attempt, classified by whether any bytes may have been sent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Failure {
    NotSent(NotSent),
    /// Only [`UnknownCause::Dropped`] or [`UnknownCause::TimedOut`].
    Broken(UnknownCause),
}

impl Failure {
    /// Classifies the library's error and drops it: it may carry the URL.
    pub(crate) fn from_http(error: &reqwest::Error) -> Self {
        if error.is_builder() {
            Self::NotSent(NotSent::Invalid)
        } else if error.is_connect() {
            Self::NotSent(why_not_sent(error))
        } else if error.is_timeout() {
            Self::Broken(UnknownCause::TimedOut)
        } else {
            Self::Broken(UnknownCause::Dropped)
        }
    }

    pub(crate) fn ended(&self) -> Ended {
        match self {
            Self::NotSent(NotSent::Dns | NotSent::Connect | NotSent::Proxy) => Ended::Unreachable,
            Self::NotSent(NotSent::Tls(_) | NotSent::ProxyAuth(_) | NotSent::Invalid) => {
                Ended::Barred
            }
            Self::Broken(UnknownCause::TimedOut) => Ended::TimedOut,
            Self::Broken(_) => Ended::Dropped,
        }
    }
}

fn why_not_sent(error: &reqwest::Error) -> NotSent {
    for cause in causes(error) {
        // `hyper_util`'s tunnel error type is private, so only its message can be matched.
        let words = cause.to_string();
        if words.starts_with("tunnel error") {
            let wants_password = words.contains("proxy authorization required");
            return if wants_password {
                NotSent::ProxyAuth(ProxyAuth::Unknown)
            } else {
                NotSent::Proxy
            };
        }
        if let Some(tls_error) = cause.downcast_ref::<rustls::Error>() {
            return NotSent::Tls(tls::reason(tls_error));
        }
    }
    if error.is_dns() {
        NotSent::Dns
    } else {
        NotSent::Connect
    }
}

/// The error and its sources, outermost first. An `io::Error` made from another error skips
/// that one in its `source()`, which is where TLS hides its reason, twice over.
fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    iter::successors(Some(error), |&cause| {
        let wrapped = cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        match wrapped {
            Some(inner) => Some(inner),
            None => cause.source(),
        }
    })
}
