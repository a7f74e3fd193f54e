//! Meta's fields, windows and times of day, each with what it is here.

use dsl::{Attribution, Currency};
use serde_json::Value;

use super::super::{
    Options,
    numbers::{self, Kind},
};

/// A field with what may stand before it: `campaign.7d_click:yesterday_spent`.
pub(super) struct Prefixed<'a> {
    pub level: Option<&'a str>,
    pub attribution: Option<&'a str>,
    /// A window's name in capitals.
    pub window: Option<&'static str>,
    pub name: &'a str,
}

const PRESETS: &[&str] = &[
    "LIFETIME",
    "TODAY",
    "YESTERDAY",
    "LAST_2_DAYS",
    "LAST_3_DAYS",
    "LAST_7_DAYS",
    "LAST_14_DAYS",
    "LAST_28_DAYS",
    "LAST_30_DAYS",
    "THIS_MONTH",
    "THIS_WEEK_MON_TODAY",
    "THIS_WEEK_SUN_TODAY",
    "LAST_2D",
    "LAST_3D",
    "LAST_7D",
    "LAST_14D",
    "LAST_28D",
    "LAST_30D",
];

impl<'a> Prefixed<'a> {
    pub(super) fn of(field: &'a str) -> Self {
        let (level, rest) = match field.split_once('.') {
            Some((level @ ("campaign" | "adset" | "ad"), rest)) => (Some(level), rest),
            _ => (None, field),
        };
        let (attribution, rest) = match rest.split_once(':') {
            Some((attribution, rest)) => (Some(attribution), rest),
            None => (None, rest),
        };
        let mut found = (None, rest);
        for preset in PRESETS {
            let prefix = format!("{}_", preset.to_lowercase());
            if let Some(name) = rest.strip_prefix(prefix.as_str()) {
                found = (Some(*preset), name);
            }
        }
        Self {
            level,
            attribution,
            window: found.0,
            name: found.1,
        }
    }
}

/// The window that a prefix such as `7d_click` names.
pub(super) fn attribution(prefix: &str) -> Result<Attribution, String> {
    let known = prefix.replace('_', " ").parse::<Attribution>();
    known.map_err(|_| format!("the attribution window `{prefix}` is not known here"))
}

/// Fields that are asked of the object, and not measured.
pub(super) fn is_metadata(name: &str) -> bool {
    [
        "id",
        "name",
        "adlabel_ids",
        "objective",
        "start_time",
        "stop_time",
        "buying_type",
        "billing_event",
        "optimization_goal",
        "is_autobid",
        "daily_budget",
        "lifetime_budget",
        "spend_cap",
        "bid_amount",
        "created_time",
        "updated_time",
        "effective_status",
        "placement.page_types",
        "budget_reset_period",
        "hours_since_creation",
        "estimated_budget_spending_percentage",
        "audience_reached_percentage",
        "active_time",
        "current_time",
    ]
    .contains(&name)
}

/// A window of Meta's in our words. Theirs take what there is of a younger object, so ours say `or since creation`.
pub(super) struct Window {
    pub written: String,
    pub note: Option<&'static str>,
}

impl Window {
    pub(super) fn of(preset: &str) -> Result<Self, &'static str> {
        const DAYS: &str = "Meta's `LAST_…_DAYS` hold today as well";
        let preset = preset.trim().to_ascii_uppercase();
        let window = |written: String, note| Ok(Self { written, note });
        let young = |written: &str| format!("{written} or since creation");
        match preset.as_str() {
            "LIFETIME" | "MAXIMUM" => return window("lifetime".to_owned(), None),
            "TODAY" => return window(young("today"), None),
            "YESTERDAY" => return window(young("yesterday"), None),
            "THIS_MONTH" => return window(young("this month"), None),
            "THIS_WEEK_MON_TODAY" => return window(young("this week"), None),
            "THIS_WEEK_SUN_TODAY" => return Err("weeks begin on Monday here"),
            _ => {}
        }
        let Some(rest) = preset.strip_prefix("LAST_") else {
            return Err("a window that is not known here");
        };
        let days = |count: u32| {
            let unit = if count == 1 { "day" } else { "days" };
            format!("last {count} {unit}")
        };
        if let Some(range) = rest.strip_prefix("ND_") {
            let (from, to) = range.split_once('_').ok_or("a window that is not known here")?;
            let (Ok(from), Ok(to)) = (from.parse::<u32>(), to.parse::<u32>()) else {
                return Err("the whole life up to some days ago cannot be said here");
            };
            let (Some(count), Some(ago)) = (from.checked_sub(to), to.checked_sub(1)) else {
                return Err("a window that is not known here");
            };
            let unit = if ago == 1 { "day" } else { "days" };
            let written = format!("{} ending {ago} {unit} ago", days(count.saturating_add(1)));
            return window(young(&written), None);
        }
        if let Some(count) = rest.strip_suffix("_DAYS") {
            let count: u32 = count.parse().map_err(|_| "a window that is not known here")?;
            let complete = count.checked_sub(1).filter(|complete| *complete > 0);
            let complete = complete.ok_or("a window that is not known here")?;
            return window(young(&format!("{} including today", days(complete))), Some(DAYS));
        }
        let count: Option<u32> = rest.strip_suffix('D').and_then(|count| count.parse().ok());
        match count {
            Some(count) if count > 0 => window(young(&days(count)), None),
            _ => Err("a window that is not known here"),
        }
    }
}

/// What a measured field is here.
pub(super) struct Measure {
    /// One metric, or a quotient of two.
    metrics: (&'static str, Option<&'static str>),
    pub kind: Kind,
    /// What must not be zero for it to exist.
    pub needs: Option<&'static str>,
    attribution: Option<Attribution>,
}

impl Measure {
    pub(super) fn of(name: &str, options: &Options) -> Result<Self, String> {
        let one = |metric, kind, needs| {
            Ok(Self {
                metrics: (metric, None),
                kind,
                needs,
                attribution: None,
            })
        };
        match name {
            "impressions" => return one("impressions", Kind::Count, None),
            "clicks" => return one("clicks", Kind::Count, None),
            "spent" => return one("spend", Kind::MinorMoney, None),
            "reach" => return one("reach", Kind::Count, None),
            "frequency" => return one("frequency", Kind::Ratio, None),
            "cpc" => return one("cpc", Kind::MinorMoney, Some("clicks")),
            "cpm" => return one("cpm", Kind::MinorMoney, Some("impressions")),
            "ctr" => return one("ctr", Kind::Percent, Some("impressions")),
            _ => {}
        }
        if name.ends_with("_roas") {
            return if options.roas.as_deref() == Some(name) {
                one("roas", Kind::Ratio, Some("spend"))
            } else {
                Err(format!(
                    "Meta has several returns on ad spend, and `roas` here is the account's one; if it is this one, add `--roas {name}`"
                ))
            };
        }
        let (counted, cost) = match name {
            "results" => ("results", false),
            "cost_per" => ("results", true),
            "result_rate" => ("results", false),
            _ => match event_of_cost(name) {
                Some(event) => (event, true),
                None if is_event(name) => (name, false),
                None => return Err(other(name)),
            },
        };
        let conversions = options.conversions.as_deref().unwrap_or("results");
        if counted != conversions {
            return Err(format!(
                "Meta counts many events, and `conversions` here are one of them: `{conversions}`; if this account's are these, add `--conversions {counted}`"
            ));
        }
        match (name, cost) {
            ("result_rate", _) => Ok(Self {
                metrics: ("conversions", Some("impressions")),
                kind: Kind::Percent,
                needs: Some("impressions"),
                attribution: None,
            }),
            (_, true) => one("cpa", Kind::MinorMoney, Some("conversions")),
            (_, false) => one("conversions", Kind::Count, None),
        }
    }

    /// As counted within an attribution window.
    pub(super) fn within(self, window: Attribution) -> Self {
        Self {
            attribution: Some(window),
            ..self
        }
    }

    /// A metric of its, as written; what is no result has no attribution window.
    pub(super) fn written(&self, metric: &str) -> String {
        match self.attribution {
            Some(window) if matches!(metric, "conversions" | "cpa" | "roas") => format!("{metric}[{window}]"),
            _ => metric.to_owned(),
        }
    }

    /// `spend of parent over today`.
    pub(super) fn over(&self, of: &str, over: &str) -> String {
        match self.metrics {
            (metric, None) => format!("{}{of}{over}", self.written(metric)),
            (above, Some(below)) => {
                format!(
                    "{}{of}{over} / {}{of}{over}",
                    self.written(above),
                    self.written(below)
                )
            }
        }
    }
}

/// What `cost_per_…` counts.
fn event_of_cost(name: &str) -> Option<&'static str> {
    Some(match name {
        "cost_per_purchase_fb" => "offsite_conversion.fb_pixel_purchase",
        "cost_per_lead_fb" => "offsite_conversion.fb_pixel_lead",
        "cost_per_complete_registration_fb" => "offsite_conversion.fb_pixel_complete_registration",
        "cost_per_add_to_cart_fb" => "offsite_conversion.fb_pixel_add_to_cart",
        "cost_per_add_to_wishlist_fb" => "offsite_conversion.fb_pixel_add_to_wishlist",
        "cost_per_add_payment_info_fb" => "offsite_conversion.fb_pixel_add_payment_info",
        "cost_per_initiate_checkout_fb" => "offsite_conversion.fb_pixel_initiate_checkout",
        "cost_per_search_fb" => "offsite_conversion.fb_pixel_search",
        "cost_per_view_content_fb" => "offsite_conversion.fb_pixel_view_content",
        "cost_per_mobile_app_install" => "mobile_app_install",
        "cost_per_mobile_purchase" => "app_custom_event.fb_mobile_purchase",
        "cost_per_mobile_complete_registration" => "app_custom_event.fb_mobile_complete_registration",
        "cost_per_mobile_add_to_cart" => "app_custom_event.fb_mobile_add_to_cart",
        "cost_per_offline_purchase" => "offline_conversion.purchase",
        "cost_per_offline_lead" => "offline_conversion.lead",
        _ => return None,
    })
}

fn is_event(name: &str) -> bool {
    name == "mobile_app_install"
        || name == "leadgen"
        || [
            "offsite_conversion.",
            "app_custom_event.",
            "offline_conversion.",
            "onsite_conversion.",
        ]
        .iter()
        .any(|family| name.starts_with(family))
}

fn other(name: &str) -> String {
    match name {
        "link_click" | "link_ctr" | "cost_per_link_click" => {
            "clicks here are all clicks on the ad; clicks on its link alone are not known".to_owned()
        }
        "unique_impressions" | "unique_clicks" | "cost_per_unique_click" | "cpp" => {
            "it counts people, and people are not known here".to_owned()
        }
        "cpa" => "Meta does not say which of its actions this one counts".to_owned(),
        "lifetime_ratio_spent" => "budgets here are budgets per day".to_owned(),
        name if name.contains(['+', '*', '/', '(', '-']) => {
            "it is a formula; write it here, where formulas have units".to_owned()
        }
        name => format!("`{name}` is not known here"),
    }
}

pub(super) fn sign(operator: &str) -> Option<&'static str> {
    Some(match operator {
        "GREATER_THAN" => ">",
        "LESS_THAN" => "<",
        "EQUAL" => "=",
        "NOT_EQUAL" => "!=",
        _ => return None,
    })
}

/// `spend > $50`.
pub(super) fn compared(
    left: &str,
    operator: &str,
    value: &Value,
    kind: Kind,
    currency: Option<Currency>,
) -> Result<(String, Option<String>), String> {
    if let Some(sign) = sign(operator) {
        // A list of one is the one.
        let value = match value {
            Value::Array(list) if list.len() == 1 => list.first().unwrap_or(value),
            value => value,
        };
        return Ok((
            format!("{left} {sign} {}", numbers::number(value, kind, currency)?),
            None,
        ));
    }
    let ends = match value {
        Value::Array(list) => match list.as_slice() {
            [from, to] => Some((
                numbers::number(from, kind, currency)?,
                numbers::number(to, kind, currency)?,
            )),
            _ => None,
        },
        _ => None,
    };
    let note = "Meta does not say whether the ends belong to it; here they do";
    match (operator, ends) {
        ("IN_RANGE", Some((from, to))) => Ok((
            format!("{left} >= {from} and {left} <= {to}"),
            Some(note.to_owned()),
        )),
        ("NOT_IN_RANGE", Some((from, to))) => Ok((
            format!("({left} < {from} or {left} > {to})"),
            Some(note.to_owned()),
        )),
        ("IN_RANGE" | "NOT_IN_RANGE", None) => Err("a range has two ends".to_owned()),
        _ => Err(format!("`{operator}` is not known here")),
    }
}

/// `every 30m between 08:00 and 20:00`, without its weekdays.
pub(super) fn time_of_day(entry: &Value) -> Result<(String, Option<&'static str>), &'static str> {
    const END: &str = "Meta does not say whether the last minute runs; here it does not";
    let minute = |name: &str| match entry.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value
            .as_u64()
            .filter(|minute| *minute <= 1_440)
            .map(Some)
            .ok_or("its minutes are not minutes of a day"),
    };
    let clock = |minute: u64| {
        format!(
            "{:02}:{:02}",
            minute.wrapping_div(60).wrapping_rem(24),
            minute.wrapping_rem(60)
        )
    };
    Ok(match (minute("start_minute")?, minute("end_minute")?) {
        (None, None) => ("every 30m".to_owned(), None),
        (None, Some(_)) => return Err("it says an end without a beginning"),
        (Some(start), None) => (format!("every day at {}", clock(start)), None),
        (Some(start), Some(end)) if start == end => (format!("every day at {}", clock(start)), None),
        (Some(0), Some(1_439 | 1_440)) => ("every 30m".to_owned(), None),
        (Some(start), Some(end)) if start < end => (
            format!("every 30m between {} and {}", clock(start), clock(end)),
            Some(END),
        ),
        _ => return Err("it ends before it begins"),
    })
}

/// ` on mon, tue`; nothing for a whole week.
pub(super) fn weekdays(listed: &[u64]) -> Result<String, &'static str> {
    // 0 is Sunday there; weeks are written from Monday here.
    const NAMES: [(u64, &str); 7] = [
        (1, "mon"),
        (2, "tue"),
        (3, "wed"),
        (4, "thu"),
        (5, "fri"),
        (6, "sat"),
        (0, "sun"),
    ];
    if listed.is_empty() || listed.iter().any(|day| *day > 6) {
        return Err("its days are not days of a week");
    }
    let on: Vec<&str> = NAMES
        .iter()
        .filter(|(day, _)| listed.contains(day))
        .map(|(_, name)| *name)
        .collect();
    Ok(match on.as_slice() {
        [_, _, _, _, _, _, _] => String::new(),
        ["mon", "tue", "wed", "thu", "fri"] => " on weekdays".to_owned(),
        ["sat", "sun"] => " on weekends".to_owned(),
        some => format!(" on {}", some.join(", ")),
    })
}
