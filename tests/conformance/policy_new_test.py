"""`schoolgate policy new` from the outside: what it writes, what it lists, and that it never writes over anything."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

import source_tree

SCHOOLGATE = pathlib.Path(sys.argv.pop(1)) / "schoolgate" if len(sys.argv) > 1 else None
WORKSHEETS = source_tree.ROOT / "policy/testdata/exhibit_b"


class PolicyNewTest(unittest.TestCase):

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.out = pathlib.Path(scratch.name) / "policy"

    def run_policy(self, *arguments):
        return subprocess.run([str(SCHOOLGATE), "policy", *map(str, arguments)], capture_output=True, text=True, check=False)

    def draft(self, worksheet, *more):
        return self.run_policy("new", "--from", WORKSHEETS / worksheet, "--out", self.out, *more)

    def test_a_draft_is_written_and_its_gaps_are_named(self):
        result = self.draft("filled.csv", "--vendor", "Acme Learning", "--state", "CA")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stdout.split(), [f"{self.out}/agreements/acme-learning-ndpa.yaml", f"{self.out}/tools/acme-learning.yaml"])
        self.assertRegex(result.stderr, r"filled\.csv:9: Assessment: what was specified there has to be read")
        self.assertRegex(result.stderr, r"schoolgate: \d+ rows drafted, 1 to be looked at")
        check = self.run_policy("check", self.out)
        self.assertEqual(check.returncode, 1)
        faults = check.stderr.splitlines()
        self.assertGreater(len(faults), 8)
        for fault in faults[:-1]:
            self.assertRegex(fault, r"^(agreements|tools)/acme-learning[a-z-]*\.yaml:\d+:\d+: '\w+' is still to be filled in$")

    def test_nothing_is_written_over(self):
        self.draft("filled.csv")
        before = {path: path.read_text() for path in self.out.rglob("*.yaml")}
        self.assertEqual(len(before), 2)
        (self.out / "tools/drafted.yaml").write_text("# mine\n")
        (self.out / "agreements/drafted-ndpa.yaml").unlink()
        result = self.draft("filled.csv")
        self.assertEqual(result.returncode, 1)
        self.assertIn("tools/drafted.yaml is there already; nothing was written", result.stderr)
        self.assertEqual([path.read_text() for path in self.out.rglob("*.yaml")], ["# mine\n"])

    def test_what_cannot_be_drafted_is_said(self):
        for more, message in ((["--state", "TX"], "there are packs for CA, CO, IL, NY only"), ([], "no such file|No such file|cannot")):
            result = self.draft("filled.csv" if more else "missing.csv", *more)
            self.assertEqual(result.returncode, 1)
            self.assertRegex(result.stderr, message)
        result = self.run_policy("new", "--from", source_tree.ROOT / "README.md", "--out", self.out)
        self.assertEqual(result.returncode, 1)
        self.assertIn("is it a filled Exhibit B worksheet?", result.stderr)
        self.assertFalse(self.out.exists())


if __name__ == "__main__":
    unittest.main()
