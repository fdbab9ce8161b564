//! Named points at which the crash tests end the real binary as `kill -9` does. Compiled out of every other build.

/// Ends the process here if `DATELINE_FAILPOINT` names this point: `NAME`, or `NAME:7` for the seventh time it passes.
#[macro_export]
macro_rules! failpoint {
    ($name:literal) => {
        #[cfg(feature = "failpoints")]
        $crate::failpoints::pass($name);
    };
}

#[cfg(feature = "failpoints")]
pub fn pass(name: &str) {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static CHOSEN: OnceLock<Option<(String, u64)>> = OnceLock::new();
    static PASSED: AtomicU64 = AtomicU64::new(0);
    let chosen = CHOSEN.get_or_init(|| {
        let text = std::env::var("DATELINE_FAILPOINT").ok()?;
        let (name, times) = text.split_once(':').unwrap_or((&text, "1"));
        Some((name.to_owned(), times.parse().unwrap_or(1)))
    });
    let Some((_, times)) = chosen.as_ref().filter(|(chosen, _)| chosen == name) else { return };
    if PASSED.fetch_add(1, Ordering::AcqRel) + 1 == *times {
        eprintln!("failpoint {name} reached");
        let _ = std::process::Command::new("kill").args(["-9", &std::process::id().to_string()]).status();
        // Whatever comes after this point must not happen, however long the signal takes.
        loop {
            std::thread::park();
        }
    }
}
