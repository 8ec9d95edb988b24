"""The processes a benchmark measures: the simulated vendor, the gate, and nginx as a plain reverse proxy."""
import json
import os
import pathlib
import resource
import select
import signal
import socket
import subprocess

TICK = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60


def allow_many_files(count):
    """Lets this process and its children open `count` files, as far as the machine does."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < count and os.geteuid() == 0:
        hard = count
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard), hard))
    return min(count, hard)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A process with what it has used."""

    def __init__(self, command, **options):
        self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE, **options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def first_line(self):
        ready, _, _ = select.select([self.process.stdout], [], [], START_SECONDS)
        line = self.process.stdout.readline() if ready else b""
        if not line:
            raise RuntimeError(f"{self.process.args[0]} did not start")
        return line.decode()

    def pids(self):
        return [self.process.pid]

    def cpu_seconds(self):
        """User and system time of the whole process so far (proc(5), fields 14 and 15 of stat)."""
        ticks = 0
        for pid in self.pids():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICK

    def resident_bytes(self):
        total = 0
        for pid in self.pids():
            for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1]) * 1024
        return total


class Vendor(Server):
    def __init__(self, build, pace_ms=0, deltas=0):
        super().__init__([build / "tests/fakes/test_vendor", "--pace-ms", pace_ms, "--deltas", deltas],
                         stdout=subprocess.PIPE)
        self.url = self.first_line().strip()


class Gate(Server):
    def __init__(self, build, data, vendor):
        with open(pathlib.Path(data) / "gate.log", "wb") as log:
            super().__init__([build / "tests/fakes/test_gate", "--data", data, "--vendor-url", vendor.url],
                             stdout=subprocess.PIPE, stderr=log)
        self.data = data
        self.facts = json.loads(self.first_line())
        self.url = self.facts["http"] + "/v1"


class Nginx(Server):
    """TLS in front with the gate's own certificate, plain HTTP to the vendor, connections kept on both sides."""

    def __init__(self, directory, tls, vendor):
        directory = pathlib.Path(directory)
        directory.mkdir(parents=True, exist_ok=True)
        port = free_port()
        upstream = vendor.url.split("/")[2]
        temp = "\n".join(f"  {kind}_temp_path {directory}/{kind};"
                         for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        root = "user root;" if os.geteuid() == 0 else ""
        (directory / "nginx.conf").write_text(f"""{root}
daemon off;
pid {directory}/pid;
error_log {directory}/error.log;
worker_processes {os.cpu_count()};
worker_rlimit_nofile 65536;
events {{ worker_connections 30000; }}
http {{
  access_log off;
{temp}
  upstream vendor {{ server {upstream}; keepalive 64; keepalive_requests 1000000000; }}
  server {{
    listen 127.0.0.1:{port} ssl reuseport;
    ssl_certificate {tls}/server.pem;
    ssl_certificate_key {tls}/server.key;
    keepalive_requests 1000000000;
    client_body_buffer_size 64k;
    location / {{
      proxy_pass http://vendor;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_read_timeout 600s;
    }}
  }}
}}
""")
        super().__init__(["nginx", "-c", directory / "nginx.conf", "-e", directory / "error.log"])
        self.url = f"https://127.0.0.1:{port}/v1"
        self._wait(port)

    def _wait(self, port):
        for _ in range(200):
            if self.process.poll() is not None:
                break
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            select.select([], [], [], 0.02)
        self.stop()
        raise RuntimeError("nginx did not start")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        super().stop()

    def pids(self):
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [self.process.pid] + [int(pid) for pid in children.split()]


class GrpcEcho(Server):
    """The bare path: a gRPC server that answers at once, with the gate's own certificate."""

    def __init__(self, build, tls):
        super().__init__([build / "tests/bench/grpc_bench", "serve", "--certificate", f"{tls}/server.pem",
                          "--private-key", f"{tls}/server.key"], stdout=subprocess.PIPE)
        self.address = f"127.0.0.1:{int(self.first_line())}"
