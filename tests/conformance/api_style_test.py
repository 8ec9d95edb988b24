"""api_style_test.py PROTOSET: the API follows the Buf STANDARD rules and the AIPs that a program can check."""
import re
import sys
import unittest

import api_descriptors

FIELD = api_descriptors.FIELD
LOWER = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*$")
PASCAL = re.compile(r"[A-Z][A-Za-z0-9]*$")
UPPER = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$")
RULES = []


def rule(check):
    """`check` yields (name, what is wrong) for an Api."""
    RULES.append(check)
    return check


def upper_snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).upper()


@rule
def packages(api):
    """PACKAGE_VERSION_SUFFIX, PACKAGE_DIRECTORY_MATCH, FILE_LOWER_SNAKE_CASE, proto3, no public or weak imports."""
    for file in api.files:
        folder, _, name = file.name.rpartition("/")
        if not re.fullmatch(r"[a-z.]+\.v\d+((alpha|beta)\d*)?", file.package):
            yield file.name, f"package {file.package} does not end in a version"
        if folder != file.package.replace(".", "/"):
            yield file.name, f"does not stand where package {file.package} does"
        if not LOWER.match(name.removesuffix(".proto")):
            yield file.name, "is not named in lower_snake_case"
        if file.syntax != "proto3":
            yield file.name, "is not proto3"
        if file.public_dependency or file.weak_dependency:
            yield file.name, "has public or weak imports"


@rule
def comments(api):
    """COMMENTS: messages, enums, services and rpcs say what they are. A field says so where its name does not."""
    for node in api.messages + api.enums + api.services + api.rpcs:
        if not node.comment:
            yield node.name, "has no comment"
    for file in api.files:
        if not any(at.path == [12] and at.leading_comments.strip() for at in file.source_code_info.location):
            yield file.name, "does not open with what it is for"


@rule
def names(api):
    for node in api.messages + api.enums + api.services + api.rpcs:
        if not PASCAL.match(node.proto.name):
            yield node.name, "is not in PascalCase"
    for node in api.fields + api.oneofs:
        if not LOWER.match(node.proto.name) and not node.proto.name.startswith("_"):
            yield node.name, "is not in lower_snake_case"


@rule
def enums(api):
    """ENUM_ZERO_VALUE_SUFFIX, ENUM_VALUE_PREFIX, ENUM_NO_ALLOW_ALIAS."""
    for node in api.enums:
        prefix = upper_snake(node.proto.name) + "_"
        if node.proto.options.allow_alias:
            yield node.name, "gives one number two names"
        for value in node.proto.value:
            if not UPPER.match(value.name) or not value.name.startswith(prefix):
                yield f"{node.name}.{value.name}", f"does not begin with {prefix}"
            if (value.number == 0) != (value.name == prefix + "UNSPECIFIED"):
                yield f"{node.name}.{value.name}", f"zero, and only zero, is {prefix}UNSPECIFIED"


@rule
def services(api):
    """SERVICE_SUFFIX, RPC_REQUEST_RESPONSE_UNIQUE, RPC_REQUEST_STANDARD_NAME, RPC_RESPONSE_STANDARD_NAME."""
    seen = {}
    for node in api.services:
        if not node.proto.name.endswith("Service"):
            yield node.name, "does not end in Service"
        for rpc in node.proto.method:
            for kind, type_name in (("Request", rpc.input_type), ("Response", rpc.output_type)):
                if type_name != f".{node.file.package}.{rpc.name}{kind}":
                    yield f"{node.name}.{rpc.name}", f"its {kind.lower()} is not {rpc.name}{kind}"
                if seen.setdefault(type_name, f"{node.name}.{rpc.name}") != f"{node.name}.{rpc.name}":
                    yield f"{node.name}.{rpc.name}", f"{type_name} is also {seen[type_name]}'s"


def field_of(message, name, kind):
    return next((f for f in message.field if f.name == name and f.type == kind), None)


@rule
def pagination(api):
    """AIP-158: what lists, lists in pages, from its first day."""
    for node in api.rpcs:
        request, response = (api.message.get(t.lstrip(".")) for t in (node.proto.input_type, node.proto.output_type))
        if request is None or response is None:
            continue
        size = field_of(request, "page_size", FIELD.TYPE_INT32)
        token = field_of(request, "page_token", FIELD.TYPE_STRING)
        following = field_of(response, "next_page_token", FIELD.TYPE_STRING)
        if node.proto.server_streaming:
            if following or size:
                yield node.name, "streams, and has pages"
        elif node.proto.name.startswith("List") and not (size and token and following):
            yield node.name, "lists, and lacks page_size, page_token or next_page_token"
        elif bool(size and token) != bool(following):
            yield node.name, "has half of page_size, page_token and next_page_token"
        if following:
            items = [f for f in response.field if f.label == FIELD.LABEL_REPEATED]
            if len(items) != 1 or items[0].type != FIELD.TYPE_MESSAGE:
                yield node.name, "a page is one repeated field of messages"


@rule
def field_behavior(api):
    """AIP-203: a request says of each field whether a caller must set it; an answer's fields are nobody's to set."""
    requests, responses = api.requests(), api.responses()
    only_answers = api.reachable(responses) - api.reachable(requests)
    for node in api.fields:
        owner, behavior = node.name.rpartition(".")[0], api.behavior(node.proto)
        if owner in requests or owner == "schoolgate.v1.RequestContext":
            if behavior not in ("REQUIRED", "OPTIONAL"):
                yield node.name, "is a request's, and says neither REQUIRED nor OPTIONAL"
        if behavior == "REQUIRED" and node.proto.proto3_optional:
            yield node.name, "is REQUIRED and optional"
        if behavior == "OUTPUT_ONLY" and owner not in only_answers:
            yield node.name, "is OUTPUT_ONLY, and stands in a request"
        if behavior in ("REQUIRED", "OPTIONAL") and owner in only_answers:
            yield node.name, f"is {behavior}, and stands in an answer alone"


@rule
def presence(api):
    """`optional` tells unset from zero; of text, unset and empty are one."""
    for node in api.fields:
        if node.proto.proto3_optional and node.proto.type in (*api_descriptors.TEXTUAL, FIELD.TYPE_MESSAGE):
            yield node.name, "is optional, and empty means unset already"


@rule
def field_kinds(api):
    """No maps (their keys could say nothing of their handling), no Any or Struct (the walker cannot see into them)."""
    for node in api.messages:
        if node.proto.options.map_entry:
            yield node.name, "is a map: use a repeated message"
    for node in api.fields:
        if node.proto.type_name in (".google.protobuf.Any", ".google.protobuf.Struct", ".google.protobuf.Value"):
            yield node.name, "holds anything: say what"
        if node.proto.type_name == ".google.protobuf.Timestamp" and not node.proto.name.endswith("_time"):
            yield node.name, "is a Timestamp, and its name does not end in _time (AIP-142)"
        if node.proto.name.startswith("is_"):
            yield node.name, "leave out 'is_' (AIP-140)"


@rule
def request_ids(api):
    """AIP-155: an id that makes a retry safe."""
    for node in api.fields:
        if node.proto.name == "request_id":
            if (node.proto.type, api.behavior(node.proto), api.handling(node.proto)) != \
                    (FIELD.TYPE_STRING, "OPTIONAL", "IDENTIFIER"):
                yield node.name, "a request_id is an OPTIONAL string, treated as IDENTIFIER"


def faults(api):
    return [f"{name}: {what}" for check in RULES for name, what in check(api)]


class TreeTest(unittest.TestCase):
    maxDiff = None

    def test_the_api_follows_the_rules(self):
        api = api_descriptors.load(PROTOSET)
        self.assertGreater(len(api.rpcs), 15)
        self.assertEqual(faults(api), [])


class SelfTest(unittest.TestCase):
    SAMPLE = """// A sample.
syntax = "proto3";
package schoolgate.v1;
import "schoolgate/v1/options.proto";
import "google/protobuf/any.proto";
import "google/protobuf/timestamp.proto";
// Samples.
service SampleService {
  // Lists samples.
  rpc ListSamples(ListSamplesRequest) returns (ListSamplesResponse);
}
// A shade.
enum SampleShade { SAMPLE_SHADE_UNSPECIFIED = 0; SAMPLE_SHADE_DARK = 1; }
// A sample.
message Sample { string name = 1; optional int32 count = 2; google.protobuf.Timestamp create_time = 3; }
// Asks.
message ListSamplesRequest {
  int32 page_size = 1 [(behavior) = FIELD_BEHAVIOR_OPTIONAL];
  string page_token = 2 [(behavior) = FIELD_BEHAVIOR_OPTIONAL];
}
// Answers.
message ListSamplesResponse {
  repeated Sample samples = 1;
  string next_page_token = 2 [(behavior) = FIELD_BEHAVIOR_OUTPUT_ONLY];
}
"""
    # What is put for what, and what is then said. Each line is one fault.
    BAD = (
        ("package schoolgate.v1;", "package schoolgate.v1.one;", "version"),
        ("// A sample.\nsyntax", "syntax", "does not open"),
        ("// A sample.\nmessage", "message", "Sample: has no comment"),
        ("// A shade.\n", "", "Shade: has no comment"),
        ("// Samples.\n", "", "SampleService: has no comment"),
        ("  // Lists samples.\n", "", "ListSamples: has no comment"),
        ("string name", "string fullName", "lower_snake"),
        ("message Sample {", "message Sample { // x\n oneof Kind { string a = 9; }", "lower_snake"),
        ("SAMPLE_SHADE_DARK", "SHADE_DARK", "does not begin"),
        ("SAMPLE_SHADE_UNSPECIFIED", "SAMPLE_SHADE_NONE", "UNSPECIFIED"),
        ("SAMPLE_SHADE_DARK = 1;", "SAMPLE_SHADE_DARK = 1; SAMPLE_SHADE_DIM = 1; option allow_alias = true;",
         "two names"),
        ("SampleService", "Samples", "Service"),
        ("returns (ListSamplesResponse)", "returns (Sample)", "ListSamplesResponse"),
        ("int32 page_size", "int64 page_size", "lacks page_size"),
        ("string next_page_token", "string following", "lacks page_size"),
        ("returns (ListSamplesResponse)", "returns (stream ListSamplesResponse)", "has pages"),
        ("repeated Sample samples", "Sample samples", "one repeated field"),
        ("int32 page_size = 1 [(behavior) = FIELD_BEHAVIOR_OPTIONAL]", "int32 page_size = 1", "neither REQUIRED"),
        ("OPTIONAL", "OUTPUT_ONLY", "stands in a request"),
        ("OUTPUT_ONLY", "REQUIRED", "in an answer alone"),
        ("string name", "optional string name", "means unset already"),
        ("string name = 1;", "map<string, string> names = 1;", "is a map"),
        ("string name", "google.protobuf.Any thing", "holds anything"),
        ("create_time", "created", "_time"),
        ("optional int32 count", "bool is_dark", "is_"),
        ("string page_token = 2", "string page_token = 2 [(behavior) = FIELD_BEHAVIOR_OPTIONAL]; string request_id = 3",
         "a request_id"),
    )

    def test_a_good_file_has_no_faults(self):
        self.assertEqual(faults(api_descriptors.compile_proto(self.SAMPLE)), [])

    def test_each_bad_file_has_its_own(self):
        for before, after, expected in self.BAD:
            with self.subTest(after=after):
                self.assertIn(before, self.SAMPLE)
                text = self.SAMPLE.replace(before, after)
                self.assertRegex("\n".join(faults(api_descriptors.compile_proto(text))), expected)

    def test_a_file_in_the_wrong_place(self):
        found = faults(api_descriptors.compile_proto(self.SAMPLE, "schoolgate/other/Sample.proto"))
        self.assertEqual(len(found), 2)

    def test_a_request_shared_by_two_calls(self):
        text = self.SAMPLE.replace("  // Lists", "  // Lists too.\n  rpc ListMore(ListSamplesRequest) "
                                                 "returns (ListSamplesResponse);\n  // Lists")
        self.assertRegex("\n".join(faults(api_descriptors.compile_proto(text))), "is also")


if __name__ == "__main__":
    PROTOSET = sys.argv.pop(1)
    unittest.main()
