#!/usr/bin/env python3
"""Reads one mail from standard input with Python's own parser and prints what it found as JSON.

A second pair of eyes for the tests: nothing here shares code with the program that wrote the mail.
"""

import email
import email.policy
import html.parser
import json
import sys


class Page(html.parser.HTMLParser):
    """The words, links, images and languages of an HTML part, as a reader of the page meets them."""

    HIDDEN = {"style", "script", "title", "head"}
    BLOCKS = {"p", "h1", "h2", "h3", "h4", "li", "td", "tr", "div", "br", "blockquote", "table"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.words, self.links, self.images, self.headings = [], [], [], []
        self.attributes = []
        self.hidden = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.attributes.append([tag, attrs])
        if tag in self.HIDDEN or "display:none" in attrs.get("style", "").replace(" ", ""):
            self.hidden.append(tag)
        if tag == "a":
            self.links.append(attrs.get("href", ""))
        if tag == "img":
            self.images.append({"src": attrs.get("src", ""), "alt": attrs.get("alt")})
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(tag)
        if tag in self.BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag):
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()
        if tag in self.BLOCKS:
            self.words.append("\n")

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)


def main():
    raw = sys.stdin.buffer.read()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    parts = []
    for part in message.walk():
        if part.is_multipart():
            continue
        body = part.get_content().replace("\r\n", "\n")
        found = {
            "type": part.get_content_type(),
            "charset": part.get_content_charset(),
            "encoding": str(part.get("Content-Transfer-Encoding", "")),
            "body": body,
        }
        if found["type"] == "text/html":
            page = Page()
            page.feed(body)
            page.close()
            found["page"] = {
                "text": "".join(page.words),
                "links": page.links,
                "images": page.images,
                "headings": page.headings,
                "tags": page.attributes,
            }
        parts.append(found)
    addresses = {
        field: [[a.display_name, a.addr_spec] for a in message[field].addresses]
        for field in ("From", "To", "Reply-To")
        if field in message
    }
    json.dump(
        {
            "type": message.get_content_type(),
            "headers": [[name, str(value)] for name, value in message.items()],
            "defects": [type(d).__name__ for p in message.walk() for d in p.defects]
            + [type(d).__name__ for name in message.keys() for value in message.get_all(name) for d in getattr(value, "defects", ())],
            "addresses": addresses,
            "parts": parts,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
