//! Places in a text, and names as they compare. Knows no Markdown.

mod buffer;
mod line_table;
mod name_key;
mod span;
mod stored_lines;

pub use buffer::Buffer;
pub use line_table::{Encoding, LineTable, Position};
pub use name_key::{NameKey, fold, fold_into};
pub use span::Span;
