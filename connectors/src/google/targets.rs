//! What a campaign bids towards: a target CPA or a target ROAS, each at the place of the strategy it belongs to.
//!
//! A target is written where the campaign's present strategy has it: written elsewhere it would switch the strategy. A portfolio
//! strategy's target belongs to all of its campaigns and is neither read nor written here.

use engine::connections::platform::{WriteField, WriteValue};

use super::wire::Campaign;

/// The path of a target in a campaign whose strategy has one.
pub fn place(strategy: &str, field: WriteField) -> Option<&'static str> {
    match (strategy, field) {
        ("MAXIMIZE_CONVERSIONS", WriteField::TargetCpa) => Some("maximizeConversions.targetCpaMicros"),
        ("TARGET_CPA", WriteField::TargetCpa) => Some("targetCpa.targetCpaMicros"),
        ("MAXIMIZE_CONVERSION_VALUE", WriteField::TargetRoas) => Some("maximizeConversionValue.targetRoas"),
        ("TARGET_ROAS", WriteField::TargetRoas) => Some("targetRoas.targetRoas"),
        _ => None,
    }
}

/// Whether the campaign's strategy is one that it shares with others.
pub fn is_portfolio(campaign: &Campaign) -> bool {
    !campaign.bidding_strategy.is_empty()
}

/// The campaign's own target; `None` where it has none, or where it is set to nothing.
pub fn of(campaign: &Campaign, field: WriteField) -> Option<WriteValue> {
    if is_portfolio(campaign) {
        return None;
    }
    let of_strategy = match place(&campaign.bidding_strategy_type, field)? {
        "maximizeConversions.targetCpaMicros" => &campaign.maximize_conversions,
        "targetCpa.targetCpaMicros" => &campaign.target_cpa,
        "maximizeConversionValue.targetRoas" => &campaign.maximize_conversion_value,
        _ => &campaign.target_roas,
    };
    let value = if field == WriteField::TargetCpa {
        WriteValue::Money(of_strategy.target_cpa_micros?.0)
    } else {
        WriteValue::Ratio(of_strategy.target_roas?.0)
    };
    value.cell().is_some_and(|cell| cell > 0).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn campaign(json: &str) -> Campaign {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_target_is_read_where_the_strategy_has_it() {
        let conversions = campaign(
            r#"{"biddingStrategyType":"MAXIMIZE_CONVERSIONS","maximizeConversions":{"targetCpaMicros":"20000000"},"targetRoas":{"targetRoas":3}}"#,
        );
        assert_eq!(
            of(&conversions, WriteField::TargetCpa),
            Some(WriteValue::Money(20_000_000))
        );
        assert_eq!(of(&conversions, WriteField::TargetRoas), None);
        let value = campaign(
            r#"{"biddingStrategyType":"MAXIMIZE_CONVERSION_VALUE","maximizeConversionValue":{"targetRoas":3.35}}"#,
        );
        assert_eq!(
            of(&value, WriteField::TargetRoas),
            Some(WriteValue::Ratio(3_350_000))
        );
    }

    #[test]
    fn nothing_is_known_of_a_target_that_is_not_set_or_shared() {
        let unset = campaign(
            r#"{"biddingStrategyType":"MAXIMIZE_CONVERSIONS","maximizeConversions":{"targetCpaMicros":"0"}}"#,
        );
        assert_eq!(of(&unset, WriteField::TargetCpa), None);
        let shared = campaign(
            r#"{"biddingStrategyType":"TARGET_ROAS","biddingStrategy":"customers/1/biddingStrategies/9","targetRoas":{"targetRoas":3}}"#,
        );
        assert_eq!(of(&shared, WriteField::TargetRoas), None);
    }
}
