//! From the bytes of one message to a request, a notification or a response: checked, and repaired
//! where what is meant is plain.

use serde_json::{Map, Value};
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

use super::uri;

/// A message from the client.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A request, or a notification when it has no id.
    Request(Request),
    /// The answer to a request of ours.
    Response(Response),
}

/// The keys whose values are URIs.
const URI_KEYS: [&str; 7] = ["uri", "rootUri", "targetUri", "oldUri", "newUri", "scopeUri", "baseUri"];

/// The message that `body` holds.
///
/// Mended on the way: half a surrogate pair and bytes that are not UTF-8 become U+FFFD; URIs that
/// are not percent-encoded are; lines and columns that no `u32` holds become the nearest.
///
/// # Errors
/// The answer for the client: `ParseError` when it is no JSON, `InvalidRequest` when it is no
/// message.
pub(super) fn decode(body: &[u8]) -> Result<Incoming, Response> {
    let value = serde_json::from_slice(body)
        .or_else(|error| repair(body).ok_or(error).and_then(|text| serde_json::from_str(&text)));
    let value = value.map_err(|error| refusal(Id::Null, Error::parse_error(), &error.to_string()))?;
    let Value::Object(mut message) = value else {
        return Err(refusal(Id::Null, Error::invalid_request(), "a message is a JSON object"));
    };
    let id = message.remove("id").and_then(|id| (!id.is_null()).then(|| valid_id(id)));
    match message.remove("method") {
        Some(method) => request(method, id, &mut message).map(Incoming::Request),
        None => response(id, message).map(Incoming::Response),
    }
}

fn request(
    method: Value,
    id: Option<Option<Id>>,
    message: &mut Map<String, Value>,
) -> Result<Request, Response> {
    let wrong =
        |id: Option<Id>, why: &str| Err(refusal(id.unwrap_or(Id::Null), Error::invalid_request(), why));
    let id = match id {
        Some(None) => return wrong(None, "an id is a string or a whole number"),
        Some(id) => id,
        None => None,
    };
    let Value::String(method) = method else { return wrong(id, "a method is a string") };
    if message.get("jsonrpc").is_none_or(|version| version != "2.0") {
        return wrong(id, "\"jsonrpc\" is \"2.0\"");
    }
    // Some clients send empty ones all the same.
    let takes_none = method == "shutdown";
    let mut request = Request::build(method);
    if let Some(mut params) = message.remove("params").filter(|_| !takes_none) {
        mend(&mut params);
        request = request.params(params);
    }
    if let Some(id) = id {
        request = request.id(id);
    }
    Ok(request.finish())
}

/// A response. One without a result means `null`: some clients leave it out.
fn response(id: Option<Option<Id>>, mut message: Map<String, Value>) -> Result<Response, Response> {
    let Some(Some(id)) = id else {
        return Err(refusal(Id::Null, Error::invalid_request(), "neither a method nor a valid id"));
    };
    Ok(match message.remove("error").filter(|error| !error.is_null()) {
        Some(error) => Response::from_error(id, client_error(&error)),
        None => Response::from_ok(id, message.remove("result").unwrap_or(Value::Null)),
    })
}

fn client_error(error: &Value) -> Error {
    let code = error.get("code").and_then(Value::as_i64).map_or(ErrorCode::InternalError, ErrorCode::from);
    let message = error.get("message").and_then(Value::as_str).unwrap_or("the client gave no reason");
    Error { code, message: message.to_owned().into(), data: None }
}

fn valid_id(id: Value) -> Option<Id> {
    match id {
        Value::String(id) => Some(Id::String(id)),
        Value::Number(id) => id.as_i64().map(Id::Number),
        _ => None,
    }
}

/// The answer that says `error`, and why.
pub(super) fn refusal(id: Id, mut error: Error, why: &str) -> Response {
    error.message = format!("{}: {why}", error.code.description()).into();
    Response::from_error(id, error)
}

/// `body` with U+FFFD in the place of what is no text; `None` when there is no such thing.
fn repair(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let mut repaired = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        let (before, escape) = rest.split_at(at);
        repaired.push_str(before);
        let length = match (code_unit(escape), escape.get(6..).and_then(code_unit)) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => 12,
            (Some(0xd800..0xe000), _) => {
                repaired.push_str("\\ufffd");
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            // Any other escape: the character behind `\` is a part of it.
            _ => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        let (escape, after) = escape.split_at_checked(length)?;
        repaired.push_str(escape);
        rest = after;
    }
    repaired.push_str(rest);
    (repaired.as_bytes() != body).then_some(repaired)
}

/// The number in the escape that `text` begins with: `\ud83d`.
fn code_unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// Mends the URIs and positions in `params`. Texts are not looked into.
fn mend(params: &mut Value) {
    match params {
        Value::Array(values) => values.iter_mut().for_each(mend),
        Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| mend_field(key, value)),
        _ => {}
    }
}

fn mend_field(key: &str, value: &mut Value) {
    match value {
        Value::String(text) if URI_KEYS.contains(&key) => {
            if text.is_empty() && key == "rootUri" {
                *value = Value::Null;
            } else if let Some(encoded) = uri::encoded(text) {
                *text = encoded;
            }
        }
        Value::Number(number) if matches!(key, "line" | "character") => {
            let whole = number.as_u64().and_then(|number| u32::try_from(number).ok());
            if whole.is_none() {
                // `as` takes the nearest `u32`, whatever the number.
                *value = Value::from(number.as_f64().unwrap_or(0.0) as u32);
            }
        }
        value => mend(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn params(message: &str) -> Value {
        match decode(message.as_bytes()) {
            Ok(Incoming::Request(request)) => request.params().cloned().unwrap_or_default(),
            other => panic!("{other:?}"),
        }
    }

    fn error(message: &[u8]) -> Value {
        serde_json::to_value(decode(message).unwrap_err()).unwrap()
    }

    #[test]
    fn half_a_surrogate_pair_is_mended_and_a_whole_one_stays() {
        let with = |text: &str| {
            params(&format!(r#"{{"jsonrpc":"2.0","method":"m","params":{{"text":"{text}"}}}}"#))["text"]
                .clone()
        };
        assert_eq!(with(r"a\ud83d"), "a\u{fffd}");
        assert_eq!(with(r"\ude00\ud83d\ud83d\ude00!"), "\u{fffd}\u{fffd}😀!");
        assert_eq!(with(r"\\ud83d \ud83d\n\ud83d\u0041"), "\\ud83d \u{fffd}\n\u{fffd}A");
    }

    #[test]
    fn an_empty_root_is_none() {
        let params = params(r#"{"jsonrpc":"2.0","method":"m","params":{"rootUri":"","uri":""}}"#);
        assert_eq!(params, json!({"rootUri": null, "uri": ""}));
    }

    #[test]
    fn bytes_that_are_no_text_are_mended() {
        let Ok(Incoming::Request(request)) = decode(b"{\"jsonrpc\":\"2.0\",\"method\":\"a\xff\"}") else {
            panic!("a request")
        };
        assert_eq!(request.method(), "a\u{fffd}");
    }

    #[test]
    fn no_json_is_a_parse_error_and_no_message_an_invalid_request() {
        for (message, code, id) in [
            (&b"{\"jsonrpc\""[..], -32700, json!(null)),
            (b"", -32700, json!(null)),
            (b"\"\\ud8\"", -32700, json!(null)),
            (b"[]", -32600, json!(null)),
            (b"{\"jsonrpc\":\"2.0\"}", -32600, json!(null)),
            (b"{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"m\"}", -32600, json!(null)),
            (b"{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"m\"}", -32600, json!(null)),
            (b"{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":7}", -32600, json!(7)),
            (b"{\"jsonrpc\":\"1.0\",\"id\":\"a\",\"method\":\"m\"}", -32600, json!("a")),
        ] {
            let answer = error(message);
            assert_eq!((&answer["error"]["code"], &answer["id"]), (&json!(code), &id), "{answer}");
        }
    }

    #[test]
    fn uris_and_positions_are_mended_wherever_they_stand() {
        let message = json!({"jsonrpc": "2.0", "method": "m", "params": {
            "textDocument": {"uri": "file:///a/[x] y.md", "text": "uri: a b"},
            "files": [{"oldUri": "file:///ä.md", "newUri": "file:///%C3%A4.md"}],
            "position": {"line": 99_999_999_999_u64, "character": -1},
        }});
        assert_eq!(
            params(&message.to_string()),
            json!({
                "textDocument": {"uri": "file:///a/%5Bx%5D%20y.md", "text": "uri: a b"},
                "files": [{"oldUri": "file:///%C3%A4.md", "newUri": "file:///%C3%A4.md"}],
                "position": {"line": u32::MAX, "character": 0},
            })
        );
    }

    #[test]
    fn an_answer_without_a_result_means_null() {
        let Ok(Incoming::Response(response)) = decode(br#"{"jsonrpc":"2.0","id":3}"#) else {
            panic!("a response")
        };
        assert_eq!(response.result(), Some(&Value::Null));
    }

    proptest::proptest! {
        #[test]
        fn whatever_comes_is_a_message_or_an_answer(body: Vec<u8>, escapes in r#""(\\|u|d8|de|00|[a-f0-9]){0,12}""#) {
            let _ = decode(&body);
            let message = format!(r#"{{"jsonrpc":"2.0","method":{escapes}}}"#);
            let _ = decode(message.as_bytes());
        }

        #[test]
        fn every_text_without_a_backslash_survives(text in r#"[^\\"\x00-\x1f]*"#) {
            let message = json!({"jsonrpc": "2.0", "method": "m", "params": {"text": text}});
            proptest::prop_assert_eq!(&params(&message.to_string())["text"], &text);
        }
    }
}
