//! Places in a text, and names as they compare. Knows no Markdown.

mod buffer;
mod line_table;
mod name_key;
mod reader;
mod span;
mod stored_lines;

pub use buffer::Buffer;
pub use line_table::{Encoding, LineTable, Position};
pub use name_key::{NameKey, fold, fold_into};
pub(crate) use reader::Reader;
pub use span::Span;
