"""People's text has no printer, and every place that reads it is a reviewed one.

The types do most of this (core/guard, core/util/safe_label.h); here is what types cannot say: that nobody gives them a
printer, that nothing prints beside the logger and the command line, that the two makers of the promise are defined
once, and that each call that reads people's text or calls a string a label is in reviewed_calls.json.

  guarded_text_test.py --accept     writes reviewed_calls.json from the tree: the change is then reviewed with the code
"""
import json
import pathlib
import re
import sys
import unittest

import source_tree

REVIEWED = pathlib.Path(__file__).with_name("reviewed_calls.json")

# (what, its pattern, where it may stand nonetheless). Tests are not looked at.
FORBIDDEN = (
    ("prints a message", r"\b(Utf8|Short)?DebugString\s*\(|\bPrintDebugString\b|\bTextFormat\b", ()),
    ("turns a message into JSON whole", r"\bMessageToJson(String|Stream)\b|json_util\.h", ()),
    ("gives a type a stream operator", r"\boperator\s*<<", ()),
    ("gives a type an fmt formatter", r"\bfmt\s*::\s*formatter\s*<|\bostream_formatter\b|\bformat_as\s*\(", ()),
    ("gives a type an Abseil printer", r"\bAbslStringify\b", ()),
    # The command line, the demo and the tagger's trainer talk to a person who asked; the logger takes labels and
    # numbers only. The two files
    # say in fixed words why they end the process: its cryptography failed, or the demo's vendor cannot keep its record.
    ("prints", r"\bstd\s*::\s*(cerr|cout|clog)\b|(?<!\w)v?f?printf\s*\(|(?<!\w)f?puts\s*\(|(?<!\w)perror\s*\(|"
               r"\bfmt\s*::\s*print\b|\bSTD(ERR|OUT)_FILENO\b|\bsyslog\s*\(",
     ("gateway/cli/", "gateway/main.cc", "gateway/demo/", "redaction/detect/model/train/",
      "core/crypto/openssl_internal.cc", "connectors/vendors/simulated_vendor.cc")),
    ("logs beside the logger", r"\bspdlog\b", ("core/util/log.cc",)),
    ("reads people's text for a test", r"\bRevealFor\s*::\s*kTesting\b", ()),
)
# Classes that others befriend: a second definition would be a way around them.
DEFINED_ONCE = (
    ("Transformer", "redaction/transform/transformer.h"), ("AuditLog", "gateway/audit/audit_log.h"),
    ("Outbound", "core/guard/outbound.h"), ("Cleared", "core/guard/outbound.h"),
    ("Guarded", "core/guard/guarded.h"), ("SafeLabel", "core/util/safe_label.h"))
REVEAL = re.compile(r"\bReveal(?:Mutable)?\s*\(\s*RevealFor\s*::\s*(k\w+)")
# A reason that is not a name on the spot cannot be counted. (Declarations name the type alone.)
REVEAL_OTHER = re.compile(r"\bRevealFor\b(?!\s*(?:::|\)|\{))(?<!class RevealFor)|\(\s*RevealFor\s*\)\s*\d|"
                          r"\busing\s+enum\s+(?:\w+::)*RevealFor")
REGISTERED = re.compile(r"\bSafeLabel\s*::\s*Registered\b")


def product(sources):
    return {path: text for path, text in sources.items() if not source_tree.is_test(path)}


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def faults(sources):
    found = []
    for path, text in product(sources).items():
        code = source_tree.without_comments(text, strings=False)
        for what, pattern, allowed in FORBIDDEN:
            if path.startswith(allowed):
                continue
            found += [f"{path}:{line_of(code, m.start())}: {what}: {m.group(0)}" for m in re.finditer(pattern, code)]
        found += [f"{path}:{line_of(code, m.start())}: names the reason of a Reveal some other way"
                  for m in REVEAL_OTHER.finditer(code)]
        for name, home in DEFINED_ONCE:
            if path != home and re.search(rf"\b(class|struct)\s+(\w+::)*{name}\b(?!\s*::)[^;{{}}()]*\{{", code):
                found.append(f"{path}: defines '{name}', which is {home}'s")
    return found


def calls(sources):
    """{file: {call: how often}} of the calls that are reviewed one by one."""
    counted = {}
    for path, text in product(sources).items():
        code = source_tree.without_comments(text, strings=False)
        names = [f"Reveal({reason})" for reason in REVEAL.findall(code)]
        if path != "core/util/safe_label.h":
            names += ["SafeLabel::Registered"] * len(REGISTERED.findall(code))
        for name in names:
            counted.setdefault(path, {}).setdefault(name, 0)
            counted[path][name] += 1
    return {path: dict(sorted(names.items())) for path, names in sorted(counted.items())}


def differences(reviewed, found):
    rows = {(path, name) for counted in (reviewed, found) for path, names in counted.items() for name in names}
    return [f"{path}: {name} stands there {after} times, reviewed were {before}" for path, name in sorted(rows)
            if (before := reviewed.get(path, {}).get(name, 0)) != (after := found.get(path, {}).get(name, 0))]


class TreeTest(unittest.TestCase):
    maxDiff = None

    def test_nothing_prints_what_it_must_not(self):
        self.assertEqual(faults(source_tree.read(".h", ".cc", ".inc")), [])

    def test_every_call_that_reads_text_or_calls_it_a_label_was_reviewed(self):
        found = differences(json.loads(REVIEWED.read_text()), calls(source_tree.read(".h", ".cc", ".inc")))
        self.assertEqual(found, [], "\nread what is new: may it see people's text, may this string stand in a log or a "
                                    "label? Then: python3 tests/conformance/guarded_text_test.py --accept")


class SelfTest(unittest.TestCase):

    def test_what_is_forbidden_is_found(self):
        for line in ("x = m.DebugString();", "m.ShortDebugString ();", "google::protobuf::TextFormat::Printer p;",
                     "std::ostream& operator<<(std::ostream& o, const Guarded<T>& g);",
                     "template <> struct fmt::formatter<Guarded<int>> {};", "auto format_as(const Outbound& o);",
                     "std::cerr << 1;", "std :: cout << 1;", 'printf("x");', 'std::fprintf(stderr, "x");',
                     'fmt::print("x");', 'spdlog::info("x");', "g.Reveal(RevealFor::kTesting);",
                     "RevealFor why = Why();",
                     "using enum RevealFor;", "namespace schoolgate::redaction { class Transformer final { }; }",
                     "class gateway::AuditLog { };", "template <> class Guarded<int> {};",
                     "MessageToJsonString(m, &out);"):
            with self.subTest(line=line):
                self.assertEqual(len(faults({"core/guard/a.cc": "// x\n" + line + "\n"})), 1)
                self.assertEqual(faults({"core/guard/a_test.cc": line, "core/guard/a_test_server.h": line,
                                         "core/guard/test_a.h": line, "tests/leak/a.cc": line}), [])

    def test_what_is_not_is_not(self):
        for line in ("// std::cerr << text", '"use DebugString()"', "std::snprintf(b, 2, f);", "class Transformer;",
                     "struct AuditLog::Impl {",
                     "friend class gateway::AuditLog;", "enum class RevealFor {", "const T& Reveal(RevealFor) const;",
                     "a << b;", "const char c = '\"'; /* printf( */ f(\"it's\");"):
            with self.subTest(line=line):
                self.assertEqual(faults({"core/guard/a.cc": line}), [])

    def test_the_command_line_may_print(self):
        self.assertEqual(faults({"gateway/cli/a.cc": "std::cout << 1;", "gateway/demo/a.cc": "std::cerr << 1;"}), [])
        self.assertTrue(faults({"gateway/ingress/a.cc": "std::cout << 1;"}))

    def test_calls_are_counted_by_reason(self):
        text = ("a.Reveal(\n    RevealFor::kDecoding);\n"
                "b.RevealMutable(RevealFor::kDecoding); SafeLabel::Registered(x);\n")
        found = calls({"a.cc": text, "a_test.cc": text})
        self.assertEqual(found, {"a.cc": {"Reveal(kDecoding)": 2, "SafeLabel::Registered": 1}})
        self.assertEqual(differences(found, found), [])
        self.assertEqual(len(differences({}, found)), 2)
        self.assertEqual(len(differences(found, {})), 2)
        self.assertEqual(len(differences(found, {"a.cc": {**found["a.cc"], "Reveal(kDecoding)": 3}})), 1)


if __name__ == "__main__":
    if sys.argv[1:] == ["--accept"]:
        REVIEWED.write_text(json.dumps(calls(source_tree.read(".h", ".cc", ".inc")), indent=1) + "\n")
    else:
        unittest.main()
