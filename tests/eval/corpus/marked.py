#!/usr/bin/env python3
"""Marked documents: texts with the spans a detector should find written into them.

A file holds many documents. A line `=== ID genre lang` begins one; the rest up to the next such line is its text
(the last newline is not part of it). A span is [[LABEL:text]]. Labels: STUDENT_NAME GUARDIAN_NAME STAFF_NAME
OTHER_NAME STUDENT_ID SSN GOV_ID EMAIL PHONE ADDRESS DOB USERNAME PASSWORD URL IP SPECIAL KEEP, the last for what
looks like personal data and is none.

usage: marked.py FILE...            prints {"id","genre","lang","text","spans":[{"label","start","end","text"}]} lines, offsets in characters
"""
import json
import re
import sys

LABELS = set("STUDENT_NAME GUARDIAN_NAME STAFF_NAME OTHER_NAME STUDENT_ID SSN GOV_ID EMAIL PHONE ADDRESS DOB USERNAME PASSWORD URL IP SPECIAL KEEP".split())
HEAD = re.compile(r"^=== (\S+) (\S+) (\S+)$", re.M)
SPAN = re.compile(r"\[\[([A-Z_]+):((?:[^\]]|\](?!\]))*)\]\]", re.S)


def spans_of(marked, where=""):
    """(the text without its marks, the spans in it)"""
    text, spans, at, length = [], [], 0, 0
    for match in SPAN.finditer(marked):
        label, inner = match.groups()
        if label not in LABELS or not inner:
            raise SystemExit(f"{where}: unknown label or empty span near {match.group(0)!r}")
        text.append(marked[at : match.start()])
        length += match.start() - at
        spans.append({"label": label, "start": length, "end": length + len(inner), "text": inner})
        text.append(inner)
        length += len(inner)
        at = match.end()
    text.append(marked[at:])
    whole = "".join(text)
    if re.search(r"\[\[[A-Z_]+:", whole):
        raise SystemExit(f"{where}: a span is not closed")
    return whole, spans


def documents(path):
    with open(path, encoding="utf-8") as file:
        content = file.read()
    heads = list(HEAD.finditer(content))
    if not heads or content[: heads[0].start()].strip():
        raise SystemExit(f"{path}: has to begin with a line '=== ID genre lang'")
    for head, following in zip(heads, heads[1:] + [None]):
        marked = content[head.end() + 1 : following.start() if following else len(content)].removesuffix("\n")
        text, spans = spans_of(marked, f"{path}: {head.group(1)}")
        yield {"id": head.group(1), "genre": head.group(2), "lang": head.group(3), "text": text, "spans": spans}


if __name__ == "__main__":
    seen = set()
    for name in sys.argv[1:]:
        for document in documents(name):
            if document["id"] in seen:
                raise SystemExit(f"{name}: {document['id']} stands twice")
            seen.add(document["id"])
            print(json.dumps(document, ensure_ascii=False))
