mod client;
mod pace;
mod server;
mod tls;

pub(crate) use client::{KEY, Setup, a_patch, customer, id};
pub(crate) use pace::TestPace;
pub(crate) use server::{Reply, Scripted, json, status};
pub(crate) use tls::{Authority, Validity};
