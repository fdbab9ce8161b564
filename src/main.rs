//! Arguments, config, command. The only place that prints an error and exits.

fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
