//! A graph as text, in the languages of graph programs.

use std::fmt::Write;

use serde::Serialize;

use crate::features::graph::{Edge, Graph};
use crate::index::File;

use super::super::json;
use super::super::terminal::is_command;

#[derive(Serialize)]
struct JsonGraph<'a> {
    version: u32,
    nodes: Vec<JsonNode<'a>>,
    links: Vec<JsonLink>,
}

#[derive(Serialize)]
struct JsonNode<'a> {
    path: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct JsonLink {
    source: usize,
    target: usize,
    count: usize,
}

fn path(file: &File) -> &str {
    file.place.path.as_str()
}

/// As one object, for programs.
pub fn as_json(graph: &Graph) -> String {
    let link = |edge: &Edge| JsonLink { source: edge.source, target: edge.target, count: edge.count };
    json::line(&JsonGraph {
        version: 1,
        nodes: graph.nodes.iter().map(|file| JsonNode { path: path(file), title: file.title() }).collect(),
        links: graph.edges.iter().map(link).collect(),
    })
}

/// For Graphviz.
pub fn as_dot(graph: &Graph) -> String {
    let mut out = String::from("digraph vault {\n");
    // Writing to a string cannot fail.
    for (number, file) in graph.nodes.iter().enumerate() {
        let _ =
            writeln!(out, "  n{number} [label={}, tooltip={}];", quoted(file.title()), quoted(path(file)));
    }
    for edge in &graph.edges {
        let weight = if edge.count > 1 { format!(" [weight={}]", edge.count) } else { String::new() };
        let _ = writeln!(out, "  n{} -> n{}{weight};", edge.source, edge.target);
    }
    out.push_str("}\n");
    out
}

/// A quoted name of DOT, in which a backslash begins an escape.
fn quoted(text: &str) -> String {
    let clean: String = text.chars().map(|c| if is_command(c) { ' ' } else { c }).collect();
    format!("\"{}\"", clean.replace('\\', "\\\\").replace('"', "\\\""))
}

/// As XML, for Gephi, yEd and others.
pub fn as_graphml(graph: &Graph) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n\
         <key id=\"path\" for=\"node\" attr.name=\"path\" attr.type=\"string\"/>\n\
         <key id=\"title\" for=\"node\" attr.name=\"title\" attr.type=\"string\"/>\n\
         <key id=\"count\" for=\"edge\" attr.name=\"count\" attr.type=\"int\"/>\n\
         <graph id=\"vault\" edgedefault=\"directed\">\n",
    );
    for (number, file) in graph.nodes.iter().enumerate() {
        let (path, title) = (escaped(path(file)), escaped(file.title()));
        let data = format!("<data key=\"path\">{path}</data><data key=\"title\">{title}</data>");
        let _ = writeln!(out, "<node id=\"n{number}\">{data}</node>");
    }
    for Edge { source, target, count } in &graph.edges {
        let data = format!("<data key=\"count\">{count}</data>");
        let _ = writeln!(out, "<edge source=\"n{source}\" target=\"n{target}\">{data}</edge>");
    }
    out.push_str("</graph>\n</graphml>\n");
    out
}

/// `text` for XML, which cannot hold control characters at all.
fn escaped(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if is_command(c) || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c })
        .collect();
    clean.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
