"""Two offices for the pages to be looked at in: one where everything has happened that a page can show, and one where
nothing has yet."""

import base64
import contextlib
import email
import email.policy
import hashlib
import hmac
import json
import re
import sqlite3
import struct
import time

REPORTERS = """Name,Email,Outlet,Role,Regions,Issues,Language,Phone
Ada Okafor,ada@morning.example,The Morning,Ports editor,World,All issues,en,+49 30 1234567
Bruno Keller,bruno@morning.example,The Morning,,Germany,Ports,en,
Bruno Keller,b.keller@morning.example,The Morning,,Bavaria,Ports,en,
نور حداد,noor@sahifa.example,صحيفة الميناء,محررة الشؤون البحرية,Germany,Ports,ar,
María José Fernández de la Vega y Sotomayor,mj.fernandez.de.la.vega.sotomayor@redaccion-internacional.example,Agencia Internacional de Noticias,,Germany;Spain,Ports,es,
Cleo Marsh,cleo@evening.example,The Evening,,France,Ports,en,
Dora Lind,dora@evening.example,The Evening,,Germany,Ports;Climate,en,
Gone Gantry,gone@evening.example,The Evening,,Germany,Ports,en,
Emil Doubt,emil@doubt.example,Doubt Daily,,Germany,Ports,en,
Farid Later,farid@later.example,Later Wire,,Germany,Climate,en,
Greta Holm,greta@later.example,Later Wire,,Germany,Climate,en,
Hugo Nowhere,hugo@morning.example,The Morning,,,,en,
Ines Left,ines@evening.example,The Evening,,Germany,Ports,en,
"""

# What an import asks about: a region nobody knows, an address that is none, the same person twice, a slip of the pen.
PROBLEMS = """Name\tEmail\tOutlet\tRegions\tIssues\tLanguage
Ivo Sand\tivo@coast.example\tCoast\tBayern\tPorts\ten
Jana Reef\tjana(at)coast.example\tCoast\tGermany\tPorts\ten
Kaj Shoal\tkaj@coast.example\tCoast\tAtlantis\tTidal power\ten
Kaj Shoal\tkaj@coast.example\tCoast\tGermany\tPorts\ten
Lea Bay\tlea@gmial.com\tCoast\tGermany\tPorts\tes
Ada Okafor\tada@morning.example\tThe Morning Post\tWorld\tAll issues\ten
Ines Left\tines@evening.example\tThe Evening\tGermany\tPorts\ten
\tinfo@coast.example\tCoast\tGermany\tPorts\ten
"""

ISSUES = ["Ports", "Climate", "Public health"]
AGREED = "three brass lanterns"


def release(title, issue="Ports", language="en", body="The port authority said so today.", more=""):
    return f"---\ntitle: {title}\nregions: [Germany]\nissues: [{issue}]\nlanguage: {language}\n{more}---\n{body}\n"


def totp(secret, moment=None):
    """RFC 6238, as an authenticator counts it."""
    key = base64.b32decode(re.sub(r"\s", "", secret).upper() + "=" * (-len(re.sub(r"\s", "", secret)) % 8))
    digest = hmac.new(key, struct.pack(">Q", int((moment or time.time()) // 30)), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1000000:06}"


def until(holds, what, seconds=40):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = holds()
        if found:
            return found
        time.sleep(0.1)
    raise RuntimeError(f"waited {seconds} s in vain: {what}")


class Full:
    """An office in full swing. Numbers of releases are kept by what became of them."""

    def __init__(self, office):
        self.office, self.number = office, {}
        office.relay.will = {"gone@evening.example": "refuse", "emil@doubt.example": "doubt", "farid@later.example": "later"}

    def run(self, *args, **env):
        # One person is enough on the command line; the pages ask for two.
        return self.office.run(*args, env={"DATELINE_APPROVAL__POLICY": "never", "DATELINE_OUTBOX__HOLD_SECONDS": "0", **env})

    def write(self, name, *args, **more):
        (self.office.work / f"{name}.md").write_text(release(*args, **more))
        made = json.loads(self.run("release", "new", f"{name}.md", "--json"))
        self.number[name] = made["release"]
        return made["release"]

    def send(self, name, *args, **env):
        number = str(self.number[name])
        found = json.loads(self.run("release", "review", number, "--json", *args, **env))
        done = self.run("release", "send", number, "--seal", found["seal"], "--count", str(found["count"]), "--json", *args, **env)
        return str(json.loads(done.splitlines()[-1])["mailing"])

    def before(self):
        """What the command line does while nobody is served yet."""
        for issue in ISSUES:
            self.run("issue", "add", issue)
        (self.office.work / "reporters.csv").write_text(REPORTERS)
        self.run("contact", "import", "reporters.csv")
        self.run("segment", "add", "Ports in Germany", "--region", "Germany", "--issue", "Ports")
        body = "The harbour is open to every boat from today.\n\n## What changes\n\n- Eleven gates open\n- The first ferry leaves at noon\n\n[The timetable](https://harbour.example/times)"
        self.write("sent", "Harbour gates open to every boat", body=body)
        self.write("asked", "Night ferries run until two o’clock in the morning from the first of December on all three lines")
        self.write("held", "A second crane for the northern quay")
        self.write("slow", "Flood walls stand ready for the winter", issue="Climate")
        self.write("taken_back", "The old lighthouse is sold")
        self.write("paused", "Harbour fees stay as they are")
        self.write("stopped", "The regatta moves to Sunday")
        self.write("later", "The new timetable of all ferries")
        self.write("arabic", "الميناء مفتوح لكل القوارب", language="ar", body="الميناء مفتوح منذ اليوم.")
        self.write("returned", "Dredging begins in the outer basin")
        self.write("bare", "Something about the tide", body="Soon.")
        self.newsroom()
        self.run("release", "place", str(self.number["bare"]), "--region", "FR", "--issue", "Public health")

    def newsroom(self):
        """A newsroom that was connected: no address of this machine may be, so its row is written as it would stand."""
        now = int(time.time() * 1000)
        row = ("https://news.harbour.example/feed", "Harbour news", "rss", "Amal", now, now + 86_400_000)
        with contextlib.closing(sqlite3.connect(self.office.work / "office.db")) as base, base:
            base.execute("INSERT INTO newsrooms (url, name, kind, added_by, added_ms, due_ms) VALUES (?, ?, ?, ?, ?, ?)", row)

    def after(self, driver):
        """What happens once the office is served: mailings of every kind, people who leave, imports, officers."""
        office = self.office
        self.admin, self.writer = driver.browser(), driver.browser()
        office.sign_up(self.admin, "Amal", "admin")
        office.sign_up(self.writer, "Maria", "writer")
        office.run("officer", "add", "Tom", "--address", "tom@harbour.example", "--role", "approver")
        self.invitation = office.run("officer", "invite", "Tom").strip()
        self.mailings()
        self.leaves(driver)
        self.imports()
        self.asks()
        self.admin.go(office.url + "/settings/api")
        self.admin.fill("input[name=name]", "The newsroom screen")
        self.admin.script("document.querySelector('main form input[type=checkbox]').checked = true")
        self.admin.click("main form button.go")
        self.proves(driver)

    def people(self):
        """Whose browsers are open."""
        return {"admin": self.admin, "writer": self.writer, "vera": self.vera, "nobody": self.nobody}

    def proves(self, driver):
        """An officer with a second factor; one who is on their way in by mail."""
        self.vera, self.nobody = driver.browser(), driver.browser()
        self.office.sign_up(self.vera, "Vera", "viewer", AGREED)
        self.vera.go(self.office.url + "/account/factor")
        self.vera.fill("#code", totp(self.vera.text("#secret")))
        self.vera.click("main form button.go")
        self.nobody.go(self.office.url + "/sign-in/link")
        self.nobody.fill("#address", "maria@harbour.example")
        self.nobody.click("main button.go")
        # Last, so that its quarter of an hour is still running when the pages are looked at.
        self.send("held", DATELINE_OUTBOX__HOLD_SECONDS="900")
        until(lambda: self.link("maria", "/sign-in/link/"), "the mail with the way in")

    def mailings(self):
        number = self.number
        self.send("sent")
        self.state(r'"in_doubt":1\b')
        self.send("slow")
        self.send("taken_back")
        self.withdrawn_view = until(lambda: self.link("bruno", "/v/", "lighthouse"), "the mail that is withdrawn")
        self.send("later", "--at", "2031-03-04T10:00[Europe/Berlin]")
        for name in ("paused", "stopped"):
            mailing = self.send(name, DATELINE_OUTBOX__HOLD_SECONDS="900")
            self.run("mailing", "pause" if name == "paused" else "stop", mailing, "--reason", "The harbour master asked for it")
        # Withdrawn and corrected: each is a release of its own.
        for name, kind in (("taken_back", "withdrawal"), ("sent", "correction")):
            self.admin.go(f"{self.office.url}/releases/{number[name]}/withdraw?kind={kind}")
            self.admin.fill("#note", "It opens at one o’clock, not at noon.")
            self.admin.click("main form button.go, main form button.final")
            number[kind] = int(re.search(r"/releases/(\d+)", self.admin.path).group(1))
        self.send("withdrawal")

    def state(self, wanted):
        until(lambda: re.search(wanted, self.run("mailing", "list", "--json")), f"a mailing with {wanted}")

    def leaves(self, driver):
        """A reporter leaves by the link in their mail, another pauses; one is paused by the office."""
        reader = driver.browser()
        for name, choice in (("ines", "everything"), ("dora", "pause")):
            reader.go(self.link(name, "/u/"))
            reader.click(f"button[value={choice}]")
        reader.close()

    def link(self, name, kind, about=""):
        """The newest link of a kind that a person was sent, or nothing."""
        for to, body in reversed(self.office.relay.mails):
            mail = email.message_from_bytes(body, policy=email.policy.default)
            if to.startswith(name + "@") and about in mail["Subject"]:
                found = re.search(re.escape(self.office.url + kind) + r"[A-Za-z0-9_.-]+", str(mail["List-Unsubscribe"]) + " " + mail.get_body(("plain",)).get_content())
                if found:
                    return found.group(0)
        return None

    def imports(self):
        """One at its columns, one at its check, one that is over and may be taken back."""
        self.bring(PROBLEMS)
        self.columns = self.admin.path
        self.bring(PROBLEMS)
        self.check = self.looked_at()
        self.bring("Name\tEmail\tRegions\tIssues\nMio Kai\tmio@coast.example\tGermany\tPorts\nNils Ost\tnils@coast.example\t\t\n")
        self.over = self.looked_at().removesuffix("/check")
        self.admin.click("form.acts button.go")
        until(lambda: "/check" not in self.admin.path, "the import")

    def looked_at(self):
        """From the columns to the check; where that takes a while, its page says when it is done."""
        self.admin.click("main form .acts button.go")

        def there():
            if "/check" not in self.admin.path:
                ready = self.admin.all("#import-state[data-over] a.go")
                self.admin.call("POST", f"/element/{ready[0]}/click") if ready else time.sleep(0.5)
            return "/check" in self.admin.path

        until(there, "the check")
        return self.admin.path

    def bring(self, cells):
        self.admin.go(self.office.url + "/reporters/import")
        self.admin.script("document.querySelector('main form textarea').value = arguments[0]; document.querySelector('main form input[type=radio]').checked = true", cells)
        self.admin.click("main form button.go")
        until(lambda: "/columns" in self.admin.path, "the columns")

    def asks(self):
        """One release waits for a second person; one came back with a note."""
        for name in ("returned", "asked"):
            self.writer.go(f"{self.office.url}/releases/{self.number[name]}/send")
            until(lambda: self.writer.all("form#send button.go"), f"the checks of {name}")
            self.writer.script("document.querySelectorAll('.checks input[type=checkbox]').forEach((tick) => (tick.checked = true))")
            self.writer.click("form#send button.go")
            until(lambda: not self.writer.all("form#send button.go"), f"{name} waits for a second person")
        self.admin.go(f"{self.office.url}/releases/{self.number['returned']}/approve")
        until(lambda: self.admin.all("form[action$='/return'] textarea"), "the form that returns it")
        self.admin.fill("form[action$='/return'] textarea", "Please name the basin in the first sentence.")
        self.admin.click("form[action$='/return'] button")
