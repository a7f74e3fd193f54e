//! Who is held out: a stable share of the objects, chosen by their ids. Pure.

use crate::rational::Rational;

/// FNV-1a, finished as murmur finishes: few instructions, the same for good, and spread evenly over ids that count up.
fn hash(object: &str) -> u64 {
    let mut state: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in object.bytes() {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    state = (state ^ (state >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    state = (state ^ (state >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    state ^ (state >> 33)
}

/// Whether the object is in the share: its place among all possible ones lies below it, exactly. Its id alone decides, so that
/// no version, rename or machine moves it, and rules that hold out the same share leave the same objects alone.
pub(crate) fn is_out(share: &Rational, object: &str) -> bool {
    let places = Rational::integer(u128::from(u64::MAX).saturating_add(1));
    Rational::integer(hash(object)) < share.times(&places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(share: i64) -> Rational {
        Rational::fraction(share, 100).unwrap()
    }

    #[test]
    fn about_the_share_is_out_and_a_larger_share_holds_the_same_and_more() {
        let ids: Vec<String> = (0..10_000)
            .map(|id| format!("{}", 20_000_000_000_i64 + id))
            .collect();
        let out = |share| {
            ids.iter()
                .filter(|id| is_out(&percent(share), id))
                .collect::<Vec<_>>()
        };
        let (ten, thirty) = (out(10), out(30));
        assert!((900..1_100).contains(&ten.len()), "{}", ten.len());
        assert!((2_850..3_150).contains(&thirty.len()), "{}", thirty.len());
        assert!(ten.iter().all(|id| thirty.contains(id)));
    }

    #[test]
    fn the_choice_never_changes() {
        let out: Vec<u32> = (0..40)
            .filter(|id| is_out(&percent(20), &id.to_string()))
            .collect();
        assert_eq!(out, OUT_OF_FORTY);
    }

    /// Written down once: a choice that moves would mix the two groups that are compared.
    const OUT_OF_FORTY: [u32; 9] = [8, 9, 10, 14, 15, 18, 31, 34, 39];
}
