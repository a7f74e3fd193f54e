//! Notices a new build of the web UI, so that the next build of the program embeds it.
//!
//! Nothing is written: without `web/dist` the program is built with the placeholder page.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // While the folder is absent this counts as changed on every build: the moment it appears it is embedded.
    println!("cargo::rerun-if-changed=../web/dist");
}
