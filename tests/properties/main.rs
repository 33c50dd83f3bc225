//! What holds for every vault, tried on thousands that chance makes.

mod model;
mod reference;
mod rename;
mod resolver;
mod vaults;
