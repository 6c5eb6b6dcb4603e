use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::thread::{self, JoinHandle};

use axum::serve;
use serde_json::{Map, Value};
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::sync::{oneshot, watch};

use crate::api::{Shared, router};
use crate::cut::{Cut, Door};
use crate::fault::{Rule, Target};
use crate::options::Options;
use crate::request::Request;
use crate::world::World;

/// A running practice server; dropping it stops the server and closes its connections.
///
/// It has its own thread, so that it answers whatever the caller's runtime is doing.
pub struct Practice {
    address: SocketAddr,
    shared: Shared,
    arrived: watch::Receiver<usize>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Practice {
    /// Starts listening on 127.0.0.1.
    ///
    /// # Errors
    /// When the port is taken, the access log cannot be opened, or the thread cannot be made.
    pub async fn start(options: Options) -> io::Result<Self> {
        let port = options.port;
        let world = World::new(options)?;
        let socket = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        socket.set_nonblocking(true)?;
        let address = socket.local_addr()?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let listener = {
            let _inside = runtime.enter();
            TcpListener::from_std(socket)?
        };
        let arrived = world.arrived.subscribe();
        let shared = Shared::new(world);
        let service =
            router(shared.clone(), address.port()).into_make_service_with_connect_info::<Cut>();
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new()
            .name("practice".to_owned())
            .spawn(move || {
                // Ending the runtime drops every connection with it; `serve` alone would leave them.
                runtime.block_on(async {
                    tokio::select! {
                        _ = async { serve(Door(listener), service).await } => {}
                        _ = stopped => {}
                    }
                });
            })?;
        Ok(Self {
            address,
            shared,
            arrived,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The only key accepted; `None` where every `sk_` key is.
    pub fn key(&self) -> Option<String> {
        self.shared.lock().options.key.clone()
    }

    /// The six digits that a sensitive change needs as `otp` right now.
    pub fn code(&self) -> String {
        self.shared.lock().code.clone()
    }

    /// Applies a fault to every matching request until it is cleared: takes a [`Fault`](crate::Fault),
    /// a [`Rule`], `Some(rule)` or `None`.
    pub fn set_fault(&self, fault: impl Into<Option<Rule>>) {
        self.shared.lock().standing = fault.into();
    }

    /// Applies each of these once, in order, then returns to the standing fault. Each is used up by
    /// the first request it matches (`None`: no fault, matches any); a request that the next one does
    /// not match gets the standing fault, and one without a valid key uses up none.
    pub fn push_faults<F: Into<Option<Rule>>>(&self, faults: impl IntoIterator<Item = F>) {
        let faults: Vec<Option<Rule>> = faults.into_iter().map(Into::into).collect();
        self.shared.lock().script.extend(faults);
    }

    /// The requests since the start or the last [`Practice::clear_requests`], in order; at most the
    /// last [`Options::log_limit`].
    pub fn requests(&self) -> Vec<Request> {
        self.shared.lock().log.requests()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        let mut world = self.shared.lock();
        world.log.clear();
        world.arrived.send_replace(0);
    }

    /// Waits until at least this many requests came since the start or the last
    /// [`Practice::clear_requests`], whether or not the log still holds them; a request counts once
    /// it has done what it does to the data, before its answer leaves.
    pub async fn requests_reach(&self, count: usize) {
        // An error means that the server is gone, and it lives as long as `self`.
        self.arrived
            .clone()
            .wait_for(|arrived| *arrived >= count)
            .await
            .ok();
    }

    /// All customers with everything the server holds, write-only fields included; passwords are masked
    /// unless [`Options::keep_secrets`] is set.
    pub fn families(&self) -> Vec<Value> {
        self.shared
            .lock()
            .families
            .iter()
            .map(|family| family.whole().into())
            .collect()
    }

    /// One customer with everything the server holds, write-only fields included.
    pub fn family(&self, id: &str) -> Option<Value> {
        self.shared
            .lock()
            .family(id)
            .map(|family| family.whole().into())
    }

    /// Changes a customer behind the app's back, as a colleague would: no rule is checked, `updatedAt`
    /// moves. Either of `metadata` and `meta` can be edited; the other follows.
    ///
    /// # Panics
    /// When there is no customer of that id.
    pub fn edit(&self, id: &str, f: impl FnOnce(&mut Map<String, Value>)) {
        self.shared.lock().edit(id, true, f);
    }

    /// [`Practice::edit`], but `updatedAt` does not move.
    ///
    /// # Panics
    /// When there is no customer of that id.
    pub fn edit_quietly(&self, id: &str, f: impl FnOnce(&mut Map<String, Value>)) {
        self.shared.lock().edit(id, false, f);
    }

    /// Has lists show something else than what the server holds: old records, strangers, gaps. Reading a customer by
    /// its id goes on being answered correctly.
    pub fn alter_pages(&self, alter: impl Fn(&mut Vec<Value>) + Send + 'static) {
        self.shared.lock().pages = Some(Box::new(alter));
    }

    /// Applies at once all updates that [`Fault::Late`](crate::Fault::Late) delays, including those with
    /// a set time, in the order they came; returns how many were applied. Refused ones are dropped.
    pub fn land_late(&self) -> usize {
        self.shared.lock().land_all()
    }

    /// Holds back every answer from now on. Requests are handled, applied and logged as usual;
    /// their answers, broken connections included, wait for [`Practice::release_answers`].
    pub fn hold_answers(&self) {
        self.hold_answers_to(Target::All);
    }

    /// [`Practice::hold_answers`] for some requests only, replacing what was held before.
    pub fn hold_answers_to(&self, target: Target) {
        self.shared.lock().hold(target);
    }

    /// Releases the answers that were held back, and stops holding.
    pub fn release_answers(&self) {
        self.shared.lock().release();
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).ok();
        }
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

impl fmt::Debug for Practice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Practice")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}
