//! What this process has in memory.

/// The resident set, in bytes; `None` where there is no `/proc`.
pub fn resident_bytes() -> Option<u64> {
    resident_in(&std::fs::read_to_string("/proc/self/status").ok()?)
}

/// The resident set that the text of `/proc/self/status` tells.
fn resident_in(status: &str) -> Option<u64> {
    let kibibytes = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    kibibytes.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_the_resident_set_is_read() {
        assert_eq!(resident_in("Name:\tx\nVmRSS:\t   12 kB\nVmSwap:\t0 kB\n"), Some(12 * 1024));
        for strange in ["", "VmRSS:", "VmRSS: kB", "VmRSS: 12", "VmRSS: 99999999999999999999 kB"] {
            assert_eq!(resident_in(strange), None, "{strange}");
        }
    }
}
