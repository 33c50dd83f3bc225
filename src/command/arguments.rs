//! The command line, and the help for it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::vault::Severity;

/// The language server for notes that link with [[wikilinks]], and the same answers for the
/// terminal.
///
/// A vault is a folder of Markdown notes: an Obsidian or Foam vault, or any other. Nothing has to
/// be set up in it.
#[derive(Debug, Parser)]
#[command(
    name = "wikilinks",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    after_help = "Examples:
  wikilinks tour                  see what it does, in a second
  wikilinks check ~/notes         every broken link of a vault
  wikilinks rename ~/notes Ideas Thoughts --dry-run
  wikilinks server                what an editor starts

Exit codes: 0 nothing is wrong, 1 there are problems, 2 the command could not run."
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    Server(ServerArguments),
    Check(CheckArguments),
    Explain(ExplainArguments),
    List(ListArguments),
    Graph(GraphArguments),
    Rename(RenameArguments),
    Move(MoveArguments),
    Doctor(DoctorArguments),
    Cache(CacheArguments),
    Tour(TourArguments),
    Completions(CompletionsArguments),
    Man(ManArguments),
}

/// Speak the Language Server Protocol on standard input and output.
///
/// An editor starts this, not a person. Warnings go to standard error, which editors keep in their
/// log; with WIKILINKS_LOG=debug in the environment, more does.
#[derive(Debug, Args)]
#[command(after_help = "Example, in Neovim 0.11:
  vim.lsp.config('wikilinks', { cmd = { 'wikilinks', 'server' }, filetypes = { 'markdown' } })
  vim.lsp.enable('wikilinks')")]
pub struct ServerArguments {
    /// Accepted for clients that always pass it: there is no other way to talk to the server.
    /// Example: wikilinks server --stdio
    #[arg(long)]
    pub stdio: bool,
}

/// Print every problem of a vault: broken links, ambiguous links, invalid frontmatter.
///
/// Each problem comes with its place, the line, what is wrong, and what would mend it. The codes
/// are explained in docs/diagnostics.md; .wikilinks.toml in the vault changes how loud each is.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  wikilinks check                                      the vault in this folder
  wikilinks check ~/notes --min-severity hint          quiet findings too
  wikilinks check --format json | jq '.problems[].file'
  wikilinks check --format github docs                 annotations in a GitHub workflow

Exit codes: 0 no problem of at least the minimal severity, 1 problems, 2 could not run.")]
pub struct CheckArguments {
    /// The vault's folder. Example: wikilinks check ~/notes
    #[arg(default_value = ".")]
    pub vault: PathBuf,
    /// How to print what is found. Example: --format json
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The quietest severity that is printed and counts for the exit code. Example:
    /// --min-severity error
    #[arg(long, value_enum, default_value_t = MinSeverity::Warning, value_name = "SEVERITY")]
    pub min_severity: MinSeverity,
    /// Also look for names of notes that stand as plain words and are not linked. They are printed
    /// whatever --min-severity says. Example: --mentions
    #[arg(long)]
    pub mentions: bool,
    /// Whether to use colours. "auto": on a terminal, unless NO_COLOR is set. Example:
    /// --color never
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
}

/// Say what a link leads to, by which rule, and why no other file was chosen.
///
/// The rules have the numbers of docs/semantics.md.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  wikilinks explain . inbox.md '[[Ideas#Garden]]'      a link as it stands in inbox.md
  wikilinks explain ~/notes projects/plan 'Ideas'      a bare target; .md may be left out
  wikilinks explain . inbox '[the plan](plan.md)'      a Markdown link

Exit codes: 0 the link leads somewhere, 1 it does not, 2 could not run.")]
pub struct ExplainArguments {
    /// The vault's folder. Example: ~/notes
    pub vault: PathBuf,
    /// The note that the link stands in, by its path in the vault, with or without .md. Example:
    /// projects/plan.md
    pub note: String,
    /// The link, in any form, or a bare target. Quote it for the shell. Example: '[[Ideas#Garden]]'
    #[arg(allow_hyphen_values = true)]
    pub link: String,
    /// Whether to use colours. "auto": on a terminal, unless NO_COLOR is set. Example:
    /// --color never
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
}

/// List what is in a vault: notes, links, backlinks, tags, orphans, or what links do not find.
///
/// The JSON is described in docs/list.md.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  wikilinks list orphans ~/notes                       notes to which nothing links
  wikilinks list unresolved                            what links look for, the most wanted first
  wikilinks list links --format json | jq '.items[].target'

Exit codes: 0 listed, also when there is nothing, 2 could not run.")]
pub struct ListArguments {
    /// What is listed. Example: tags
    #[arg(value_enum)]
    pub of: ListOf,
    /// The vault's folder. Example: ~/notes
    #[arg(default_value = ".")]
    pub vault: PathBuf,
    /// How to print it. Example: --format json
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}

/// What `list` lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListOf {
    /// Every note
    Notes,
    /// Every link, and what it leads to
    Links,
    /// The notes that are linked to, and how often
    Backlinks,
    /// The tags, and how many notes have them
    Tags,
    /// The notes to which no other file links
    Orphans,
    /// What links look for and do not find
    Unresolved,
    /// The notes whose names stand as plain words and are not linked
    Mentions,
}

/// How `list` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people: one line each
    Text,
    /// For programs: one object, described in docs/list.md
    Json,
}

/// Print the notes of a vault and the links between them, as a page or for a program that draws graphs.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  wikilinks graph ~/notes --format html > notes.html   to be looked at in a browser
  wikilinks graph ~/notes | dot -Tsvg -o notes.svg
  wikilinks graph ~/notes --around Ideas --depth 2 | dot -Tsvg -o ideas.svg
  wikilinks graph ~/notes --format graphml > notes.graphml

Exit codes: 0 printed, 2 could not run.")]
pub struct GraphArguments {
    /// The vault's folder. Example: ~/notes
    #[arg(default_value = ".")]
    pub vault: PathBuf,
    /// Only what is near this note, named as a link names it. Example: --around Ideas
    #[arg(long, value_name = "NOTE")]
    pub around: Option<String>,
    /// How many steps from the note, along links and against them. Example: --depth 2
    #[arg(long, default_value_t = 1, requires = "around", value_name = "STEPS")]
    pub depth: usize,
    /// How to print it. Example: --format graphml
    #[arg(long, value_enum, default_value_t = GraphFormat::Dot)]
    pub format: GraphFormat,
}

/// How `graph` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// For Graphviz
    Dot,
    /// One page to look at in a browser: to be searched, and opened from; needs no network
    Html,
    /// For programs: one object, described in docs/list.md
    Json,
    /// For Gephi, yEd and others
    Graphml,
}

/// Rename a note, a file, a folder, a heading, a block id, a footnote or a tag, and every link to it.
///
/// All links keep their meaning, or nothing is changed. docs/rename.md says what is changed and
/// what never is.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  wikilinks rename ~/notes Ideas Thoughts              a note, named as a link names it
  wikilinks rename ~/notes a/Ideas.md b/Thoughts       a path moves it too; .md may be left out
  wikilinks rename . 'Ideas#Garden' Allotment          a heading
  wikilinks rename . 'Ideas#^7f3a' plan                a block id
  wikilinks rename . 'Ideas#[^1]' source               a footnote
  wikilinks rename . '#project/x' project/y            a tag, and those nested in it
  wikilinks rename . projects/ work --dry-run          a folder; only show what would change

Exit codes: 0 done, 1 refused and nothing changed, 2 could not run.")]
pub struct RenameArguments {
    /// The vault's folder. Example: ~/notes
    pub vault: PathBuf,
    /// What gets another name: a path or a name as a link says it, NOTE#Heading, NOTE#^block,
    /// NOTE#[^footnote], or '#tag'. Example: 'Ideas#Garden'
    pub old: String,
    /// The new name. For files and folders, one with a / is a path from the vault's folder.
    /// Example: Thoughts
    pub new: String,
    /// Print what would change, as a unified diff, and change nothing. Example:
    /// wikilinks rename . Ideas Thoughts --dry-run | git apply
    #[arg(long)]
    pub dry_run: bool,
    /// Whether to use colours. "auto": on a terminal, unless NO_COLOR is set. Example:
    /// --color never
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
}

/// Move notes, files and whole folders into a folder, and keep every link to and in them.
///
/// The folder is made when it is not there. docs/rename.md says what is changed and what never is.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  wikilinks move ~/notes Ideas archive                 a note, named as a link names it
  wikilinks move . a.md img/x.png projects/ archive    several files, and a whole folder
  wikilinks move . archive/Ideas.md / --dry-run        to the top; only show what would change

Exit codes: 0 done, 1 refused and nothing changed, 2 could not run.")]
pub struct MoveArguments {
    /// The vault's folder. Example: ~/notes
    pub vault: PathBuf,
    /// What is moved: paths in the vault, or names as links say them. Example: a.md projects/
    #[arg(required = true)]
    pub paths: Vec<String>,
    /// The folder that it is moved into, from the vault's folder; / is the vault's folder itself.
    /// Example: archive/2026
    #[arg(required = true)]
    pub folder: String,
    /// Print what would change, as a unified diff, and change nothing. Example:
    /// wikilinks move . Ideas archive --dry-run
    #[arg(long)]
    pub dry_run: bool,
    /// Whether to use colours. "auto": on a terminal, unless NO_COLOR is set. Example:
    /// --color never
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
}

/// Say what the program sees of a vault: settings in force, files, what is left out and why.
///
/// For each setting it says where its value comes from. It changes nothing: a change that was
/// interrupted is told, and left to the other commands.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  wikilinks doctor                     the vault in this folder
  wikilinks doctor ~/notes --format json | jq '.left_out'

Exit codes: 0 nothing is wrong, 1 a setting is wrong, a file cannot be read or a change was
interrupted, 2 could not run.")]
pub struct DoctorArguments {
    /// The vault's folder. Example: wikilinks doctor ~/notes
    #[arg(default_value = ".")]
    pub vault: PathBuf,
    /// How to print it. Example: --format json
    #[arg(long, value_enum, default_value_t = DoctorFormat::Text)]
    pub format: DoctorFormat,
    /// Whether to use colours. "auto": on a terminal, unless NO_COLOR is set. Example:
    /// --color never
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
}

/// How `doctor` prints what it finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DoctorFormat {
    /// For people
    Text,
    /// For programs: one object, described in docs/doctor.md
    Json,
}

/// Say what is kept between runs, where, and how large it is; or delete it.
///
/// The server keeps what it knows of a vault in the user's cache folder, so that the next start
/// reads only the notes that have changed. Nothing is lost when it is deleted. The setting "cache"
/// turns it off.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  wikilinks cache                      the folder, and the vaults that something is kept of
  wikilinks cache clear                delete all of it

Exit codes: 0 done, 2 could not run.")]
pub struct CacheArguments {
    /// What to do with it, if more than to show it.
    #[command(subcommand)]
    pub action: Option<CacheAction>,
}

/// What can be done with what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum CacheAction {
    /// Delete all of it
    Clear,
}

/// Print the completions of a shell, to be put where the shell looks for them.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  wikilinks completions bash > ~/.local/share/bash-completion/completions/wikilinks
  wikilinks completions fish > ~/.config/fish/completions/wikilinks.fish")]
pub struct CompletionsArguments {
    /// The shell. Example: zsh
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Print the manual page, in roff.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  wikilinks man > ~/.local/share/man/man1/wikilinks.1
  wikilinks man | man -l -")]
pub struct ManArguments {}

/// Show the five answers of the language server, on a small vault that comes with the program.
///
/// The notes are written to a temporary folder, the real server is started, and what an editor
/// would show is printed: completion, go to definition, hover, diagnostics with a fix, and rename.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  wikilinks tour                       takes about a second
  wikilinks tour --color always | less -R

Exit codes: 0 every answer was right, 1 one was not, 2 the tour could not start.")]
pub struct TourArguments {
    /// Whether to use colours. "auto": on a terminal, unless NO_COLOR is set. Example:
    /// --color never
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
}

/// How `check` prints what it finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: the place, the line, what would mend it
    Text,
    /// For programs: one object, described in docs/diagnostics.md
    Json,
    /// For GitHub workflows: annotations beside the lines
    Github,
}

/// The quietest severity that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MinSeverity {
    /// Everything
    Hint,
    /// All but hints
    Information,
    /// Warnings and errors
    Warning,
    /// Errors only
    Error,
}

impl MinSeverity {
    /// Whether a problem of this severity counts.
    pub fn admits(self, severity: Severity) -> bool {
        // `Severity` is ordered from the loudest to the quietest.
        severity
            <= match self {
                MinSeverity::Hint => Severity::Hint,
                MinSeverity::Information => Severity::Information,
                MinSeverity::Warning => Severity::Warning,
                MinSeverity::Error => Severity::Error,
            }
    }
}

/// Whether to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
