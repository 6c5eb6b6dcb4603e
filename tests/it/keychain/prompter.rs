//! Stands in for the program that shows gnome-keyring's prompts. Its protocol is internal to GNOME and described in
//! gcr's `gcr-dbus-constants.h` and `org.gnome.keyring.Prompter.xml`.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests are no tests to clippy"
)]

use dbus::arg::PropMap;
use dbus::blocking::Connection;
use dbus::channel::Channel;
use dbus::{Message, Path};

use ficha_tests::process::LIMIT;

const CALLBACK: &str = "org.gnome.keyring.internal.Prompter.Callback";

pub(crate) struct Prompter(Connection);

/// Who requested the prompt.
pub(crate) struct Prompt {
    sender: String,
    callback: Path<'static>,
}

impl Prompter {
    pub(crate) fn start(address: &str) -> Self {
        let mut channel = Channel::open_private(address).unwrap();
        channel.register().unwrap();
        let connection = Connection::from(channel);
        connection
            .request_name("org.gnome.keyring.SystemPrompter", false, false, true)
            .unwrap();
        Self(connection)
    }

    /// Waits until the keyring requests a prompt, without showing it.
    pub(crate) fn asked(&self) -> Prompt {
        let call = self.called("BeginPrompting");
        Prompt {
            sender: call.sender().unwrap().to_string(),
            callback: call.read1::<Path<'_>>().unwrap().into_static(),
        }
    }

    /// Closes the prompt, as the user would.
    pub(crate) fn dismiss(&self, prompt: &Prompt) {
        self.ready(prompt, "");
        self.called("PerformPrompt");
        self.ready(prompt, "no");
        self.called("StopPrompting");
        self.call(prompt, "PromptDone");
    }

    /// The next call of this method, with an empty reply, as every method here has.
    fn called(&self, method: &str) -> Message {
        loop {
            let channel = self.0.channel();
            let message = channel.blocking_pop_message(LIMIT).unwrap();
            let message = message.unwrap_or_else(|| panic!("{method} was not called"));
            if message.member().is_some_and(|member| &*member == method) {
                channel.send(message.method_return()).unwrap();
                channel.flush();
                return message;
            }
        }
    }

    fn ready(&self, prompt: &Prompt, reply: &str) {
        let message = self.message(prompt, "PromptReady");
        self.send(message.append3(reply, PropMap::new(), ""));
    }

    fn call(&self, prompt: &Prompt, method: &str) {
        self.send(self.message(prompt, method));
    }

    fn message(&self, prompt: &Prompt, method: &str) -> Message {
        let sender = prompt.sender.as_str();
        Message::new_method_call(sender, prompt.callback.clone(), CALLBACK, method).unwrap()
    }

    fn send(&self, message: Message) {
        self.0.channel().send(message).unwrap();
        self.0.channel().flush();
    }
}
