use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{
    ClientBuilder, Proxy, Response,
    header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, DATE},
    redirect,
};
use zeroize::Zeroizing;

use crate::{
    ApiKey, Config, ConfigError, Customer, CustomerId, Customers, Error, ListQuery, NotSent, Pace,
    ProxyChoice, Server, Step, Update,
    answer::{Answer, Operation},
    failure::Failure,
    next_step,
    retry::{Ended, Method},
    tls::{self, LastIssuer},
};

/// Quentli's customers API over HTTP. Clones share one pool of connections.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    http: reqwest::Client,
    server: Server,
    key: ApiKey,
    pace: Arc<dyn Pace>,
    via_proxy: Option<String>,
    issuer: LastIssuer,
    longest_attempt: Duration,
    clock_error: Mutex<Option<Duration>>,
}

/// One request, complete but for its headers.
struct Ask {
    operation: Operation,
    path: String,
    body: Bytes,
}

impl Client {
    /// Sets everything up; nothing is sent yet.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        let Config {
            server,
            key,
            proxy,
            pace,
            extra_roots,
            timeouts,
        } = config;
        let issuer = LastIssuer::default();
        let tls = if server.is_https() {
            tls::client_config(&extra_roots, issuer.clone())?
        } else {
            tls::unused_config()?
        };
        let builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .https_only(server.is_https())
            .http1_only()
            .redirect(redirect::Policy::none())
            // Every repeat is decided in `next_step` or by the update's caller.
            .retry(reqwest::retry::never())
            .referer(false)
            .user_agent(concat!("Ficha/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(timeouts.connect)
            .read_timeout(timeouts.idle)
            .timeout(timeouts.total)
            // Shorter than the idle timeout of servers and load balancers: an update on a connection
            // that is just being closed would end as an unknown outcome.
            .pool_idle_timeout(Duration::from_secs(4));
        // After a timeout the socket is closed, yet the system continues to send what was not confirmed,
        // for minutes: an update could land long after its outcome was decided.
        // The HTTP library's own limit may change.
        #[cfg(target_os = "linux")]
        let builder = builder.tcp_user_timeout(timeouts.idle);
        let (builder, via_proxy) = route(builder, &server, proxy)?;
        let http = builder.build().map_err(|_| ConfigError::Http)?;
        Ok(Self(Arc::new(Inner {
            http,
            server,
            key,
            pace,
            via_proxy,
            issuer,
            longest_attempt: timeouts.total,
            clock_error: Mutex::default(),
        })))
    }

    /// One page of customers, as the server returns it.
    pub async fn list(&self, query: &ListQuery) -> Result<Vec<Customer>, Error> {
        let path = format!("/v1/customers?{}", query.encode());
        let ask = Ask {
            operation: Operation::List,
            path,
            body: Bytes::new(),
        };
        self.read(&ask).await?.customers(&self.0.key)
    }

    /// The proxy between here and the server, as `host:port`.
    pub fn via_proxy(&self) -> Option<&str> {
        self.0.via_proxy.as_deref()
    }

    /// The issuer of the last certificate seen, trusted or not; none before the first connection and
    /// over plain http.
    pub fn certificate_issuer(&self) -> Option<String> {
        self.0
            .issuer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// This client's source of time and randomness.
    pub fn pace(&self) -> &dyn Pace {
        &*self.0.pace
    }

    /// The longest that one attempt can take.
    pub fn longest_attempt(&self) -> Duration {
        self.0.longest_attempt
    }

    /// How far this computer's clock was from the server's when the last answer came, to the second;
    /// none before the first answer that carries a date.
    pub fn clock_error(&self) -> Option<Duration> {
        *self
            .0
            .clock_error
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads, and repeats the read for as long as [`next_step`] says so.
    async fn read(&self, ask: &Ask) -> Result<Answer, Error> {
        let pace = &self.0.pace;
        let mut attempt = 1;
        loop {
            let outcome = self.attempt(ask).await;
            let (ended, retry_after) = match &outcome {
                Ok(answer) => (Ended::Answered(answer.status), answer.retry_after),
                Err(failure) => (failure.ended(), None),
            };
            match next_step(Method::Get, &ended, attempt, retry_after, pace.jitter()) {
                Step::Wait(duration) => pace.wait(duration).await,
                Step::Stop => {
                    return outcome.map_err(|failure| match failure {
                        Failure::NotSent(why) => Error::NotSent(why),
                        Failure::Broken(cause) => Error::Interrupted(cause),
                    });
                }
            }
            attempt += 1;
        }
    }

    fn compare_clocks(&self, response: &Response) {
        let date = response
            .headers()
            .get(DATE)
            .and_then(|date| date.to_str().ok());
        let Some(theirs) = date.and_then(|date| httpdate::parse_http_date(date).ok()) else {
            return;
        };
        let ours = self.0.pace.now();
        let apart = ours
            .duration_since(theirs)
            .or_else(|_| theirs.duration_since(ours));
        let mut error = self
            .0
            .clock_error
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *error = apart.ok();
    }

    async fn attempt(&self, ask: &Ask) -> Result<Answer, Failure> {
        let inner = &self.0;
        let url = format!("{}{}", inner.server.origin(), ask.path);
        let authorization = inner
            .key
            .authorization()
            .map_err(|_| Failure::NotSent(NotSent::Invalid))?;
        let request = match ask.operation.method() {
            Method::Get => inner.http.get(url),
            Method::Patch => inner
                .http
                .patch(url)
                .header(CONTENT_TYPE, "application/json")
                .body(ask.body.clone()),
        };
        let response = request
            .header(ACCEPT, "application/json")
            .header(ACCEPT_ENCODING, "identity")
            .header(AUTHORIZATION, authorization)
            .send()
            .await
            .map_err(|error| Failure::from_http(&error))?;
        self.compare_clocks(&response);
        Answer::read(ask.operation, response, inner.pace.now()).await
    }
}

impl Customers for Client {
    async fn get(&self, id: &CustomerId) -> Result<Customer, Error> {
        let path = format!("/v1/customers/{id}");
        let ask = Ask {
            operation: Operation::Get,
            path,
            body: Bytes::new(),
        };
        self.read(&ask).await?.customer(id, &self.0.key)
    }

    async fn update(&self, id: &CustomerId, update: &Update) -> Result<Customer, Error> {
        let path = format!("/v1/customers/{id}");
        let body = body(update).map_err(|_| Error::NotSent(NotSent::Invalid))?;
        let ask = Ask {
            operation: Operation::Update,
            path,
            body,
        };
        let answer = self.attempt(&ask).await.map_err(|failure| match failure {
            Failure::NotSent(why) => Error::NotSent(why),
            Failure::Broken(cause) => Error::OutcomeUnknown(cause),
        })?;
        answer.updated(id, &self.0.key)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

/// Wiped once the attempt is over: it may hold a password and a code.
fn body(update: &Update) -> serde_json::Result<Bytes> {
    // Large enough not to grow, which would leave copies behind.
    let mut text = Zeroizing::new(Vec::with_capacity(16 * 1024));
    serde_json::to_writer(&mut *text, update)?;
    Ok(Bytes::from_owner(text))
}

/// Configures the route to the server, and returns the proxy on it.
fn route(
    builder: ClientBuilder,
    server: &Server,
    choice: ProxyChoice,
) -> Result<(ClientBuilder, Option<String>), ConfigError> {
    if server.is_loopback() {
        return Ok((builder.no_proxy(), None));
    }
    match choice {
        ProxyChoice::None => Ok((builder.no_proxy(), None)),
        ProxyChoice::Manual(url) => {
            let proxy = Proxy::all(url.as_str()).map_err(|_| ConfigError::Proxy)?;
            Ok((builder.proxy(proxy), Some(url.host_and_port())))
        }
        ProxyChoice::System => Ok((builder, system_proxy(server))),
    }
}

/// The HTTP library finds the system's proxy with this same matcher, but does not expose it.
fn system_proxy(server: &Server) -> Option<String> {
    let met = Matcher::from_system().intercept(&server.origin().parse().ok()?)?;
    let host = met.uri().host()?;
    Some(match met.uri().port_u16() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}
