//! What the tests share.
#![allow(dead_code)]

pub mod chance;
pub mod client;
pub mod fixture;
