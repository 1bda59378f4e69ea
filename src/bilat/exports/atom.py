"""New and changed rows as an Atom feed."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

from bilat.actors import actor_name
from bilat.exports import safe
from bilat.exports.scope import told
from bilat.exports.shapes import Row, Scope, Text
from bilat.reports import Told, in_words, source_in_words, with_mentions

_MOST = 200  # entries; a reader that comes once a day misses none
_NEVER = "1970-01-01T00:00:00+00:00"


def rows(scope: Scope) -> Iterator[Row]:
    """The happenings that were told or changed last, the last first.

    A happening is published when the first of its documents was read, and updated when the last was, or when somebody
    ruled on one of its sentences.
    """
    read, ruled = scope.view.record.first_read(), _ruled(scope)
    every = ((*_times(one, read, ruled), one.happening.id, one.happening) for one in told(scope))
    latest = heapq.nlargest(_MOST, every, key=lambda row: row[:3])
    times = {identity: (updated, published) for updated, published, identity, _ in latest}
    for one in with_mentions(scope.view, [happening for *_, happening in latest]):
        updated, published = times[one.happening.id]
        yield _entry(one, scope, updated, published)


def _times(one: Told, read: dict[str, str], ruled: dict[tuple[str, int, int], str]) -> tuple[str, str]:
    """When it was updated, and when published."""
    days = [read.get(m.doc, _NEVER) for m in one.mentions]
    rulings = [at for m in one.mentions if (at := ruled.get((m.doc, m.start, m.end)))]
    return max(days + rulings), min(days)


def _ruled(scope: Scope) -> dict[tuple[str, int, int], str]:
    """When sentences were last ruled on."""
    found: dict[tuple[str, int, int], str] = {}
    for ruling in scope.view.record.rulings():
        for anchor in (*ruling.left, *ruling.right):
            found[anchor.doc, anchor.start, anchor.end] = ruling.at
    return found


def _entry(one: Told, scope: Scope, updated: str, published: str) -> Row:
    line = in_words(one, scope.view, (scope.a, scope.b))
    marks = f" [{'; '.join(line.marks)}]" if line.marks else ""
    quotes = [
        f"“{safe.line(m.quote)}” ({safe.line(source_in_words(one.documents[m.doc], one.names[m.doc][0]))})"
        for m in one.mentions[:3]
    ]
    return {
        "id": f"urn:bilat:happening:{one.happening.id}",
        "title": safe.line(f"{line.date}: {line.text}{marks}"),
        "published": published,
        "updated": updated,
        "author": safe.line(one.document.outlet or one.document.title or one.names[one.best.doc][0]),
        "link": safe.url(one.document.url),
        "kind": one.happening.kind,
        "news": "changed" if updated > published else "new",
        "content": "\n".join([*quotes, line.support]),
    }


def _text(rows: Iterable[Row], scope: Scope) -> Iterator[str]:
    title = " and ".join(actor_name(code) for code in (scope.a, scope.b) if code) or "The record"
    about = "-".join(code for code in (scope.a, scope.b) if code) or "all"
    given = list(rows)
    updated = max((row["updated"] for row in given), default=_NEVER)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield f"<id>urn:bilat:feed:{safe.xml(about)}</id>\n<title>{safe.xml(title)}: new and changed</title>\n"
    yield f"<updated>{updated}</updated>\n<author><name>bilat</name></author>\n<generator>bilat</generator>\n"
    for row in given:
        link = f'<link rel="alternate" href="{safe.xml(row["link"])}"/>\n' if row["link"] else ""
        yield (
            f"<entry>\n<id>{row['id']}</id>\n<title>{safe.xml(row['title'])}</title>\n{link}"
            f"<published>{row['published']}</published>\n<updated>{row['updated']}</updated>\n"
            f"<author><name>{safe.xml(row['author'])}</name></author>\n"
            f'<category term="{row["kind"]}"/>\n<category term="{row["news"]}"/>\n'
            f'<content type="text">{safe.xml(row["content"])}</content>\n</entry>\n'
        )
    yield "</feed>\n"


MAKER = Text(
    rows,
    _text,
    (
        ("entry", f"a happening, the last {_MOST} that were told or changed"),
        ("id", "the happening's: a reader shows a changed row as the same one, updated"),
        ("published, updated", "when the first and the last of its documents was read, or a person ruled on it"),
        ("category", "its kind; and new or changed"),
        ("content", "up to three sentences with their sources, and how many tell it, as plain text"),
        ("link, author", "the best report's address and outlet"),
    ),
)
