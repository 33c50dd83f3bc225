//! The terminal's side of the same answers.
//!
//! | file | what it holds |
//! |---|---|
//! | `arguments` | the command line, and the help for it |
//! | `terminal` | what may be printed, and in which colours |
//! | `opened` | a vault, opened and indexed for one command |
//! | `cache` | what is kept between runs |
//! | `check` | every problem of a vault |
//! | `doctor` | what the program sees of a vault, and under which settings |
//! | `explain` | what one link means, and by which rule |
//! | `list` | notes, links, tags and more, one a line |
//! | `graph` | the notes and the links between them |
//! | `rename` | another name for a note, a folder, a heading, a block or a tag |
//! | `move_files` | files and folders into a folder |
//! | `change` | a plan, shown or carried out |
//! | `diff` | a plan as a unified diff |
//! | `named` | what a person names on the command line |
//! | `json` | what a program reads |
//! | `shipped` | completions for shells, and the man page |
//! | `tour` | a real session with the server, shown on the terminal |

mod arguments;
mod cache;
mod change;
mod check;
mod diff;
mod doctor;
mod explain;
mod graph;
mod json;
mod list;
mod move_files;
mod named;
mod opened;
mod rename;
mod shipped;
mod terminal;
mod tour;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// How a command ended, as its exit code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// 0: nothing is wrong.
    Fine,
    /// 1: there are problems, or the link leads nowhere.
    Problems,
}

/// Why a command could not do its work: one or several lines for a person. The exit code is 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Failure(String);

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure(format!("writing the answer failed: {error}"))
    }
}

/// `12.3 MiB`.
fn mebibytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(1 << 20);
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}

/// Runs the command that `arguments` (the program's name first) ask for, and says how it ended: 0
/// fine, 1 problems found, 2 could not run.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Where the help cannot be printed, nothing else can be either.
            let _ = error.print();
            return ExitCode::from(error.exit_code() as u8);
        }
    };
    terminal::log();
    let ended = match arguments.command {
        Command::Server(_) => return crate::protocol::run_stdio(),
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Graph(arguments) => graph::run(&arguments),
        Command::Rename(arguments) => rename::run(&arguments),
        Command::Move(arguments) => move_files::run(&arguments),
        Command::Doctor(arguments) => doctor::run(&arguments),
        Command::Cache(arguments) => cache::run(&arguments),
        Command::Completions(arguments) => shipped::completions(&arguments),
        Command::Man(_) => shipped::man(),
        Command::Tour(arguments) => tour::run(&arguments),
    };
    match ended {
        Ok(Ending::Fine) => ExitCode::SUCCESS,
        Ok(Ending::Problems) => ExitCode::from(1),
        Err(Failure(message)) => {
            terminal::complain(&format!("wikilinks: {message}"));
            ExitCode::from(2)
        }
    }
}
