"""Reads feeds with feedparser: a JSON object {url, type, xml} a line in, what it understood a line out."""
import json
import sys

import feedparser

for line in sys.stdin:
    document = json.loads(line)
    headers = {"content-location": document["url"], "content-type": document["type"]}
    feed = feedparser.parse(document["xml"].encode("utf-8"), response_headers=headers)
    print(json.dumps({
        "complaint": str(feed.get("bozo_exception", "")) if feed.bozo else None,
        "ids": [entry.get("id") for entry in feed.entries],
        "titles": [entry.get("title") for entry in feed.entries],
        "published": [entry.get("published_parsed") and list(entry.published_parsed[:6]) for entry in feed.entries],
    }))
