"""The brief as a page: whole in itself, and inert whatever articles hold."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.matching import match, origins
from bilat.model import Document, Mention
from bilat.reports import Brief, as_html, brief
from made import IRAN, PUTIN, RAISI, RUSSIA, by_id, document, event, told

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """What a browser would find: elements with their attributes, ids, texts of marks, and what is left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.marks: dict[str, str] = {}
        self.open: list[str] = []
        self._mark: str | None = None
        self._back = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.append((tag, held))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "mark":
            self._mark = held.get("id") or self._mark
        self._back = tag == "a" and held.get("class") == "back"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self._back = False

    def handle_data(self, data: str) -> None:
        if self._mark and "mark" in self.open and not self._back:
            self.marks[self._mark] = self.marks.get(self._mark, "") + data

    def ids(self) -> list[str]:
        return [held["id"] or "" for _, held in self.tags if "id" in held]

    def links(self) -> list[str]:
        return [held["href"] or "" for tag, held in self.tags if tag == "a" and "href" in held]


def paged(*mentions: Mention, docs: tuple[Document, ...]) -> tuple[Brief, str]:
    held, found = by_id(docs), origins(docs)
    made = brief("RUS", "IRN", match(mentions, held, found), by_id(mentions), held, {d.id: d.name for d in docs}, found)
    return made, as_html(made, held)


def test_each_note_opens_its_sentence_highlighted_in_its_article() -> None:
    text = "Rain fell. Putin praised Iran. The sun came out.\n\nRaisi thanked Russia."
    doc = document(text, outlet="Tide")
    made, html = paged(
        event(doc, "Putin praised Iran.", "SUPPORT", source=(PUTIN,)),
        event(doc, "Raisi thanked Russia.", "SUPPORT", source=(RAISI,), target=(RUSSIA,)),
        docs=(doc,),
    )
    page = Page(html)
    assert page.marks == {f"s{n.number}": n.sentence for n in made.notes}
    assert {f"#s{n.number}" for n in made.notes} <= set(page.links())


def test_every_link_within_the_page_has_its_end_and_no_id_stands_twice() -> None:
    doc = document("Putin praised Iran. Raisi met Putin in Sochi. They signed a gas treaty.")
    _, html = paged(
        event(doc, "Putin praised Iran.", "SUPPORT", source=(PUTIN,)),
        told(doc, "Raisi met Putin in Sochi.", "meeting", participants=(PUTIN, RAISI), form="talks"),
        told(doc, "They signed a gas treaty.", "agreement", parties=(RUSSIA, IRAN), title="gas treaty", stage="signed"),
        docs=(doc,),
    )
    page = Page(html)
    ids = page.ids()
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.links() if link.startswith("#")} <= set(ids)
    assert page.open == []


def test_the_page_loads_and_runs_nothing() -> None:
    doc = document("Putin praised Iran.", url="https://example.org/a")
    _, html = paged(event(doc, doc.text, "SUPPORT"), docs=(doc,))
    tags = {tag for tag, _ in Page(html).tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "form"}
    assert "default-src 'none'" in html
    assert "url(" not in html and "@import" not in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</style><script>alert(1)</script>",
        "{{ 7 * 7 }}{% raw %}",
        "<!-- x --><svg/onload=alert(1)>",
    ],
)
def test_hostile_text_title_outlet_and_author_are_inert(hostile: str) -> None:
    doc = document(f"Putin praised Iran {hostile}.", title=hostile, outlet=hostile, authors=(hostile,), name=hostile)
    _, html = paged(event(doc, doc.text, "SUPPORT", voice=hostile), docs=(doc,))
    page = Page(html)
    assert not {tag for tag, _ in page.tags} & {"script", "img", "svg"}
    assert not any(name.startswith("on") for _, held in page.tags for name in held)
    assert "{{ 7 * 7 }}" in html if "{{" in hostile else "49" not in html


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "http://[", "file:///etc/passwd"]
)
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    doc = document("Putin praised Iran.", url=url)
    _, html = paged(event(doc, doc.text, "SUPPORT"), docs=(doc,))
    assert all(link.startswith("#") for link in Page(html).links())


def test_of_a_digest_only_the_items_with_notes_are_shown() -> None:
    text = "\n\n".join([f"Item {n} about wheat." for n in range(5)] + ["Putin praised Iran."])
    doc = document(text, form="digest")
    _, html = paged(event(doc, "Putin praised Iran.", "SUPPORT"), docs=(doc,))
    assert "about wheat" not in html
    assert "5 paragraphs without a note" in html


@settings(deadline=None, max_examples=80)
@given(st.lists(st.text("ab .“”\n\u00a0😀é<&", min_size=1, max_size=30), min_size=1, max_size=8), st.data())
def test_the_article_keeps_every_character_whatever_is_highlighted(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts) + " end"
    doc = document(text)
    spans = data.draw(
        st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 20)), min_size=1, max_size=4, unique=True)
    )
    mentions = [
        Mention(
            doc.id,
            s,
            min(s + n, len(text)),
            text[s : s + n],
            "event",
            dict(
                type="SUPPORT",
                source=(RUSSIA,),
                target=(IRAN,),
                status="occurred",
                intensity=5.0,
                quad="verbal cooperation",
            ),
        )
        for s, n in spans
    ]
    made, html = paged(*mentions, docs=(doc,))
    page = Page(html)
    for note in made.notes:
        squeezed = re.sub(r"\s+", "", text[note.start : note.end])
        assert re.sub(r"\s+", "", page.marks.get(f"s{note.number}", "")) == squeezed
