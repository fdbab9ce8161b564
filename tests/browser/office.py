"""A press office of its own for the browser: the real binary on a throw-away database, reporters, a newsroom on
loopback, and a relay that keeps what it is handed."""

import http.server
import os
import signal
import socketserver
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

from driver import free_port

ROOT = Path(__file__).resolve().parent.parent.parent


class Relay(threading.Thread):
    """An SMTP server that accepts everything and keeps the recipients."""

    def __init__(self):
        super().__init__(daemon=True)
        self.mails = []
        # Address → refuse (it is unknown here), later (try again), doubt (the line breaks before the reply).
        self.will = {}
        relay = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self):
                self.wfile.write(b"220 relay.example\r\n")
                to = []
                for line in self.rfile:
                    word = line.strip().upper()
                    if word.startswith(b"EHLO"):
                        self.wfile.write(b"250-relay.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
                    elif word.startswith(b"RCPT"):
                        one = line.split(b"<")[1].split(b">")[0].decode()
                        if relay.will.get(one) == "refuse":
                            self.wfile.write(b"550 5.1.1 no such mailbox here\r\n")
                        elif relay.will.get(one) == "later":
                            self.wfile.write(b"451 4.2.1 the mailbox is busy, try again later\r\n")
                        else:
                            to.append(one)
                            self.wfile.write(b"250 ok\r\n")
                    elif word == b"DATA" and not to:
                        self.wfile.write(b"554 5.5.1 no valid recipients\r\n")
                    elif word == b"DATA":
                        self.wfile.write(b"354 go on\r\n")
                        body = b""
                        for part in self.rfile:
                            if part == b".\r\n":
                                break
                            body += part
                        if any(relay.will.get(one) == "doubt" for one in to):
                            return
                        relay.mails += [(one, body) for one in to]
                        to = []
                        self.wfile.write(b"250 kept\r\n")
                    elif word in (b"RSET", b"NOOP"):
                        to = []
                        self.wfile.write(b"250 ok\r\n")
                    elif word == b"QUIT":
                        self.wfile.write(b"221 bye\r\n")
                        return
                    else:
                        self.wfile.write(b"250 ok\r\n")

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Talk)
        self.port = self.server.server_address[1]

    def run(self):
        self.server.serve_forever()


class Web(threading.Thread):
    """Pages on loopback: a newsroom's feed, and a trap that writes down whoever comes."""

    def __init__(self):
        super().__init__(daemon=True)
        self.pages, self.asked = {}, []
        web = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                web.asked.append(self.path)
                found = web.pages.get(self.path)
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", found[0] if found else "text/plain")
                self.end_headers()
                self.wfile.write(found[1].encode() if found else b"nothing here")

            do_POST = do_GET

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def run(self):
        self.server.serve_forever()


class Office:
    def __init__(self, work, binary, hold=3, policy="never"):
        self.work, self.binary = work, binary
        self.relay, self.web = Relay(), Web()
        self.relay.start()
        self.web.start()
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        (work / "dateline.toml").write_text(
            f"""[database]
url = "sqlite:{work}/office.db"
[web]
bind = "127.0.0.1:{self.port}"
public_url = "{self.url}"
[office]
name = "Harbour Press Office"
postal_address = "1 Quay, Harbour"
contact = "Mia Ode, +49 30 000000, media@harbour.example"
time_zone = "Europe/Berlin"
[sender]
from = "Harbour Press Office <press@harbour.example>"
reply_to = "media@harbour.example"
[relay.north]
url = "smtp://127.0.0.1:{self.relay.port}"
[approval]
policy = "{policy}"
[secrets]
key_file = "{work}/office.key"
[outbox]
hold_seconds = {hold}
halt_file = "{work}/STOP"
look_up_mx = false
[checks]
links = false
dns = false
"""
        )
        self.server = None

    def run(self, *args, check=True, env=None):
        command = [self.binary, "--config", self.work / "dateline.toml", *args]
        env = {**os.environ, **(env or {})}
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=self.work, env=env)
        if check and done.returncode:
            raise SystemExit(f"dateline {' '.join(map(str, args))}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def serve(self):
        log = open(self.work / "serve.log", "ab")
        env = {**os.environ, "RUST_BACKTRACE": "0"}
        command = [self.binary, "--config", self.work / "dateline.toml", "serve"]
        self.server = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.work, env=env)
        for _ in range(300):
            try:
                urllib.request.urlopen(self.url + "/healthz", timeout=2).close()
                return
            except OSError:
                if self.server.poll() is not None:
                    raise SystemExit((self.work / "serve.log").read_text()) from None
                time.sleep(0.1)
        raise SystemExit("dateline serve does not answer")

    def stop(self):
        if self.server:
            self.server.send_signal(signal.SIGTERM)
            try:
                self.server.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self.server.kill()
                raise

    def sign_up(self, browser, name, role, password="three brass lanterns"):
        """An officer with a password, signed in."""
        self.run("officer", "add", name, "--address", f"{name.lower()}@harbour.example", "--role", role)
        link = self.run("officer", "invite", name).strip()
        browser.go(link)
        browser.fill("#password", password)
        browser.call("POST", f"/element/{browser.find('main button.go')}/click")
        browser.presses = 0
