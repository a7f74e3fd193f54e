//! The documents of one client, and which question is answered where.

use std::collections::{BTreeMap, BTreeSet};

use dsl::{Definitions, Diagnostic};
use serde_json::Value;

use crate::document::Document;
use crate::message::{Incoming, Refusal, notification, params, value};
use crate::names::Names;
use crate::wire::{AboutDocument, AboutPlace, AboutRange, DidChange, DidOpen, Rename, capabilities};
use crate::{actions, completion, findings, hover, layout, naming, symbols};

/// Documents open at once; further ones are ignored.
const MOST_DOCUMENTS: usize = 32;
/// From here on a text is checked away from the runtime's threads.
const LARGE: usize = 16_000;
/// More rules than this are not looked at together while somebody types.
const MOST_TOGETHER: usize = 24;

/// Where the client stands with `initialize` and `shutdown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    New,
    Running,
    ShutDown,
}

pub(crate) struct Server<N> {
    names: N,
    phase: Phase,
    documents: BTreeMap<String, Document>,
    /// Documents whose findings the client has not got yet.
    waiting: BTreeSet<String>,
}

/// What a notification asks of the transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    GoOn,
    Exit,
}

impl<N: Names> Server<N> {
    pub(crate) fn new(names: N) -> Self {
        Self {
            names,
            phase: Phase::New,
            documents: BTreeMap::new(),
            waiting: BTreeSet::new(),
        }
    }

    /// Takes a notification. Never answers: what is wrong with it is nobody's business in the protocol.
    pub(crate) fn notified(&mut self, method: &str, given: Value, out: &mut Vec<String>) -> Next {
        if method == "exit" {
            return Next::Exit;
        }
        if self.phase != Phase::Running {
            return Next::GoOn;
        }
        match method {
            "textDocument/didOpen" => {
                if let Ok(DidOpen {
                    text_document: opened,
                }) = params(given)
                {
                    let known = self.documents.contains_key(&opened.uri);
                    if known || self.documents.len() < MOST_DOCUMENTS {
                        self.waiting.insert(opened.uri.clone());
                        self.documents
                            .insert(opened.uri, Document::new(opened.version, opened.text));
                    }
                }
            }
            "textDocument/didChange" => {
                if let Ok(DidChange {
                    text_document,
                    content_changes,
                }) = params(given)
                    && let Some(document) = self.documents.get_mut(&text_document.uri)
                {
                    document.change(text_document.version, content_changes);
                    self.waiting.insert(text_document.uri);
                }
            }
            "textDocument/didClose" => {
                if let Ok(AboutDocument { text_document }) = params(given)
                    && self.documents.remove(&text_document.uri).is_some()
                {
                    self.waiting.remove(&text_document.uri);
                    out.push(notification(
                        "textDocument/publishDiagnostics",
                        findings::closed(&text_document.uri),
                    ));
                }
            }
            _ => {}
        }
        Next::GoOn
    }

    /// Answers a request.
    pub(crate) async fn requested(&mut self, method: &str, given: Value) -> Result<Value, Refusal> {
        match (self.phase, method) {
            (Phase::ShutDown, _) => return Err(Refusal::shut_down()),
            (Phase::New, "initialize") => {
                self.phase = Phase::Running;
                return Ok(capabilities());
            }
            (Phase::New, _) => return Err(Refusal::not_initialized()),
            (Phase::Running, "initialize") => {
                return Err(Refusal::failed("this client was initialized before"));
            }
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                self.documents.clear();
                self.waiting.clear();
                return Ok(Value::Null);
            }
            (Phase::Running, _) => {}
        }
        match method {
            "textDocument/completion" => {
                let asked: AboutPlace = params(given)?;
                let trigger = asked.context.and_then(|context| context.trigger_character);
                let Some(document) = self.documents.get(&asked.text_document.uri) else {
                    return Ok(Value::Null);
                };
                value(completion::complete(&self.names, document, asked.position, trigger.as_deref()).await)
            }
            "textDocument/hover" => {
                let asked: AboutPlace = params(given)?;
                self.check(&asked.text_document.uri).await;
                let Some(document) = self.documents.get_mut(&asked.text_document.uri) else {
                    return Ok(Value::Null);
                };
                value(hover::hover(&self.names, document, asked.position).await)
            }
            "textDocument/codeAction" => {
                let asked: AboutRange = params(given)?;
                let uri = &asked.text_document.uri;
                self.check(uri).await;
                match self.documents.get(uri) {
                    Some(document) => value(actions::code_actions(uri, document, asked.range)),
                    None => Ok(Value::Null),
                }
            }
            "textDocument/documentSymbol" => {
                let asked: AboutDocument = params(given)?;
                self.about(&asked.text_document.uri, |_, document| {
                    value(symbols::symbols(document))
                })
            }
            "textDocument/foldingRange" => {
                let asked: AboutDocument = params(given)?;
                self.about(&asked.text_document.uri, |_, document| {
                    value(symbols::foldings(document))
                })
            }
            "textDocument/formatting" => {
                let asked: AboutDocument = params(given)?;
                self.about(&asked.text_document.uri, |_, document| {
                    value(layout::edits(document)?)
                })
            }
            "textDocument/definition" => {
                let asked: AboutPlace = params(given)?;
                self.about(&asked.text_document.uri, |uri, document| {
                    value(naming::definition(uri, document, asked.position))
                })
            }
            "textDocument/references" => {
                let asked: AboutPlace = params(given)?;
                self.about(&asked.text_document.uri, |uri, document| {
                    value(naming::references(uri, document, asked.position))
                })
            }
            "textDocument/prepareRename" => {
                let asked: AboutPlace = params(given)?;
                self.about(&asked.text_document.uri, |_, document| {
                    value(naming::renamable(document, asked.position))
                })
            }
            "textDocument/rename" => {
                let asked: Rename = params(given)?;
                self.about(&asked.text_document.uri, |uri, document| {
                    value(naming::rename(uri, document, asked.position, &asked.new_name)?)
                })
            }
            other => Err(Refusal::unknown_method(other)),
        }
    }

    fn about(
        &mut self,
        uri: &str,
        answer: impl FnOnce(&str, &mut Document) -> Result<Value, Refusal>,
    ) -> Result<Value, Refusal> {
        self.documents
            .get_mut(uri)
            .map_or(Ok(Value::Null), |document| answer(uri, document))
    }

    /// The findings that changed since the client last got them.
    pub(crate) async fn findings(&mut self) -> Vec<String> {
        let mut out = Vec::new();
        for uri in std::mem::take(&mut self.waiting) {
            self.check(&uri).await;
            if let Some(document) = self.documents.get(&uri) {
                out.push(notification(
                    "textDocument/publishDiagnostics",
                    findings::published(&uri, document),
                ));
            }
        }
        out
    }

    pub(crate) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    async fn check(&mut self, uri: &str) {
        let Some(document) = self.documents.get_mut(uri) else {
            return;
        };
        if document.findings.is_some() {
            return;
        }
        let text = document.text.clone();
        let shared = self.names.definitions().await;
        let mut found = if text.len() > LARGE {
            // A check that panics or was cut off by the runtime's end has nothing to say.
            tokio::task::spawn_blocking(move || everything(&text, &shared))
                .await
                .unwrap_or_default()
        } else {
            everything(&text, &shared)
        };
        found.truncate(findings::MOST);
        self.names.look_back(&mut found).await;
        document.findings = Some(found.into());
    }
}

/// What there is to say about each rule of the text, about its tests, and about its rules together.
fn everything(text: &str, shared: &Definitions) -> Vec<Diagnostic> {
    let mut found = dsl::testing::findings(text, shared);
    let checked = dsl::check_among(text, shared);
    if checked.rules.len() <= MOST_TOGETHER {
        found.extend(dsl::analyse::diagnostics(text, &checked));
        found.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    }
    dsl::offer_acceptance(text, &mut found);
    found
}

/// The id of the request that a notification cancels.
pub(crate) fn cancels(message: &Incoming) -> Option<&Value> {
    match message {
        Incoming::Notification { method, params } if method == "$/cancelRequest" => params.get("id"),
        _ => None,
    }
}
