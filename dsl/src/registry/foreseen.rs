//! Words the language reserves for later editions. A rule that uses one is told so by name; it is never ignored
//! and never answered with "unknown word".

/// A name that will mean something.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Foreseen {
    /// Subject and verb.
    pub(crate) what: &'static str,
    /// What does the job today.
    pub(crate) instead: Option<&'static str>,
}

/// Metrics and attributes of later editions.
pub(crate) fn foreseen_name(name: &str) -> Option<Foreseen> {
    let (what, instead) = match name {
        "learning" => (
            "the attribute `learning` comes",
            Some("write `delivery is learning`"),
        ),
        _ => return None,
    };
    Some(Foreseen { what, instead })
}
