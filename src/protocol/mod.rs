//! The editors' side. The only module that knows LSP and JSON-RPC.
