//! The adapters against the outside: a scripted server that answers byte by byte as told, and the sandbox.
//!
//! The requests that are sent here are judged by Google's own message classes, in two ways:
//!
//! ```sh
//! python -m venv venv && venv/bin/pip install -r sandbox/tests/judge/requirements.txt
//! ADJUTANT_RECORD=$PWD/recorded/google.jsonl cargo test -p connectors   # the folder must exist
//! venv/bin/python sandbox/tests/judge/judge_google.py recorded
//! venv/bin/python connectors/tests/judge/judge_vocabulary.py
//! ```

mod conversation;
mod fate_of_a_write;
mod sandbox_labels;
mod sandbox_levels;
mod sandbox_reads;
mod sandbox_sign_in;
mod sandbox_targets;
mod sandbox_writes;
mod scripted;
mod sign_in;
mod world;
