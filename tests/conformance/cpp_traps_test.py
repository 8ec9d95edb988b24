#!/usr/bin/env python3
"""C++ that compiles without a word here and does something else than it says. Each was a fault once.

  - Two headers define an inline variable of one name in one namespace. The linker keeps one of the two for both, whatever
    their types: one reader reads what is not there.
  - A lambda that is written inside a co_await expression. gcc 12 destroys such a temporary twice (GCC bug 99576 and its
    like), and with it what it captured: a shared object is freed while it is used. Named first and moved in, it is not.
"""
import collections
import re
import unittest

import source_tree

NAMESPACE = re.compile(r"^(?:namespace ([\w:]+) \{|\} *// namespace.*)$", re.M)
VARIABLE = re.compile(r"^inline (?:constexpr|const)\b[^=({;]*?\b(k[A-Z]\w*)\s*(?:\[[^\]]*\]\s*)?[={(]", re.M)
LAMBDA = re.compile(r"\bco_await\b[^;{]*[(,]\s*\[[^\]]*\]\s*[({]")


def inline_variables():
    """(namespace, name) -> the headers that define it."""
    found = collections.defaultdict(list)
    for path, source in source_tree.read(".h").items():
        inside = []
        marks = [*NAMESPACE.finditer(source), *VARIABLE.finditer(source)]
        for match in sorted(marks, key=lambda each: each.start()):
            if match.re is VARIABLE:
                found["::".join(inside), match.group(1)].append(path)
            elif match.group(1):
                inside.append(match.group(1))
            else:
                inside.pop()
    return found


class CppTrapsTest(unittest.TestCase):
    def test_no_two_headers_define_one_inline_variable(self):
        found = inline_variables()
        self.assertGreater(len(found), 50)
        twice = {name: paths for name, paths in found.items() if len(paths) > 1}
        self.assertEqual(twice, {})

    def test_no_lambda_is_written_in_a_co_await(self):
        faults = []
        for path, source in source_tree.read(".h", ".cc").items():
            if source_tree.is_test(path):
                continue  # theirs capture references only
            text = source_tree.without_comments(source)
            faults += [f"{path}:{text.count(chr(10), 0, match.start()) + 1}" for match in LAMBDA.finditer(text)]
        self.assertEqual(faults, [])

    def test_the_traps_are_recognised(self):
        self.assertTrue(LAMBDA.search("x = co_await pool.Run([this, followed] { go(); });"))
        self.assertTrue(LAMBDA.search("co_return co_await Run(loop, [&](int n) -> int { return n; });"))
        self.assertFalse(LAMBDA.search("auto go = [this] { run(); };\nco_await pool.Run(std::move(go));"))
        self.assertEqual([match.group(1) for match in VARIABLE.finditer(
            'inline constexpr std::string_view kAgain = "x";\ninline constexpr std::string_view kAgain[] = {"y"};\n')],
                         ["kAgain", "kAgain"])


if __name__ == "__main__":
    unittest.main()
