//! Pages of the documentation on disk, for an editor to open: in the user's cache folder.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use super::cache::{CacheFolder, make_private, put};

/// The folder of the pages, in the cache folder.
pub(super) const FOLDER: &str = "manual";

impl CacheFolder {
    /// Puts a page called `name`, without folders in it, with `text` where an editor can open it, and
    /// says where that is. A page that is there with this text is left alone.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_page(&self, name: &str, text: &str) -> io::Result<PathBuf> {
        let folder = self.path().join(FOLDER);
        let page = folder.join(name);
        if fs::read(&page).is_ok_and(|there| there == text.as_bytes()) {
            return Ok(page);
        }
        make_private(self.path())?;
        put(&folder, name, |file| file.write_all(text.as_bytes()))?;
        Ok(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_put_once_anew_when_it_differs_and_is_deleted_with_the_rest() {
        let place = tempfile::tempdir().unwrap();
        let cache = CacheFolder::at(&place.path().join("cache/wikilinks"));
        let page = cache.put_page("a.md", "one").unwrap();
        assert_eq!(fs::read_to_string(&page).unwrap(), "one");
        let written = fs::metadata(&page).unwrap().modified().unwrap();
        assert_eq!(cache.put_page("a.md", "one").unwrap(), page);
        assert_eq!(fs::metadata(&page).unwrap().modified().unwrap(), written);
        cache.put_page("a.md", "two").unwrap();
        assert_eq!(fs::read_to_string(&page).unwrap(), "two");
        assert_eq!(cache.entries().unwrap().len(), 0, "a page is none of a vault");
        assert_eq!(cache.clear().unwrap(), 0);
        assert!(!cache.path().exists());
    }

    #[test]
    fn a_page_that_cannot_be_written_is_an_error() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("file"), "").unwrap();
        assert!(CacheFolder::at(&place.path().join("file/wikilinks")).put_page("a.md", "").is_err());
    }
}
