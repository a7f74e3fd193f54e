//! Rules of a platform's own rule engine, written anew in the language: nothing is stored.

use std::borrow::Cow;

use engine::{
    identity::Permission,
    rules::import::{self, Became, ImportError, Imported, Options, Source, Told},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    AppState,
    extract::{Caller, Json},
    permission::{Access, guard},
    problem::{Problem, ProblemDocument},
    rules::text::{self, Diagnostic},
    wire::words,
};

pub fn routes() -> OpenApiRouter<AppState> {
    let write = Access::Permission(Permission::RulesWrite);
    OpenApiRouter::new().routes(guard(write, routes!(import_rules)))
}

words! {
    /// What became of a part of an exported rule: `carried`, `look_at` where the platform leaves its meaning open, `left_out`
    /// where it does not decide what the rule does, `missing` where it does.
    ImportedPartState: "carried", "look_at", "left_out", "missing"
}

/// An export of rules, and what it leaves open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportRules {
    /// `meta` for an answer of `adrules_library`, `tiktok` for one of `optimizer/rule/get`.
    #[schema(example = "meta")]
    from: String,
    /// The export, as JSON in a text.
    #[schema(
        example = r#"{"data":[{"name":"Dear","evaluation_spec":{"evaluation_type":"SCHEDULE","filters":[{"field":"entity_type","value":"CAMPAIGN","operator":"EQUAL"},{"field":"time_preset","value":"TODAY","operator":"EQUAL"},{"field":"spent","value":10000,"operator":"GREATER_THAN"}]},"execution_spec":{"execution_type":"PAUSE"},"schedule_spec":{"schedule_type":"HOURLY"}}]}"#
    )]
    file: String,
    /// The account's currency: exports hold amounts without one.
    #[schema(example = "USD")]
    currency: Option<String>,
    /// The platform's count that is `conversions` in this account; its results when absent.
    #[schema(example = "offsite_conversion.fb_pixel_purchase")]
    conversions: Option<String>,
    /// The platform's return that is `roas` in this account.
    #[schema(example = "website_purchase_roas")]
    roas: Option<String>,
    /// Who is told on Slack, where a rule tells somebody.
    #[schema(example = "#paid-media")]
    slack: Option<String>,
}

/// One part of an exported rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedPart {
    /// Where it stands in the exported rule.
    #[schema(example = "evaluation_spec.filters[2]")]
    path: String,
    /// What stands there, as JSON.
    #[schema(example = r#"{"field":"spent","value":10000,"operator":"GREATER_THAN"}"#)]
    value: String,
    state: ImportedPartState,
    /// What says it here; nothing where it is said by leaving something out.
    #[schema(example = "spend > $100.00")]
    written: Option<String>,
    /// What was chosen, or why it is missing.
    #[schema(example = "the export does not say its currency")]
    why: Option<String>,
}

/// What came of one exported rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedRule {
    name: String,
    /// Its id there.
    #[schema(example = "23851234567890001")]
    id: Option<String>,
    /// Everything that decides what it does was carried, and the checker finds no error in it.
    whole: bool,
    /// The rule here. One that is not whole says in comments what is missing, and does something else without it.
    text: String,
    diagnostics: Vec<Diagnostic>,
    parts: Vec<ImportedPart>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedRules {
    data: Vec<ImportedRule>,
}

impl From<Imported> for ImportedRule {
    fn from(rule: Imported) -> Self {
        let part = |part: import::Part| {
            let (state, written, why) = match part.became {
                Became::Carried { written, note } => (
                    if note.is_some() { "look_at" } else { "carried" },
                    Some(written).filter(|written| !written.is_empty()),
                    note,
                ),
                Became::Lost { reason, decides } => {
                    (if decides { "missing" } else { "left_out" }, None, Some(reason))
                }
            };
            ImportedPart {
                path: part.path,
                value: part.value,
                state: state.into(),
                written,
                why,
            }
        };
        Self {
            diagnostics: text::diagnostics(&rule.text, &rule.warnings),
            name: rule.name,
            id: rule.id,
            whole: rule.whole,
            text: rule.text,
            parts: rule.parts.into_iter().map(part).collect(),
        }
    }
}

/// Rules of a platform's own engine in our language
///
/// Says of every part what became of it, and stores nothing.
#[utoipa::path(
    post, path = "/library/import", operation_id = "import_rules", tag = "rules",
    request_body = ImportRules,
    responses(
        (status = 200, description = "What came of each rule", body = ImportedRules),
        (status = 422, description = "The file is no export", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn import_rules(_: Caller, Json(body): Json<ImportRules>) -> Result<Json<ImportedRules>, Problem> {
    let source = match body.from.as_str() {
        "meta" => Source::Meta,
        "tiktok" => Source::TikTok,
        _ => return Err(Problem::invalid_field("/from", "there are `meta` and `tiktok`")),
    };
    let currency = body
        .currency
        .as_deref()
        .filter(|code| !code.is_empty())
        .map(|code| {
            code.parse()
                .map_err(|_| Problem::invalid_field("/currency", "write its code, such as USD"))
        })
        .transpose()?;
    let said = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let options = Options {
        currency,
        conversions: said(body.conversions),
        roas: said(body.roas),
        notify: said(body.slack).map(|target| Told {
            channel: dsl::NotifyChannel::Slack,
            target,
        }),
    };
    let imported = import::import(source, &body.file, &options).map_err(|error| {
        let detail: Cow<'static, str> = match error {
            ImportError::NotJson(_) => "the file is not JSON".into(),
            ImportError::NoRules(_) => error.to_string().into(),
        };
        Problem::invalid_field("/file", detail)
    })?;
    Ok(Json(ImportedRules {
        data: imported.into_iter().map(ImportedRule::from).collect(),
    }))
}
