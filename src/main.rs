//! Arguments, config, command. The only place that prints an error and exits.

use std::process::ExitCode;

use clap::Parser;
use dateline::cli::{self, Cli, Exit};
use dateline::telemetry;

fn main() -> ExitCode {
    end_quietly_on_a_closed_pipe();
    let arguments = Cli::parse();
    telemetry::start(arguments.log_level());
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("dateline: could not start: {error}");
            return Exit::Failed.into();
        }
    };
    let exit = match runtime.block_on(cli::run(arguments)) {
        Ok(exit) => exit,
        Err(error) => {
            eprintln!("dateline: {}", in_one_line(&error));
            cli::exit_for(&error)
        }
    };
    // Whatever still runs was told to stop; nothing it may do from here on changes what is stored.
    runtime.shutdown_background();
    exit.into()
}

/// `dateline … | head`: whoever read our output has seen enough. Printing macros panic then; nothing is lost by ending.
fn end_quietly_on_a_closed_pipe() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload().downcast_ref::<String>().map_or("", String::as_str);
        if said.starts_with("failed printing to std") && said.contains("Broken pipe") {
            std::process::exit(0);
        }
        usual(panic);
    }));
}

/// The error and its causes, without those that only repeat what the one above has already said.
fn in_one_line(error: &anyhow::Error) -> String {
    let mut said = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !said.contains(&cause) {
            said.push_str(": ");
            said.push_str(&cause);
        }
    }
    said
}
