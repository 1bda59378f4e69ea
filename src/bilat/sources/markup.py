"""One quick pass over a page's markup, in time that grows with its length, before any parser sees it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_TO_END = re.compile(r"[^\"'>]*")
_DEEPEST = 200  # the parser behind the extractor loses what lies deeper than 256, and says nothing
_MOST_TAGS = 40_000  # beyond these two the extractor takes many seconds
_LARGEST = 2_000_000
_MANY = 1_000  # attributes: a tag with so many takes a parser's time, and they say nothing
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)  # fmt: skip
# Elements that a parser closes by itself do not nest.
_FLAT = _VOID | {"p", "li", "td", "th", "tr", "dd", "dt", "option", "thead", "tbody"}
_BLOCKS = frozenset(
    ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "td", "ul", "ol", "table", "br", "pre", "blockquote",
     "section", "article", "header", "footer", "main", "aside", "nav", "figure", "figcaption", "dd", "dt", "title"]
)  # fmt: skip
# What holds no text of the article; scripts that describe the page (JSON-LD) are kept.
_DROPPED = ("script", "style", "svg", "select", "template", "iframe", "textarea", "noscript")

_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?""")
_UNSEEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
# Some pages hide all of themselves until a script has run: what stands in them is their article none the less.
_WHOLE = frozenset(["html", "body", "main", "article"])


def lightened(source: str) -> str | None:
    """The page as a parser can take it: without scripts, styles, menus, what is hidden, tags of a thousand attributes.

    Absent where it is too deep or too large for one.
    """
    kept: list[str] = []
    depth = tags = size = 0
    for piece, closing, name in _shown(source):
        if name is not None:
            heavy = len(piece) > _MANY and (piece.count("=") > _MANY or piece.count(" ") > _MANY * 5)
            piece = f"<{'/' if closing else ''}{name}>" if heavy else piece
            tags += 1
            if name not in _FLAT:
                depth = max(0, depth - 1) if closing else depth + 1
        kept.append(piece)
        size += len(piece)
        if depth > _DEEPEST or tags > _MOST_TAGS or size > _LARGEST:
            return None
    return "".join(kept)


def all_text(source: str) -> str:
    """All visible text of a page, a paragraph a block element, without building a tree that a depth could hurt."""
    lines: list[list[str]] = [[]]
    for piece, _, name in _shown(source):
        if name is None:
            lines[-1].append(piece)
        elif name in _BLOCKS:
            lines.append([])
    texts = (" ".join(html.unescape("".join(line)).split()) for line in lines)
    return "\n\n".join(text for text in texts if text)


def _shown(source: str) -> Iterator[tuple[str, bool, str | None]]:
    """A page's pieces without the elements that their own tag hides; style sheets are not looked into."""
    pieces = list(_pieces(source))
    ends: dict[int, int] = {}  # of a hidden element, the place where its text is over
    opened: dict[str, list[int]] = {}  # places of tags that are not closed yet, by name
    hidden: set[int] = set()
    waiting: list[int] = []  # hidden elements that the next block ends, where they are not closed
    for place, (piece, closing, name) in enumerate(pieces):
        if name is None:
            continue
        if name in _BLOCKS:
            for start in waiting:
                ends.setdefault(start, place)
            waiting.clear()
        if not closing:
            opened.setdefault(name, []).append(place)
            if name not in _WHOLE | _VOID and _is_hidden(piece):
                hidden.add(place)
                waiting.append(place)
        elif opened.get(name):
            start = opened[name].pop()
            if start in hidden and name != "p":  # a paragraph ends at the next block, any other at its own end
                ends[start] = place + 1
    after = 0
    for place, one in enumerate(pieces):
        after = max(after, ends.get(place, 0))
        if place >= after:
            yield one


def _is_hidden(tag: str) -> bool:
    lower = tag.lower()
    if "hidden" not in lower and "display" not in lower:
        return False
    given = {name: value.strip("\"'") for name, value in _ATTRIBUTE.findall(lower)}
    return "hidden" in given or bool(_UNSEEN.search(given.get("style", "")))


def _pieces(source: str) -> Iterator[tuple[str, bool, str | None]]:
    """A page as its tags (with whether they close and their name) and the text between them (name absent)."""
    lower = source.lower() if source.isascii() else re.sub("[A-Z]", lambda m: m[0].lower(), source)
    spent: set[str] = set()  # what has been looked for in vain: it need not be looked for again

    def find(what: str, at: int) -> int:
        if what in spent:
            return -1
        found = lower.find(what, at)
        if found < 0:
            spent.add(what)
        return found

    at = 0
    while at < len(source):
        start = source.find("<", at)
        if start < 0:
            break
        if start > at:
            yield source[at:start], False, None
        if source.startswith("<!--", start):
            end = find("-->", start + 4)
            at = end + 3 if end >= 0 else len(source)
            continue
        named = _NAME.match(source, start)
        if not named:
            # A declaration or a lone "<": the one is no text, the other is.
            declared = source.startswith(("<!", "<?", "</"), start)
            end = find(">", start) if declared else start
            end = end if end >= 0 else len(source)
            if not declared:
                yield "&lt;", False, None
            at = end + 1
            continue
        name = named[2].lower()
        end = _tag_end(source, named.end(), find)
        tag = source[start:end]
        if name in _DROPPED and not named[1] and "ld+json" not in tag and not tag.endswith("/>"):
            closing = find(f"</{name}", end)
            after = find(">", closing) if closing >= 0 else -1
            at = after + 1 if after >= 0 else len(source) if name in ("script", "style") else end
            continue
        yield tag, bool(named[1]), name
        at = end
    if at < len(source):
        yield source[at:], False, None


def _tag_end(source: str, at: int, find: Callable[[str, int], int]) -> int:
    """Where a tag ends: after the first ">" outside quotation marks, or after any where they do not close."""
    start = at
    while True:
        ends = _TO_END.match(source, at)
        at = ends.end() if ends else at
        if at >= len(source):
            return len(source)
        if source[at] == ">":
            return at + 1
        close = find(source[at], at + 1)
        if close < 0:
            end = find(">", start)
            return end + 1 if end >= 0 else len(source)
        at = close + 1
