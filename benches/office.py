"""What the benches share: an office with its settings and contacts, Postfix's sink and source, and readings of a running
sender. Everything talks to loopback only and stops with the command that started it."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "dateline"
os.environ["PATH"] += ":/usr/sbin"
SETTINGS = """
[database]
url = "{url}"
[web]
public_url = "https://press.office.example"
[office]
name = "Bench Office"
postal_address = "1 Bench Street, Bench City"
contact = "The desk, desk@office.example"
boilerplate = "An office that exists to be measured."
[sender]
from = "Bench Office <press@office.example>"
reply_to = "media@office.example"
[relay.sink]
url = "smtp://127.0.0.1:{port}"
rate = "{rate}"
connections = {connections}
{lanes}
[outbox]
hold_seconds = 0
look_up_mx = false
[dkim]
mode = "{dkim}"
"""
HEAD = "---\ntitle: {title}\nkind: release\ndate: 2026-11-23\nlanguage: en\nregions: [{region}]\nissues: [All issues]\n---\n\n"
SENTENCE = "The office writes to everybody who covers a country, whatever the subject, and says so in one sentence more. "
OPEN = ("SELECT COUNT(*) FROM (SELECT 1 FROM deliveries WHERE mailing_id = {} AND state IN "
        "('pending', 'claimed', 'attempting', 'deferred') LIMIT 1) AS x")


def need_binary():
    if not BINARY.exists():
        raise SystemExit("cargo build --release --locked first")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Sink:
    """Postfix's smtp-sink, as another user than root."""

    def __init__(self):
        self.port = free_port()
        command = ["smtp-sink", "-m", "1024", f"127.0.0.1:{self.port}", "1024"]
        if os.geteuid() == 0:
            command[1:1] = ["-u", "nobody"]
        self.process = subprocess.Popen(command)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("smtp-sink does not listen")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def source(port, size, count, connections):
    """Messages per second of smtp-source, and its CPU in microseconds a message."""
    # `-l` is the length of the body, less a few header lines of its own.
    command = ["smtp-source", "-d", "-s", str(connections), "-l", str(size), "-m", str(count), "-f", "press@office.example",
               "-t", "reporter@outlet.example", f"127.0.0.1:{port}"]
    begun = time.monotonic()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begun
    if status:
        raise SystemExit(f"smtp-source: {status}")
    return count / seconds, (usage.ru_utime + usage.ru_stime) / count * 1e6


class Postgres:
    """The throw-away server of tests/postgres, unless DATELINE_TEST_POSTGRES names another."""

    def __init__(self):
        self.url, self.folder, self.made = os.environ.get("DATELINE_TEST_POSTGRES"), None, 0
        if not self.url:
            line = subprocess.run([ROOT / "tests" / "postgres"], check=True, capture_output=True, text=True).stdout
            found = dict(word.split("=", 1) for word in line.split() if "=" in word)
            self.url, self.folder = found["DATELINE_TEST_POSTGRES"], found["DATELINE_TEST_POSTGRES_DIR"]

    def database(self):
        self.made += 1
        name = f"bench_{os.getpid()}_{self.made}"
        subprocess.run(["psql", "-q", f"{self.url}/postgres", "-c", f"CREATE DATABASE {name}"], check=True)
        return f"{self.url}/{name}"

    def stop(self):
        if self.folder:
            subprocess.run([ROOT / "tests" / "postgres", "stop", self.folder], check=False)


class Office:
    """A folder with its settings and its database, migrated; run as a person would run it."""

    def __init__(self, folder, url, port, connections, rate="1000000/s", lanes="", dkim="relay"):
        self.folder, self.url = folder, url
        folder.mkdir(parents=True)
        settings = SETTINGS.format(url=url, port=port, connections=connections, rate=rate, lanes=lanes, dkim=dkim)
        (folder / "dateline.toml").write_text(settings)
        self.run("migrate")
        if dkim != "relay":
            self.run("dkim", "make")
            self.run("dkim", "rotate")

    def run(self, *arguments):
        """The last line of its JSON answer."""
        command = [BINARY, *map(str, arguments), "--json"]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, check=False)
        if done.returncode:
            raise SystemExit(f"dateline {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stderr.decode()[-2000:]}")
        lines = [json.loads(line) for line in done.stdout.decode().splitlines() if line.startswith(("{", "["))]
        found = lines[-1] if lines else {}
        return found[0] if isinstance(found, list) else found

    def bring(self, people, region="World"):
        """Imports (name, address) pairs; all cover the region and all issues."""
        with (self.folder / "people.csv").open("w") as file:
            file.write("Name,Email,Outlet,Regions,Issues\n")
            for n, (name, address) in enumerate(people):
                file.write(f"{name},{address},Outlet {n % 5000},{region},All issues\n")
        self.run("contact", "import", "people.csv")

    def release(self, title, text, region="World"):
        (self.folder / "release.md").write_text(HEAD.format(title=title, region=region) + text)
        return str(self.run("release", "new", "release.md")["release"])

    def send(self, release, *more):
        """Reviews and sends; the mailing's number."""
        review = self.run("release", "review", release, *more)
        return self.run("release", "send", release, *more, "--seal", review["seal"], "--count", review["count"])["mailing"]

    def ask(self, query):
        if self.url.startswith("sqlite:"):
            with sqlite3.connect(self.folder / "dateline.db", timeout=30) as connection:
                return connection.execute(query).fetchone()
        command = ["psql", "-qAt", "-F", "|", self.url, "-c", query]
        line = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return tuple(int(cell) if cell else None for cell in line.strip().split("|"))

    def every_start(self):
        """When each attempt was begun, Unix milliseconds."""
        query = "SELECT at_ms FROM attempts"
        if self.url.startswith("sqlite:"):
            with sqlite3.connect(self.folder / "dateline.db", timeout=30) as connection:
                return [row[0] for row in connection.execute(query)]
        lines = subprocess.run(["psql", "-qAt", self.url, "-c", query], check=True, capture_output=True, text=True).stdout
        return [int(line) for line in lines.split()]

    def message_size(self, release):
        """Bytes of one copy as it goes out."""
        mailing = self.send(release, "--again")
        (first,) = self.ask(f"SELECT MIN(id) FROM deliveries WHERE mailing_id = {mailing}")
        command = [BINARY, "delivery", "message", str(first), "--eml"]
        size = len(subprocess.run(command, cwd=self.folder, capture_output=True, check=True).stdout)
        self.run("mailing", "stop", mailing)
        return size


class Worker:
    """`dateline worker`, from start to an orderly stop."""

    def __init__(self, office):
        self.office = office
        with (office.folder / "log").open("a") as log:
            self.process = subprocess.Popen([BINARY, "worker"], cwd=office.folder, stderr=log)

    def until(self, query, patience=600, every=0.25):
        """Until the query's first column is 0 (or nothing)."""
        until = time.monotonic() + patience
        while self.office.ask(query)[0]:
            time.sleep(every)
            if self.process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"the worker did not finish: {self.office.folder / 'log'}")

    def peak_megabytes(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def cpu(self):
        """Seconds so far, user and system."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        """Ends it in good order. Its CPU in seconds, as the kernel counted it, and its largest resident memory in MB."""
        peak = self.peak_megabytes()
        self.process.send_signal(signal.SIGTERM)
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        if self.process.returncode:
            raise SystemExit(f"the worker ended with {self.process.returncode}: {self.office.folder / 'log'}")
        return usage.ru_utime + usage.ru_stime, peak


def postgres_cpu():
    """Seconds of CPU of every PostgreSQL process, those that ended included as far as the server reaped them."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            head, rest = stat.read_text().rsplit(")", 1)
            if head.split("(", 1)[1] != "postgres":
                continue
            is_server = "-D" in stat.with_name("cmdline").read_text().split("\0")
        except OSError:
            continue
        fields = rest.split()
        ticks += int(fields[11]) + int(fields[12]) + (int(fields[13]) + int(fields[14]) if is_server else 0)
    return ticks / os.sysconf("SC_CLK_TCK")


def paragraphs(kilobytes):
    """A body that makes the whole message about that large; the mail holds it twice, as text and as HTML."""
    wanted = max(0, kilobytes * 1000 - 11_000) // 2
    sentences, body = max(1, wanted // len(SENTENCE)), ""
    for n in range(sentences):
        body += SENTENCE + ("\n\n" if n % 5 == 4 else "")
    return body + "\n"


def fullest(starts, window):
    """Most starts within any window; times and window in the same unit."""
    starts, most, first = sorted(starts), 0, 0
    for last, at in enumerate(starts):
        while starts[first] <= at - window:
            first += 1
        most = max(most, last - first + 1)
    return most
