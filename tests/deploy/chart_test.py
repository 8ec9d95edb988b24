"""The Helm chart, rendered and checked without a cluster. Needs helm and manifestcheck on PATH (scripts/with-tools)."""
import copy
import json
import pathlib
import subprocess
import tempfile
import unittest

import yaml

CHART = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "helm" / "schoolgate"
OLDEST, NEWEST = "1.27.0", "1.34.0"

# Everything a district would set, at once.
FULL = {
    "image": {"repository": "registry.example/k12/schoolgate", "digest": "sha256:" + "0a" * 32, "pullSecrets": ["pull"]},
    "nameOverride": "gate",
    "config": {"http": {"port": 8080}, "note": "passed through"},
    "secrets": {"existingSecret": "gate-secrets"},
    "policy": {"files": {"agreement.yaml": "vendor: example\n"}},
    "roster": {"existingSecret": "roster"},
    "persistence": {"size": "100Gi", "storageClassName": "fast", "accessMode": "ReadWriteOncePod"},
    "service": {"type": "LoadBalancer", "annotations": {"example/internal": "true"}},
    "serviceAccount": {"annotations": {"example/role": "gate"}},
    "networkPolicy": {
        "ingress": {"cidrs": ["192.0.2.0/24", "2001:db8::/32"]},
        "egress": {"dns": {"cidrs": ["169.254.20.10/32"]},
                   "allow": [{"cidr": "198.51.100.0/24", "ports": [443, 8443]}]},
    },
    "shutdown": {"grace": 10, "drain": 120, "flush": 30},
    "resources": {"limits": {"cpu": "2", "memory": "4Gi"}},
    "podLabels": {"team": "privacy"},
    "podAnnotations": {"example/scrape": "true"},
    "nodeSelector": {"zone": "a"},
    "tolerations": [{"key": "gate", "operator": "Exists", "effect": "NoSchedule"}],
    "affinity": {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [
        {"topologyKey": "kubernetes.io/hostname", "labelSelector": {"matchLabels": {"app": "other"}}}]}},
}


def run(*command, stdin=None):
    return subprocess.run([str(word) for word in command], input=stdin, capture_output=True, text=True, check=False)


def template(values, kube=NEWEST):
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump(values, file)
        file.flush()
        return run("helm", "template", "trial", CHART, "--namespace", "schoolgate", "--kube-version", kube, "-f", file.name)


def render(values=None, kube=NEWEST):
    """The rendered objects by kind (ConfigMaps by kind/name), each of them checked strictly on the way."""
    result = template(values or {}, kube)
    assert result.returncode == 0, result.stderr
    checked = run("manifestcheck", stdin=result.stdout)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    objects = [document for document in yaml.safe_load_all(result.stdout) if document]
    return {o["kind"] if o["kind"] != "ConfigMap" else "ConfigMap/" + o["metadata"]["name"]: o for o in objects}


def pod(objects):
    return objects["Deployment"]["spec"]["template"]["spec"]


class ManifestCheckTest(unittest.TestCase):
    """The checker itself must fail on what it is there to find."""

    def setUp(self):
        self.manifest = template({}).stdout

    def problems(self, manifest):
        result = run("manifestcheck", stdin=manifest)
        self.assertEqual(result.returncode, 1, result.stderr)
        return result.stdout

    def test_finds_an_unknown_field(self):
        self.assertIn("spec.replica", self.problems(self.manifest.replace("  replicas:", "  replica:")))

    def test_finds_a_wrong_type(self):
        self.assertIn("strict-decode", self.problems(self.manifest.replace("replicas: 1", "replicas: [1]")))

    def test_finds_a_container_that_is_not_restricted(self):
        self.assertIn("pod-security-restricted",
                      self.problems(self.manifest.replace("drop: [ALL]", "drop: []")))

    def test_finds_a_kind_nobody_decided_on(self):
        self.assertIn("strict-decode", self.problems(self.manifest.replace("kind: Service\n", "kind: Servce\n")))


class RenderTest(unittest.TestCase):

    def test_lints(self):
        for kube in (OLDEST, NEWEST):
            result = run("helm", "lint", "--strict", "--kube-version", kube, CHART)
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_renders_on_the_oldest_and_newest_cluster(self):
        for kube in (OLDEST, NEWEST):
            for values in ({}, FULL):
                self.assertIn("Deployment", render(values, kube))

    def test_refuses_an_older_cluster(self):
        self.assertIn("kubeVersion", template({}, "1.26.0").stderr)

    def test_every_container_is_confined(self):
        for values in ({}, FULL):
            spec = pod(render(values))
            self.assertFalse(spec["automountServiceAccountToken"])
            self.assertFalse(spec["enableServiceLinks"])
            self.assertTrue(spec["securityContext"]["runAsNonRoot"])
            self.assertEqual(spec["securityContext"]["seccompProfile"], {"type": "RuntimeDefault"})
            for container in spec["containers"] + spec.get("initContainers", []):
                context = container["securityContext"]
                self.assertIs(context["allowPrivilegeEscalation"], False)
                self.assertIs(context["readOnlyRootFilesystem"], True)
                self.assertIs(context["runAsNonRoot"], True)
                self.assertEqual(context["capabilities"], {"drop": ["ALL"]})
                self.assertEqual(context["seccompProfile"], {"type": "RuntimeDefault"})
                self.assertNotIn("env", container, "secrets and settings are files")
                self.assertNotIn("envFrom", container)
                self.assertIn("memory", container["resources"]["limits"])

    def test_only_the_data_volume_is_writable(self):
        spec = pod(render(FULL))
        writable = [m["mountPath"] for m in spec["containers"][0]["volumeMounts"] if not m.get("readOnly")]
        self.assertEqual(writable, ["/var/lib/schoolgate"])
        self.assertFalse([volume for volume in spec["volumes"] if "hostPath" in volume])

    def test_the_audit_log_outlives_the_release_and_has_one_writer(self):
        objects = render()
        self.assertEqual(objects["PersistentVolumeClaim"]["metadata"]["annotations"]["helm.sh/resource-policy"], "keep")
        self.assertEqual(objects["Deployment"]["spec"]["strategy"], {"type": "Recreate"})
        self.assertEqual(objects["Deployment"]["spec"]["replicas"], 1)
        claimed = render({"persistence": {"existingClaim": "mine"}})
        self.assertNotIn("PersistentVolumeClaim", claimed)
        self.assertIn({"name": "data", "persistentVolumeClaim": {"claimName": "mine"}}, pod(claimed)["volumes"])

    def test_the_pod_outlives_its_drain(self):
        for shutdown in ({"grace": 5, "drain": 60, "flush": 15}, {"grace": 0, "drain": 3600, "flush": 300}):
            seconds = pod(render({"shutdown": shutdown}))["terminationGracePeriodSeconds"]
            self.assertGreater(seconds, sum(shutdown.values()))

    def test_the_gate_stops_in_the_time_the_pod_gives_it(self):
        shutdown = {"grace": 7, "drain": 90, "flush": 15}
        config = {"listen": {"max_open_calls": 5, "drain": "1h"}}
        rendered = render({"shutdown": shutdown, "config": config})
        written = next(o["data"]["config.yaml"] for kind, o in rendered.items() if kind.endswith("-config"))
        self.assertEqual(yaml.safe_load(written)["listen"], {"max_open_calls": 5, "grace": "7s", "drain": "90s"})
        shutdown["grace"] = 0
        rendered = render({"shutdown": shutdown, "config": config})
        written = next(o["data"]["config.yaml"] for kind, o in rendered.items() if kind.endswith("-config"))
        self.assertEqual(yaml.safe_load(written)["listen"], {"max_open_calls": 5, "drain": "90s"})

    def test_probes(self):
        container = pod(render({"ports": {"health": 9190}}))["containers"][0]
        self.assertEqual(container["readinessProbe"]["grpc"]["port"], 9190)
        self.assertEqual(container["startupProbe"]["httpGet"], {"path": "/readyz", "port": "http", "scheme": "HTTPS"})
        self.assertEqual(container["livenessProbe"]["httpGet"], {"path": "/healthz", "port": "http", "scheme": "HTTPS"})

    def test_image_by_tag_or_digest(self):
        self.assertEqual(pod(render())["containers"][0]["image"], "registry.example/schoolgate:0.1.0")
        self.assertEqual(pod(render({"image": {"tag": "0.2.0"}}))["containers"][0]["image"],
                         "registry.example/schoolgate:0.2.0")
        self.assertEqual(pod(render(FULL))["containers"][0]["image"],
                         "registry.example/k12/schoolgate@sha256:" + "0a" * 32)

    def test_config_reaches_the_gate_as_given_and_a_change_restarts_it(self):
        config = {"list": [1, "two", {"three": None}], "text": "a: b # not a comment\n", "on": "yes", "big": 12345678}
        first, second = render({"config": config}), render({"config": {**config, "big": 12345679}})
        self.assertEqual(yaml.safe_load(first["ConfigMap/trial-config"]["data"]["config.yaml"]), config)
        checksum = lambda o: o["Deployment"]["spec"]["template"]["metadata"]["annotations"]["checksum/config"]
        self.assertNotEqual(checksum(first), checksum(second))

    def test_what_is_mounted_is_what_was_named(self):
        self.assertNotIn("Secret", render(FULL))
        mounts = {m["name"]: m["mountPath"] for m in pod(render(FULL))["containers"][0]["volumeMounts"]}
        self.assertEqual(mounts, {"config": "/etc/schoolgate/config.yaml", "secrets": "/etc/schoolgate/secrets",
                                  "policy": "/etc/schoolgate/policy", "roster": "/etc/schoolgate/roster",
                                  "data": "/var/lib/schoolgate"})
        by_claim = pod(render({"roster": {"existingClaim": "roster"}, "policy": {"existingConfigMap": "agreements"}}))
        self.assertIn({"name": "roster", "persistentVolumeClaim": {"claimName": "roster", "readOnly": True}},
                      by_claim["volumes"])
        self.assertIn({"name": "policy", "configMap": {"name": "agreements"}}, by_claim["volumes"])
        created = render({"secrets": {"create": True, "data": {"vendor.key": "not-a-real-key"}}})
        self.assertEqual(created["Secret"]["stringData"], {"vendor.key": "not-a-real-key"})
        self.assertIn("trial-secrets", json.dumps(pod(created)["volumes"]))

    def test_the_service_leads_to_the_pod(self):
        for values in ({}, FULL):
            objects = render(values)
            labels = objects["Deployment"]["spec"]["template"]["metadata"]["labels"]
            for selector in (objects["Service"]["spec"]["selector"],
                             objects["Deployment"]["spec"]["selector"]["matchLabels"],
                             objects["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"]):
                self.assertLessEqual(selector.items(), labels.items())
            ports = {port["name"] for port in pod(objects)["containers"][0]["ports"]}
            targets = {port["targetPort"] for port in objects["Service"]["spec"]["ports"]}
            self.assertEqual(targets, {"http", "grpc"}, "health and metrics are not for callers")
            self.assertLessEqual(targets, ports)


class NetworkPolicyTest(unittest.TestCase):

    def test_denies_by_default_in_both_directions(self):
        spec = render()["NetworkPolicy"]["spec"]
        self.assertEqual(spec["policyTypes"], ["Ingress", "Egress"])
        for rule in spec["ingress"]:
            self.assertTrue(rule["from"], "a rule without peers allows everybody")
            self.assertTrue(rule["ports"])
        for rule in spec["egress"]:
            self.assertTrue(rule["to"])
            self.assertTrue(rule["ports"])

    def test_dns_is_let_through_and_by_default_nothing_else(self):
        egress = render()["NetworkPolicy"]["spec"]["egress"]
        self.assertEqual(len(egress), 1)
        self.assertEqual({(p["port"], p["protocol"]) for p in egress[0]["ports"]}, {(53, "UDP"), (53, "TCP")})

    def test_vendors_are_reached_where_listed(self):
        egress = render(FULL)["NetworkPolicy"]["spec"]["egress"]
        self.assertEqual(egress[0]["to"][1], {"ipBlock": {"cidr": "169.254.20.10/32"}})
        self.assertEqual(egress[1], {"to": [{"ipBlock": {"cidr": "198.51.100.0/24"}}],
                                     "ports": [{"port": 443, "protocol": "TCP"}, {"port": 8443, "protocol": "TCP"}]})

    def test_callers_never_reach_the_plaintext_ports(self):
        for rule in render(FULL)["NetworkPolicy"]["spec"]["ingress"]:
            ports = {port["port"] for port in rule["ports"]}
            self.assertIn(ports, ({"http", "grpc"}, {"metrics"}))

    def test_with_nobody_named_nobody_may_call(self):
        nobody = {"networkPolicy": {"ingress": {"namespaces": [], "cidrs": [], "metricsNamespaces": []}}}
        self.assertEqual(render(nobody)["NetworkPolicy"]["spec"]["ingress"], [])

    def test_can_be_turned_off(self):
        self.assertNotIn("NetworkPolicy", render({"networkPolicy": {"enabled": False}}))


class SchemaTest(unittest.TestCase):
    schema = json.loads((CHART / "values.schema.json").read_text())

    def refused(self, values):
        result = template(values)
        self.assertNotEqual(result.returncode, 0, f"accepted: {values}")
        self.assertIn("schema", result.stderr)

    def test_every_value_is_described_and_every_object_closed(self):
        def walk(node, path):
            self.assertIn("description", node, path)
            if node["type"] == "array":
                walk(node["items"], path + "[]")
            if node["type"] != "object":
                return
            if "properties" in node:
                self.assertIs(node["additionalProperties"], False, path)
                for key, child in node["properties"].items():
                    walk(child, f"{path}.{key}")
            elif isinstance(node.get("additionalProperties"), dict):
                walk(node["additionalProperties"], path + ".*")
            else:
                self.assertIn(path, (".config", ".affinity", ".global"), "passed through: only these")
        walk(self.schema, "")

    def test_values_and_schema_name_the_same_things(self):
        def walk(values, node, path):
            self.assertEqual(set(values), set(node["properties"]) - {"global"}, path)
            for key, value in values.items():
                if "properties" in node["properties"][key] and path + key != "resources":
                    walk(value, node["properties"][key], f"{path}{key}.")
        walk(yaml.safe_load((CHART / "values.yaml").read_text()), self.schema, "")

    def test_a_typo_anywhere_is_refused(self):
        def places(values, node, path=()):
            yield path
            for key, value in values.items():
                child = node.get("properties", {}).get(key, {})
                if isinstance(value, dict) and "properties" in child:
                    yield from places(value, child, path + (key,))
        defaults = yaml.safe_load((CHART / "values.yaml").read_text())
        for path in places(defaults, self.schema):
            values = copy.deepcopy(FULL)
            target = values
            for key in path:
                target = target.setdefault(key, {})
            target["tpyo"] = 1
            self.refused(values)

    def test_unsafe_or_impossible_values_are_refused(self):
        for values in (
                {"replicas": 2},
                {"image": {"tag": "latest"}},
                {"image": {"digest": "sha256:abc"}},
                {"ports": {"http": 80}},
                {"ports": {"grpc": "8443"}},
                {"secrets": {"create": True}},
                {"secrets": {"data": {"a": "b"}}},
                {"secrets": {"create": True, "existingSecret": "mine", "data": {"a": "b"}}},
                {"policy": {"existingConfigMap": "a", "files": {"b.yaml": ""}}},
                {"roster": {"existingSecret": "a", "existingClaim": "b"}},
                {"persistence": {"accessMode": "ReadWriteMany"}},
                {"persistence": {"size": "lots"}},
                {"networkPolicy": {"egress": {"allow": [{"cidr": "0.0.0.0/0", "ports": [443]}]}}},
                {"networkPolicy": {"egress": {"allow": [{"cidr": "vendor.example", "ports": [443]}]}}},
                {"networkPolicy": {"egress": {"allow": [{"cidr": "192.0.2.0/24", "ports": []}]}}},
                {"networkPolicy": {"ingress": {"namespaces": [{}]}}},
                {"podLabels": {"app.kubernetes.io/name": "other"}},
                {"resources": {"limits": {"memroy": "1Gi"}}},
                {"shutdown": {"drain": -1}},
        ):
            with self.subTest(values=values):
                self.refused(values)


if __name__ == "__main__":
    unittest.main()
