//! Which names are those of attachments (R14).

/// The extensions that Obsidian shows, but for `md`, and a few that vaults hold besides.
const EXTENSIONS: &[&str] = &[
    "avif",
    "bmp",
    "gif",
    "jpeg",
    "jpg",
    "png",
    "svg",
    "webp",
    "heic",
    "tif",
    "tiff", // images
    "flac",
    "m4a",
    "mp3",
    "ogg",
    "wav",
    "webm",
    "3gp",
    "opus", // audio
    "mkv",
    "mov",
    "mp4",
    "ogv",
    "avi", // video
    "pdf",
    "canvas",
    "base",
    "excalidraw", // documents
    "doc",
    "docx",
    "xls",
    "xlsx",
    "ppt",
    "pptx",
    "odt",
    "csv",
    "txt",
    "zip",
    "html",
    "json",
    "epub",
];

const IMAGES: &[&str] = &["avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"];

fn extension_in(name: &str, list: &[&str]) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, extension)| list.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

/// Whether `name` ends in an extension of an attachment. `[[v1.2]]` is a note's name.
pub fn is_attachment_name(name: &str) -> bool {
    extension_in(name, EXTENSIONS)
}

/// Whether `name` is an image that an editor can show.
pub fn is_image_name(name: &str) -> bool {
    extension_in(name, IMAGES)
}
