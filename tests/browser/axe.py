"""axe-core (MPL-2.0), which looks for what keeps people out of a page. Fetched once by npm, its digest checked, kept
beside the build and never in the repository."""

import base64
import hashlib
import shutil
import subprocess
import tarfile

from office import ROOT

NAME = "axe-core@4.14.1"
DIGEST = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="

# Minor findings are advice; whatever axe calls more than that keeps somebody out. Rules named in the first argument are
# left aside.
LOOK = """
    const done = arguments[arguments.length - 1];
    const rules = Object.fromEntries(arguments[0].map((rule) => [rule, {enabled: false}]));
    axe.run(document, {resultTypes: ['violations'], iframes: false, rules}).then((found) => done(found.violations
        .filter((one) => one.impact !== 'minor')
        .map((one) => `${one.impact} ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`)),
        (problem) => done([`axe stopped: ${problem}`]));
"""


def source():
    """Its text. Without npm, or without the network it needs once, this is an end in plain words."""
    folder = ROOT / "target" / "tools"
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"{NAME.replace('@', '-')}.tgz"
    if not archive.exists():
        if not shutil.which("npm"):
            raise SystemExit(f"{NAME} is missing and npm, which fetches it, is not installed: apt-get install npm, then run this again")
        done = subprocess.run(["npm", "pack", NAME, "--silent"], cwd=folder, capture_output=True, text=True, timeout=180)
        if done.returncode or not archive.exists():
            raise SystemExit(f"npm could not fetch {NAME}, so the pages cannot be looked at:\n{done.stdout}{done.stderr}")
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != DIGEST:
        archive.unlink()
        raise SystemExit(f"what npm fetched as {NAME} is not what was looked at: its SHA-512 is {found}")
    with tarfile.open(archive) as tar:
        return tar.extractfile("package/axe.min.js").read().decode()
