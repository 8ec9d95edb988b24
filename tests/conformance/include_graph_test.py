"""Dependencies go one way: proto, core <- policy, redaction, connectors <- gateway.

Read from every #include of every source, and again from what each CMake library links. policy, redaction and
connectors do not know each other; within core, core/util stands lowest; no folders include each other in a circle.
Tests may include anything, and nothing else includes from tests/.
"""
import re
import unittest

import source_tree

LAYERS = {"proto": set(), "core": {"proto"}, "policy": {"proto", "core"}, "redaction": {"proto", "core"},
          "connectors": {"proto", "core"}, "gateway": {"proto", "core", "policy", "redaction", "connectors"}}
# What core/util may stand on: the generated messages alone.
LOWEST = "core/util"
# The shape of a call, which ingresses implement and the exchange uses: a unit of its own though it stands in a folder.
INTERFACES = {"gateway/ingress/call.h"}
# What stands beside the product and is no part of it, and who may know it. Tests may.
BESIDE = {"connectors/vendors/simulated_": ("connectors/vendors/simulated_", "gateway/demo/")}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.MULTILINE)


def layer_of(path):
    """The layer of a file of ours or of a generated header; None for other people's."""
    if path.startswith(("schoolgate/v1/", "google/rpc/")):
        return "proto"
    top = path.split("/", 1)[0]
    return top if top in LAYERS or top == "tests" else None


def unit_of(path):
    """What may not be in a circle: a folder. gateway/ wires everything together, so each file there is a unit."""
    folder, name = path.rsplit("/", 1)
    if path in INTERFACES:
        return path
    return f"gateway/{name.split('.')[0]}" if folder == "gateway" else folder


def circle_in(graph):
    """The units of one circle, first and last the same; empty if there is none."""
    done, way = set(), []

    def visit(unit):
        if unit in way:
            return way[way.index(unit):] + [unit]
        if unit in done:
            return []
        way.append(unit)
        for following in sorted(graph.get(unit, ())):
            if found := visit(following):
                return found
        way.pop()
        done.add(unit)
        return []

    for unit in sorted(graph):
        if found := visit(unit):
            return found
    return []


def faults_in_includes(sources):
    faults, graph = [], {}
    for path, text in sources.items():
        layer = layer_of(path)
        if layer is None or path.startswith("tests/"):
            continue
        for target in INCLUDE.findall(source_tree.without_comments(text)):
            to = layer_of(target)
            if ".." in target.split("/"):
                faults.append(f"{path}: includes '{target}': name it from the root")
            if "/" not in target and f"{path.rsplit('/', 1)[0]}/{target}" in sources:
                faults.append(f"{path}: includes '{target}': name it from the root")
            if source_tree.is_test(path):
                continue
            if to == "tests" or (to and source_tree.is_test(target)):
                faults.append(f"{path}: includes '{target}', which is a test's")
            elif to and to != layer and to not in LAYERS[layer]:
                faults.append(f"{path}: includes '{target}': {layer} may not know {to}")
            elif to and path.startswith(LOWEST + "/") and to != "proto" and not target.startswith(LOWEST + "/"):
                faults.append(f"{path}: includes '{target}': {LOWEST} stands lowest")
            for beside, friends in BESIDE.items():
                if target.startswith(beside) and not path.startswith(friends):
                    faults.append(f"{path}: includes '{target}', which is no part of the product")
            if layer != "gateway" and (target.startswith(("grpcpp/", "grpc/")) or target.endswith(".grpc.pb.h")):
                faults.append(f"{path}: includes '{target}': only gateway/ speaks gRPC")
            if to and to != "proto" and unit_of(path) != unit_of(target):
                graph.setdefault(unit_of(path), set()).add(unit_of(target))
    if circle := circle_in(graph):
        faults.append("folders include each other in a circle: " + " -> ".join(circle))
    return faults


CALL = re.compile(r"\b(sg_library|sg_test|sg_binary|add_library|add_executable|target_link_libraries)\s*\(([^)]*)\)")
KEYWORDS = {"NAME", "SRCS", "DEPS", "PCH", "LABELS"}


def links(cmake_files):
    """({target: folder}, [(file, target, is a test, what it links)]) of every CMakeLists.txt."""
    owners, edges = {}, []
    for path, text in cmake_files.items():
        folder = path.rpartition("/")[0]
        for call, body in CALL.findall(re.sub(r"#[^\n]*", "", text)):
            words, section, target, deps = body.split(), "", None, []
            for i, word in enumerate(words):
                if call.startswith("sg_") and word in KEYWORDS:
                    section = word
                elif section == "NAME" or (not call.startswith("sg_") and i == 0):
                    target = word
                elif section == "DEPS" or (call == "target_link_libraries" and
                                           word not in ("PUBLIC", "PRIVATE", "INTERFACE")):
                    deps.append(word)
            if target and call != "target_link_libraries":
                owners[target] = folder
            edges.append((path, target, call == "sg_test", deps))
    return owners, edges


def faults_in_links(cmake_files):
    faults = []
    owners, edges = links(cmake_files)
    for path, target, test, deps in edges:
        layer = layer_of(path)
        if test or layer is None or layer == "tests":
            continue
        for dep in deps:
            to = layer_of(owners[dep] + "/") if dep in owners else None
            if to == "tests" or (to and to != layer and to not in LAYERS[layer]):
                faults.append(f"{path}: {target} links {dep}: {layer} may not know {to}")
            elif to and path.startswith(LOWEST + "/") and to != "proto" and owners[dep] != LOWEST:
                faults.append(f"{path}: {target} links {dep}: {LOWEST} stands lowest")
            if layer not in ("gateway", "proto") and (dep == "sg_grpc" or dep.startswith("gRPC::")):
                faults.append(f"{path}: {target} links {dep}: only gateway/ speaks gRPC")
    return faults


class TreeTest(unittest.TestCase):
    maxDiff = None

    def test_every_include_points_down(self):
        sources = source_tree.read(".h", ".cc", ".inc")
        self.assertGreater(len(sources), 100)
        self.assertEqual(faults_in_includes(sources), [])

    def test_every_link_points_down(self):
        cmake_files = source_tree.read("CMakeLists.txt")
        owners, _ = links(cmake_files)
        self.assertLess({"core_util", "core_guard", "redaction_walk", "sg_proto", "sg_grpc"}, set(owners))
        self.assertEqual(faults_in_links(cmake_files), [])


class SelfTest(unittest.TestCase):
    """What a bad tree looks like is caught, and only that."""

    def included(self, path, *targets, others=()):
        text = "".join(f'#include "{target}"\n' for target in targets)
        return faults_in_includes({path: text, **{name: "" for name in others}})

    def test_arrows_that_point_back_or_sideways(self):
        for path, target in (("core/guard/a.h", "policy/policy.h"), ("core/guard/a.h", "gateway/gate.h"),
                             ("redaction/walk/a.cc", "connectors/vendors/vendor.h"),
                             ("connectors/vendors/a.cc", "redaction/walk/walk.h"),
                             ("policy/a.h", "redaction/walk/walk.h"),
                             ("policy/a.h", "gateway/gate.h")):
            with self.subTest(path=path, target=target):
                self.assertRegex("".join(self.included(path, target)), "may not know")

    def test_arrows_that_point_down(self):
        self.assertEqual(self.included("gateway/a.cc", "core/util/log.h", "policy/policy.h", "redaction/walk/walk.h",
                                       "connectors/vendors/vendor.h", "schoolgate/v1/chat.pb.h"), [])
        self.assertEqual(self.included("policy/a.cc", "core/util/log.h", "schoolgate/v1/chat.pb.h", "absl/a.h"), [])

    def test_angle_brackets_and_odd_spacing_count_and_comments_do_not(self):
        self.assertTrue(faults_in_includes({"core/a/a.h": "  #  include <policy/policy.h>\n"}))
        self.assertFalse(faults_in_includes({"core/a/a.h": '// #include "policy/policy.h"\n'}))

    def test_util_stands_lowest(self):
        self.assertTrue(self.included("core/util/a.h", "core/crypto/secret.h"))
        self.assertFalse(self.included("core/util/a.h", "core/util/log.h", "google/rpc/error_details.pb.h"))

    def test_includes_not_named_from_the_root(self):
        self.assertTrue(self.included("core/guard/a.cc", "../util/log.h"))
        self.assertTrue(self.included("core/guard/a.cc", "a.h", others=["core/guard/a.h"]))

    def test_grpc_outside_the_gateway(self):
        for header in ("grpcpp/grpcpp.h", "schoolgate/v1/audit_service.grpc.pb.h"):
            self.assertTrue(self.included("connectors/vendors/a.cc", header))
            self.assertFalse(self.included("gateway/ingress/a.cc", header))

    def test_product_sources_do_not_include_tests(self):
        self.assertTrue(self.included("gateway/a.cc", "tests/fakes/vendor.h"))
        self.assertTrue(self.included("redaction/walk/walk.cc", "redaction/walk/test_descriptors.h"))
        self.assertFalse(self.included("gateway/a_test.cc", "tests/fakes/vendor.h"))
        self.assertFalse(self.included("tests/leak/a.cc", "gateway/gate.h", "redaction/walk/walk.h"))

    def test_the_simulated_vendor_stays_out_of_the_product(self):
        self.assertTrue(self.included("gateway/process/a.cc", "connectors/vendors/simulated_vendor.h"))
        self.assertFalse(self.included("gateway/demo/a.cc", "connectors/vendors/simulated_vendor.h"))

    def test_circles(self):
        sources = {"redaction/walk/a.h": '#include "redaction/detect/b.h"\n',
                   "redaction/detect/b.h": '#include "redaction/restore/c.h"\n',
                   "redaction/restore/c.h": '#include "redaction/walk/a.h"\n'}
        self.assertRegex("".join(faults_in_includes(sources)), "redaction/detect -> .* -> redaction/detect")
        del sources["redaction/restore/c.h"]
        self.assertEqual(faults_in_includes(sources), [])

    def test_links(self):
        tree = {"core/util/CMakeLists.txt": "sg_library(NAME core_util SRCS a.cc DEPS absl::status)\n",
                "policy/CMakeLists.txt": "sg_library(NAME policy SRCS a.cc\n  DEPS core_util)\n",
                "connectors/vendors/CMakeLists.txt": "sg_library(NAME vendors SRCS a.cc DEPS core_util)\n"}
        self.assertEqual(faults_in_links(tree), [])
        for path, line in (("core/util/CMakeLists.txt", "sg_library(NAME x SRCS a.cc DEPS absl::status policy)"),
                           ("policy/CMakeLists.txt", "target_link_libraries(policy PUBLIC vendors)"),
                           ("policy/CMakeLists.txt", "sg_library(NAME y SRCS a.cc DEPS gRPC::grpc++)")):
            with self.subTest(line=line):
                self.assertEqual(len(faults_in_links({**tree, path: tree[path] + line})), 1)
        test = "sg_test(NAME policy_test SRCS a_test.cc DEPS policy vendors)"
        self.assertEqual(faults_in_links({**tree, "policy/CMakeLists.txt": tree["policy/CMakeLists.txt"] + test}), [])


if __name__ == "__main__":
    unittest.main()
