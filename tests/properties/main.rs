//! What holds for every vault, tried on thousands that chance makes.

#[path = "../support/chance.rs"]
mod chance;
mod model;
mod reference;
mod rename;
mod resolver;
mod vaults;
