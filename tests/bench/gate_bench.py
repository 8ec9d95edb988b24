"""The whole gate under load, beside nginx as a plain reverse proxy to the same simulated vendor and a bare gRPC server, one
after the other in the same run: only the ratios between them mean something on another machine.

    gate_bench.py --build build/release [--seconds 8] [--streams 1000] [--smoke]
"""
import argparse
import pathlib
import sys
import tempfile
import time

import load
import servers

CONNECTIONS = 32
DELTAS = 64
PACE_MS = 20  # between a measured stream's deltas
OPEN_PACE_MS = 5000  # between the deltas of streams that are only open


class Report:
    """Rows of a table, and what was wrong."""

    def __init__(self):
        self.faults = []

    def check(self, name, result):
        if result.failed or not result.requests or not result.p50_us:
            self.faults.append(f"{name}: {result.requests} answered, {result.failed} failed")

    @staticmethod
    def heading(title, *columns):
        print(f"\n{title}\n{'':34}" + "".join(f"{column:>13}" for column in columns), flush=True)

    @staticmethod
    def row(name, *values):
        print(f"{name:34}" + "".join(f"{value:>13}" for value in values), flush=True)


def load_rows(report, title, cases, bare):
    """Rows of requests a second, latency and CPU; CPU also relative to the case `bare`, latency to the first case."""
    Report.heading(title, "requests/s", "p50 us", "p99 us", "CPU us/req", f"x {bare}", "added p50")
    results = {}
    for name, run in cases:
        result = results[name] = run()
        report.check(f"{title}, {name}", result)
        base = results.get(bare)
        ratio = f"{result.cpu_us / base.cpu_us:.1f}" if base and base.cpu_us else "-"
        first = results[cases[0][0]]
        added = f"{result.p50_us - first.p50_us:+.0f}" if result is not first else "-"
        Report.row(name, f"{result.rate:.0f}", f"{result.p50_us:.0f}", f"{result.p99_us:.0f}",
                   f"{result.cpu_us:.0f}" if result.cpu_us else "-", ratio, added)
    return results


def whole_answers(report, args, work):
    with servers.Vendor(args.build) as vendor, servers.Gate(args.build, work / "gate", vendor) as gate, \
            servers.Nginx(work / "nginx", work / "gate/tls", vendor) as nginx, \
            servers.GrpcEcho(args.build, work / "gate/tls") as echo:
        facts = gate.facts
        students = facts["district"]["students"]
        body = load.chat_body(students, stream=False)
        body_file = work / "prompt.json"
        body_file.write_text(body)
        answer = load.ask(gate.url, facts, body)
        if not all(student["name"] in answer for student in students):
            report.faults.append("the gate did not put the students' names back")
        load.ask(nginx.url, facts, body)
        print(f"one fdatasync where the audit log is: {load.fdatasync_us(work):.0f} us (median)")

        def http(url, server, connections):
            return lambda: load.measured(server, lambda: load.wrk(url, facts, body_file, connections, args.seconds))

        for connections in (1, CONNECTIONS):
            load_rows(report, f"HTTP, 1 KB prompts, {connections} in flight",
                      [("vendor, directly", http(vendor.url, vendor, connections)),
                       ("nginx", http(nginx.url, nginx, connections)),
                       ("gate", http(gate.url, gate, connections))], "nginx")

        def grpc(address, server, calls):
            return lambda: load.measured(server, lambda: load.grpc(args.build, address, facts, calls, args.seconds))

        for calls in (1, CONNECTIONS):
            load_rows(report, f"gRPC Generate, 1 KB prompts, {calls} in flight",
                      [("bare echo", grpc(echo.address, echo, calls)),
                       ("gate", grpc(facts["grpc"], gate, calls))], "bare echo")


def streams(report, args, work):
    Report.heading(f"{args.concurrent} streams of {DELTAS} deltas, {PACE_MS} ms apart", "first p50 us", "first p99 us",
                   "CPU us/chunk", "chunks/s")
    with servers.Vendor(args.build, PACE_MS, DELTAS) as vendor, servers.Gate(args.build, work / "gate", vendor) as gate, \
            servers.Nginx(work / "nginx", work / "gate/tls", vendor) as nginx:
        body = load.chat_body(gate.facts["district"]["students"], stream=True)
        for session in range(load.SESSIONS):  # a session's first request makes its codes durable, which is another cost
            load.ask(gate.url, gate.facts, load.chat_body(gate.facts["district"]["students"], False), session)
        for name, server in (("vendor, directly", vendor), ("nginx", nginx), ("gate", gate)):
            run = load.Streams(server.url, gate.facts, body)
            run.connect(args.concurrent)
            before = server.cpu_seconds()
            started = time.perf_counter()
            run.send(spread_seconds=DELTAS * PACE_MS / 1000)
            run.read(60)
            seconds = time.perf_counter() - started
            cpu = server.cpu_seconds() - before
            if run.failed or run.ended != args.concurrent or run.events < args.concurrent * DELTAS / 2:
                report.faults.append(f"streams, {name}: {run.ended} ended, {run.failed} failed, {run.events} events")
            # By what the vendor sent: the gate may join pieces while it holds back half a code.
            chunks = args.concurrent * (DELTAS + 1)
            Report.row(name, f"{load.percentile(run.first_us or [0], 0.5):.0f}",
                       f"{load.percentile(run.first_us or [0], 0.99):.0f}", f"{cpu * 1e6 / chunks:.0f}",
                       f"{chunks / seconds:.0f}")
            run.close()


def open_streams(report, args, work):
    Report.heading("Memory of open streams", "streams", "before MiB", "open MiB", "KiB a stream")
    with servers.Vendor(args.build, OPEN_PACE_MS, DELTAS) as vendor, \
            servers.Gate(args.build, work / "gate", vendor) as gate:
        body = load.chat_body(gate.facts["district"]["students"], stream=True)
        load.ask(gate.url, gate.facts, load.chat_body(gate.facts["district"]["students"], stream=False))
        before = gate.resident_bytes()
        run = load.Streams(gate.url, gate.facts, body)
        run.connect(args.streams)
        run.send(spread_seconds=args.streams / 2000)
        run.read(3)
        held = gate.resident_bytes()
        alive = len(run.first_us) - run.ended - run.failed
        if alive < args.streams:
            report.faults.append(f"open streams: {alive} of {args.streams} are open")
        mebi = 1 << 20
        Report.row("gate", alive, f"{before / mebi:.0f}", f"{held / mebi:.0f}",
                   f"{(held - before) / 1024 / max(1, alive):.0f}")
        run.close()


def main():
    parser = argparse.ArgumentParser(description="Measures a whole gate beside plain proxies.")
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--concurrent", type=int, default=128, help="streams measured at once")
    parser.add_argument("--streams", type=int, default=1000, help="streams held open")
    parser.add_argument("--smoke", action="store_true", help="a moment of each, to see that it works")
    args = parser.parse_args()
    args.build = args.build.resolve()
    if args.smoke:
        args.seconds, args.concurrent, args.streams = 1, 8, 16
    # The gate has a connection on either side of each stream.
    servers.allow_many_files(2 * args.streams + 1000)
    report = Report()
    with tempfile.TemporaryDirectory(prefix="schoolgate-bench-") as directory:
        for name, part in (("whole", whole_answers), ("streams", streams), ("open", open_streams)):
            work = pathlib.Path(directory) / name
            (work / "gate").mkdir(parents=True)
            part(report, args, work)
    for fault in report.faults:
        print(f"gate_bench: {fault}", file=sys.stderr)
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
