"""Every fault `policy check` can give has a golden case.

The messages are read from the sources of policy/: each place that notes a fault, with what is put together at run time
left open. Each must be matched by a line of some policy/testdata/faults/*/expected.txt (policy/faults_test.cc shows that
those lines are what is printed).
"""
import re
import unittest

import source_tree

# A fault noted elsewhere that is passed on, and the helpers' own definitions: no messages of their own.
PASSED_ON = {"IssueAt(file, refused.mark, refused.message)", "IssueAt(file, refused->mark, refused->message)",
             "Issue(.file = std::move(file), .message = std::move(message))",
             "Issue(place.file, place.line, place.column, std::move(message), std::move(suggestion))",
             "Issue(place.file, place.line, place.column, std::move(message), term_.source)",
             "Issue(file_, line, column, std::move(message), std::move(suggestion))"}
SITE = re.compile(r"(?<![\w:~.])(?:\w*log_?\.Add(?:Near)?|IssueAt|FileIssue|Refused|Issue)(?=[({])")
DEFINITION = re.compile(r"^\s*(?:const (?:YamlNode|Place|YAML::Mark)\s*&|std::string(?:_view)? |int line, int column,)")
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


def arguments(text, start):
    """The text between the bracket at `start` and the one that closes it, and where that ends."""
    depth, at, string = 0, start, False
    while True:
        char = text[at]
        if string:
            at += char == "\\"
            string = char != '"'
        elif char == '"':
            string = True
        elif char in "({[":
            depth += 1
        elif char in ")}]":
            depth -= 1
            if depth == 0:
                return text[start + 1:at], at
        at += 1


def split(text):
    """At the commas outside brackets and literals."""
    parts, depth, string, begin, at = [], 0, False, 0, 0
    while at < len(text):
        char = text[at]
        if string:
            at += char == "\\"
            string = char != '"'
        elif char == '"':
            string = True
        elif char in "({[":
            depth += 1
        elif char in ")}]":
            depth -= 1
        elif char == "," and depth == 0:
            parts.append(text[begin:at].strip())
            begin = at + 1
        at += 1
    return parts + [text[begin:].strip()]


def pattern_of(argument):
    """A regular expression of what the argument says; None where it is no message."""
    argument = re.sub(r"^\.message\s*=\s*", "", argument)
    if re.fullmatch(r'(?:"(?:[^"\\\n]|\\.)*"\s*)+', argument):
        return re.escape(bytes("".join(LITERAL.findall(argument)), "utf-8").decode("unicode_escape"))
    if argument.startswith("StrCat("):
        inside, end = arguments(argument, argument.index("("))
        if end == len(argument) - 1:
            parts = [pattern_of(part) or ".*" for part in split(inside)]
            return "".join(parts) if set(parts) != {".*"} else None
    return None


def messages(path, text):
    """[(line, pattern)] of each place that notes a fault, and the places whose message could not be read."""
    found, unread = [], []
    text = source_tree.without_comments(text)
    for site in SITE.finditer(text):
        inside, _ = arguments(text, site.end())
        if DEFINITION.match(inside) or not inside.strip():
            continue
        patterns = [pattern for part in split(inside) if (pattern := pattern_of(part)) is not None]
        line = text.count("\n", 0, site.start()) + 1
        if patterns:
            found.append((f"{path}:{line}", patterns[0]))
        else:
            unread.append((f"{path}:{line}", re.sub(r"\s+", " ", f"{site.group(0)}({inside})")))
    return found, unread


def of_the_tree():
    found, unread = [], []
    for path, text in source_tree.read(".cc", ".h").items():
        # What reads a kind of document is no test, whatever the kind is called.
        product = path.startswith("policy/read_") or not source_tree.is_test(path)
        if product and path.startswith("policy/") and path.count("/") == 1:
            more, less = messages(path, text)
            found += more
            unread += less
    return found, unread


class FaultsTest(unittest.TestCase):
    maxDiff = None

    def test_every_message_has_a_golden_case(self):
        lines = []
        for path, text in source_tree.read("expected.txt").items():
            if path.startswith("policy/testdata/faults/"):
                lines += [re.sub(r"^[^ ]*: ", "", line) for line in text.splitlines()]
        found, _ = of_the_tree()
        self.assertGreater(len(found), 50)
        missing = [f"{place}: /{pattern}/ has no case: add a folder to policy/testdata/faults"
                   for place, pattern in found if not any(re.match(pattern, line) for line in lines)]
        self.assertEqual(missing, [])

    def test_every_place_that_notes_a_fault_could_be_read(self):
        _, unread = of_the_tree()
        self.assertEqual([(place, code) for place, code in unread
                          if code not in PASSED_ON], [])

    def test_every_case_says_what_it_expects(self):
        tree = source_tree.read("expected.txt")
        folders = {path.name for path in (source_tree.ROOT / "policy/testdata/faults").iterdir()}
        self.assertEqual([folder for folder in sorted(folders)
                          if not tree.get(f"policy/testdata/faults/{folder}/expected.txt", "").strip()], [])


class SelfTest(unittest.TestCase):

    def patterns(self, code):
        return [pattern for _, pattern in messages("a.cc", code)[0]]

    def test_messages_are_read_with_what_is_open_left_open(self):
        self.assertEqual(self.patterns('log.Add(*node, "\'a\' is " "wrong, (very)");'), [re.escape("'a' is wrong, (very)")])
        self.assertEqual(self.patterns('log_.AddNear(1, 2, StrCat("no \'", key, "\'"), x, y);'), [r"no\ '.*'"])
        self.assertEqual(self.patterns('throw Refused{mark, StrCat("over ", kMost, " bytes")};'), [r"over\ .*\ bytes"])
        self.assertEqual(self.patterns('Issue{.file = f, .message = "x"}'), ["x"])
        self.assertEqual(self.patterns("Issue IssueAt(const Place& place, std::string message);"), [])

    def test_a_place_that_cannot_be_read_is_told(self):
        self.assertEqual(len(messages("a.cc", "log.Add(node, MessageFor(x));")[1]), 1)
        self.assertEqual(messages("a.cc", "// log.Add(node, x);")[1], [])


if __name__ == "__main__":
    unittest.main()
