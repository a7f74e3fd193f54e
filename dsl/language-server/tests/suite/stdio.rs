//! Messages with headers.

use language_server::{Memory, serve_stdio};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader};

fn framed(message: &Value) -> String {
    let text = message.to_string();
    format!(
        "Content-Length: {}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{text}",
        text.len()
    )
}

#[tokio::test]
async fn a_whole_conversation_over_standard_streams() {
    let (client, server) = tokio::io::duplex(4_096);
    let (input, output) = tokio::io::split(server);
    let serving = tokio::spawn(serve_stdio(Memory::default(), BufReader::new(input), output));
    let (mut from_server, mut to_server) = tokio::io::split(client);
    let text = "rule \"Ä\" {\n  for campaigns\n  every 1h\n  when spend > 5\n  then pause\n}\n";
    for message in [
        json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {} }),
        json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }),
        json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": { "uri": "file:///a.rule", "version": 1, "text": text } } }),
        json!({ "jsonrpc": "2.0", "id": 2, "method": "textDocument/documentSymbol", "params": { "textDocument": { "uri": "file:///a.rule" } } }),
        json!({ "jsonrpc": "2.0", "id": 3, "method": "shutdown" }),
        json!({ "jsonrpc": "2.0", "method": "exit" }),
    ] {
        to_server.write_all(framed(&message).as_bytes()).await.unwrap();
    }
    serving.await.unwrap().unwrap();
    let mut said = String::new();
    drop(to_server);
    from_server.read_to_string(&mut said).await.unwrap();
    assert!(said.starts_with("Content-Length: "));
    for part in [
        "\"utf-16\"",
        "\"name\":\"Ä\"",
        "\"id\":3,\"jsonrpc\":\"2.0\",\"result\":null",
    ] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
}

#[tokio::test]
async fn what_has_no_length_or_too_much_of_it_ends_the_conversation() {
    for header in [
        "Hello: you\r\n\r\n",
        "Content-Length: 99999999999\r\n\r\n",
        "Content-Length: x\r\n\r\n",
    ] {
        let (mut client, server) = tokio::io::duplex(4_096);
        let (input, output) = tokio::io::split(server);
        let serving = tokio::spawn(serve_stdio(Memory::default(), BufReader::new(input), output));
        client.write_all(header.as_bytes()).await.unwrap();
        assert!(serving.await.unwrap().is_err(), "{header}");
    }
}
