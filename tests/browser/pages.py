"""Which pages are looked at, by whom and in which state, and how: axe, width, policy, and what a page must never show."""

import functools
import re

import axe
from house import AGREED, until
from office import ROOT

# Each language, colour, width and direction once; `--all` looks at every combination.
LOOKS = [("en", "light", 1280), ("ar", "dark", 360), ("es", "light", 360)]
ALL_LOOKS = [(lang, scheme, width) for lang in ("en", "es", "ar") for scheme in ("light", "dark") for width in (1280, 360)]

# Routes that answer with no page of their own, and why.
NO_PAGE = {
    r"\.csv$": "a file",
    r"/message\.eml$": "a file",
    r"/reporters/\{id\}/export$": "a file",
    r"/events$": "a stream",
    r"^/today/\{mailing\}$": "a part of the page before it",
    r"/import/\{id\}/state$": "a part of the page before it",
}

# A message without its words, a hole in a sentence, a value nobody meant to be read.
HOLES = r"""
    const own = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = own.nextNode(); node; node = own.nextNode()) {
        const text = node.textContent.trim();
        if (!text || node.parentElement.closest('script, textarea, code, pre')) continue;
        if (/^[a-z]+(-[a-z0-9]+){1,}$/.test(text) && !node.parentElement.closest('bdi, [dir=ltr]')) found.push('message ' + text);
        if (/^[a-z]+\.[a-z_]+ \(/.test(text)) found.push('act ' + text.slice(0, 80));
        if (/\{\s*\$|\{\{|\bundefined\b|\bNaN\b|\[object|\uFFFD/.test(text)) found.push('hole ' + text.slice(0, 80));
    }
    for (const node of document.querySelectorAll('[aria-label], [title], [placeholder], [data-th], [alt]'))
        for (const name of ['aria-label', 'title', 'placeholder', 'data-th', 'alt'])
            if (/^[a-z]+(-[a-z0-9]+){1,}$/.test(node.getAttribute(name) || '') && !node.closest('[dir=ltr]')) found.push(name + ' ' + node.getAttribute(name));
    return [...new Set(found)];
"""

# How far the page goes beyond its window, and what makes it so.
WIDE = """
    const width = document.documentElement.clientWidth;
    const over = document.documentElement.scrollWidth - width;
    if (over <= 1) return '';
    const rtl = document.documentElement.dir === 'rtl';
    const out = [...document.body.querySelectorAll('*')].filter((node) => {
        const box = node.getBoundingClientRect();
        return box.width && (rtl ? box.left < -1 : box.right > width + 1);
    });
    return `${over} px, by ${out.slice(-2).map((node) => node.tagName.toLowerCase() + '.' + node.className).join(', ')}`;
"""


class Page:
    """A page and how one gets there: an address, or steps that end on it. One that is a letter lets no script run."""

    def __init__(self, name, to, who="admin", status=200, letter=False):
        self.name, self.to, self.who, self.status, self.letter = name, to, who, status, letter


def post(path, **fields):
    """A form of ours, sent as it stands: from a page of the same office."""

    def go(browser, url):
        browser.script(
            """const form = document.createElement('form');
            form.method = 'post';
            form.action = arguments[0];
            for (const [name, value] of Object.entries(arguments[1])) form.append(Object.assign(document.createElement('input'), {name, value, type: 'hidden'}));
            document.body.append(form);
            form.submit();""",
            url + path,
            fields,
        )
        until(lambda: browser.script("return document.readyState") == "complete" and browser.url.startswith(url + path), path)

    return go


def then(path, *steps):
    """Opens a page and does something there."""

    def go(browser, url):
        browser.go(path if path.startswith("http") else url + path)
        for step in steps:
            step(browser, url)

    return go


def press(css):
    return lambda browser, url: browser.click(css)


def fill(css, text):
    return lambda browser, url: browser.fill(css, text)


def run(script):
    return lambda browser, url: browser.script(script)


def of_full(full):
    """Every page of an office in full swing."""
    n, token = full.number, full.link("ada", "/u/")
    release = lambda name, part="": f"/releases/{n[name]}{part}"
    pages = [Page(path, path) for path in (
        "/", "/releases", "/releases?group=sent", "/releases/calendar", "/releases/calendar?m=2031-03", "/releases/new",
        release("sent"), release("arabic"), release("bare"), release("correction"), release("returned"), release("asked"),
        release("sent", "?mode=text"), release("sent", "?mode=phone"),
        release("sent", "/versions"), release("arabic", "/audience"), release("bare", "/audience"),
        release("sent", "/audience/people?list=will"), release("sent", "/audience/people?list=out"),
        release("returned", "/send"), release("bare", "/send"), release("arabic", "/send"), release("sent", "/send"), release("correction", "/send"),
        release("asked", "/send"), release("asked", "/approve"), release("held", "/hold"), release("held", "/stop"),
        release("sent", "/progress"), release("slow", "/progress"), release("paused", "/progress"), release("stopped", "/progress"),
        release("later", "/progress"), release("sent", "/report"), release("slow", "/report"), release("taken_back", "/report"), release("stopped", "/report"),
        release("sent", "/report/people?of=refused"), release("sent", "/report/people?of=in_doubt"), release("sent", "/report/people?of=accepted"),
        release("sent", "/settle?as=arrived"), release("sent", "/withdraw"), release("sent", "/withdraw?kind=withdrawal"), release("sent", "/withdraw?kind=update"),
        "/reporters", "/reporters?q=zzz", "/reporters?state=opted_out", "/reporters/add", "/reporters/tidy", "/reporters/tidy?queue=left",
        "/reporters/tidy?queue=stale", "/reporters/segments", "/reporters/segments/new", "/reporters/import", full.columns, full.check, full.over,
        full.over + "/undo", "/find?q=a", "/find?q=zzz", "/reports", "/settings/sending", "/settings/sending/kill", "/settings/sending/unkill",
        "/settings/sending/quarantine", "/settings/sending/relay?relay=north", "/settings/newsrooms", "/settings/templates", "/settings/topics",
        "/settings/rules", "/settings/team", "/settings/api", "/settings/audit", "/account", "/help",
    )]
    pages += [
        Page("mail", release("sent", "/mail"), letter=True),
        Page("mail, dark", release("arabic", "/mail?mode=dark"), letter=True),
        # The door.
        Page("sign-in", "/sign-in?next=/releases&why=over", "nobody"),
        Page("sign-in refused", then("/sign-in", fill("#address", "nobody@harbour.example"), fill("#password", "wrong"), press("main button.go")), "nobody", 422),
        Page("sign-in by mail", "/sign-in/link", "nobody"),
        Page("invitation", full.invitation, "nobody"),
        Page("invitation refused", then(full.invitation, fill("#password", "short"), run("document.querySelector('main form').noValidate = true"), press("main button.go")), "nobody", 422),
        Page("help from outside", "/help", "nobody"),
        Page("second step", then("/sign-in", fill("#address", "vera@harbour.example"), fill("#password", AGREED), press("main button.go")), "nobody"),
        Page("sign-in link opened", lambda browser, url: browser.go(full.link("maria", "/sign-in/link/")), "nobody"),
        Page("sign-in link sent", then("/sign-in/link", fill("#address", "maria@harbour.example"), press("main button.go")), "nobody"),
        Page("sign-in link is none", "/sign-in/link/AAAAAAAAAAAAAAAAAAAAAAAAAA", "nobody"),
        # What is shown instead of a page.
        Page("404", "/no/such/page", status=404),
        Page("403", "/settings/sending/unkill", "writer", 403),
        Page("404 outside", "/no/such/page", "nobody", 404),
        Page("409 changed", then(release("returned", "/send"), stale), "writer", 409),
        Page("409 conflict", then(release("arabic"), older), "writer", 409),
        Page("422 release", then("/releases/new", run("document.querySelector('form[action=\"/releases\"]').noValidate = true"), press("form[action='/releases'] button.go")), status=422),
        Page("422 reporter", then("/reporters/add", run("document.querySelector('main form.fields, main form[method=post]').noValidate = true"), fill("#address", "ada@"), press("main .acts button.go")), status=422),
        # A second factor, from its key to its recovery codes.
        Page("factor", "/account/factor"),
        Page("factor refused", then("/account/factor", fill("#code", "000000"), press("main form button.go")), status=422),
        Page("factor on", "/account", "vera"),
        Page("factor codes", "/account/factor/codes", "vera"),
        Page("factor off", "/account/factor/remove", "vera"),
        Page("step-up", "/sign-in/again?next=/account", "vera"),
        # The same for somebody who may only look, or write.
        Page("send, who may look", release("arabic", "/send"), "vera"),
        Page("approve, who asked", release("asked", "/approve"), "writer"),
        Page("today of a writer", "/", "writer"),
        Page("rules of a writer", "/settings/rules", "writer"),
        # Reporters' own.
        Page("leave", token, "nobody"),
        Page("left", then(token, press("button[value=pause]")), "nobody"),
        Page("what has stopped", token, "nobody"),
        Page("taken back", then(token, press("button[name=undo]")), "nobody"),
        Page("leave, in Arabic", full.link("noor", "/u/"), "nobody"),
        Page("no such link", "/u/nonsense", "nobody", 404),
        Page("view", full.link("ada", "/v/"), "nobody", letter=True),
        Page("view of a withdrawn one", full.withdrawn_view, "nobody", 410),
        # Nothing goes out: on every page, and where it is ended.
        Page("killed", then("/", killed(full, "on"))),
        Page("killed sending", "/settings/sending"),
        Page("unkilled", then("/settings/sending", killed(full, "off"))),
    ]
    return pages


def killed(full, how):
    def go(browser, url):
        full.run("kill-switch", how)
        browser.go(browser.url)

    return go


def stale(browser, url):
    """The press of somebody whose page is no longer true."""
    until(lambda: browser.all("form#send button.go"), "the checks")
    browser.script("document.querySelector('form#send [name=count]').value = '99'; document.querySelector('form#send').submit()")
    until(lambda: not browser.all("form#send button.go"), "the page that says what changed")


def older(browser, url):
    """A text written over one that is newer."""
    browser.script(
        "const form = document.querySelector('form#compose'); form.querySelector('[name=version]').value = '0';"
        "form.querySelector('textarea.compose').value += ' Ours.'; form.requestSubmit()"
    )
    until(lambda: not browser.all("form#compose"), "the page of a conflict")


EMPTY = ["/", "/releases", "/releases/calendar", "/releases/new", "/reporters", "/reporters/tidy", "/reporters/segments", "/reports", "/settings/newsrooms", "/settings/topics",
         "/settings/api", "/settings/audit", "/settings/team", "/reporters/import"]


def of_empty(set_up, first):
    """An office where nothing has happened yet: how it begins, and each page without anything on it."""

    def begins(browser, url):
        if not browser.all("form.find"):
            sign_in = [fill("#name", "Amal"), fill("#address", "amal@harbour.example"), fill("#password", AGREED), press("main button.go")]
            then(set_up, *sign_in)(browser, url)
        browser.go(url + "/")

    shown = lambda browser, url: first.all("form.find") or browser.go(set_up)
    return [Page("set-up", shown, "nobody"), Page("first day", begins)] + [Page("empty " + path, path) for path in EMPTY]


@functools.cache
def patterns():
    """The pages of the route table, as it is checked in."""
    table = (ROOT / "tests" / "it" / "web" / "desk" / "matrix.txt").read_text().splitlines()
    gets = [line.split()[1] for line in table if line.startswith("GET ")]
    return [one for one in gets if not any(re.search(why, one) for why in NO_PAGE)]


def route(path):
    """The line of the table that answers this path: `/releases/new` is not one of `/releases/{id}`."""
    path = path.split("?")[0].rstrip("/") or "/"
    found = [one for one in patterns() if re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", one), path)]
    return min(found, key=lambda one: one.count("{"), default=None)


def speak(browser, url, lang):
    """What a person chose in their account, or what their browser asks for."""
    browser.cdp("Emulation.setUserAgentOverride", userAgent=browser.script("return navigator.userAgent"), acceptLanguage=lang)
    browser.go(url + "/account")
    if not browser.all("select[name=language]"):
        return
    browser.script("const choice = document.querySelector('select[name=language]'); choice.value = arguments[0]; choice.form.requestSubmit()", lang)
    until(lambda: browser.attribute("html", "lang") == lang, f"the account speaks {lang}")


class Looker:
    """Looks at pages with one browser for each kind of person, and keeps what was found."""

    def __init__(self, driver, url, people, shots=None):
        self.driver, self.url, self.people, self.shots = driver, url, people, shots
        self.axe = axe.source()
        self.found = {"axe": [], "wide": [], "holes": [], "policy": [], "answer": []}
        self.seen, self.links, self.count, self.texts = [], set(), 0, {}

    def look(self, pages, looks):
        """Each page in each of these: language, colours, width."""
        for lang, scheme, width in looks:
            for browser in self.people.values():
                speak(browser, self.url, lang)
                browser.scheme(scheme)
                browser.size(width, mobile=width < 600)
            for page in pages:
                self.one(page, f"{lang} {scheme} {width}")

    def one(self, page, how):
        browser, name = self.people[page.who], f"{how} {page.name}"
        try:
            if callable(page.to):
                page.to(browser, self.url)
            else:
                browser.go(page.to if page.to.startswith("http") else self.url + page.to)
            self.judge(browser, page, name, how)
        except RuntimeError as problem:
            self.found["answer"].append(f"{name}: {problem}")

    def judge(self, browser, page, name, how):
        self.count += 1
        self.seen.append(browser.path)
        status = browser.script("return performance.getEntriesByType('navigation')[0].responseStatus")
        if status != page.status:
            self.found["answer"].append(f"{name}: {status} at {browser.path}, not {page.status}")
        wide = browser.script(WIDE)
        self.found["wide"] += [f"{name}: {wide}"] if wide else []
        self.found["holes"] += [f"{name}: {one}" for one in browser.script(HOLES)]
        self.found["policy"] += [f"{name}: {line['message']}" for line in browser.log() if "Content Security Policy" in line["message"]]
        self.links |= set(browser.script("return [...document.querySelectorAll('a[href^=\"/\"]')].map((link) => link.getAttribute('href').split('#')[0])"))
        if self.shots:
            file = re.sub(r"[^a-z0-9]+", "_", page.name.replace(self.url, "").lower()).strip("_") or "today"
            browser.screenshot(self.shots / f"{file}.{how.replace(' ', '.')}.png")
        if page.letter:
            # The same text where axe may run.
            html = browser.source
            browser.go("about:blank")
            browser.cdp("Page.setDocumentContent", frameId=browser.cdp("Page.getFrameTree")["frameTree"]["frame"]["id"], html=html)
        browser.script(self.axe)
        # A letter is a part of the mail program's page, which has the landmarks.
        aside = ["landmark-one-main", "region"] if page.letter else []
        self.found["axe"] += [f"{name}: {one}" for one in browser.script_async(axe.LOOK, aside)]

    def unseen(self):
        """Routes of the table that no page so far is an answer of, each with a link to it where a page had one."""
        seen = {route(path) for path in self.seen}
        return {one: next((link for link in sorted(self.links) if route(link) == one), None) for one in patterns() if one not in seen}

    def close(self):
        for browser in self.people.values():
            browser.close()
