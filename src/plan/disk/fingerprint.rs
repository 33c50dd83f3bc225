//! Telling contents apart.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::str::FromStr;

/// How much of a file counts, in bytes: all of every note, and as much of a film as says which.
const COUNTED: u64 = 64 << 20;

/// What stands for the contents of a file: its length, and a checksum (FNV-1a, 128 bits) of its
/// first 64 MiB, longer than any note that is read. Written `12-0123…cdef`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    length: u64,
    checksum: u128,
}

impl Fingerprint {
    /// That of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        let counted = bytes.get(..COUNTED as usize).unwrap_or(bytes);
        Self { length: bytes.len() as u64, checksum: checksum(START, counted) }
    }

    /// That of the file at `place`, which is known to be a regular file.
    pub fn of_file(place: &Path) -> io::Result<Self> {
        let file = File::open(place)?;
        let length = file.metadata()?.len();
        let (mut left, mut sum, mut buffer) = (file.take(COUNTED), START, [0; 1 << 16]);
        loop {
            match left.read(&mut buffer) {
                Ok(0) => return Ok(Self { length, checksum: sum }),
                Ok(read) => sum = checksum(sum, buffer.get(..read).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

const START: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

fn checksum(start: u128, bytes: &[u8]) -> u128 {
    bytes.iter().fold(start, |sum, &byte| (sum ^ u128::from(byte)).wrapping_mul(PRIME))
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:032x}", self.length, self.checksum)
    }
}

impl FromStr for Fingerprint {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (length, checksum) = text.split_once('-').ok_or(())?;
        let read = Self {
            length: length.parse().map_err(drop)?,
            checksum: u128::from_str_radix(checksum, 16).map_err(drop)?,
        };
        // One fingerprint has one spelling.
        (read.to_string() == text).then_some(read).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_fnv_1a() {
        assert_eq!(Fingerprint::of(b"").to_string(), "0-6c62272e07bb014262b821756295c58d");
        assert_eq!(Fingerprint::of(b"a").to_string(), "1-d228cb696f1a8caf78912b704e4a8964");
    }

    #[test]
    fn a_file_has_the_fingerprint_of_its_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let (place, bytes) = (folder.path().join("x"), vec![7u8; 200_000]);
        std::fs::write(&place, &bytes).unwrap();
        assert_eq!(Fingerprint::of_file(&place).unwrap(), Fingerprint::of(&bytes));
    }

    #[test]
    fn what_is_written_is_read_again_and_nothing_else() {
        let of_a = Fingerprint::of(b"a");
        assert_eq!(of_a.to_string().parse(), Ok(of_a));
        for text in ["", "1", "-", "1-zz", "+1-d228cb696f1a8caf78912b704e4a8964", "1-d2"] {
            assert_eq!(text.parse::<Fingerprint>(), Err(()), "{text}");
        }
    }
}
