//! Names that people expect and the language does not have, because something else says the same. Each is answered for by name, and
//! nothing of one's own may take it.

/// What stands in the place of a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Foreseen {
    pub(crate) name: &'static str,
    /// Why there is no such name.
    pub(crate) because: &'static str,
    /// The condition that says it.
    pub(crate) instead: &'static str,
    /// Its opposite.
    pub(crate) opposite: &'static str,
}

const FORESEEN: [Foreseen; 1] = [Foreseen {
    name: "learning",
    because: "learning is one of the states that `delivery` tells",
    instead: "delivery is learning",
    opposite: "delivery is not learning",
}];

/// A name that something else stands for.
pub(crate) fn foreseen_name(name: &str) -> Option<Foreseen> {
    FORESEEN.into_iter().find(|foreseen| foreseen.name == name)
}
