//! The real window against the practice server.

mod address;
mod axe;
mod bad_input;
mod blocked;
mod conflict;
mod connect;
mod double_click;
mod drafts;
mod environments;
mod faithful;
mod faults;
mod fields;
mod find;
mod help;
mod hostile_text;
mod job;
mod keyboard;
mod keys_inside;
mod newer;
mod odd_text;
mod scene;
mod session;
mod start;
mod surroundings;
mod unknown;
mod write_only;
