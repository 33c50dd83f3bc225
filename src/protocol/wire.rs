//! Frames: `Content-Length: 2\r\n\r\n{}`. Reads them from any stream, whatever it holds, and writes
//! them one at a time.

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::sync::mpsc;

/// The most bytes that one message may have. A note of this size is no note.
pub(super) const MAX_BODY: u64 = 64 << 20;

/// The most bytes that a message has which is too large and is passed over. What is said to be longer
/// is no message: who waited for its end would hear nothing that comes after it.
const MAX_PASSED_OVER: u64 = 1 << 30;

/// The most bytes of one header line that are looked at.
const MAX_HEADER: usize = 4096;

/// What came in.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// The bytes of one message.
    Body(Vec<u8>),
    /// A message that cannot be taken in, and why, as a sentence. Reading goes on after it.
    Refused(String),
}

/// Reads frames from `R`.
pub(super) struct FrameReader<R> {
    input: BufReader<R>,
}

impl<R: AsyncRead + Unpin> FrameReader<R> {
    /// A reader of what `input` brings.
    pub fn new(input: R) -> Self {
        Self { input: BufReader::with_capacity(64 << 10, input) }
    }

    /// The next frame; `None` at the end of the stream, or when it cannot be read any more.
    pub async fn next(&mut self) -> Option<Frame> {
        loop {
            match self.headers().await? {
                Headers::Length(length) if length <= MAX_BODY => return self.body(length).await,
                Headers::Length(length) => {
                    self.skip(length).await?;
                    return Some(Frame::Refused(format!(
                        "a message of {length} bytes is too large: at most {MAX_BODY} are read"
                    )));
                }
                Headers::Invalid(line) => {
                    return Some(Frame::Refused(format!(
                        "the header {line:?} gives no length that a message can have"
                    )));
                }
                Headers::None => {}
            }
        }
    }

    /// Reads up to the empty line that ends the headers. Names are compared without case, other
    /// headers and stray lines are passed over, and a lone `\n` ends a line as well as `\r\n`.
    async fn headers(&mut self) -> Option<Headers> {
        let mut found = Headers::None;
        loop {
            let line = self.line().await?;
            if line.is_empty() {
                return Some(found);
            }
            if let Some(value) = content_length(&line) {
                found = match value.parse() {
                    Ok(length) if length <= MAX_PASSED_OVER => Headers::Length(length),
                    _ => Headers::Invalid(line),
                };
            }
        }
    }

    /// One header line without what ends it, trimmed. Of a line that is far too long, the end.
    async fn line(&mut self) -> Option<String> {
        let mut line = Vec::new();
        loop {
            let bytes = self.input.fill_buf().await.ok()?;
            if bytes.is_empty() {
                return None;
            }
            let end = memchr::memchr(b'\n', bytes);
            let taken = end.map_or(bytes.len(), |at| at + 1);
            line.extend_from_slice(&bytes[..taken]);
            self.input.consume(taken);
            if line.len() > MAX_HEADER {
                line.drain(..line.len() - MAX_HEADER / 2);
            }
            if end.is_some() {
                return Some(String::from_utf8_lossy(&line).trim().to_owned());
            }
        }
    }

    async fn body(&mut self, length: u64) -> Option<Frame> {
        let mut body = Vec::with_capacity(length.min(1 << 20) as usize);
        (&mut self.input).take(length).read_to_end(&mut body).await.ok()?;
        (body.len() as u64 == length).then_some(Frame::Body(body))
    }

    async fn skip(&mut self, mut length: u64) -> Option<()> {
        while length > 0 {
            let bytes = self.input.fill_buf().await.ok()?;
            if bytes.is_empty() {
                return None;
            }
            let taken = length.min(bytes.len() as u64);
            self.input.consume(taken as usize);
            length -= taken;
        }
        Some(())
    }
}

/// What the lines before a body say.
enum Headers {
    /// The length of the body in bytes.
    Length(u64),
    /// A line that should give the length and does not, or one that no message has.
    Invalid(String),
    /// Nothing: an empty line too many, or headers without a length.
    None,
}

/// The value of `Content-Length` in `line`. The header may stand behind other text: after a length
/// that could not be read, the next header follows directly on the body.
fn content_length(line: &str) -> Option<&str> {
    const NAME: &str = "content-length";
    let at = line.to_ascii_lowercase().rfind(NAME)?;
    let value = line.get(at + NAME.len()..)?.trim_start().strip_prefix(':')?;
    Some(value.trim())
}

/// The sending end of the one task that writes. Sending never waits.
pub(super) type Outbox = mpsc::UnboundedSender<Vec<u8>>;

/// Writes each body that arrives as one frame, until all senders are gone or `output` is closed.
pub(super) async fn write_frames(
    mut output: impl AsyncWrite + Unpin,
    mut bodies: mpsc::UnboundedReceiver<Vec<u8>>,
) {
    let mut waiting = Vec::new();
    while let Some(body) = bodies.recv().await {
        let mut big = append_frame(&mut waiting, body);
        while big.is_none()
            && waiting.len() < BIG
            && let Ok(body) = bodies.try_recv()
        {
            big = append_frame(&mut waiting, body);
        }
        let all = async {
            output.write_all(&waiting).await?;
            output.write_all(&big.unwrap_or_default()).await?;
            output.flush().await
        };
        if all.await.is_err() {
            return;
        }
        waiting.clear();
    }
}

/// From how many bytes on a body is written by itself: a copy of it costs more.
const BIG: usize = 256 << 10;

/// Adds the frame of `body` to `to`; of a big one the header alone, and gives the body back.
fn append_frame(to: &mut Vec<u8>, body: Vec<u8>) -> Option<Vec<u8>> {
    to.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
    if body.len() >= BIG {
        return Some(body);
    }
    to.extend_from_slice(&body);
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_small_and_big_are_written_in_their_order() {
        let bodies: Vec<Vec<u8>> =
            [3, BIG - 1, BIG, 0, BIG + 1, 5, 5].iter().map(|length| vec![b'x'; *length]).collect();
        let (outbox, waiting) = mpsc::unbounded_channel();
        let mut output = Vec::new();
        bodies.iter().for_each(|body| outbox.send(body.clone()).unwrap());
        drop(outbox);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(write_frames(&mut output, waiting));
        let read: Vec<Vec<u8>> = frames(&output)
            .into_iter()
            .map(|frame| match frame {
                Frame::Body(body) => body,
                _ => panic!("a body"),
            })
            .collect();
        assert!(read == bodies, "{:?}", read.iter().map(Vec::len).collect::<Vec<_>>());
    }

    fn frames(input: &[u8]) -> Vec<Frame> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut reader = FrameReader::new(input);
            let mut frames = Vec::new();
            while let Some(frame) = reader.next().await {
                frames.push(frame);
            }
            frames
        })
    }

    fn body(text: &str) -> Frame {
        Frame::Body(text.as_bytes().to_vec())
    }

    #[test]
    fn odd_headers_are_read() {
        let input = b"content-length:2\n\n{}\r\nContent-Type: x; charset=utf8\r\nCONTENT-LENGTH : 4 \r\nX: 1\r\n\r\nnull";
        assert_eq!(frames(input), [body("{}"), body("null")]);
    }

    #[test]
    fn reading_goes_on_after_a_length_that_is_none() {
        let input = b"Content-Length: many\r\n\r\n{\"a\":1}Content-Length: 2\r\n\r\n{}";
        let [Frame::Refused(reason), rest] = &frames(input)[..] else { panic!("two frames") };
        assert!(reason.contains("many"), "{reason}");
        assert_eq!(*rest, body("{}"));
    }

    #[test]
    fn reading_goes_on_after_a_message_that_is_too_large() {
        let mut input = format!("Content-Length: {}\r\n\r\n", MAX_BODY + 1).into_bytes();
        input.resize(input.len() + MAX_BODY as usize + 1, b' ');
        input.extend_from_slice(b"Content-Length: 2\r\n\r\n{}");
        let frames = frames(&input);
        assert!(matches!(&frames[..], [Frame::Refused(_), Frame::Body(_)]), "{}", frames.len());
    }

    #[test]
    fn a_message_that_is_cut_off_is_none() {
        assert_eq!(frames(b"Content-Length: 20\r\n\r\n{\"jsonrpc\""), []);
        assert_eq!(frames(b"Content-Len"), []);
        assert_eq!(frames(&b"x".repeat(100_000)), []);
    }

    proptest::proptest! {
        #[test]
        fn a_message_is_found_behind_any_lines(junk in "[^:\n]{0,40}\n{0,3}") {
            let mut input = junk.into_bytes();
            input.extend_from_slice(b"\r\n\r\nContent-Length: 2\r\n\r\n{}");
            proptest::prop_assert_eq!(frames(&input), vec![body("{}")]);
        }
    }
}
