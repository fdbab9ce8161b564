//! What the program says about itself, on stderr. Never an address, a name, a body or a token: types that hold one
//! show themselves masked, and libraries that would print one are kept quiet whatever the operator asks for.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Libraries whose finer levels print envelopes, message bodies or bound values.
const CAPPED: [&str; 7] =
    ["lettre=warn", "sqlx=warn", "hyper=warn", "reqwest=warn", "mail_parser=warn", "async_imap=off", "imap_proto=off"];

/// Starts logging at `level` (`warn`, `info`, …), or as `DATELINE_LOG` says.
pub fn start(level: &str) {
    let asked = std::env::var("DATELINE_LOG").unwrap_or_else(|_| level.to_owned());
    let mut filter = EnvFilter::try_new(&asked).unwrap_or_else(|_| EnvFilter::new(level));
    for directive in CAPPED.iter().filter_map(|text| text.parse().ok()) {
        filter = filter.add_directive(directive);
    }
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    // A second start (tests) keeps the first.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colours)
        .with_target(false)
        .try_init();
}
