//! How a server ends.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// How often the client's process is looked for.
const INTERVAL: Duration = Duration::from_secs(3);

/// The exit code: LSP asks for 1 when `exit` comes without `shutdown`. A client that closes the
/// connection without a word has gone the same way.
pub(super) fn exit_code(shut_down: bool) -> i32 {
    if shut_down { 0 } else { 1 }
}

/// Returns when the process `id` is gone. Never, where that cannot be told.
///
/// It is looked for when this is called, not only when it is awaited: one that ends right after that is
/// gone, and not a process that nobody knows.
pub(super) fn process_gone(id: u32) -> impl Future<Output = ()> + Send + 'static {
    let process = PathBuf::from(format!("/proc/{id}"));
    let is_known = process.exists();
    async move {
        if !is_known {
            // No `/proc` here, or a client in another container: nothing can be told.
            return std::future::pending().await;
        }
        while process.exists() {
            tokio::time::sleep(INTERVAL).await;
        }
    }
}

/// The code for the operating system.
pub(super) fn process_code(code: i32) -> ExitCode {
    u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[tokio::test]
    async fn a_process_that_ends_before_anyone_waits_for_that_is_gone() {
        // A thread has its place in `/proc` as a process has.
        let ((tell, told), (end, ended)) = (channel(), channel::<()>());
        let thread = std::thread::spawn(move || {
            let place = std::fs::read_link("/proc/thread-self").unwrap();
            tell.send(place.file_name().unwrap().to_str().unwrap().parse::<u32>().unwrap()).unwrap();
            ended.recv().unwrap_err()
        });
        let id = told.recv().unwrap();
        let gone = process_gone(id);
        drop(end);
        thread.join().unwrap();
        while PathBuf::from(format!("/proc/{id}")).exists() {}
        tokio::time::timeout(INTERVAL, gone).await.unwrap();
    }
}
