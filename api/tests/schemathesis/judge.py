"""Runs schemathesis against a running demo, once per role, each with a session of its own.

What ends the judge's own session or changes what the next role signs in with is left out here; `api/tests` calls it.
"""

import json
import os
import subprocess
import sys
import tempfile
import urllib.request

LEFT_OUT = [
    "create_session",  # would be judged by its cookie
    "delete_session",
    "delete_other_sessions",
    "delete_one_session",
    "change_password",
    "delete_member",
    "update_member",
    "stream_events",  # never ends
    "open_language_server",  # speaks WebSocket
    "take_consent",  # answers a browser with a page to go to
]
# Roles that may not do something are told so before their input is looked at: only an admin's input is judged as input.
CHECKS = {
    "admin": "all",
    "manager": "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
    "marketer": "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
}


def sign_in(url, login):
    body = json.dumps(login).encode()
    request = urllib.request.Request(
        f"{url}/api/v1/session", body, {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request) as response:
        return response.headers["set-cookie"].split(";")[0]


def document(url, folder):
    """The program's own document, less what it says about the session: the judge's cookie goes with every request, and
    what happens without one is the role matrix's to test."""
    with urllib.request.urlopen(f"{url}/api/v1/openapi.json") as response:
        document = json.load(response)
    for item in document["paths"].values():
        for operation in item.values():
            operation.pop("security", None)
    path = os.path.join(folder, "openapi.json")
    with open(path, "w") as file:
        json.dump(document, file)
    return path


def main():
    facts, schemathesis, *more = json.loads(sys.argv[1]), sys.argv[2], *sys.argv[3:]
    examples = int(os.environ.get("ADJUTANT_API_EXAMPLES", "8"))
    failed = []
    folder = tempfile.TemporaryDirectory(prefix="adjutant-judge-")
    schema = document(facts["url"], folder.name)
    for role in CHECKS:
        cookie = sign_in(facts["url"], facts[role])
        print(f"== as {role}", flush=True)
        command = [
            schemathesis,
            "--config-file",
            os.path.join(os.path.dirname(__file__), "schemathesis.toml"),
            "run",
            schema,
            "--url", f"{facts['url']}/api/v1",
            "-H", f"cookie: {cookie}",
            "--mode", "all",
            "--checks", CHECKS[role],
            "--max-examples", str(examples if role == "admin" else max(2, examples // 4)),
            "--phases", "examples,coverage,fuzzing" if role == "admin" else "examples,fuzzing",
            "--seed", "7",
            "--workers", "2",
            "--request-timeout", "20",
            "--max-failures", "40",
        ]
        for operation in LEFT_OUT:
            command += ["--exclude-operation-id", operation]
        if subprocess.run(command + more, check=False).returncode != 0:
            failed.append(role)
    if failed:
        sys.exit(f"schemathesis found something as {', '.join(failed)}")


main()
