"""What is sent, how fast it is answered, and by whom."""
import dataclasses
import http.client
import json
import os
import pathlib
import selectors
import socket
import ssl
import subprocess
import time
import urllib.parse

HERE = pathlib.Path(__file__).parent
PROMPT_BYTES = 1024
SESSIONS = 16  # as prompt.lua and grpc_bench have it


@dataclasses.dataclass
class Result:
    requests: int
    seconds: float
    p50_us: float
    p99_us: float
    failed: int
    cpu_us: float = 0.0  # of the server, each request; 0 where it was not measured

    @property
    def rate(self):
        return self.requests / self.seconds


def prompt(students):
    """A teacher's prompt of 1 KB that names two students of the generated district. They do not exist."""
    first, second = (student["name"] for student in students)
    text = (f"Plan a lesson of forty-five minutes on the water cycle for a class of twenty-six. {first} works fast and likes "
            f"to build things; {second} needs the steps one at a time and more time to read. Suggest a task for both that "
            "they can do together, and one each on their own. ")
    filler = ("The class has read the chapter on evaporation and condensation and has seen the short film. We have six "
              "kettles, ice, glass bowls and cling film, and one set of scales. Say what to put on the board, what to ask "
              "when the first drops form, and how to close the lesson with a question that shows who has understood. ")
    while len(text) < PROMPT_BYTES:
        text += filler
    return text[:PROMPT_BYTES]


def chat_body(students, stream):
    body = {"model": "lesson-planner", "messages": [{"role": "user", "content": prompt(students)}]}
    if stream:
        body["stream"] = True
    return json.dumps(body, separators=(",", ":"))


def headers(facts, session):
    return {"content-type": "application/json", "authorization": f"Bearer {facts['teacher_key']}",
            "x-schoolgate-person": facts["district"]["teacher"], "x-schoolgate-session": f"bench-{session}"}


def tls_context(facts):
    return ssl.create_default_context(cafile=facts["ca"])


def ask(url, facts, body, session=1):
    """One answer's text."""
    address = urllib.parse.urlsplit(url)
    connection = (http.client.HTTPSConnection(address.netloc, context=tls_context(facts), timeout=20)
                  if address.scheme == "https" else http.client.HTTPConnection(address.netloc, timeout=20))
    connection.request("POST", address.path + "/chat/completions", body, headers(facts, session))
    response = connection.getresponse()
    answer = response.read()
    if response.status != 200:
        raise RuntimeError(f"{url} answered {response.status}")
    return json.loads(answer)["choices"][0]["message"]["content"]


def measured(server, run):
    """Runs `run` and adds to its result what `server` used meanwhile."""
    before = server.cpu_seconds()
    result = run()
    result.cpu_us = (server.cpu_seconds() - before) * 1e6 / max(1, result.requests)
    return result


def wrk(url, facts, body_file, connections, seconds):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", HERE / "prompt.lua",
               url + "/chat/completions", "--", body_file, facts["teacher_key"], facts["district"]["teacher"]]
    output = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True).stdout
    line = next(line for line in output.splitlines() if line.startswith("RESULT "))
    return Result(**json.loads(line[len("RESULT "):]))


def grpc(build, address, facts, connections, seconds):
    command = [build / "tests/bench/grpc_bench", "load", "--address", address, "--ca", facts["ca"], "--key",
               facts["teacher_key"], "--person", facts["district"]["teacher"], "--calls", connections, "--seconds", seconds]
    run = subprocess.run([str(word) for word in command], input=prompt(facts["district"]["students"]), capture_output=True,
                         text=True, check=True)
    return Result(**json.loads(run.stdout))


def fdatasync_us(directory, count=200):
    """How long one durable write takes on the disk that holds `directory`: the median."""
    path = pathlib.Path(directory) / "fdatasync.probe"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    times = []
    for _ in range(count):
        os.write(descriptor, b"x" * 600)
        start = time.perf_counter()
        os.fdatasync(descriptor)
        times.append(time.perf_counter() - start)
    os.close(descriptor)
    path.unlink()
    return sorted(times)[count // 2] * 1e6


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class Streams:
    """Many streams at once, each on a connection of its own, read by one thread."""

    def __init__(self, url, facts, body):
        address = urllib.parse.urlsplit(url)
        self._to = (address.hostname, address.port)
        self._tls = tls_context(facts) if address.scheme == "https" else None
        self._path = address.path + "/chat/completions"
        self._facts = facts
        self._body = body.encode()
        self._selector = selectors.DefaultSelector()
        self._opened = 0
        self.first_us = []  # from sending to the first event, each stream
        self.events = 0
        self.ended = 0
        self.failed = 0

    def connect(self, count):
        """Connects, so that handshakes are done before anything is timed."""
        for _ in range(count):
            connection = socket.create_connection(self._to, timeout=20)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_hostname="localhost")
            connection.setblocking(False)
            self._selector.register(connection, selectors.EVENT_READ, {"tail": b"", "sent": 0.0})

    def send(self, spread_seconds):
        """Starts a stream on every connection, evenly over so long, and reads meanwhile."""
        connections = [(key.fileobj, key.data) for key in self._selector.get_map().values()]
        for i, (connection, state) in enumerate(connections):
            head = f"POST {self._path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {len(self._body)}\r\n"
            head += "".join(f"{name}: {value}\r\n" for name, value in headers(self._facts, i % SESSIONS).items())
            state["sent"] = time.perf_counter()
            connection.send(head.encode() + b"\r\n" + self._body)
            self._opened += 1
            self.read(spread_seconds / len(connections))

    def read(self, seconds):
        """Reads for so long, or until every stream has ended."""
        until = time.perf_counter() + seconds
        while self.ended + self.failed < self._opened:
            left = until - time.perf_counter()
            if left <= 0:
                return
            for key, _ in self._selector.select(left):
                self._take(key.fileobj, key.data)

    def _take(self, connection, state):
        # TLS may hold more than one record: read until there is no more.
        while True:
            try:
                data = connection.recv(65536)
            except (ssl.SSLWantReadError, BlockingIOError):
                return
            except OSError:
                data = b""
            lines = (state["tail"] + data).split(b"\n")
            state["tail"] = lines.pop()
            events = sum(line.startswith(b"data: {") for line in lines)
            if events and state["sent"]:
                self.first_us.append((time.perf_counter() - state["sent"]) * 1e6)
                state["sent"] = 0.0
            self.events += events
            if any(line.startswith(b"data: [DONE]") for line in lines):
                self.ended += 1
            elif not data or any(line.startswith(b"HTTP/1.1 ") and b" 200 " not in line for line in lines):
                self.failed += 1
            else:
                continue
            self._drop(connection)
            return

    def _drop(self, connection):
        self._selector.unregister(connection)
        connection.close()

    def close(self):
        for key in list(self._selector.get_map().values()):
            self._drop(key.fileobj)
        self._selector.close()
