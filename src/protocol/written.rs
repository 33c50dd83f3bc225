//! Long results, written as JSON on the worker that computes them.
//!
//! The router would make a tree of values of them first, on the protocol's task, which takes longer
//! than many an answer. A handler that has [put](put) its result gives the router nothing but an empty
//! one, and the transport sends what was put.

use std::cell::Cell;

use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;
use serde::Serialize;
use tower_lsp::jsonrpc::{Error, Id, Result};

tokio::task_local! {
    static RESULT: Cell<Option<Written>>;
}

/// How many items of a list one thread writes alone.
const ALONE: usize = 1024;

/// A result as JSON: in parts, which make one text.
pub(super) struct Written(Vec<Vec<u8>>);

impl Written {
    /// `result` as JSON.
    ///
    /// # Errors
    /// `InternalError` when it cannot be written.
    pub fn of(result: &impl Serialize) -> Result<Self> {
        json(result).map(|json| Self(vec![json]))
    }

    /// A list of what `make` makes of `items`, some at a time and in their order, as JSON. Of very many,
    /// several threads write a part each.
    ///
    /// # Errors
    /// As [`Written::of`].
    pub fn of_list<T: Sync, R: Serialize>(items: &[T], make: impl Fn(&[T]) -> Vec<R> + Sync) -> Result<Self> {
        if items.len() <= ALONE {
            return Self::of(&make(items));
        }
        let parts: Vec<Result<Vec<u8>>> = items.par_chunks(ALONE).map(|items| json(&make(items))).collect();
        let mut all: Vec<Vec<u8>> = Vec::new();
        for part in parts {
            // Each is a list of its own: `[…]`.
            let mut part = part?;
            if part == b"[]" {
                continue;
            }
            part.pop();
            if let (false, Some(begin)) = (all.is_empty(), part.first_mut()) {
                *begin = b',';
            }
            all.push(part);
        }
        match all.last_mut() {
            Some(last) => last.push(b']'),
            None => all.push(b"[]".to_vec()),
        }
        Ok(Self(all))
    }

    /// The result that is none.
    pub fn null() -> Self {
        Self(vec![b"null".to_vec()])
    }

    /// The whole response to the request `id`.
    pub fn response(self, id: &Id) -> Option<Vec<u8>> {
        let id = serde_json::to_vec(id).ok()?;
        let mut response: Vec<&[u8]> = vec![br#"{"jsonrpc":"2.0","id":"#, &id, br#","result":"#];
        response.extend(self.0.iter().map(Vec::as_slice));
        response.push(b"}");
        Some(response.concat())
    }
}

fn json(result: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(result).map_err(|error| {
        tracing::error!("a result cannot be written as JSON: {error}");
        Error::internal_error()
    })
}

/// What `handler` gives, and the result that it has put meanwhile.
pub(super) async fn collected<T>(handler: impl Future<Output = T>) -> (T, Option<Written>) {
    let handled = async {
        let given = handler.await;
        (given, RESULT.with(Cell::take))
    };
    RESULT.scope(Cell::new(None), handled).await
}

/// Makes `result` that of the request that is being handled.
pub(super) fn put(result: Written) {
    // Every handler is called inside of `collected`.
    let put = RESULT.try_with(|cell| cell.set(Some(result)));
    debug_assert!(put.is_ok(), "a result is put outside of a request");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_the_same_whoever_writes_it() {
        for count in [0, 1, ALONE, ALONE + 1, 5 * ALONE + 7] {
            let items: Vec<usize> = (0..count).collect();
            for keep in [|_: usize| true, |n| n % 3 == 0, |n| n >= ALONE, |_| false] {
                let kept: Vec<String> =
                    items.iter().filter(|n| keep(**n)).map(|n| format!("\"{n}")).collect();
                let make = |n: &usize| keep(*n).then(|| format!("\"{n}"));
                let written = Written::of_list(&items, |items| items.iter().filter_map(make).collect());
                let written = written.unwrap();
                assert_eq!(written.0.concat(), serde_json::to_vec(&kept).unwrap(), "{count}");
            }
        }
    }
}
