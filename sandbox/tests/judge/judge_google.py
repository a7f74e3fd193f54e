#!/usr/bin/env python3
"""Holds recorded exchanges with Google Ads against Google's own message classes.

    pip install -r requirements.txt
    python judge_google.py FOLDER        # every *.jsonl in it

A line is {"kind": "request"|"response", "path", "status", "body"} and, where the recorder knows it, an "id" that a
request shares with its response. Request bodies, successful replies (each chunk of a stream) and every error detail are
parsed with the v26 classes of the google-ads package; a reply must also be in the canonical form a real server would
send. What is no protobuf message (OAuth bodies, the error envelope) is held against sign_in.schema.json.

A request that was refused as malformed must be refused by the official classes too.

Prints `N passed, N failed` and exits with 1 if anything failed or if there was nothing to judge.
"""

import importlib
import json
import pathlib
import re
import sys

import jsonschema
from google.protobuf import json_format
from google.rpc import error_details_pb2

VERSION = "v26"
PACKAGE = f"google.ads.googleads.{VERSION}"
SCHEMA = json.loads((pathlib.Path(__file__).parent / "sign_in.schema.json").read_text())


def message(module, name):
    return getattr(importlib.import_module(f"{PACKAGE}.{module}"), name).pb()


def service(name, request, response):
    module = f"services.types.{name}"
    return message(module, request), message(module, response)


FAILURE = message("errors.types.errors", "GoogleAdsFailure")
METHODS = [
    (r"googleAds:searchStream$", *service("google_ads_service", "SearchGoogleAdsStreamRequest", "SearchGoogleAdsStreamResponse")),
    (r"googleAds:search$", *service("google_ads_service", "SearchGoogleAdsRequest", "SearchGoogleAdsResponse")),
    (r"googleAds:mutate$", *service("google_ads_service", "MutateGoogleAdsRequest", "MutateGoogleAdsResponse")),
    (r"campaigns:mutate$", *service("campaign_service", "MutateCampaignsRequest", "MutateCampaignsResponse")),
    (r"campaignBudgets:mutate$", *service("campaign_budget_service", "MutateCampaignBudgetsRequest", "MutateCampaignBudgetsResponse")),
    (r"adGroupAds:mutate$", *service("ad_group_ad_service", "MutateAdGroupAdsRequest", "MutateAdGroupAdsResponse")),
    (r"adGroupCriteria:mutate$", *service("ad_group_criterion_service", "MutateAdGroupCriteriaRequest", "MutateAdGroupCriteriaResponse")),
    (r"campaignCriteria:mutate$", *service("campaign_criterion_service", "MutateCampaignCriteriaRequest", "MutateCampaignCriteriaResponse")),
    (r"/labels:mutate$", *service("label_service", "MutateLabelsRequest", "MutateLabelsResponse")),
    (r"campaignLabels:mutate$", *service("campaign_label_service", "MutateCampaignLabelsRequest", "MutateCampaignLabelsResponse")),
    (r"adGroupLabels:mutate$", *service("ad_group_label_service", "MutateAdGroupLabelsRequest", "MutateAdGroupLabelsResponse")),
    (r"adGroupAdLabels:mutate$", *service("ad_group_ad_label_service", "MutateAdGroupAdLabelsRequest", "MutateAdGroupAdLabelsResponse")),
    (
        r"adGroupCriterionLabels:mutate$",
        *service("ad_group_criterion_label_service", "MutateAdGroupCriterionLabelsRequest", "MutateAdGroupCriterionLabelsResponse"),
    ),
    (r"adGroups:mutate$", *service("ad_group_service", "MutateAdGroupsRequest", "MutateAdGroupsResponse")),
    (
        r"customers:listAccessibleCustomers$",
        *service("customer_service", "ListAccessibleCustomersRequest", "ListAccessibleCustomersResponse"),
    ),
]


def parse(kind, body):
    return json_format.ParseDict(body, kind())


def canonical(kind, body):
    """Parses, and compares with what a server that serialises the message would have sent."""
    again = json_format.MessageToDict(parse(kind, body))
    if again != body:
        raise ValueError(f"not canonical: {difference(body, again)}")


def difference(sent, expected, path=""):
    if isinstance(sent, dict) and isinstance(expected, dict):
        for key in sorted(set(sent) | set(expected)):
            if sent.get(key) != expected.get(key):
                return difference(sent.get(key), expected.get(key), f"{path}.{key}")
    if isinstance(sent, list) and isinstance(expected, list) and len(sent) == len(expected):
        for index, (a, b) in enumerate(zip(sent, expected)):
            if a != b:
                return difference(a, b, f"{path}[{index}]")
    return f"{path}: sent {json.dumps(sent)}, expected {json.dumps(expected)}"


def shape(name, body):
    jsonschema.validate(body, {"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]})


def without_type(detail):
    return {key: value for key, value in detail.items() if key != "@type"}


def judge_error(status, body):
    shape("error_envelope", body)
    error = body["error"]
    if error["code"] != status:
        raise ValueError(f"the envelope says {error['code']}, HTTP says {status}")
    for detail in error.get("details", []):
        kind = detail["@type"].removeprefix("type.googleapis.com/")
        if kind == f"{PACKAGE}.errors.GoogleAdsFailure":
            canonical(FAILURE, without_type(detail))
            for one in detail["errors"]:
                if len(one["errorCode"]) != 1:
                    raise ValueError(f"errorCode has {len(one['errorCode'])} keys")
        elif kind == "google.rpc.BadRequest":
            canonical(error_details_pb2.BadRequest, without_type(detail))
        elif kind == "google.rpc.ErrorInfo":
            canonical(error_details_pb2.ErrorInfo, without_type(detail))
        else:
            raise ValueError(f"unknown detail {kind}")


def is_malformed(body):
    """A refusal that came before the Ads backend saw a message."""
    envelope = body[0] if isinstance(body, list) and body else body
    details = envelope.get("error", {}).get("details", []) if isinstance(envelope, dict) else []
    return any(detail.get("@type", "").endswith("google.rpc.BadRequest") for detail in details)


def method_of(path):
    if f"/{VERSION}/" not in path:
        return None
    bare = path.split("?")[0]
    return next(((request, response) for pattern, request, response in METHODS if re.search(pattern, bare)), None)


def judge_request(path, body, answer):
    if path.split("?")[0].endswith("/oauth2/token"):
        if answer is None or answer["status"] == 200:
            shape("token_request", body)
            return True
        return False
    known = method_of(path)
    if known is None or body is None:
        return False
    if answer is not None and answer["status"] == 400 and is_malformed(answer["body"]):
        try:
            parse(known[0], body)
        except (json_format.ParseError, AttributeError, TypeError):
            return True
        raise ValueError("refused as malformed, but the official classes accept it")
    parse(known[0], body)
    return True


def judge_response(path, status, body):
    bare = path.split("?")[0]
    if "/oauth2/" in bare and not bare.endswith("/auth") and not bare.endswith("/decision"):
        if status != 200:
            shape("oauth_error", body)
        elif bare.endswith("/token"):
            shape("token", body)
        return True
    if f"/{VERSION}/" not in bare and not re.search(r"/v\d+/", bare):
        return False
    if "/accounts/" in bare:
        return False
    streaming = bare.endswith(":searchStream")
    if status != 200:
        if streaming:
            if not isinstance(body, list) or len(body) != 1:
                raise ValueError("the error of a stream is not wrapped in an array")
            body = body[0]
        judge_error(status, body)
        return True
    known = method_of(path)
    if known is None:
        raise ValueError("an unknown method succeeded")
    if streaming:
        if not isinstance(body, list) or not body:
            raise ValueError("a stream is not an array of chunks")
        for chunk in body:
            canonical(known[1], chunk)
    else:
        canonical(known[1], body)
    return True


def main():
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    files = sorted(pathlib.Path(sys.argv[1]).glob("*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text().splitlines() if line.strip()]
    answers = {line["id"]: line for line in lines if line["kind"] == "response" and line.get("id")}
    passed = failed = 0
    kinds = {}
    for line in lines:
        try:
            if line["kind"] == "request":
                seen = judge_request(line["path"], line["body"], answers.get(line.get("id")))
            else:
                seen = judge_response(line["path"], line["status"], line["body"])
        except Exception as error:  # every way of failing is a verdict
            failed += 1
            print(f"FAILED {line['kind']} {line['path']} {line['status']}: {error}"[:1500])
            continue
        if seen:
            passed += 1
            name = re.sub(r"/\d{10}/", "/…/", line["path"].split("?")[0])
            key = (name, line["kind"], line["status"])
            kinds[key] = kinds.get(key, 0) + 1
    for (name, kind, status), count in sorted(kinds.items(), key=str):
        print(f"{count:5} {kind} {name} {status or ''}".rstrip())
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
