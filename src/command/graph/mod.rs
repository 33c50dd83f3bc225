//! `wikilinks graph`: the notes of a vault and the links between them, as a page or for programs that draw.

mod html;
mod render;

use crate::features::graph::graph;

use super::arguments::{GraphArguments, GraphFormat};
use super::named::{Named, named};
use super::{Ending, Failure, opened, terminal};

/// Prints the graph.
pub fn run(arguments: &GraphArguments) -> Result<Ending, Failure> {
    let view = opened::open(&arguments.vault)?;
    let mut graph = graph(&view);
    if let Some(note) = &arguments.around {
        let file = match named(&view, note).map_err(|refusal| Failure(refusal.0))? {
            Named::File(file) | Named::Spot(file, _) => file,
            _ => return Err(Failure(format!("{note} is no note\nGive a note, as a link names it."))),
        };
        graph = graph.around(file.place.id, arguments.depth);
    }
    let text = match arguments.format {
        GraphFormat::Html => html::render(&view, &graph),
        GraphFormat::Dot => render::as_dot(&graph),
        GraphFormat::Json => render::as_json(&graph),
        GraphFormat::Graphml => render::as_graphml(&graph),
    };
    terminal::print(&text, Ending::Fine)
}
