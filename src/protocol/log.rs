//! What the server tells whoever looks at its standard error: editors keep it in a log.

use tracing_subscriber::EnvFilter;

/// The environment variable that says how much is told: `error`, `warn` (the default), `info`,
/// `debug`, `trace`, or a list like `warn,wikilinks=debug`.
const LEVEL: &str = "WIKILINKS_LOG";

/// Begins to log to standard error, unless someone logs already.
pub(super) fn begin() {
    let level = std::env::var(LEVEL).unwrap_or_default();
    let filter = EnvFilter::try_new(if level.is_empty() { "warn" } else { &level }).unwrap_or_else(|error| {
        eprintln!("wikilinks: {LEVEL}: {error}; warnings are shown");
        EnvFilter::new("warn")
    });
    let subscriber =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false);
    // An error means that there is a log already.
    let _ = subscriber.try_init();
}
