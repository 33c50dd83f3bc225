//! The editors' side. The only module that knows LSP and JSON-RPC.
mod message;
mod uri;
mod wire;
