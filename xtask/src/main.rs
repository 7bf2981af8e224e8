//! `cargo run -p xtask -- infra` writes the generated files; `-- check` says which are not as they would be written.
#![allow(clippy::print_stdout, clippy::print_stderr)] // a command line tool

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let result = match std::env::args().nth(1).as_deref() {
        Some("infra") => xtask::write(root),
        Some("check") => xtask::stale(root).map(|stale| {
            for path in &stale {
                println!("{path}: not as `make infra` writes it");
            }
            stale.len()
        }),
        _ => {
            eprintln!("usage: xtask infra | check");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(0) => ExitCode::SUCCESS,
        Ok(count) if std::env::args().nth(1).as_deref() == Some("infra") => {
            println!("{count} files written");
            ExitCode::SUCCESS
        }
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
