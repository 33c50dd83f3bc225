use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("server") => wikilinks::protocol::run_stdio(),
        _ => ExitCode::from(2),
    }
}
