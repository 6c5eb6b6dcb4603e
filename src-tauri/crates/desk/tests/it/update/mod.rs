//! One update over a scripted network and log.

mod repeating;
mod script;
mod sending;
mod settling;
