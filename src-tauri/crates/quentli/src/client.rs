use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use reqwest::{
    ClientBuilder, Proxy, Response,
    header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, DATE, HeaderValue},
    redirect,
};
use url::Url;

use crate::{
    ApiKey, Config, ConfigError, Customer, CustomerId, Customers, Error, ListQuery, NotSent, Pace,
    ProxyChoice, Server, Step, Update,
    answer::{Answer, Operation},
    failure::Failure,
    next_step,
    retry::{Ended, Method},
    system_proxy,
    tls::{self, LastIssuer},
};

/// Quentli's customers API over HTTP. Clones share one pool of connections.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    /// Whether a read that the server is too busy for is repeated here.
    waits_for_server: bool,
}

struct Inner {
    reads: reqwest::Client,
    /// What is read right before an update, and the update.
    updates: reqwest::Client,
    server: Server,
    key: ApiKey,
    pace: Arc<dyn Pace>,
    proxy: Option<ProxyOnTheWay>,
    tls: Arc<rustls::ClientConfig>,
    connect_limit: Duration,
    issuer: LastIssuer,
    longest_attempt: Duration,
    clock_error: Mutex<Option<Duration>>,
}

/// One request, complete but for its headers.
struct Ask {
    operation: Operation,
    path: String,
    body: Bytes,
    /// Whether it belongs to an update.
    updates: bool,
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
        let proxy = proxy_to(&server, &proxy)?;
        let builder = || {
            let builder = reqwest::Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .https_only(server.is_https())
                .http1_only()
                .redirect(redirect::Policy::none())
                // Every repeat is decided in `next_step` or by the update's caller.
                .retry(reqwest::retry::never())
                .referer(false)
                .user_agent(concat!("Ficha/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(timeouts.connect)
                .read_timeout(timeouts.idle)
                .timeout(timeouts.total);
            // After a timeout the socket is closed, yet the system continues to send what was not confirmed,
            // for minutes: an update could land long after its outcome was decided.
            // The HTTP library's own limit may change.
            #[cfg(target_os = "linux")]
            let builder = builder.tcp_user_timeout(timeouts.idle);
            match &proxy {
                Some(proxy) => proxy.on_the_way_of(builder),
                None => Ok(builder.no_proxy()),
            }
        };
        let built = |idle| {
            let builder = builder()?.pool_idle_timeout(idle);
            builder.build().map_err(|_| ConfigError::Http)
        };
        let inner = Inner {
            // Looking at a record and turning to the next takes minutes, and connecting may take seconds.
            reads: built(Duration::from_secs(90))?,
            // Shorter than the idle timeout of servers and load balancers: an update on a connection
            // that is just being closed would end as an unknown outcome.
            updates: built(Duration::from_secs(4))?,
            server,
            key,
            pace,
            proxy,
            tls: Arc::new(tls),
            connect_limit: timeouts.connect,
            issuer,
            longest_attempt: timeouts.total,
            clock_error: Mutex::default(),
        };
        Ok(Self {
            inner: Arc::new(inner),
            waits_for_server: true,
        })
    }

    /// A clone that hands back 429 and 5xx at once instead of waiting and reading again: for a caller that has
    /// many requests under way and holds back all of them.
    pub fn paced_by_caller(&self) -> Self {
        Self {
            waits_for_server: false,
            ..self.clone()
        }
    }

    /// One page of customers, as the server returns it.
    pub async fn list(&self, query: &ListQuery) -> Result<Vec<Customer>, Error> {
        let path = format!("/v1/customers?{}", query.encode());
        let ask = Ask {
            operation: Operation::List,
            path,
            body: Bytes::new(),
            updates: false,
        };
        self.read(&ask).await?.customers(&self.inner.key)
    }

    /// The proxy between here and the server, as `host:port`.
    pub fn via_proxy(&self) -> Option<&str> {
        self.proxy().map(|proxy| proxy.name.as_str())
    }

    pub(crate) fn proxy(&self) -> Option<&ProxyOnTheWay> {
        self.inner.proxy.as_ref()
    }

    pub(crate) fn url(&self) -> Option<Url> {
        Url::parse(self.inner.server.origin()).ok()
    }

    pub(crate) fn tls(&self) -> &Arc<rustls::ClientConfig> {
        &self.inner.tls
    }

    pub(crate) fn connect_limit(&self) -> Duration {
        self.inner.connect_limit
    }

    /// The issuer of the last certificate seen, trusted or not; none before the first connection and
    /// over plain http.
    pub fn certificate_issuer(&self) -> Option<String> {
        self.inner
            .issuer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// This client's source of time and randomness.
    pub fn pace(&self) -> &dyn Pace {
        &*self.inner.pace
    }

    /// The longest that one attempt can take.
    pub fn longest_attempt(&self) -> Duration {
        self.inner.longest_attempt
    }

    /// How far this computer's clock was from the server's when the last answer came, to the second;
    /// none before the first answer that carries a date.
    pub fn clock_error(&self) -> Option<Duration> {
        *self
            .inner
            .clock_error
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads, and repeats the read for as long as [`next_step`] says so.
    async fn read(&self, ask: &Ask) -> Result<Answer, Error> {
        let pace = &self.inner.pace;
        let mut attempt = 1;
        loop {
            let outcome = self.attempt(ask).await;
            let (ended, retry_after) = match &outcome {
                Ok(answer) => (Ended::Answered(answer.status), answer.retry_after),
                Err(failure) => (failure.ended(), None),
            };
            let step = match ended {
                Ended::Answered(_) if !self.waits_for_server => Step::Stop,
                _ => next_step(Method::Get, &ended, attempt, retry_after, pace.jitter()),
            };
            match step {
                Step::Wait(duration) => pace.wait(duration).await,
                Step::Stop => {
                    return match outcome {
                        Ok(answer) => Ok(answer),
                        Err(Failure::NotSent(why)) => Err(self.named(why).await.into()),
                        Err(Failure::Broken(cause)) => Err(Error::Interrupted(cause)),
                    };
                }
            }
            attempt += 1;
        }
    }

    async fn customer(&self, id: &CustomerId, updates: bool) -> Result<Customer, Error> {
        let ask = Ask {
            operation: Operation::Get,
            path: format!("/v1/customers/{id}"),
            body: Bytes::new(),
            updates,
        };
        self.read(&ask).await?.customer(id, &self.inner.key)
    }

    /// The reason, with what a proxy wants, which the HTTP library does not say.
    async fn named(&self, why: NotSent) -> NotSent {
        match why {
            NotSent::ProxyAuth(_) => NotSent::ProxyAuth(self.challenge().await),
            why => why,
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
        let ours = self.inner.pace.now();
        let apart = ours
            .duration_since(theirs)
            .or_else(|_| theirs.duration_since(ours));
        let mut error = self
            .inner
            .clock_error
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *error = apart.ok();
    }

    async fn attempt(&self, ask: &Ask) -> Result<Answer, Failure> {
        let inner = &self.inner;
        let url = format!("{}{}", inner.server.origin(), ask.path);
        let authorization = inner
            .key
            .authorization()
            .map_err(|_| Failure::NotSent(NotSent::Invalid))?;
        let http = if ask.updates {
            &inner.updates
        } else {
            &inner.reads
        };
        let request = match ask.operation.method() {
            Method::Get => http.get(url),
            Method::Patch => http
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
        self.customer(id, false).await
    }

    async fn look(&self, id: &CustomerId) -> Result<Customer, Error> {
        self.customer(id, true).await
    }

    async fn update(&self, id: &CustomerId, update: &Update) -> Result<Customer, Error> {
        let path = format!("/v1/customers/{id}");
        let body = update
            .body()
            .map_err(|_| Error::NotSent(NotSent::Invalid))?;
        let ask = Ask {
            operation: Operation::Update,
            path,
            body,
            updates: true,
        };
        let answer = match self.attempt(&ask).await {
            Ok(answer) => answer,
            Err(Failure::NotSent(why)) => return Err(self.named(why).await.into()),
            Err(Failure::Broken(cause)) => return Err(Error::OutcomeUnknown(cause)),
        };
        answer.updated(id, &self.inner.key)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

/// A proxy between here and the server.
pub(crate) struct ProxyOnTheWay {
    /// Without user name and password.
    pub(crate) url: Url,
    /// `host:port`
    name: String,
    /// The proxy's own user name and password, as its header.
    pub(crate) authorization: Option<HeaderValue>,
}

impl ProxyOnTheWay {
    fn of(met: &Intercept) -> Result<Self, ConfigError> {
        let url = Url::parse(&met.uri().to_string()).map_err(|_| ConfigError::Proxy)?;
        let host = url.host_str().ok_or(ConfigError::Proxy)?;
        let name = match url.port_or_known_default() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        Ok(Self {
            name,
            authorization: met.basic_auth().cloned(),
            url,
        })
    }

    fn on_the_way_of(&self, builder: ClientBuilder) -> Result<ClientBuilder, ConfigError> {
        let mut proxy = Proxy::all(self.url.clone()).map_err(|_| ConfigError::Proxy)?;
        if let Some(authorization) = &self.authorization {
            proxy = proxy.custom_http_auth(authorization.clone());
        }
        Ok(builder.proxy(proxy))
    }
}

/// The proxy to the server, if any. Found here rather than by the HTTP library, so that the one that is named is
/// the one that is used.
fn proxy_to(server: &Server, choice: &ProxyChoice) -> Result<Option<ProxyOnTheWay>, ConfigError> {
    if server.is_loopback() {
        return Ok(None);
    }
    let matcher = match choice {
        ProxyChoice::None => return Ok(None),
        ProxyChoice::Manual(url) => Matcher::builder().all(url.url().as_str()).build(),
        ProxyChoice::System => system_proxy::matcher(server),
    };
    let origin = server.origin().parse().map_err(|_| ConfigError::Http)?;
    matcher
        .intercept(&origin)
        .as_ref()
        .map(ProxyOnTheWay::of)
        .transpose()
}
