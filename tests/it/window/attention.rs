//! What a run asks of the desktop: not to go to sleep meanwhile, and to say when it has ended and nobody is looking.

use std::{
    io::{PipeReader, Read as _},
    os::fd::OwnedFd,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use dbus::{Message, MessageType, blocking::Connection, channel::Channel};
use ficha_tests::{
    app::AppOptions,
    engine::Engine,
    process::until,
    session::{SessionBus, Situation},
};
use practice::{Options, Target};

use super::{
    run::{renamed, review, start, wait_for},
    scene::Scene,
};

const WHY: &str = "Se está enviando una hoja de cálculo a Quentli";
/// What GNOME's session calls going to sleep, and doing it for idleness.
const SUSPEND_AND_IDLE: u32 = 4 | 8;
const COOKIE: u32 = 7;

/// Programs of a desktop, which note what they are asked.
struct Desktop {
    calls: Arc<Mutex<Vec<Message>>>,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Desktop {
    /// `inhibitor` answers who asks logind.
    fn start(address: &str, names: &'static [&'static str], inhibitor: Option<OwnedFd>) -> Self {
        let mut channel = Channel::open_private(address).expect("the bus is there");
        channel.register().expect("the bus takes a program");
        let connection = Connection::from(channel);
        for name in names {
            let taken = connection.request_name(*name, false, false, true);
            taken.expect("the name is free");
        }
        let calls = Arc::new(Mutex::new(Vec::new()));
        let over = Arc::new(AtomicBool::new(false));
        let (noted, ended) = (Arc::clone(&calls), Arc::clone(&over));
        let thread = thread::spawn(move || {
            let mut inhibitor = inhibitor;
            while !ended.load(Ordering::Relaxed) {
                let channel = connection.channel();
                let message = channel.blocking_pop_message(Duration::from_millis(20));
                let Ok(Some(message)) = message else { continue };
                if message.msg_type() == MessageType::MethodCall {
                    let answer = answer(&message, &mut inhibitor);
                    noted.lock().expect("no test has failed").push(message);
                    channel.send(answer).expect("the bus takes an answer");
                    channel.flush();
                }
            }
        });
        Self {
            calls,
            over,
            thread: Some(thread),
        }
    }

    fn calls(&self) -> MutexGuard<'_, Vec<Message>> {
        self.calls.lock().expect("no test has failed")
    }

    fn was_asked(&self, method: &str) -> bool {
        let calls = self.calls();
        calls
            .iter()
            .any(|call| call.member().is_some_and(|member| &*member == method))
    }

    /// Waits for a call of this method, and takes it.
    fn asked(&self, method: &str) -> Message {
        until(method, || {
            let mut calls = self.calls();
            let at = calls
                .iter()
                .position(|call| call.member().is_some_and(|member| &*member == method))?;
            Some(calls.remove(at))
        })
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

fn answer(call: &Message, inhibitor: &mut Option<OwnedFd>) -> Message {
    let member = call.member().map(|member| member.to_string());
    match (member.as_deref(), inhibitor.take()) {
        (Some("Inhibit"), Some(descriptor)) => call.method_return().append1(descriptor),
        (Some("Inhibit"), None) => call.method_return().append1(COOKIE),
        (Some("Uninhibit"), _) => call.method_return(),
        (Some("Notify"), _) => call.method_return().append1(1_u32),
        _ => call.error(
            &"org.freedesktop.DBus.Error.UnknownMethod".into(),
            c"It is only a test's",
        ),
    }
}

/// Starts a run that the server keeps waiting.
fn begin(scene: &Scene, name: &str) {
    scene.server.practice().hold_answers_to(Target::Writes);
    review(&scene.app, &renamed(scene, 3).0.replace("prueba", name));
    start(&scene.app);
    wait_for(&scene.app, "running");
}

/// The body of the notification of a run's end.
fn said(desktop: &Desktop) -> String {
    let call = desktop.asked("Notify");
    let (_, _, _, title, body): (String, u32, String, String, String) =
        call.read5().expect("a notification");
    assert_eq!(title, "Ficha");
    body
}

fn without_codes() -> Options {
    Options {
        require_code: false,
        ..Options::default()
    }
}

#[test]
fn the_session_stays_awake_during_a_run_and_who_looks_elsewhere_is_notified() {
    let mut scene = Scene::connected_to(without_codes());
    let names = &["org.gnome.SessionManager", "org.freedesktop.Notifications"];
    let desktop = Desktop::start(scene.app.bus(), names, None);
    // GTK looks for the session as a program starts.
    scene.app.restart();
    scene.wait_for_roster();

    begin(&scene, "primera");
    let call = desktop.asked("Inhibit");
    let (_, _, why, flags): (String, u32, String, u32) = call.read4().expect("a wish");
    assert_eq!((why.as_str(), flags), (WHY, SUSPEND_AND_IDLE));
    assert!(!desktop.was_asked("Uninhibit"));
    // Who types is at the window.
    scene.app.strike(&[]);
    assert!(scene.app.has_focus());
    scene.server.practice().release_answers();
    let cookie: u32 = desktop.asked("Uninhibit").read1().expect("a cookie");
    assert_eq!(cookie, COOKIE);
    wait_for(&scene.app, "done");

    begin(&scene, "segunda");
    desktop.asked("Inhibit");
    scene.app.take_focus();
    scene.server.practice().release_answers();
    desktop.asked("Uninhibit");
    // Nobody's name: it may be shown on a locked screen.
    assert_eq!(said(&desktop), "Se terminó de enviar la hoja de cálculo");
    // The first run ended under somebody's eyes.
    assert!(!desktop.was_asked("Notify"));
}

#[test]
fn where_the_session_takes_no_wish_logind_is_asked() {
    let system = SessionBus::start(Situation::NoProvider);
    let (mut released, held) = std::io::pipe().expect("a pipe");
    let desktop = Desktop::start(
        system.address(),
        &["org.freedesktop.login1"],
        Some(held.into()),
    );
    let options = AppOptions {
        env: vec![("DBUS_SYSTEM_BUS_ADDRESS", system.address().to_owned())],
        ..Engine::WebKit.into()
    };
    let scene = Scene::first_start(without_codes(), &options);
    scene.connect();

    begin(&scene, "tercera");
    let call = desktop.asked("Inhibit");
    let (what, who, why, mode): (String, String, String, String) = call.read4().expect("a wish");
    assert_eq!(
        (what.as_str(), who.as_str(), why.as_str(), mode.as_str()),
        ("sleep:idle", "Ficha", WHY, "block")
    );
    scene.server.practice().release_answers();
    wait_for(&scene.app, "done");
    assert_eq!(read_to_the_end(&mut released), 0);
}

/// Ends once nobody holds the other end any more.
fn read_to_the_end(pipe: &mut PipeReader) -> usize {
    pipe.read_to_end(&mut Vec::new()).expect("a pipe is read")
}
