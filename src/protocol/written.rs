//! Long results, written as JSON on the worker that computes them.
//!
//! The router would make a tree of values of them first, on the protocol's task, which takes longer
//! than many an answer. A handler that has [put](put) its result gives the router nothing but an empty
//! one, and the transport sends what was put.

use std::cell::Cell;

use serde::Serialize;
use tower_lsp::jsonrpc::{Error, Id, Result};

tokio::task_local! {
    static RESULT: Cell<Option<Vec<u8>>>;
}

/// A result as JSON.
pub(super) struct Written(Vec<u8>);

impl Written {
    /// `result` as JSON.
    ///
    /// # Errors
    /// `InternalError` when it cannot be written.
    pub fn of(result: &impl Serialize) -> Result<Self> {
        serde_json::to_vec(result).map(Self).map_err(|error| {
            tracing::error!("a result cannot be written as JSON: {error}");
            Error::internal_error()
        })
    }

    /// The result that is none.
    pub fn null() -> Self {
        Self(b"null".to_vec())
    }

    /// The whole response to the request `id`.
    pub fn response(self, id: &Id) -> Option<Vec<u8>> {
        let id = serde_json::to_vec(id).ok()?;
        Some([br#"{"jsonrpc":"2.0","id":"#, &*id, br#","result":"#, &*self.0, b"}"].concat())
    }
}

/// What `handler` gives, and the result that it has put meanwhile.
pub(super) async fn collected<T>(handler: impl Future<Output = T>) -> (T, Option<Written>) {
    let handled = async {
        let given = handler.await;
        (given, RESULT.with(Cell::take).map(Written))
    };
    RESULT.scope(Cell::new(None), handled).await
}

/// Makes `result` that of the request that is being handled.
pub(super) fn put(result: Written) {
    // Every handler is called inside of `collected`.
    let put = RESULT.try_with(|cell| cell.set(Some(result.0)));
    debug_assert!(put.is_ok(), "a result is put outside of a request");
}
