//! What an attachment is: the image itself, or its path and size.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::index::{File, View};
use crate::resolve::is_image_name;
use crate::vault::VaultPath;

use super::excerpt::plain_line;

/// What a `file:` URI's path may hold as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// What to show of an attachment, a canvas or a base.
pub(super) fn about(view: &View, file: &File) -> String {
    let path = &file.place.path;
    let shown = is_image_name(path.name()).then(|| image(view, path)).flatten();
    let size = file.stamp().map(|stamp| format!(" · {}", size(stamp.size))).unwrap_or_default();
    let place = format!("`{}`{size}", plain_line(path.as_str()).replace('`', "'"));
    match shown {
        Some(image) => format!("{image}\n\n{place}"),
        None => format!("# {}\n\n{place}", plain_line(path.name())),
    }
}

/// A file of the vault as a Markdown image.
pub(super) fn image(view: &View, path: &VaultPath) -> Option<String> {
    let name = plain_line(path.name()).replace(['[', ']', '\\'], " ");
    Some(format!("![{name}]({})", uri(view, path)?))
}

/// The `file:` URI of a file of the vault; `None` when its path on this machine is not UTF-8.
pub(super) fn uri(view: &View, path: &VaultPath) -> Option<String> {
    let absolute = view.vault.absolute(path);
    let text = absolute.to_str()?;
    // Windows: `\\?\C:\vault` is `/C:/vault` in a URI.
    let text =
        if cfg!(windows) { text.trim_start_matches(r"\\?\").replace('\\', "/") } else { text.to_owned() };
    let slash = if text.starts_with('/') { "" } else { "/" };
    Some(format!("file://{slash}{}", utf8_percent_encode(&text, PATH)))
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}
