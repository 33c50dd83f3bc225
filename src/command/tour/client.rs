//! The editor's end of a session: frames, requests, and what the server says unasked.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream};

use super::Trouble;

/// No answer of a small vault takes so long unless something is broken.
const PATIENCE: Duration = Duration::from_secs(10);

/// A client that is connected to a server.
pub struct Client {
    to_server: DuplexStream,
    from_server: BufReader<DuplexStream>,
    next_id: u64,
    /// Notifications that nobody has asked for yet, in the order in which they came.
    notifications: VecDeque<Value>,
}

impl Client {
    /// A client at the other ends of the server's pipes.
    pub fn new(to_server: DuplexStream, from_server: DuplexStream) -> Self {
        let from_server = BufReader::new(from_server);
        Self { to_server, from_server, next_id: 1, notifications: VecDeque::new() }
    }

    /// Sends a request and waits for its result.
    ///
    /// # Errors
    /// When the server answers with an error, not at all, or not in time.
    pub async fn request(&mut self, method: &str, params: Value) -> Result<Value, Trouble> {
        let id = self.next_id;
        self.next_id += 1;
        self.send(json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})).await?;
        loop {
            let mut message = self.receive(method).await?;
            if message.get("method").is_some() {
                self.take(message).await?;
            } else if message["id"] == id {
                return match message.get("error") {
                    Some(error) => Err(Trouble(format!("{method} was answered with an error: {error}"))),
                    None => Ok(message["result"].take()),
                };
            }
        }
    }

    /// Sends a notification.
    pub async fn notify(&mut self, method: &str, params: Value) -> Result<(), Trouble> {
        self.send(json!({"jsonrpc": "2.0", "method": method, "params": params})).await
    }

    /// Waits for a notification whose method and parameters satisfy `wanted`, and gives the
    /// parameters back.
    pub async fn wait_for(
        &mut self,
        method: &str,
        wanted: impl Fn(&Value) -> bool,
    ) -> Result<Value, Trouble> {
        loop {
            while let Some(mut message) = self.notifications.pop_front() {
                if message["method"] == method && wanted(&message["params"]) {
                    return Ok(message["params"].take());
                }
            }
            let message = self.receive(method).await?;
            self.take(message).await?;
        }
    }

    /// Keeps a notification, and answers a request as an editor without that ability would.
    async fn take(&mut self, message: Value) -> Result<(), Trouble> {
        let Some(id) = message.get("id") else {
            self.notifications.push_back(message);
            return Ok(());
        };
        let result = match message["params"]["items"].as_array() {
            // `workspace/configuration`: nothing is set.
            Some(items) => Value::Array(vec![Value::Null; items.len()]),
            None => Value::Null,
        };
        self.send(json!({"jsonrpc": "2.0", "id": id, "result": result})).await
    }

    async fn send(&mut self, message: Value) -> Result<(), Trouble> {
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let sent = self.to_server.write_all(frame.as_bytes()).await;
        sent.map_err(|error| Trouble(format!("the server does not listen any more: {error}")))
    }

    /// The next message, in time.
    async fn receive(&mut self, waiting_for: &str) -> Result<Value, Trouble> {
        match tokio::time::timeout(PATIENCE, self.read_frame()).await {
            Ok(Ok(message)) => Ok(message),
            Ok(Err(error)) => Err(Trouble(format!("no answer to {waiting_for}: {error}"))),
            Err(_) => Err(Trouble(format!("no answer to {waiting_for} in {} seconds", PATIENCE.as_secs()))),
        }
    }

    async fn read_frame(&mut self) -> std::io::Result<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.from_server.read_line(&mut line).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            match line.trim_end().split_once(':') {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.trim().parse().map_err(std::io::Error::other)?;
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.from_server.read_exact(&mut body).await?;
        Ok(serde_json::from_slice(&body)?)
    }
}
