//! Between the bytes of a connection and the handlers.
//!
//! Notifications are handled one after the other, to their end, in the order in which they arrive.
//! A request is begun in that order too (its first step sees what the notifications before it have
//! done, and none behind it), and then goes on in a task of its own: no request waits for another,
//! and a panic ends one answer, not the server.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use futures_util::{FutureExt, SinkExt, StreamExt};
use serde::Serialize;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_lsp::{ClientSocket, ExitedError, LanguageServer, Loopback, LspService};
use tower_service::Service;

use super::message::{Incoming, decode, refusal};
use super::wire::{Frame, FrameReader, Outbox, write_frames};
use super::written::collected;

/// How long answers that are under way may take once the input has ended, and the last bytes once
/// all has.
const GRACE: Duration = Duration::from_secs(5);

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The client sent `exit`.
    Exit,
    /// The input has ended.
    Closed,
}

/// Serves one connection to its end.
pub(super) async fn run<S: LanguageServer>(
    input: impl AsyncRead + Unpin + Send + 'static,
    output: impl AsyncWrite + Unpin + Send + 'static,
    service: LspService<S>,
    socket: ClientSocket,
) {
    let (outbox, bodies) = mpsc::unbounded_channel();
    let writer = tokio::spawn(write_frames(output, bodies));
    let (mut requests, responses) = socket.split();
    let to_client = outbox.clone();
    let client = tokio::spawn(async move {
        while let Some(request) = requests.next().await {
            send(&to_client, &request);
        }
    });
    let mut connection = Connection { service, responses, outbox, running: JoinSet::new() };
    let end = connection.serve(FrameReader::new(input)).await;
    if end == End::Closed {
        // Whoever pipes messages in and closes the pipe still gets the answers.
        let _ =
            tokio::time::timeout(GRACE, async { while connection.running.join_next().await.is_some() {} })
                .await;
    }
    client.abort();
    connection.running.shutdown().await;
    drop(connection);
    let _ = client.await;
    let _ = tokio::time::timeout(GRACE, writer).await;
}

/// Puts one message into the outbox.
fn send(outbox: &Outbox, message: &impl Serialize) {
    reply(outbox, body(message));
}

/// A message as JSON.
fn body(message: &impl Serialize) -> Option<Vec<u8>> {
    let body = serde_json::to_vec(message);
    body.inspect_err(|error| tracing::error!("a message cannot be written as JSON: {error}")).ok()
}

type Answer = Pin<Box<dyn Future<Output = Result<Option<Response>, ExitedError>> + Send>>;

struct Connection<S> {
    service: LspService<S>,
    responses: <ClientSocket as Loopback>::ResponseSink,
    outbox: Outbox,
    /// The requests that are being answered.
    running: JoinSet<()>,
}

impl<S: LanguageServer> Connection<S> {
    async fn serve(&mut self, mut frames: FrameReader<impl AsyncRead + Unpin>) -> End {
        loop {
            let Some(frame) = frames.next().await else { return End::Closed };
            let incoming = match frame {
                Frame::Body(body) => decode(&body),
                Frame::Refused(why) => Err(refusal(Id::Null, Error::parse_error(), &why)),
            };
            match incoming {
                Ok(Incoming::Request(request)) if request.method() == "exit" => return End::Exit,
                Ok(Incoming::Request(request)) => self.call(request).await,
                // An error means that the connection has ended: the next read will tell.
                Ok(Incoming::Response(response)) => drop(self.responses.send(response).await),
                Err(answer) => {
                    tracing::warn!("a message was refused: {answer:?}");
                    send(&self.outbox, &answer);
                }
            }
            // Finished tasks are let go of.
            while self.running.try_join_next().is_some() {}
        }
    }

    async fn call(&mut self, request: Request) {
        if std::future::poll_fn(|context| self.service.poll_ready(context)).await.is_err() {
            return;
        }
        let (method, id) = (request.method().to_owned(), request.id().cloned());
        // The state that later messages are checked against is set when `initialize` is answered.
        let in_order = id.is_none() || method == "initialize";
        let answer = self.service.call(request);
        let mut answer = answered(answer, method, id);
        let outbox = self.outbox.clone();
        if in_order {
            reply(&outbox, answer.await);
        } else if let Poll::Ready(response) = futures_util::poll!(&mut answer) {
            reply(&outbox, response);
        } else {
            self.running.spawn(async move { reply(&outbox, answer.await) });
        }
    }
}

fn reply(outbox: &Outbox, body: Option<Vec<u8>>) {
    if let Some(body) = body {
        // When the writer is gone, so is the client.
        let _ = outbox.send(body);
    }
}

/// The response to a request, as JSON; a panic in the handler is one too.
fn answered(
    answer: Answer,
    method: String,
    id: Option<Id>,
) -> Pin<Box<dyn Future<Output = Option<Vec<u8>>> + Send>> {
    Box::pin(async move {
        let (response, written) = collected(AssertUnwindSafe(answer).catch_unwind()).await;
        let response = match response {
            Ok(response) => response.unwrap_or_default(),
            Err(_) => {
                tracing::error!("{method} has failed");
                let error =
                    Error { message: format!("{method} has failed").into(), ..Error::internal_error() };
                id.map(|id| Response::from_error(id, error))
            }
        }?;
        match written.filter(|_| response.is_ok()) {
            Some(result) => result.response(response.id()),
            None => body(&response),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_outside_the_workers_is_an_answer_too() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let fails = |id| {
            let answer: Answer = Box::pin(async { panic!("no way") });
            runtime.block_on(answered(answer, "textDocument/hover".to_owned(), id))
        };
        let answer = fails(Some(Id::Number(7))).unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&answer).unwrap();
        let error = serde_json::json!({"code": -32603, "message": "textDocument/hover has failed"});
        assert_eq!((&answer["id"], &answer["error"]), (&serde_json::json!(7), &error));
        assert!(fails(None).is_none(), "a notification has no answer");
    }
}
