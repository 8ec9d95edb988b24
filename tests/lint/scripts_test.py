"""Every script parses, stops at its first error, can be executed, and says what it is for."""
import pathlib
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = sorted(path for folder in ("scripts", ".ci") for path in (ROOT / folder).iterdir()
                 if path.is_file() and not path.name.startswith("."))


class ScriptsTest(unittest.TestCase):

    def test_there_are_the_scripts_the_readme_names(self):
        self.assertLessEqual({"build", "format", "run", "setup", "test", "tidy"},
                             {path.name for path in SCRIPTS if path.parent.name == "scripts"})

    def test_they_parse(self):
        for path in SCRIPTS:
            with self.subTest(script=path.name):
                text = path.read_text()
                if text.startswith("#!/usr/bin/env python3"):
                    compile(text, str(path), "exec")
                else:
                    result = subprocess.run(["bash", "-n", str(path)], capture_output=True, text=True, check=False)
                    self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_they_can_be_executed_and_stop_at_the_first_error(self):
        for path in SCRIPTS:
            if path.suffix == ".sh":  # sourced, not run
                continue
            with self.subTest(script=path.name):
                self.assertTrue(path.stat().st_mode & 0o111, "not executable")
                text = path.read_text()
                if text.startswith("#!/usr/bin/env bash"):
                    self.assertRegex(text, r"(?m)^set -euo pipefail$|^exec ")
                else:
                    self.assertTrue(text.startswith("#!/usr/bin/env python3"))


if __name__ == "__main__":
    unittest.main()
