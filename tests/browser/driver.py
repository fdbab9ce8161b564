"""A browser by WebDriver (W3C), with nothing but Python's own library: Debian's chromium and chromedriver."""

import base64
import json
import socket
import subprocess
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"tab": "\ue004", "enter": "\ue007", "space": " ", "shift": "\ue008", "escape": "\ue00c", "control": "\ue009", "down": "\ue015"}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Driver:
    """One chromedriver; each `browser()` is a Chromium with a profile of its own."""

    def __init__(self, log):
        self.port, self.browsers = free_port(), []
        self.process = subprocess.Popen(["chromedriver", f"--port={self.port}"], stdout=log, stderr=log)
        for _ in range(200):
            try:
                self.call("GET", "/status")
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("chromedriver does not answer")

    def call(self, method, path, body=None):
        data = None if method == "GET" else json.dumps(body or {}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data=data, method=method, headers={"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise RuntimeError(f"{value['error']}: {value['message'].splitlines()[0]}") from None

    def browser(self, scripts=True, language="en"):
        self.browsers.append(Browser(self, scripts, language))
        return self.browsers[-1]

    def stop(self):
        # A browser whose driver goes without a word stays behind.
        for browser in list(self.browsers):
            try:
                browser.close()
            except (OSError, RuntimeError):
                pass
        self.process.terminate()
        self.process.wait(timeout=20)


class Browser:
    def __init__(self, driver, scripts, language):
        args = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--window-size=1280,1600", "--force-prefers-reduced-motion", f"--lang={language}",
        ]
        prefs = {"intl.accept_languages": language}
        if not scripts:
            prefs["profile.managed_default_content_settings.javascript"] = 2
        options = {"args": args, "prefs": prefs}
        capabilities = {
            "browserName": "chrome", "goog:chromeOptions": options, "unhandledPromptBehavior": "accept",
            "goog:loggingPrefs": {"browser": "ALL"},
        }
        self.driver = driver
        made = driver.call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self.at = f"/session/{made['sessionId']}"
        self.presses = 0

    def call(self, method, path, body=None):
        return self.driver.call(method, self.at + path, body)

    def close(self):
        self.driver.browsers.remove(self)
        self.call("DELETE", "")

    def cdp(self, command, **params):
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": params})

    def go(self, url):
        self.call("POST", "/url", {"url": url})

    @property
    def url(self):
        return self.call("GET", "/url")

    @property
    def path(self):
        return "/" + self.url.split("/", 3)[3].split("#")[0] if self.url.count("/") > 2 else self.url

    @property
    def title(self):
        return self.call("GET", "/title")

    @property
    def source(self):
        return self.call("GET", "/source")

    def find(self, css):
        return self.call("POST", "/element", {"using": "css selector", "value": css})[ELEMENT]

    def all(self, css):
        return [one[ELEMENT] for one in self.call("POST", "/elements", {"using": "css selector", "value": css})]

    def text(self, css="body"):
        return self.call("GET", f"/element/{self.find(css)}/text")

    def attribute(self, css, name):
        return self.call("GET", f"/element/{self.find(css)}/attribute/{name}")

    def script(self, text, *args):
        return self.call("POST", "/execute/sync", {"script": text, "args": list(args)})

    def script_async(self, text, *args):
        return self.call("POST", "/execute/async", {"script": text, "args": list(args)})

    def click(self, css):
        """Clicks where the bars at the edges of the window do not lie above."""
        element = self.find(css)
        self.script("arguments[0].scrollIntoView({block: 'center'})", {ELEMENT: element})
        self.call("POST", f"/element/{element}/click")

    def press(self, css):
        """A person's click: counted."""
        self.presses += 1
        self.call("POST", f"/element/{self.find(css)}/click")

    def fill(self, css, text):
        element = self.find(css)
        self.call("POST", f"/element/{element}/clear")
        self.call("POST", f"/element/{element}/value", {"text": text})

    def keys(self, *keys):
        """Presses keys one after the other, on whatever has the focus."""
        actions = []
        for key in keys:
            value = KEYS.get(key, key)
            actions += [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def chord(self, modifier, key):
        held, value = KEYS[modifier], KEYS.get(key, key)
        actions = [
            {"type": "keyDown", "value": held}, {"type": "keyDown", "value": value},
            {"type": "keyUp", "value": value}, {"type": "keyUp", "value": held},
        ]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def tab_to(self, css, most=200):
        """Moves the focus by Tab until it stands on this element; how many Tabs it took."""
        wanted = self.find(css)
        for n in range(most):
            if self.call("GET", "/element/active")[ELEMENT] == wanted:
                return n
            self.keys("tab")
        raise RuntimeError(f"Tab does not reach {css} on {self.path}")

    def size(self, width, height=900, mobile=False):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)

    def scheme(self, scheme):
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def screenshot(self, path, whole=True):
        shot = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(shot["data"]))

    def log(self):
        """What the page said on its console since it was last asked: refused scripts and styles among it."""
        return self.call("POST", "/se/log", {"type": "browser"})
