//! The terminal's side.
