"""What a document's layout tells of it: title, date, authors, outlet, origin, and what is not its body."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from bilat.model import Document, Part
from bilat.sources import read

BODY = (
    "Peru and Ecuador signed an accord on the waters of their border river on Friday, after nine years of talks.\n\n"
    "The foreign ministers of both countries put their names to it in Lima. Parliament must still ratify the text.\n\n"
)
MORE = "Ecuador promised to close two canals by the end of the year, according to the Peruvian foreign ministry.\n"


def document(text: str, name: str = "-") -> Document:
    [reading] = read([Path(name)], io.BytesIO(text.encode()))
    assert isinstance(reading.outcome, Document), reading.outcome
    return reading.outcome


def parts(doc: Document, role: str) -> list[str]:
    return [doc.text[p.start : p.end] for p in doc.parts if p.role == role]


def body(doc: Document) -> str:
    """The text without its parts."""
    kept = list(doc.text)
    for part in doc.parts:
        if part.role != "item":
            kept[part.start : part.end] = " " * (part.end - part.start)
    return "".join(kept)


def test_a_title_a_byline_and_a_date_are_found_above_the_text() -> None:
    doc = document("Peru and Ecuador Sign Water Accord\n\nBy Luz Campos and Juan Vera\n3 September 2021\n\n" + BODY)
    assert doc.title == "Peru and Ecuador Sign Water Accord"
    assert doc.authors == ("Luz Campos", "Juan Vera")
    assert doc.published is not None
    assert (doc.published.iso, doc.published.words, doc.published.basis) == ("2021-09-03", "3 September 2021", "text")
    assert parts(doc, "title") == [doc.title]
    assert body(doc).split() == BODY.split()


def test_a_title_printed_twice_is_a_title_both_times() -> None:
    doc = document("Peru and Ecuador Sign Accord\n\nPeru and Ecuador Sign Accord\n\n" + BODY)
    assert parts(doc, "title") == ["Peru and Ecuador Sign Accord"] * 2


def test_a_question_may_be_a_title() -> None:
    doc = document("Will the accord on the river between Peru and Ecuador hold?\n\n" + BODY)
    assert doc.title == "Will the accord on the river between Peru and Ecuador hold?"


def test_a_section_above_the_title_is_not_the_title() -> None:
    doc = document(
        "Opinion & Analysis - Andean Letter\n\nThe River Pact Will Outlive Its Authors\n\n| May 4, 2022\n\n" + BODY
    )
    assert doc.title == "The River Pact Will Outlive Its Authors"
    assert doc.outlet == "Andean Letter"
    assert doc.published is not None and doc.published.iso == "2022-05-04"
    assert parts(doc, "dateline") == ["| May 4, 2022"]


def test_a_title_is_told_from_a_longer_line_below_it() -> None:
    doc = document(
        "The River Pact\n\nHow two neighbours stopped quarrelling over water, and why it may not last\n\n" + BODY
    )
    assert doc.title == "The River Pact"


def test_text_without_a_header_has_neither_title_nor_date() -> None:
    doc = document(BODY)
    assert (doc.title, doc.published, doc.authors, doc.parts) == (None, None, (), ())


@pytest.mark.parametrize("text", ["Peru has signed an accord with Ecuador on the waters of the river", "Short note"])
def test_a_single_line_without_a_full_stop_stays_text(text: str) -> None:
    assert document(text).parts == ()


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Published: 11 Nov 2020 | The Horn Herald", "2020-11-11"),
        ("2019-08-19 14:02", "2019-08-19"),
        ("March 14, 2023 6:42 PM GMT", "2023-03-14"),
        ("Updated March 15, 2023. Published March 14, 2023", "2023-03-14"),
        ("Tuesday, 5 July 2022", "2022-07-05"),
    ],
)
def test_a_line_of_its_own_dates_the_text(line: str, iso: str) -> None:
    doc = document(f"Peru and Ecuador Sign Accord\n{line}\n\n{BODY}")
    assert doc.published is not None and doc.published.iso == iso
    assert parts(doc, "dateline") == [line]


def test_a_caption_does_not_date_the_text() -> None:
    caption = "Officials at the river in Aguas Verdes on March 2, 2019. (Ana Ruiz/Andes Photo Service)"
    doc = document(f"Peru and Ecuador Sign Accord\n\n{caption}\n\n{BODY}")
    assert doc.published is None
    assert parts(doc, "caption") == [caption]


def test_a_day_in_the_first_sentence_does_not_date_the_text() -> None:
    doc = document(
        "Accord Signed in Lima\n\nOn May 19, 2020, Peru and Ecuador signed an accord on their border river.\n\n" + BODY
    )
    assert doc.published is None


def test_a_citation_gives_date_author_and_outlet_where_the_header_has_none() -> None:
    line = "For Academic Citation: Vera, Juan. “The River Pact Will Outlive Its Authors.” Andean Letter, May 4, 2022."
    doc = document(f"The River Pact Will Outlive Its Authors\n\n{BODY}{line}\n\nThe Author\n\nJuan Vera")
    assert doc.published is not None and doc.published.iso == "2022-05-04"
    assert (doc.authors, doc.outlet) == (("Juan Vera",), "Andean Letter")
    assert parts(doc, "furniture") == [line, "The Author", "Juan Vera"]


def test_key_and_value_lines_at_the_top_are_read() -> None:
    head = "Title: Peru and Ecuador sign\nDate: 2021-09-03\nAuthor: Luz Campos\nPublisher: Andes Post\nURL: https://a.example/1\n\n"
    doc = document(head + BODY)
    assert doc.published is not None
    assert (doc.title, doc.published.iso, doc.authors) == ("Peru and Ecuador sign", "2021-09-03", ("Luz Campos",))
    assert (doc.outlet, doc.url) == ("Andes Post", "https://a.example/1")
    assert parts(doc, "title") == ["Peru and Ecuador sign"]


@pytest.mark.parametrize(
    ("opening", "origin"),
    [
        ("LIMA (Reuters) - ", "Reuters"),
        ("Lima, Sept 3 (Xinhua) -- ", "Xinhua"),
        ("(Pacific Wire) - ", "Pacific Wire"),
        ("QUITO, September 3. /TASS/. ", "TASS"),
        ("LIMA, Peru — ", None),
    ],
)
def test_an_agencys_opening_gives_the_origin(opening: str, origin: str | None) -> None:
    doc = document("Peru and Ecuador Sign Accord\n\n" + opening + BODY)
    assert doc.origin == origin
    assert parts(doc, "dateline") == [opening]


def test_a_body_with_its_acronym_opens_no_report() -> None:
    doc = document("The Andean Community Council (ACC) – the bloc’s highest organ – met in Lima on Friday.\n\n" + BODY)
    assert (doc.origin, doc.parts) == (None, ())


@pytest.mark.parametrize(
    ("line", "origin"),
    [
        ("From The Pacific Times", "The Pacific Times"),
        ("Source: Andes Wire", "Andes Wire"),
        (
            "This article was originally published by The River Observer and is shared with permission.",
            "The River Observer",
        ),
    ],
)
def test_a_closing_line_gives_the_origin(line: str, origin: str) -> None:
    doc = document(f"Peru and Ecuador Sign Accord\n\n{BODY}{line}\n")
    assert doc.origin == origin
    assert parts(doc, "furniture") == [line]


def test_headings_captions_and_offers_within_the_text_are_told_apart() -> None:
    doc = document(
        f"Peru and Ecuador Sign Accord\n\n{BODY}"
        "ADVERTISEMENT\n\nAndes Photo\nThe border bridge on Oct. 6, 2020. (Ana Ruiz/Pool via Getty Images)\n\n"
        f"A Long Quarrel\n\n{MORE}\n"
        "andes newsletter icon\nSign up for Andes Daily\nAll you need to know in one email.\n"
        "Signing up means that you accept our privacy terms."
    )
    assert parts(doc, "heading") == ["A Long Quarrel"]
    assert len(parts(doc, "caption")) == 2
    assert len(parts(doc, "furniture")) == 5
    assert doc.outlet == "Andes"
    assert body(doc).split() == (BODY + MORE).split()


def test_links_and_tags_after_the_text_are_furniture() -> None:
    links = "Previous\nPrevious\n\nChile Launches a Satellite; Bolivia Protests\n\nNext\n\nBolivia Chile Water Policy"
    doc = document(f"Peru and Ecuador Sign Accord\n\n{BODY}{MORE}\n{links}")
    assert body(doc).split() == (BODY + MORE).split()


def test_a_closing_section_with_teasers_is_furniture() -> None:
    teaser = "Chile said on Monday that it would send a frigate to the strait."
    related = f"Related Reading\n{teaser}\nAbout the Author\nLuz Campos is an editor."
    doc = document(f"Peru and Ecuador Sign Accord\n\n{BODY}{MORE}\n{related}")
    assert body(doc).split() == (BODY + MORE).split()
    assert doc.authors == ("Luz Campos",)


def test_sentences_are_never_furniture_for_their_words_alone() -> None:
    text = (
        "“You will regret it,” the minister told the party’s newsletter, whose subscribers number a million.\n\n"
        "Ecuador donated two helicopters to Peru, and its navy will follow with a ship in March, the ministry said.\n"
    )
    assert document(BODY + text).parts == ()


def test_lists_and_their_lead_stay_text() -> None:
    doc = document(
        f"Accord Signed in Lima\n\n{BODY}The two sides agreed:\n\n- to share the river\n- to close two canals\n\n{MORE}"
    )
    assert [p.role for p in doc.parts] == ["title"]


def test_lines_broken_at_a_fixed_width_are_one_paragraph() -> None:
    wrapped = (
        "Sudan recalled its envoys from the talks in Jeddah on Sunday and said that\n"
        "the other side had broken the truce that both had signed in May, which the\n"
        "other side denied in a statement of its own.\n"
    )
    doc = document("Sudan Recalls Envoys\n\n" + wrapped)
    assert body(doc).split() == wrapped.split()


DIGEST = (
    "North Sea–South Sea relations, Naval exercises\n\n"
    "The navy of Norway ends an exercise with Sweden. (Nordic Wire) (BBC News)\n\n"
    "Denmark closes a strait to tankers (al-Balad News). The owners protest. (Harbour Daily (Danish)).\n\n"
    "Two ships collide off the coast of Ghana."
)


def test_a_digest_has_items_topics_and_outlets_within_its_items() -> None:
    doc = document(DIGEST)
    assert doc.form == "digest"
    assert parts(doc, "topic") == ["North Sea–South Sea relations, Naval exercises"]
    assert len(parts(doc, "item")) == 3
    assert parts(doc, "furniture") == ["(Nordic Wire) (BBC News)", "(Harbour Daily (Danish))."]
    items = [p for p in doc.parts if p.role == "item"]
    assert all(any(i.start <= p.start < p.end <= i.end for i in items) for p in doc.parts if p.role == "furniture")


def test_a_digest_may_have_bullets_square_brackets_and_a_dated_head() -> None:
    doc = document(
        "The Morning Sheet\n3 June 2022\n\nEurope\n- Denmark votes to join. [Nordic Wire]\n- Hungary says no. [Politik]"
    )
    assert (doc.form, doc.title) == ("digest", "The Morning Sheet")
    assert doc.published is not None and doc.published.iso == "2022-06-03"
    assert (parts(doc, "topic"), parts(doc, "furniture")) == (["Europe"], ["[Nordic Wire]", "[Politik]"])


def test_an_article_that_ends_on_an_acronym_is_no_digest() -> None:
    doc = document("Ghana has joined the board of the Ocean Mapping Organization (OMO).")
    assert (doc.form, doc.parts) == ("article", ())


def test_an_articles_closing_credit_is_no_text() -> None:
    doc = document(f"Peru and Ecuador Sign Accord\n\n{BODY}The ministers left at noon. (Pacific Wire)")
    assert (parts(doc, "furniture"), doc.origin) == (["(Pacific Wire)"], "Pacific Wire")


PAGE = """<!DOCTYPE html><html><head><title>Peru and Ecuador sign | Andes Post</title>
<meta property="og:site_name" content="Andes Post"><meta name="author" content="Luz Campos">
<meta property="article:published_time" content="2021-09-03T10:00:00-05:00"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Peru and Ecuador sign</h1>{}</article>
<script>var x = "not text";</script><footer>Copyright 2021</footer></body></html>"""


def test_an_html_page_gives_its_article_with_what_its_head_says(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{p}</p>" for p in (BODY + MORE).split("\n\n"))
    (tmp_path / "page.html").write_text(PAGE.format(paragraphs), encoding="utf-8")
    [reading] = read([tmp_path])
    doc = reading.outcome
    assert isinstance(doc, Document)
    assert doc.published is not None
    assert (doc.name, doc.title, doc.outlet, doc.authors) == (
        "page.html",
        "Peru and Ecuador sign",
        "Andes Post",
        ("Luz Campos",),
    )
    assert (doc.published.iso, doc.published.basis) == ("2021-09-03", "document")
    assert doc.parts[0] == Part(0, len("Peru and Ecuador sign"), "title")
    assert "not text" not in doc.text and "Copyright" not in doc.text


def test_a_json_lines_own_fields_outrank_what_its_text_says() -> None:
    row = {
        "id": "a/1",
        "url": "https://a.example/1",
        "published": "2021-09-04",
        "title": "Given Title",
        "publisher": "Andes Post",
        "authors": ["Luz Campos"],
        "text": "Peru and Ecuador Sign Accord\n\nBy Juan Vera\n3 September 2021\n\n" + BODY,
    }
    doc = document(json.dumps(row))
    assert doc.published is not None
    assert (doc.name, doc.title, doc.published.iso, doc.published.basis) == (
        "a/1",
        "Given Title",
        "2021-09-04",
        "document",
    )
    assert (doc.outlet, doc.authors, doc.url) == ("Andes Post", ("Luz Campos",), "https://a.example/1")


@pytest.mark.parametrize(
    ("published", "iso"),
    [
        ("2024-05-21", "2024-05-21"),
        ("2024-05", "2024-05"),
        ("2024", "2024"),
        ("2024-05-21T23:30:00-05:00", "2024-05-21"),
        ("20240521", "2024-05-21"),
        ("May 21, 2024", "2024-05-21"),
        ("21 May 2024", "2024-05-21"),
        ("2024-05-20/..", "2024-05-20/.."),
        ("Tue, 21 May 2024 10:00:00 GMT", "2024-05-21"),
    ],
)
def test_a_given_date_is_read_at_its_own_precision(published: str, iso: str) -> None:
    doc = document(json.dumps({"text": BODY, "published": published}))
    assert doc.published is not None and doc.published.iso == iso


@pytest.mark.parametrize(
    "published", ["2024-02-31", "0000-00-00", "10000-01-01", "-0001-01-01", "soon", 5, ["2024"], True]
)
def test_a_given_date_that_is_none_is_left_out_with_a_note(published: object) -> None:
    doc = document(json.dumps({"text": BODY, "published": published}))
    assert doc.published is None
    assert any("no date" in note for note in doc.notes)
