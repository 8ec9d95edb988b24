"""compile_fail_test.py BUILD_DIR CASE.cc: the case compiles, and with MUST_NOT_COMPILE defined it does not.
   compile_fail_test.py BUILD_DIR            tests this test: cases that prove nothing are told from those that do

Both runs use the build's own compiler and flags. The error must stand in what MUST_NOT_COMPILE adds, and be the one the
case says it EXPECTs; so a case cannot fail to compile for a reason of its own.
"""
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

# Any source of the project has the flags; this one is built for every binary.
MODEL = "core/guard/outbound.cc"


def command(build):
    for entry in json.loads((build / "compile_commands.json").read_text()):
        if entry["file"].endswith("/" + MODEL):
            words = shlex.split(entry["command"])
            break
    else:
        sys.exit(f"no {MODEL} in {build}/compile_commands.json")
    start = next(i for i, word in enumerate(words) if re.search(r"(^|/)(g|c|clang)\+\+(-\d+)?$", word))
    kept, rest = [words[start]], iter(words[start + 1:])
    for word in rest:
        if word == "-o":
            next(rest)
        elif word not in ("-c", entry["file"]):
            kept.append(word)
    # Without warnings: what must not compile must be an error of the language.
    return kept + ["-fsyntax-only", "-w"]


def compile_case(words, case):
    result = subprocess.run([*words, str(case)], capture_output=True, text=True, check=False,
                            env={**os.environ, "LC_ALL": "C"})
    return result.returncode, result.stderr


def fault(words, case):
    """What is wrong with a case; empty if nothing is."""
    lines = case.read_text().splitlines()
    expected = next((line.split("// EXPECT: ", 1)[1] for line in lines if line.startswith("// EXPECT: ")), None)
    if not expected or lines.count("#ifdef MUST_NOT_COMPILE") != 1:
        return "a case has one '// EXPECT: pattern' and one '#ifdef MUST_NOT_COMPILE'"
    first = lines.index("#ifdef MUST_NOT_COMPILE") + 1
    last = first + next(i for i, line in enumerate(lines[first:]) if line in ("#else", "#endif"))
    status, output = compile_case(words, case)
    if status != 0:
        return f"does not compile even without what it must not do:\n{output}"
    status, output = compile_case(words + ["-DMUST_NOT_COMPILE"], case)
    if status == 0:
        return "compiles, and must not"
    # The place may be an error's own line, or where a template the error is in was asked for.
    places = [int(n) for n in re.findall(rf"{re.escape(case.name)}:(\d+):\d+:", output)]
    if not any(first < place <= last for place in places):
        return f"fails somewhere else:\n{output}"
    if not re.search(expected, output):
        return f"fails, but not with '{expected}':\n{output}"
    return ""


CASE = """// EXPECT: private within
class Box { int inside; public: int outside; };
int Read(Box& box) {
  %s
#ifdef MUST_NOT_COMPILE
  return box.%s;
#else
  return box.%s;
#endif
}
"""


def self_test(words):
    for lines, expected in ((("", "inside", "outside"), ""),
                            (("", "outside", "outside"), "compiles, and must not"),
                            (("", "inside", "inside"), "does not compile even without"),
                            (("", "missing", "outside"), "fails, but not with"),
                            (("box.outside = MUST_NOT_COMPILE;", "outside", "outside"),
                             "does not compile even without")):
        with tempfile.TemporaryDirectory() as scratch:
            case = pathlib.Path(scratch, "case.cc")
            case.write_text(CASE % lines)
            found = fault(words, case)
            if bool(found) != bool(expected) or expected not in found:
                return f"of {lines} it says '{found}', not '{expected}'"
            case.write_text(CASE.replace("EXPECT", "EXPECTED") % lines)
            if not fault(words, case):
                return "a case that expects nothing in particular passes"
    return ""


if __name__ == "__main__":
    compiler = command(pathlib.Path(sys.argv[1]))
    failed = fault(compiler, pathlib.Path(sys.argv[2]).resolve()) if sys.argv[2:] else self_test(compiler)
    if failed:
        sys.exit(f"{' '.join(sys.argv[2:])}: {failed}")
