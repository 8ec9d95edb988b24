"""What can be said of the image without a container engine: its Dockerfile, read as text, and the binary's libraries."""
import json
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCKERFILE = ROOT / "deploy" / "image" / "Dockerfile"
# Installed for what they hold, not to be linked to.
NOT_LINKED = {"ca-certificates", "tzdata"}


def instructions():
    """(keyword, rest) of each instruction, continuation lines joined, comments left out."""
    lines = [line for line in DOCKERFILE.read_text().splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n", " ", "\n".join(lines))
    return [tuple(line.split(None, 1)) for line in joined.splitlines() if line.strip()]


def stages():
    """The instructions of each stage, in order."""
    result = []
    for keyword, rest in instructions():
        if keyword == "FROM":
            result.append([])
        if result:
            result[-1].append((keyword, rest))
    return result


def runtime_packages():
    command = next(rest for keyword, rest in stages()[-1] if keyword == "RUN")
    words = re.search(r"apt-get install (.*?)&&", command).group(1).split()
    return {word for word in words if not word.startswith("-")}


def package_of(library):
    # A library may be known to dpkg by its path under / or under /usr.
    for path in (library, re.sub("^/usr", "", library), "/usr" + library):
        found = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.split(":")[0]
    raise AssertionError(f"no package owns {library}")


class ImageTest(unittest.TestCase):

    def test_bases_are_named_by_release_never_latest(self):
        values = dict(rest.split("=", 1) for keyword, rest in instructions() if keyword == "ARG")
        bases = [rest.split()[0] for keyword, rest in instructions() if keyword == "FROM"]
        self.assertGreaterEqual(len(bases), 2, "one stage builds, another runs")
        for base in bases:
            name = re.sub(r"\$\{(\w+)\}", lambda match: values[match.group(1)], base)
            self.assertRegex(name, r"^debian:12-slim(@sha256:[0-9a-f]{64})?$")

    def test_runs_as_a_numeric_unprivileged_user(self):
        users = [rest for keyword, rest in stages()[-1] if keyword == "USER"]
        self.assertEqual(users, ["10001:10001"])
        after = [keyword for keyword, _ in stages()[-1]]
        self.assertNotIn("RUN", after[after.index("USER"):])

    def test_nothing_is_added_from_outside(self):
        for keyword, rest in instructions():
            self.assertNotEqual(keyword, "ADD", rest)
            self.assertNotRegex(rest, r"https?://|\bcurl |\bwget ")

    def test_everything_copied_exists_and_is_not_ignored(self):
        ignored = {line.rstrip("/") for line in (ROOT / ".dockerignore").read_text().splitlines()
                   if line and line[0] not in "#*!"}
        for keyword, rest in instructions():
            words = rest.split()
            if keyword != "COPY" or words[0].startswith("--from="):
                continue
            for source in words[:-1]:
                self.assertTrue((ROOT / source).exists(), f"COPY {source}: no such path")
                self.assertNotIn(source.split("/")[0], ignored)

    def test_every_folder_of_the_build_is_copied(self):
        copied = {rest.split()[0].split("/")[0] for keyword, rest in stages()[0] if keyword == "COPY"}
        built = set(re.findall(r"add_subdirectory\((\w+)", (ROOT / "CMakeLists.txt").read_text()))
        self.assertLessEqual(built | {"scripts", "cmake"}, copied)

    def test_starts_the_gate_and_keeps_its_data_on_a_volume(self):
        final = dict(stages()[-1])
        self.assertEqual(json.loads(final["ENTRYPOINT"]), ["/usr/bin/schoolgate"])
        self.assertEqual(json.loads(final["CMD"]), ["serve", "--config", "/etc/schoolgate/config.yaml"])
        self.assertEqual(final["VOLUME"], "/var/lib/schoolgate")

    def test_runtime_packages_exist(self):
        if not list(pathlib.Path("/var/lib/apt/lists").glob("*Packages*")):
            self.skipTest("apt has no package lists on this machine")
        known = subprocess.run(["apt-cache", "policy", *runtime_packages()], capture_output=True, text=True, check=True)
        candidates = dict(re.findall(r"^(\S+):\n  Installed: .*\n  Candidate: (.*)", known.stdout, re.MULTILINE))
        for package in sorted(runtime_packages()):
            self.assertNotEqual(candidates.get(package, "(none)"), "(none)", f"Debian has no package {package}")

    def test_runtime_packages_are_those_the_binary_links_to(self):
        if not BINARY:
            self.skipTest("no binary was named")
        binary = pathlib.Path(BINARY)
        dynamic = subprocess.run(["readelf", "-d", binary], capture_output=True, text=True, check=True).stdout
        direct = set(re.findall(r"\(NEEDED\).*\[(.+?)\]", dynamic))
        resolved = subprocess.run(["ldd", binary], capture_output=True, text=True, check=True).stdout
        linked = {package_of(path) for name, path in re.findall(r"(\S+) => (/\S+)", resolved) if name in direct}
        # debian:12-slim has these.
        linked -= {"libc6", "libgcc-s1", "libstdc++6", "zlib1g"}
        self.assertLessEqual(linked, runtime_packages(), "the image would lack what the binary needs")
        self.assertLessEqual(runtime_packages() - NOT_LINKED, linked, "the image has what nothing needs")


if __name__ == "__main__":
    # image_test.py [BINARY]
    BINARY = sys.argv.pop() if len(sys.argv) > 1 else ""
    unittest.main()
