//! What holds for every vault, tried on thousands that chance makes.

mod model;
mod rename;
mod vaults;
