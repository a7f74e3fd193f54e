//! Messages with headers over a pair of byte streams: how editors on a desk start a language server.

use std::io;

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::mpsc;

use crate::names::Names;
use crate::serve::serve;

/// The longest message taken, in bytes.
const MOST_BYTES: usize = 8_000_000;
/// The longest header line taken, in bytes.
const MOST_HEADER: u64 = 8_192;

/// Speaks with one client over `input` and `output` until it says `exit` or ends its side.
///
/// # Errors
/// When a stream fails, or the client sends something that is no message with headers: from there on nothing can be told apart.
pub async fn serve_stdio(
    names: impl Names,
    input: impl AsyncBufRead + Unpin,
    output: impl AsyncWrite + Unpin,
) -> io::Result<()> {
    let (to_server, from_client) = mpsc::channel(16);
    let (to_client, from_server) = mpsc::channel(16);
    let serving = serve(names, from_client, to_client);
    let reading = read(input, to_server);
    let writing = write(output, from_server);
    let mut serving = std::pin::pin!(serving);
    let mut reading = std::pin::pin!(reading);
    let mut writing = std::pin::pin!(writing);
    let (mut read_done, mut served) = (false, false);
    loop {
        tokio::select! {
            // `exit` ends the server although the input is still open; what it has said is written to the end.
            () = &mut serving, if !served => served = true,
            result = &mut reading, if !read_done && !served => {
                result?;
                read_done = true;
            }
            result = &mut writing => return result,
        }
    }
}

async fn read(mut input: impl AsyncBufRead + Unpin, to_server: mpsc::Sender<String>) -> io::Result<()> {
    while let Some(length) = header(&mut input).await? {
        let mut body = vec![0; length];
        input.read_exact(&mut body).await?;
        let text = String::from_utf8(body).map_err(|_| invalid("the message is not UTF-8"))?;
        if to_server.send(text).await.is_err() {
            return Ok(());
        }
    }
    Ok(())
}

/// The length of the next message; `None` at the end of the input.
async fn header(input: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Option<usize>> {
    let mut length = None;
    loop {
        let mut line = String::new();
        let read = (&mut *input).take(MOST_HEADER).read_line(&mut line).await?;
        if read == 0 {
            return Ok(None);
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse::<usize>().ok();
        }
    }
    match length {
        Some(length) if length <= MOST_BYTES => Ok(Some(length)),
        Some(_) => Err(invalid("the message is too long")),
        None => Err(invalid("the message has no length")),
    }
}

async fn write(
    mut output: impl AsyncWrite + Unpin,
    mut from_server: mpsc::Receiver<String>,
) -> io::Result<()> {
    while let Some(text) = from_server.recv().await {
        let header = format!("Content-Length: {}\r\n\r\n", text.len());
        output.write_all(header.as_bytes()).await?;
        output.write_all(text.as_bytes()).await?;
        output.flush().await?;
    }
    Ok(())
}

fn invalid(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}
