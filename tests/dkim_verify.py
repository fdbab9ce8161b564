#!/usr/bin/python3
"""Verifies every DKIM signature of mails with dkimpy (Debian's python3-dkim), which shares no code with the program that
made them.

Standard input: one JSON object with `records` (name to TXT value, what DNS would say) and `mails` (base64 each). Prints
one JSON array per mail: an object per DKIM-Signature from the top, with `a`, `d`, `s`, `h` and whether it is `valid`.
No network is used.
"""

import base64
import json
import logging
import sys

import dkim
import dkim.util


def verify(mail, records):
    def answer(name, timeout=5):
        value = records.get(name.decode().rstrip("."))
        return value.encode() if value is not None else None

    logger = logging.getLogger("dkim_verify")
    logger.addHandler(logging.NullHandler())
    count = sum(name.lower() == b"dkim-signature" for name, _ in dkim.rfc822_parse(mail)[0])
    found = []
    for index in range(count):
        # A new reader each time: it remembers the fields of the signature before.
        reader = dkim.DKIM(mail, logger=logger, minkey=2048)
        try:
            valid = bool(reader.verify(idx=index, dnsfunc=answer))
            why = ""
        except Exception as problem:
            valid, why = False, f"{type(problem).__name__}: {problem}"
        fields = [value for name, value in dkim.rfc822_parse(mail)[0] if name.lower() == b"dkim-signature"]
        tags = dkim.util.parse_tag_value(fields[index])
        text = lambda tag: b"".join(tags[tag].split()).decode()
        names = sorted(tag.decode() for tag in tags)
        found.append({"a": text(b"a"), "d": text(b"d"), "s": text(b"s"), "t": text(b"t"), "h": text(b"h"), "tags": names, "valid": valid, "why": why})
    return found


def main():
    asked = json.load(sys.stdin)
    print(json.dumps([verify(base64.b64decode(mail), asked["records"]) for mail in asked["mails"]]))


if __name__ == "__main__":
    main()
