"""scripts/tidy must find what is there, alone or beside clean files, and must never believe a stale stamp."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLEAN = "int Clean{0}(int a) {{ return a; }}\n"
# bugprone-infinite-loop
FAULTY = "int Faulty(int a) {\n  int i = 0;\n  while (i < 10) {\n    ++a;\n  }\n  return a;\n}\n"


class TidyTest(unittest.TestCase):

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.root = pathlib.Path(scratch.name).resolve() / "tree"
        for folder in ("scripts", "core", "build/release"):
            (self.root / folder).mkdir(parents=True)
        shutil.copy(ROOT / "scripts" / "tidy", self.root / "scripts")
        shutil.copy(ROOT / ".clang-tidy", self.root)
        for name in ("a", "b"):
            (self.root / "core" / f"{name}.cc").write_text(f'#include "core/{name}.h"\n' + CLEAN.format(name))
            (self.root / "core" / f"{name}.h").write_text("")
        (self.root / "build/release/compile_commands.json").write_text(json.dumps([
            {"directory": str(self.root), "file": str(self.root / "core" / f"{name}.cc"),
             "command": f"ccache /usr/bin/c++ -I{self.root} -Wall -Werror -std=c++20 -Winvalid-pch "
                        f"-include {self.root}/build/cmake_pch.hxx -o {name}.o -c {self.root}/core/{name}.cc"}
            for name in ("a", "b")]))

    def tidy(self):
        result = subprocess.run([str(self.root / "scripts" / "tidy")], capture_output=True, text=True, check=False,
                                env={**os.environ, "SCHOOLGATE_CACHE": str(self.root / "cache")})
        return result.returncode, result.stdout + result.stderr

    def test_clean_files_are_analysed_once(self):
        self.assertEqual(self.tidy(), (0, "tidy: 2 files, 2 analysed, 0 with findings\n"))
        self.assertEqual(self.tidy(), (0, "tidy: 2 files, 0 analysed, 0 with findings\n"))

    def test_a_fault_is_found_beside_a_clean_file_and_again_on_the_next_run(self):
        (self.root / "core" / "b.cc").write_text(FAULTY)
        for analysed in (2, 1):
            status, text = self.tidy()
            self.assertEqual(status, 1, text)
            self.assertIn("core/b.cc:3:3", text)
            self.assertIn("bugprone-infinite-loop", text)
            self.assertIn(f"tidy: 2 files, {analysed} analysed, 1 with findings", text)

    def test_a_fault_that_comes_with_a_header_is_found(self):
        self.tidy()
        (self.root / "core" / "b.h").write_text("inline " + FAULTY)
        status, text = self.tidy()
        self.assertEqual(status, 1, text)
        self.assertIn("core/b.h:3:3", text)
        self.assertIn("1 analysed", text)

    def test_files_that_cannot_stand_in_one_unit_are_analysed_alone(self):
        for name in ("a", "b"):
            (self.root / "core" / f"{name}.cc").write_text("namespace { int Same() { return 1; } }\n"
                                                           f"int Use{name}() {{ return Same(); }}\n")
        self.assertEqual(self.tidy(), (0, "tidy: 2 files, 2 analysed, 0 with findings\n"))

    def test_a_file_that_does_not_compile_is_a_finding(self):
        (self.root / "core" / "a.cc").write_text("int Broken( {\n")
        status, text = self.tidy()
        self.assertEqual(status, 1)
        self.assertIn("core/a.cc", text)


if __name__ == "__main__":
    unittest.main()
