//! One client's conversation: messages are read ahead, answered in order, and what was cancelled is not begun.

use std::collections::VecDeque;

use serde_json::Value;
use tokio::sync::mpsc;

use crate::message::{Incoming, Refusal, answer, parse};
use crate::names::Names;
use crate::server::{Next, Server, cancels};

/// Messages read ahead of the one being answered; the client's further ones wait in its transport.
const AHEAD: usize = 256;

/// Speaks with one client until it says `exit` or one of the channels ends. `incoming` and `outgoing` carry one JSON-RPC message
/// each.
pub async fn serve(names: impl Names, mut incoming: mpsc::Receiver<String>, outgoing: mpsc::Sender<String>) {
    let mut server = Server::new(names);
    let mut ahead: VecDeque<Result<Incoming, (Value, Refusal)>> = VecDeque::new();
    loop {
        while ahead.len() < AHEAD
            && let Ok(text) = incoming.try_recv()
        {
            read(&text, &mut ahead);
        }
        let Some(message) = ahead.pop_front() else {
            // Nothing waits: now is the time for findings. While somebody types, only the newest text is checked.
            if server.is_waiting() {
                for text in server.findings().await {
                    if outgoing.send(text).await.is_err() {
                        return;
                    }
                }
                continue;
            }
            let Some(text) = incoming.recv().await else {
                return;
            };
            read(&text, &mut ahead);
            continue;
        };
        let mut out = Vec::new();
        match message {
            Err((id, refusal)) => out.push(answer(&id, Err(refusal))),
            Ok(Incoming::Response) => {}
            Ok(Incoming::Notification { method, params }) => {
                if server.notified(&method, params, &mut out) == Next::Exit {
                    return;
                }
            }
            Ok(Incoming::Request { id, method, params }) => {
                let result = if cancelled(&ahead, &id) {
                    Err(Refusal::cancelled())
                } else {
                    let asked = server.requested(&method, params);
                    uncancelled(asked, &id, &mut incoming, &mut ahead).await
                };
                out.push(answer(&id, result));
            }
        }
        for text in out {
            if outgoing.send(text).await.is_err() {
                return;
            }
        }
    }
}

fn read(text: &str, ahead: &mut VecDeque<Result<Incoming, (Value, Refusal)>>) {
    ahead.push_back(parse(text));
}

fn cancelled(ahead: &VecDeque<Result<Incoming, (Value, Refusal)>>, id: &Value) -> bool {
    ahead
        .iter()
        .filter_map(|message| message.as_ref().ok())
        .any(|message| cancels(message) == Some(id))
}

/// The answer, unless the client takes the question back while it is looked for.
async fn uncancelled(
    asked: impl Future<Output = Result<Value, Refusal>>,
    id: &Value,
    incoming: &mut mpsc::Receiver<String>,
    ahead: &mut VecDeque<Result<Incoming, (Value, Refusal)>>,
) -> Result<Value, Refusal> {
    let mut asked = std::pin::pin!(asked);
    loop {
        tokio::select! {
            biased;
            result = &mut asked => return result,
            message = incoming.recv(), if ahead.len() < AHEAD => match message {
                Some(text) => {
                    read(&text, ahead);
                    if cancelled(ahead, id) {
                        return Err(Refusal::cancelled());
                    }
                }
                // The client is gone; what it asked for is of no use to anybody.
                None => return Err(Refusal::cancelled()),
            },
        }
    }
}
