mod client;
mod pace;
mod server;
mod tls;

pub use client::{KEY, Setup, a_patch, customer, id};
pub use pace::{NOW, TestPace};
pub use server::{Reply, Scripted, json, status};
pub use tls::{Authority, Validity};
