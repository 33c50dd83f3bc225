//! What a package of the program comes with: completions for shells, and the man page. Both follow
//! from the command line itself.

use clap::{Command, CommandFactory};

use super::arguments::{Arguments, CompletionsArguments};
use super::{Ending, Failure, terminal};

/// Prints the completions of a shell.
pub fn completions(arguments: &CompletionsArguments) -> Result<Ending, Failure> {
    let mut out = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "wikilinks", &mut out);
    terminal::print(&String::from_utf8_lossy(&out), Ending::Fine)
}

/// Prints the man page: the program's, and below it each command's.
pub fn man() -> Result<Ending, Failure> {
    let mut program = Arguments::command();
    program.build();
    let mut out = Vec::new();
    clap_mangen::Man::new(program.clone()).render(&mut out)?;
    for command in program.get_subcommands().filter(|command| !command.is_hide_set()) {
        render_command(command, &mut out)?;
    }
    // All commands are on this page: the generator expects a page for each.
    let page = String::from_utf8_lossy(&out);
    let page =
        page.lines().map(|line| match line.strip_suffix("(1)").and_then(|name| name.split_once(r"\-")) {
            Some((program, command)) => format!("{program} {command}\n"),
            None => format!("{line}\n"),
        });
    terminal::print(&page.collect::<String>(), Ending::Fine)
}

/// How the generator begins each piece: what `\*(Aq` means, which is to be said once.
const PREAMBLE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

/// One command, as a part of the page.
fn render_command(command: &Command, out: &mut Vec<u8>) -> std::io::Result<()> {
    let page = clap_mangen::Man::new(command.clone());
    let name = command.get_display_name().unwrap_or(command.get_name()).replace('-', " ");
    out.extend_from_slice(format!(".SH \"{}\"\n", name.to_uppercase()).as_bytes());
    let mut sections = Vec::new();
    page.render_synopsis_section(&mut sections)?;
    page.render_description_section(&mut sections)?;
    page.render_options_section(&mut sections)?;
    page.render_extra_section(&mut sections)?;
    let sections = String::from_utf8_lossy(&sections).replace(PREAMBLE, "");
    // Sections of a command are one level below the command.
    let sections =
        format!("\n{sections}").replace("\n.SH EXTRA", "\n.SS EXAMPLES").replace("\n.SH ", "\n.SS ");
    out.extend_from_slice(sections.trim_start().as_bytes());
    Ok(())
}
