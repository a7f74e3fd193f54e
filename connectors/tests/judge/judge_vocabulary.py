"""Holds the vocabulary of the Google Ads adapter against Google's own v26 message classes.

    python -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python judge_vocabulary.py

Checked: every error family and error code that the adapter decides or words by, every field it queries, every body it
writes. The exchanges themselves are judged where the sandbox records them. Exit code 1 when anything is unknown to
Google, or when nothing was found to check.
"""

import importlib
import pathlib
import re
import sys

from google.protobuf import json_format

VERSION = "google.ads.googleads.v26"
SOURCES = pathlib.Path(__file__).resolve().parents[2] / "src" / "google"

# google.rpc.ErrorInfo reasons: they come from Google's front end and are in no message class of the Ads API.
FRONT_END = {
    "ACCESS_TOKEN_EXPIRED",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
    "ACCESS_TOKEN_TYPE_UNSUPPORTED",
    "CREDENTIALS_MISSING",
    "SERVICE_DISABLED",
}


def message(module, name):
    return getattr(importlib.import_module(f"{VERSION}.{module}"), name).pb()


def source(name):
    """The file without its tests, which invent codes on purpose."""
    return (SOURCES / name).read_text().split("#[cfg(test)]")[0]


def main():
    passed, failed = 0, []

    def check(ok, what):
        nonlocal passed
        if ok:
            passed += 1
        else:
            failed.append(what)

    codes = {
        field.json_name: {value.name for value in field.enum_type.values}
        for field in message("errors.types.errors", "ErrorCode").DESCRIPTOR.fields
        if field.enum_type
    }
    known = set().union(*codes.values())
    decided = source("verdict.rs") + source("wording.rs")
    for family in set(re.findall(r'"([a-z][A-Za-z]+Error)"', decided)):
        check(family in codes, f"error family {family}")
    for code in set(re.findall(r'"([A-Z][A-Z_0-9]{5,})"', decided)) - FRONT_END:
        check(code in known, f"error code {code}")
    for file in SOURCES.glob("*.rs"):
        for family, code in re.findall(r'"([a-z][A-Za-z]+Error)\.([A-Z_]+)"', source(file.name)):
            check(code in codes.get(family, ()), f"{family}.{code} in {file.name}")

    row = message("services.types.google_ads_service", "GoogleAdsRow").DESCRIPTOR
    names = r"\b((?:customer|customer_client|campaign|campaign_budget|ad_group|ad_group_ad|ad_group_criterion|label|metrics|segments)\.[a-z_]+)"
    for name in set(re.findall(names, source("queries.rs"))):
        resource, field = name.split(".")
        fields = row.fields_by_name[resource].message_type.fields_by_name
        # What is a word of Python's own has an underscore behind it there: `type_`.
        check(field in fields or f"{field}_" in fields, f"field {name}")

    def operation(mask, **update):
        return {"operations": [{"updateMask": mask, "update": update}], "responseContentType": "MUTABLE_RESOURCE"}

    bodies = [
        ("campaign_service", "MutateCampaignsRequest",
         operation("status", resourceName="customers/1/campaigns/2", status="PAUSED")),
        ("ad_group_service", "MutateAdGroupsRequest",
         operation("status", resourceName="customers/1/adGroups/2", status="ENABLED")),
        ("ad_group_ad_service", "MutateAdGroupAdsRequest",
         operation("status", resourceName="customers/1/adGroupAds/2~3", status="PAUSED")),
        ("ad_group_criterion_service", "MutateAdGroupCriteriaRequest",
         operation("status", resourceName="customers/1/adGroupCriteria/2~3", status="PAUSED")),
        ("ad_group_criterion_service", "MutateAdGroupCriteriaRequest",
         operation("cpcBidMicros", resourceName="customers/1/adGroupCriteria/2~3", cpcBidMicros="900000")),
        ("campaign_budget_service", "MutateCampaignBudgetsRequest",
         operation("amountMicros", resourceName="customers/1/campaignBudgets/2", amountMicros="60000000")),
        ("google_ads_service", "SearchGoogleAdsRequest", {"query": "SELECT", "pageToken": "x"}),
        ("google_ads_service", "SearchGoogleAdsStreamRequest", {"query": "SELECT"}),
    ]
    for module, name, body in bodies:
        try:
            json_format.ParseDict(body, message(f"services.types.{module}", name)())
            check(True, name)
        except json_format.ParseError as error:
            check(False, f"{name}: {error}")

    for what in failed:
        print(f"unknown to Google: {what}")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed or passed < 80 else 0


if __name__ == "__main__":
    sys.exit(main())
