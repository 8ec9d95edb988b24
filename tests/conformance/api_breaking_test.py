"""api_breaking_test.py PROTOSET: nothing that callers or vendors rely on is removed, renumbered or changed.

Compared with api_baseline.protoset.json: each field by number with its name, type and handling, each enum value, each
call. A field's handling is part of the promise too: text that was detected must not become text that is not.

  api_breaking_test.py --accept PROTOSET     takes additions into the baseline; refuses what breaks
  api_breaking_test.py --break PROTOSET      takes everything: only before the version that promised it is released
"""
import copy
import json
import pathlib
import sys
import unittest

import api_descriptors

BASELINE = pathlib.Path(__file__).with_name("api_baseline.protoset.json")
FIELD = api_descriptors.FIELD
ACCEPT = "/usr/bin/python3 tests/conformance/api_breaking_test.py --accept build/release/schoolgate.protoset"


def describe(api, owner, field):
    kind = field.type_name.lstrip(".") or FIELD.Type.Name(field.type).removeprefix("TYPE_").lower()
    words = [field.name, "repeated" if field.label == FIELD.LABEL_REPEATED else "", kind]
    if field.proto3_optional:
        words.append("optional")
    elif field.HasField("oneof_index"):
        words.append(f"oneof={owner.oneof_decl[field.oneof_index].name}")
    if field.type in api_descriptors.TEXTUAL:
        words.append(api.handling(field) + ("+charset" if api.name_charset(field) else ""))
    return " ".join(word for word in words if word)


def summary(api):
    """{kind: {name: {number or call: what it is}}}."""
    stream = {True: "stream ", False: ""}
    found = {
        "messages": {node.name: {str(f.number): describe(api, node.proto, f) for f in node.proto.field}
                     for node in api.messages},
        "enums": {node.name: {str(v.number): v.name for v in node.proto.value} for node in api.enums},
        "services": {node.name: {m.name: f"{stream[m.client_streaming]}{m.input_type.lstrip('.')} -> "
                                         f"{stream[m.server_streaming]}{m.output_type.lstrip('.')}"
                                 for m in node.proto.method} for node in api.services},
    }
    # The options other people's tools read by number.
    found["extensions"] = {"google.protobuf.FieldOptions": {
        str(node.proto.number): node.name for node in api.extensions
        if node.proto.extendee == ".google.protobuf.FieldOptions"}}
    return found


def compare(before, after):
    """(what breaks, what is new)."""
    breaks, additions = [], []
    for kind in sorted(set(before) | set(after)):
        old, new = before.get(kind, {}), after.get(kind, {})
        for name in sorted(set(old) | set(new)):
            if name not in new:
                breaks.append(f"{name}: is gone")
                continue
            if name not in old:
                additions.append(f"{name}: is new")
                continue
            for key in sorted(set(old[name]) | set(new[name])):
                if key not in new[name]:
                    breaks.append(f"{name} {key}: '{old[name][key]}' is gone")
                elif key not in old[name]:
                    additions.append(f"{name} {key}: '{new[name][key]}' is new")
                elif old[name][key] != new[name][key]:
                    breaks.append(f"{name} {key}: was '{old[name][key]}', is '{new[name][key]}'")
    return breaks, additions


def written(found):
    """One line for each message, enum and service, so that a change shows as itself."""
    lines = []
    for kind, entries in sorted(found.items()):
        rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(entries[name])}" for name in sorted(entries))
        lines.append(f" {json.dumps(kind)}: {{\n{rows}\n }}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


class TreeTest(unittest.TestCase):
    maxDiff = None

    def test_nothing_that_was_promised_changed(self):
        breaks, additions = compare(json.loads(BASELINE.read_text()), summary(api_descriptors.load(PROTOSET)))
        self.assertEqual(breaks, [], "\nadd a field under a new number instead, and leave the old one")
        self.assertEqual(additions, [], f"\nto promise these from now on: {ACCEPT}")


class SelfTest(unittest.TestCase):
    SAMPLE = """syntax = "proto3";
package schoolgate.v1;
import "schoolgate/v1/options.proto";
enum Shade { SHADE_UNSPECIFIED = 0; SHADE_DARK = 1; }
message AskRequest {
  string text = 1 [(handling) = HANDLING_TEXT]; int32 count = 2; oneof kind { bool a = 3; bool b = 4; }
}
message AskResponse { optional double score = 1; repeated Shade shades = 2; }
service SampleService { rpc Ask(AskRequest) returns (AskResponse); }
"""

    def compare(self, before, after):
        self.assertIn(before, self.SAMPLE)
        return compare(*(summary(api_descriptors.compile_proto(text))
                         for text in (self.SAMPLE, self.SAMPLE.replace(before, after))))

    def test_what_breaks(self):
        for before, after in (("int32 count = 2;", ""), ("int32 count = 2", "int32 count = 5"),
                              ("int32 count", "int64 count"), ("int32 count", "int32 size"),
                              ("int32 count", "repeated int32 count"), ("optional double", "double"),
                              ("oneof kind { bool a = 3; bool b = 4; }", "bool a = 3; bool b = 4;"),
                              ("HANDLING_TEXT", "HANDLING_PLAIN"), ("SHADE_DARK = 1", "SHADE_DIM = 1"),
                              (" SHADE_DARK = 1;", ""), ("returns (AskResponse)", "returns (stream AskResponse)"),
                              ("rpc Ask(AskRequest) returns (AskResponse);", ""), ("SampleService", "OtherService")):
            with self.subTest(after=after or f"without {before}"):
                self.assertTrue(self.compare(before, after)[0])

    def test_what_is_new(self):
        for before, after in (("int32 count = 2;", "int32 count = 2; int32 size = 9;"), ("SHADE_DARK = 1;",
                              "SHADE_DARK = 1; SHADE_DIM = 2;"), ("enum Shade", "message Extra {}\nenum Shade")):
            with self.subTest(after=after):
                breaks, additions = self.compare(before, after)
                self.assertEqual((breaks, len(additions)), ([], 1))

    def test_comments_and_order_are_nobody_s_concern(self):
        self.assertEqual(self.compare("int32 count", "// How many.\nint32 count"), ([], []))

    def test_what_is_written_reads_back(self):
        found = summary(api_descriptors.compile_proto(self.SAMPLE))
        self.assertEqual(json.loads(written(copy.deepcopy(found))), found)


def accept(path, breaking):
    found = summary(api_descriptors.load(path))
    breaks, _ = compare(json.loads(BASELINE.read_text()) if BASELINE.exists() else {}, found)
    if breaks and not breaking:
        sys.exit("\n".join([*breaks, "these break callers; nothing was written"]))
    BASELINE.write_text(written(found))


if __name__ == "__main__":
    if sys.argv[1] in ("--accept", "--break"):
        accept(sys.argv[2], sys.argv[1] == "--break")
    else:
        PROTOSET = sys.argv.pop(1)
        unittest.main()
