//! The editors' side. The only module that knows LSP and JSON-RPC.

use std::process::ExitCode;

/// Speaks LSP on stdin and stdout.
pub fn run_stdio() -> ExitCode {
    todo!()
}

/// Speaks LSP.
pub async fn serve(
    _input: impl tokio::io::AsyncRead + Unpin + Send + 'static,
    _output: impl tokio::io::AsyncWrite + Unpin + Send + 'static,
) -> i32 {
    todo!()
}
