"""Reads short texts with the real coder, for the tests of the coding room."""

from __future__ import annotations

from functools import cache

from bilat import coding
from bilat.model import Actor, Document, Mention, When


@cache
def _coder() -> coding.Coder:
    return coding.load()


def code(text: str, published: str | None = "2023-05-16", form: str = "article") -> tuple[Mention, ...]:
    """The mentions of a text published on a day (a Tuesday unless said otherwise)."""
    when = When(published, published, "document") if published else None
    document = Document("a text", text, published=when, form=form)
    return next(_coder().code_all([document]))[1]


def dated(text: str) -> When | None:
    """The date that the coder gives to a text without one."""
    return next(_coder().code_all([Document("a text", text)]))[0]


def of(kind: str, mentions: tuple[Mention, ...]) -> list[Mention]:
    """The mentions of one kind."""
    return [m for m in mentions if m.kind == kind]


def sides(mention: Mention) -> tuple[set[str | None], set[str | None]]:
    """The codes of an event's source and target."""
    return {a.code for a in mention.fields["source"]}, {a.code for a in mention.fields["target"]}


def events(text: str, published: str | None = "2023-05-16", form: str = "article") -> list[tuple[str, str, str, str]]:
    """Each event as type, sources, targets and status, the codes joined by a plus sign."""

    def joined(actors: tuple[Actor, ...]) -> str:
        return "+".join(sorted(a.code or a.name for a in actors))

    return [
        (m.fields["type"], joined(m.fields["source"]), joined(m.fields["target"]), m.fields["status"])
        for m in of("event", code(text, published, form))
    ]
