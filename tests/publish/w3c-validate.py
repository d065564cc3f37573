"""Runs the W3C feed validator on documents: a JSON object {url, xml} a line in, its errors and warnings a line out."""
import json
import sys

sys.path.insert(0, sys.argv[1] + "/src")
import feedvalidator  # noqa: E402
from feedvalidator.logging import Error, Warning  # noqa: E402

KEPT = ("line", "parent", "element", "attr", "value")

for line in sys.stdin:
    document = json.loads(line)
    result = feedvalidator.validateString(document["xml"], base=document["url"])
    found = [event for event in result["loggedEvents"] if isinstance(event, (Error, Warning))]
    print(json.dumps([
        {"problem": type(event).__name__, **{key: str(event.params[key])[:200] for key in KEPT if key in event.params}}
        for event in found
    ]))
