//! The sandbox as programs see it: over HTTP.

mod below;
mod clock;
mod faults;
mod folder;
mod judge;
mod lab;
mod labels;
mod market;
mod mutates;
mod queries;
mod sign_in;
