"""field_options_test.py PROTOSET: every string and bytes field of the API says how the gate treats it.

The walker (redaction/walk) trusts these options, so what they may say is narrow: nothing a caller is free to choose is
PLAIN (plain_request_fields.json names the PLAIN fields of requests, each with the reason it is no free text), and what
is named like a secret is one.
"""
import json
import pathlib
import re
import sys
import unittest

import api_descriptors

PLAIN_FIELDS = pathlib.Path(__file__).with_name("plain_request_fields.json")
SECRET = re.compile(r"_key$|password|secret|credential|private")
# Named like a secret, and none: {field: why}.
NO_SECRETS = {}


def faults(api, plain):
    found, plain_seen = [], set()
    in_requests = api.reachable(api.requests())
    for node in api.fields:
        field, handling = node.proto, api.handling(node.proto)
        textual = field.type in api_descriptors.TEXTUAL
        if textual and handling == "UNSPECIFIED":
            found.append(f"{node.name}: says nothing of its handling")
        if not textual and handling != "UNSPECIFIED":
            found.append(f"{node.name}: holds no text, and says how it is handled")
        if api.name_charset(field) and handling != "TEXT":
            found.append(f"{node.name}: name_charset is for TEXT")
        if textual and SECRET.search(field.name) and handling != "CREDENTIAL" and node.name not in NO_SECRETS:
            found.append(f"{node.name}: is named like a secret, and is no CREDENTIAL")
        if handling == "PLAIN" and node.name.rpartition(".")[0] in in_requests:
            plain_seen.add(node.name)
            if not plain.get(node.name):
                found.append(f"{node.name}: is PLAIN in a request; plain_request_fields.json must say why it is no "
                             "free text")
    found += [f"{name}: is in plain_request_fields.json, and is no PLAIN field of a request"
              for name in sorted(set(plain) - plain_seen)]
    return found


class TreeTest(unittest.TestCase):
    maxDiff = None

    def test_every_field_says_how_it_is_treated(self):
        api = api_descriptors.load(PROTOSET)
        self.assertGreater(len(api.fields), 200)
        self.assertEqual(faults(api, json.loads(PLAIN_FIELDS.read_text())), [])


class SelfTest(unittest.TestCase):
    SAMPLE = """syntax = "proto3";
package schoolgate.v1;
import "schoolgate/v1/options.proto";
message SayRequest { Inner inner = 1; int32 count = 2%s; message Inner { %s } }
message SayResponse { string text = 1 [(handling) = HANDLING_PLAIN]; }
service SampleService { rpc Say(SayRequest) returns (SayResponse); }
"""

    def faults(self, inner, count="", plain=None):
        return faults(api_descriptors.compile_proto(self.SAMPLE % (count, inner)), plain or {})

    def test_good_fields_pass(self):
        self.assertEqual(self.faults("string text = 1 [(handling) = HANDLING_TEXT, (name_charset) = true];"
                                     "bytes image = 2 [(handling) = HANDLING_MEDIA];"
                                     "string api_key = 3 [(handling) = HANDLING_CREDENTIAL];"), [])

    def test_fields_that_say_nothing(self):
        for inner in ("string text = 1;", "repeated bytes data = 1;", "oneof kind { string text = 1; }",
                      "string text = 1 [(handling) = HANDLING_UNSPECIFIED];", "message Deep { string text = 1; }"):
            with self.subTest(inner=inner):
                self.assertRegex("".join(self.faults(inner)), "says nothing")
        self.assertEqual(len(self.faults("map<string, string> labels = 1;")), 2)

    def test_options_that_mean_nothing(self):
        self.assertRegex("".join(self.faults("", " [(handling) = HANDLING_TEXT]")), "holds no text")
        self.assertRegex("".join(self.faults("string a = 1 [(handling) = HANDLING_JSON, (name_charset) = true];")),
                         "name_charset")

    def test_secrets(self):
        for name in ("api_key", "password", "client_secret", "password_hash"):
            with self.subTest(name=name):
                self.assertRegex("".join(self.faults(f"string {name} = 1 [(handling) = HANDLING_TEXT];")), "secret")

    def test_plain_fields_of_requests(self):
        inner, name = "string tool = 1 [(handling) = HANDLING_PLAIN];", "schoolgate.v1.SayRequest.Inner.tool"
        self.assertRegex("".join(self.faults(inner)), "no free text")
        self.assertRegex("".join(self.faults(inner, plain={name: ""})), "no free text")
        self.assertEqual(self.faults(inner, plain={name: "a registered name"}), [])
        self.assertRegex("".join(self.faults("", plain={name: "a registered name"})), "no PLAIN field")


if __name__ == "__main__":
    PROTOSET = sys.argv.pop(1)
    unittest.main()
