//! From URIs to paths and back.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use tower_lsp::ls_types::Uri;

use crate::vault::VaultPath;

/// What is encoded in the path of a URI that we write: all but RFC 3986's unreserved characters.
const WRITTEN: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// `uri` with everything encoded that may not stand in it as it is; `None` when it is fine.
///
/// In a `file` URI a `?` or `#` belongs to the name: no editor addresses a part of a file by it.
/// A bare absolute path becomes a `file` URI.
pub(super) fn encoded(uri: &str) -> Option<String> {
    if uri.starts_with('/') {
        return Some(format!("file://{}", utf8_percent_encode(uri, &WRITTEN)));
    }
    let is_file = uri.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:"));
    let bytes = uri.as_bytes();
    let stays = |at: usize| match bytes[at] {
        b'%' => bytes.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
        b'?' | b'#' => !is_file,
        byte => byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte),
    };
    if (0..bytes.len()).all(stays) {
        return None;
    }
    let mut encoded = String::with_capacity(uri.len() + 16);
    for (at, &byte) in bytes.iter().enumerate() {
        match stays(at) {
            true => encoded.push(byte as char),
            false => encoded.push_str(percent_encoding::percent_encode_byte(byte)),
        }
    }
    Some(encoded)
}

/// The path of a `file` URI; `None` for any other scheme, for bytes that are not UTF-8, and for a file
/// on another machine, unless this system can open one by its path.
pub(super) fn to_path(uri: &Uri) -> Option<PathBuf> {
    if !uri.scheme().as_str().eq_ignore_ascii_case("file") {
        return None;
    }
    let host = uri.authority().map(|authority| authority.host()).unwrap_or_default();
    let is_here = host.is_empty() || host.eq_ignore_ascii_case("localhost");
    let path = percent_decode_str(uri.path().as_str()).decode_utf8().ok()?;
    if path.contains('\0') || !(is_here || cfg!(windows)) {
        return None;
    }
    let text = if cfg!(windows) { windows_path(host, &path) } else { path.into_owned() };
    (!text.is_empty()).then(|| normal(Path::new(&text)))
}

/// The `file` URI of an absolute path; `None` when the path is not UTF-8.
pub(super) fn from_path(path: &Path) -> Option<Uri> {
    Uri::from_str(&written(path)?).ok()
}

fn written(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    let text = if cfg!(windows) { windows_uri_path(text) } else { Cow::Borrowed(text) };
    Some(format!("file://{}", utf8_percent_encode(&text, &WRITTEN)))
}

/// The URIs of the files of a folder: of each the same as [`from_path`] gives, and quicker for very many.
pub(super) struct Below {
    /// That of the folder, with a `/` at its end; `None` when the folder's path is not UTF-8.
    folder: Option<String>,
}

impl Below {
    /// For the folder with this absolute path.
    pub fn new(folder: &Path) -> Self {
        let folder = written(folder).map(|uri| if uri.ends_with('/') { uri } else { uri + "/" });
        Self { folder }
    }

    /// The URI of the file; `None` when the folder has none.
    pub fn uri(&self, path: &VaultPath) -> Option<Uri> {
        let (folder, path) = (self.folder.as_deref()?, path.as_str());
        let mut uri = String::with_capacity(folder.len() + path.len() + ROOM);
        uri.push_str(folder);
        uri.extend(utf8_percent_encode(path, &WRITTEN));
        Uri::from_str(&uri).ok()
    }
}

/// Bytes for some characters that are encoded: a space takes three.
const ROOM: usize = 16;

/// `path` with `.` and `..` carried out, and without a separator at its end.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            std::path::Component::ParentDir => {
                normal.pop();
            }
            std::path::Component::CurDir => {}
            component => normal.push(component),
        }
    }
    normal
}

/// The Windows path of a URI's host and decoded path: `/c:/a` is `C:\a`, and a host names a share.
fn windows_path(host: &str, path: &str) -> String {
    let bytes = path.as_bytes();
    let drive = bytes.first() == Some(&b'/')
        && bytes.get(1).is_some_and(u8::is_ascii_alphabetic)
        && bytes.get(2) == Some(&b':');
    let text = match (host, drive) {
        ("" | "localhost", true) => {
            format!("{}{}", path[1..2].to_ascii_uppercase(), &path[2..])
        }
        ("" | "localhost", false) => path.to_owned(),
        (host, _) => format!("//{host}{path}"),
    };
    text.replace('/', "\\")
}

/// What follows `file://` for a Windows path, before it is encoded.
fn windows_uri_path(path: &str) -> Cow<'_, str> {
    let path = path.replace('\\', "/");
    let path = path.strip_prefix("//?/").map(str::to_owned).unwrap_or(path);
    match path.strip_prefix("//") {
        Some(share) => Cow::Owned(share.to_owned()),
        None => Cow::Owned(format!("/{path}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_stand_in_a_uri_stays() {
        assert_eq!(encoded("file:///a/b%20c/d.md"), None);
        assert_eq!(encoded("file:///c%3A/x(1)+'&=@.md"), None);
        assert_eq!(encoded("untitled:Untitled-1"), None);
        assert_eq!(encoded("https://a.b/c?d#e"), None);
    }

    #[test]
    fn what_may_not_is_encoded() {
        for (uri, right) in [
            ("file:///a/[x] y.md", "file:///a/%5Bx%5D%20y.md"),
            ("file:///заметка.md", "file:///%D0%B7%D0%B0%D0%BC%D0%B5%D1%82%D0%BA%D0%B0.md"),
            ("file:///C#?.md", "file:///C%23%3F.md"),
            ("file:///100%.md", "file:///100%25.md"),
            ("file:///%ä", "file:///%25%C3%A4"),
            ("/a b", "file:///a%20b"),
        ] {
            assert_eq!(encoded(uri).as_deref(), Some(right));
            assert!(Uri::from_str(right).is_ok(), "{right}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn every_name_survives_the_way_there_and_back() {
        for name in
            ["a b", "[x]", "C#", "100%", "%41", "a?b", "日本語", "e\u{301}", "a\\b", "~'\"`|^<>{}", "a:b"]
        {
            let path = PathBuf::from(format!("/v/{name}.md"));
            let uri = from_path(&path).unwrap();
            assert_eq!(to_path(&uri), Some(path), "{}", uri.as_str());
            assert_eq!(encoded(uri.as_str()), None);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_below_a_folder_has_the_uri_of_its_path() {
        for folder in ["/", "/v", "/v/", "/my notes/#1", "/日本"] {
            for path in ["a.md", "a b/c.md", "日本語/100%.md", "x/a:b~[y].md"] {
                let path = VaultPath::new(path).unwrap();
                let whole = PathBuf::from(format!("{}/{}", folder.trim_end_matches('/'), path.as_str()));
                assert_eq!(
                    Below::new(Path::new(folder)).uri(&path),
                    from_path(&whole),
                    "{}",
                    whole.display()
                );
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn two_spellings_are_one_path() {
        let path = |uri: &str| to_path(&Uri::from_str(uri).unwrap()).unwrap();
        assert_eq!(path("file:///v/%61.md"), path("file:///v/a.md"));
        assert_eq!(path("file:///v/./x/../a.md"), path("file:///v/a.md"));
        assert_eq!(path("file://localhost/v/a.md"), path("file:///v/a.md"));
        assert_eq!(path("file:///v/"), path("file:///v"));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_on_another_machine_has_no_path() {
        let path = |uri: &str| to_path(&Uri::from_str(uri).unwrap());
        assert_eq!(path("file://elsewhere.example/v/a.md"), None);
        assert_eq!(path("file://LOCALHOST/v/a.md"), Some(PathBuf::from("/v/a.md")));
    }

    #[test]
    fn windows_paths_have_a_drive_or_a_host() {
        assert_eq!(windows_path("", "/c:/Notes/a b.md"), "C:\\Notes\\a b.md");
        assert_eq!(windows_path("localhost", "/D:/x"), "D:\\x");
        assert_eq!(windows_path("server", "/share/x.md"), "\\\\server\\share\\x.md");
        assert_eq!(windows_path("", "/é"), "\\é");
        assert_eq!(windows_uri_path("C:\\Notes\\a b.md"), "/C:/Notes/a b.md");
        assert_eq!(windows_uri_path("\\\\?\\C:\\x"), "/C:/x");
        assert_eq!(windows_uri_path("\\\\server\\share\\x.md"), "server/share/x.md");
    }

    proptest::proptest! {
        #[test]
        fn every_file_uri_can_be_mended(path in "[^\\x00]*") {
            let uri = format!("file:///{path}");
            let mended = encoded(&uri).unwrap_or(uri);
            proptest::prop_assert!(Uri::from_str(&mended).is_ok(), "{}", mended);
            proptest::prop_assert_eq!(encoded(&mended), None);
        }
    }
}
