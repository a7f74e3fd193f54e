//! Labels: what carries them, how they come and go, and what is said where they cannot.

use serde_json::{Value, json};

use crate::lab::{Lab, MAIN, code};

#[tokio::test(flavor = "multi_thread")]
async fn campaigns_carry_labels_that_people_attach_and_detach() {
    let lab = Lab::new().await;
    let labels = lab.rows(MAIN, "SELECT label.id, label.name FROM label").await;
    let names: Vec<&str> = labels
        .iter()
        .map(|row| row["label"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["brand", "protected", "seasonal", "experiment"]);
    let resource = |name: &str| {
        let row = labels.iter().find(|row| row["label"]["name"] == name);
        row.unwrap()["label"]["resourceName"].clone()
    };

    let carriers = "SELECT campaign.name, label.name FROM campaign_label WHERE label.name = 'protected'";
    let seen: Vec<Value> = lab
        .rows(MAIN, carriers)
        .await
        .iter()
        .map(|row| row["campaign"]["name"].clone())
        .collect();
    assert_eq!(seen, ["Brand US - Exact", "PMax US - Core catalogue"]);
    let of = async |lab: &Lab, name: &str| {
        let query =
            format!("SELECT campaign.id, campaign.labels FROM campaign WHERE campaign.name = '{name}'");
        lab.rows(MAIN, &query).await.remove(0)["campaign"].clone()
    };
    let brand = of(&lab, "Brand US - Exact").await;
    assert_eq!(brand["labels"], json!([resource("brand"), resource("protected")]));
    let plain = of(&lab, "Prospecting US - Trail shoes").await;
    assert!(plain.get("labels").is_none(), "{plain}");
    let both = format!(
        "SELECT campaign.name FROM campaign WHERE campaign.labels CONTAINS ALL ({}, {})",
        resource("brand"),
        resource("protected")
    );
    assert_eq!(lab.rows(MAIN, &both.replace('"', "'")).await.len(), 1);

    // No caller of the API writes the field; a person does it in the pages.
    let edit = async |value: Value| {
        lab.edit(MAIN, plain["resourceName"].as_str().unwrap(), "labels", value)
            .await
    };
    let (status, rows) = edit(json!([resource("seasonal")])).await;
    assert_eq!(status, 200, "{rows}");
    assert_eq!(
        (&rows[0]["field"], &rows[0]["source"]),
        (&json!("labels"), &json!("ui"))
    );
    assert_eq!(
        of(&lab, "Prospecting US - Trail shoes").await["labels"],
        json!([resource("seasonal")])
    );
    assert_eq!(edit(json!([])).await.0, 200);
    assert!(
        of(&lab, "Prospecting US - Trail shoes")
            .await
            .get("labels")
            .is_none()
    );
    for wrong in [
        json!(["customers/1234567890/labels/1"]),
        json!("brand"),
        json!([1]),
    ] {
        assert_eq!(edit(wrong.clone()).await.0, 422, "{wrong}");
    }
    let update = json!({ "resourceName": plain["resourceName"], "labels": [resource("brand")] });
    let body = json!({ "operations": [{ "updateMask": "labels", "update": update }] });
    let (status, body) = lab.post(MAIN, "campaigns:mutate", body).await;
    assert_eq!(
        (status.as_u16(), code(&body)),
        (400, "fieldError: IMMUTABLE_FIELD".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_outlive_a_kill() {
    let mut lab = Lab::new().await;
    let query = "SELECT campaign.id, campaign.labels FROM campaign WHERE campaign.name = 'Brand US - Exact'";
    let before = lab.rows(MAIN, query).await;
    let resource = before[0]["campaign"]["resourceName"].as_str().unwrap();
    assert_eq!(lab.edit(MAIN, resource, "labels", json!([])).await.0, 200);
    lab.kill_and_reopen().await;
    assert!(lab.rows(MAIN, query).await[0]["campaign"].get("labels").is_none());
    let kept = "SELECT campaign.labels FROM campaign WHERE campaign.name = 'Brand US - Phrase'";
    assert_eq!(
        lab.rows(MAIN, kept).await[0]["campaign"]["labels"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

/// Something below campaigns that carries labels: how its links are called in queries and in the API, how it is itself, a query for one
/// of them, and the family of its errors.
struct Carrier {
    link: &'static str,
    wire_link: &'static str,
    object: &'static str,
    wire_object: &'static str,
    one: &'static str,
    errors: (&'static str, &'static str, &'static str),
}

const CARRIERS: [Carrier; 3] = [
    Carrier {
        link: "ad_group_label",
        wire_link: "adGroupLabel",
        object: "ad_group",
        wire_object: "adGroup",
        one: "SELECT ad_group.id FROM ad_group WHERE ad_group.status = 'ENABLED' ORDER BY ad_group.id LIMIT 1",
        errors: (
            "adGroupError",
            "ADGROUP_LABEL_ALREADY_EXISTS",
            "ADGROUP_LABEL_DOES_NOT_EXIST",
        ),
    },
    Carrier {
        link: "ad_group_ad_label",
        wire_link: "adGroupAdLabel",
        object: "ad_group_ad",
        wire_object: "adGroupAd",
        one: "SELECT ad_group_ad.ad.id FROM ad_group_ad WHERE ad_group_ad.status = 'ENABLED' LIMIT 1",
        errors: (
            "adGroupAdError",
            "AD_GROUP_AD_LABEL_ALREADY_EXISTS",
            "AD_GROUP_AD_LABEL_DOES_NOT_EXIST",
        ),
    },
    Carrier {
        link: "ad_group_criterion_label",
        wire_link: "adGroupCriterionLabel",
        object: "ad_group_criterion",
        wire_object: "adGroupCriterion",
        one: "SELECT ad_group_criterion.criterion_id FROM ad_group_criterion \
              WHERE ad_group_criterion.status = 'ENABLED' LIMIT 1",
        errors: (
            "adGroupCriterionError",
            "AD_GROUP_CRITERION_LABEL_ALREADY_EXISTS",
            "AD_GROUP_CRITERION_LABEL_DOES_NOT_EXIST",
        ),
    },
];

impl Carrier {
    /// The resource name of one.
    async fn one(&self, lab: &Lab) -> String {
        let rows = lab.rows(MAIN, self.one).await;
        rows[0][self.wire_object]["resourceName"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The links that there are: each with what carries the label, and the label's name.
    async fn links(&self, lab: &Lab) -> Vec<(String, String, String)> {
        let Self { link, object, .. } = self;
        let query = format!("SELECT {link}.{object}, {link}.label, label.name, campaign.name FROM {link}");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let rows = lab.rows(MAIN, &query).await;
        rows.iter()
            .map(|row| {
                let found = &row[self.wire_link];
                assert_eq!(found["label"], row["label"]["resourceName"], "{row}");
                (
                    text(&found["resourceName"]),
                    text(&found[self.wire_object]),
                    text(&row["label"]["name"]),
                )
            })
            .collect()
    }

    /// The labels that its own field lists.
    async fn listed(&self, lab: &Lab, name: &str) -> Value {
        let object = self.object;
        let query = format!("SELECT {object}.labels FROM {object} WHERE {object}.resource_name = '{name}'");
        lab.rows(MAIN, &query).await[0][self.wire_object]["labels"].clone()
    }

    /// Links it to a label.
    fn to(&self, name: &str, label: &str) -> Value {
        json!({ format!("{}Operation", self.wire_link): { "create": { self.wire_object: name, "label": label } } })
    }
}

async fn mutate(lab: &Lab, operations: Value) -> (u16, Value) {
    let body = json!({ "mutateOperations": operations });
    let (status, body) = lab.post(MAIN, "googleAds:mutate", body).await;
    (status.as_u16(), body)
}

#[tokio::test(flavor = "multi_thread")]
async fn ad_groups_ads_and_keywords_carry_labels_that_are_made_with_their_first_link() {
    let mut lab = Lab::new().await;
    for carrier in &CARRIERS {
        let name = carrier.one(&lab).await;
        let new = format!("for {}", carrier.object);
        assert_eq!(carrier.links(&lab).await, []);
        assert_eq!(carrier.listed(&lab, &name).await, Value::Null);

        // The label and the link in one request: both, or neither.
        let temporary = format!("customers/{MAIN}/labels/-1");
        let made = json!({ "labelOperation": { "create": { "resourceName": temporary, "name": new } } });
        let nowhere = carrier.to(&name.replace('~', "9~"), &format!("customers/{MAIN}/labels/9"));
        let (status, body) = mutate(&lab, json!([made, carrier.to(&name, &temporary), nowhere])).await;
        assert_eq!(
            (status, code(&body)),
            (400, "mutateError: RESOURCE_NOT_FOUND".to_owned())
        );
        assert_eq!(carrier.links(&lab).await, []);
        let (status, body) = mutate(&lab, json!([made, carrier.to(&name, &temporary)])).await;
        assert_eq!(status, 200, "{body}");
        let label = body["mutateOperationResponses"][0]["labelResult"]["resourceName"]
            .as_str()
            .unwrap();
        let of = format!(
            "/mutateOperationResponses/1/{}Result/resourceName",
            carrier.wire_link
        );
        let link = body.pointer(&of).unwrap().as_str().unwrap();
        let number = |name: &str| name.rsplit('/').next().unwrap().to_owned();
        assert!(
            link.ends_with(&format!(
                "/{}s/{}~{}",
                carrier.wire_link,
                number(&name),
                number(label)
            )),
            "{link}"
        );
        let linked = (link.to_owned(), name.clone(), new);
        assert_eq!(carrier.links(&lab).await, std::slice::from_ref(&linked));
        assert_eq!(carrier.listed(&lab, &name).await, json!([label]));

        // It outlives a kill, and is there once.
        lab.kill_and_reopen().await;
        assert_eq!(carrier.links(&lab).await, [linked]);
        let (family, there, missing) = carrier.errors;
        let refused = |code: &str| (400, format!("{family}: {code}"));
        let again = mutate(&lab, json!([carrier.to(&name, label)])).await;
        assert_eq!((again.0, code(&again.1)), refused(there));
        let off = json!({ "operations": [{ "remove": link }] });
        let method = format!("{}s:mutate", carrier.wire_link);
        let (status, body) = lab.post(MAIN, &method, off.clone()).await;
        assert_eq!(
            (status.as_u16(), &body),
            (200, &json!({ "results": [{ "resourceName": link }] }))
        );
        let (status, body) = lab.post(MAIN, &method, off).await;
        assert_eq!((status.as_u16(), code(&body)), refused(missing));
        assert_eq!(carrier.links(&lab).await, []);
        assert_eq!(carrier.listed(&lab, &name).await, Value::Null);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn links_go_with_what_carried_the_label_and_negative_keywords_have_none() {
    let lab = Lab::new().await;
    let label = lab.rows(MAIN, "SELECT label.name FROM label LIMIT 1").await[0]["label"]["resourceName"]
        .as_str()
        .unwrap()
        .to_owned();
    for carrier in CARRIERS.iter().rev() {
        let name = carrier.one(&lab).await;
        // A person marks it in the pages.
        assert_eq!(lab.edit(MAIN, &name, "labels", json!([label])).await.0, 200);
        assert_eq!(carrier.links(&lab).await.len(), 1);
        let method = format!("{}:mutate", name.split('/').nth(2).unwrap());
        let body = json!({ "operations": [{ "remove": name }] });
        assert_eq!(lab.post(MAIN, &method, body).await.0.as_u16(), 200);
        assert_eq!(carrier.links(&lab).await, []);
        let (status, body) = mutate(&lab, json!([carrier.to(&name, &label)])).await;
        assert_eq!(
            (status, code(&body)),
            (400, "mutateError: RESOURCE_NOT_FOUND".to_owned())
        );
    }
    let [_, _, keywords] = &CARRIERS;
    let group = "SELECT ad_group.id FROM ad_group WHERE ad_group.type = 'SEARCH_STANDARD' AND ad_group.status = 'ENABLED' LIMIT 1";
    let group = lab.rows(MAIN, group).await[0]["adGroup"]["resourceName"].clone();
    let negative = json!({ "operations": [{ "create": { "adGroup": group, "negative": true,
        "keyword": { "text": "free", "matchType": "PHRASE" } } }] });
    let (_, made) = lab.post(MAIN, "adGroupCriteria:mutate", negative).await;
    let name = made["results"][0]["resourceName"].as_str().unwrap();
    let (status, body) = mutate(&lab, json!([keywords.to(name, &label)])).await;
    assert_eq!(
        (status, code(&body)),
        (
            400,
            "adGroupCriterionError: CANNOT_ADD_LABEL_TO_NEGATIVE_CRITERION".to_owned()
        )
    );
    assert_eq!(lab.edit(MAIN, name, "labels", json!([label])).await.0, 422);
}
