//! What the fuzz targets share.

pub mod connection;
pub mod positions;
#[path = "../../tests/properties/reference.rs"]
pub mod reference;
pub mod script;
pub mod vault_text;

/// The longest prefix of `bytes` that is text.
pub fn text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).expect("it is valid up to there"),
    }
}
