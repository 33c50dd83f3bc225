//! The editors' side. The only module that knows LSP and JSON-RPC.

use std::process::ExitCode;

/// Speaks LSP on stdin and stdout.
pub fn run_stdio() -> ExitCode {
    todo!()
}
