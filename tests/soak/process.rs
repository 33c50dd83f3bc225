//! What a process takes of the machine, as Linux tells it.

use std::fs;

/// Memory, threads and open files of a process at one time.
#[derive(Debug, Clone, Copy)]
pub struct Process {
    /// The memory that it has in use.
    pub kibibytes: u64,
    pub threads: u64,
    /// Files, pipes and sockets.
    pub files: u64,
}

impl Process {
    /// The process `id` now.
    pub fn of(id: u32) -> Self {
        let status = fs::read_to_string(format!("/proc/{id}/status")).expect("it runs");
        let number = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("every process has it");
            line.trim_end_matches("kB").trim().parse().expect("a number")
        };
        let files = fs::read_dir(format!("/proc/{id}/fd")).expect("it runs").count() as u64;
        Self { kibibytes: number("VmRSS:"), threads: number("Threads:"), files }
    }

    /// The greater of the two in each.
    pub fn most(self, other: Self) -> Self {
        Self {
            kibibytes: self.kibibytes.max(other.kibibytes),
            threads: self.threads.max(other.threads),
            files: self.files.max(other.files),
        }
    }
}
