"""Hooks for schemathesis: ids that exist, and limits for what would only take time."""
import json
import os

import schemathesis

KNOWN = json.loads(os.environ.get("PROCOS_KNOWN_IDS", "{}"))
LONGEST_POLL_MS = 50
count = 0


def resource_of(path):
    """"/process-instance/{id}/variables" -> "process-instance"."""
    parts = path.strip("/").split("/")
    return "/".join(parts[:2]) if parts[0] == "history" else parts[0]


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Every second request is about something that exists."""
    global count
    count += 1
    known = KNOWN.get(resource_of(context.operation.path), {})
    for name in path_parameters or {}:
        values = known.get(name)
        if values and count % 2:
            path_parameters[name] = values[count // 2 % len(values)]
    return path_parameters


@schemathesis.hook
def map_body(context, body):
    """A long poll would wait for half an hour."""
    if isinstance(body, dict) and isinstance(body.get("asyncResponseTimeout"), (int, float)):
        body["asyncResponseTimeout"] = min(body["asyncResponseTimeout"], LONGEST_POLL_MS)
    return body
