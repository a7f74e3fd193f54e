//! `adjutant fmt`: the one layout of rule files on the command line.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use crate::{
    check::{Finding, read},
    command::FormatOptions,
};

/// Lays every file out. Each is written whole or not at all: a file that cannot be read as rules stays as it is, and so do the
/// ones after it.
pub fn format(options: &FormatOptions, out: &mut impl Write) -> anyhow::Result<Finding> {
    let mut differ = 0_usize;
    for path in &options.files {
        let text = read(path)?;
        let laid_out = dsl::format(&text).with_context(|| format!("{}", path.display()))?;
        if options.check {
            if laid_out != text {
                differ = differ.saturating_add(1);
                writeln!(out, "{}", path.display())?;
            }
        } else if path == Path::new("-") {
            out.write_all(laid_out.as_bytes())?;
        } else if laid_out != text {
            replace(path, &laid_out)?;
        }
    }
    Ok(if differ == 0 {
        Finding::Clean
    } else {
        Finding::Errors
    })
}

/// Beside the file first, then in its place: nobody ever reads half of it.
fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    // What a link points to is replaced, not the link.
    let path = std::fs::canonicalize(path).with_context(|| format!("{} cannot be found", path.display()))?;
    let mut beside = path.clone().into_os_string();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = PathBuf::from(beside);
    let written = std::fs::write(&beside, text)
        .and_then(|()| std::fs::set_permissions(&beside, std::fs::metadata(&path)?.permissions()))
        .and_then(|()| std::fs::rename(&beside, &path));
    if written.is_err() {
        // The first failure is the one to tell.
        let _ = std::fs::remove_file(&beside);
    }
    written.with_context(|| format!("{} cannot be written", path.display()))
}
