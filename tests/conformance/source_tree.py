"""The tree's own files, as the conformance tests read them: {path relative to the root: text}."""
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]

_TOKENS = re.compile(
    r"""(?P<raw>R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")"""
    r"""|(?P<string>"(?:[^"\\\n]|\\.)*"|(?<![0-9a-fA-F])'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<comment>//[^\n]*|/\*.*?\*/)""", re.DOTALL)


def read(*suffixes, root=ROOT):
    """Files that git knows, or would add, whose names end so."""
    names = subprocess.run(["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                           capture_output=True, text=True, check=True).stdout.split("\0")
    return {name: (root / name).read_text() for name in sorted(set(names))
            if name.endswith(suffixes) and (root / name).is_file()}


def without_comments(text, strings=True):
    """C++ with each comment, and without `strings` each literal's inside, made one space; lines stay where they are."""
    def replace(match):
        found = match.group(0)
        if match.lastgroup == "comment" or match.group("comment"):
            return " " + "\n" * found.count("\n")
        return found if strings else '""' + "\n" * found.count("\n")
    return _TOKENS.sub(replace, text)


def is_test(path):
    """A unit test beside its source, what only tests include or link, or anything under tests/."""
    name = path.rsplit("/", 1)[-1]
    return path.startswith("tests/") or re.search(r"(^|_)test(ing)?[_.]", name) is not None
