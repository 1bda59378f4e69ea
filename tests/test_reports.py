"""What a brief says, line by line."""

from __future__ import annotations

import re

import pytest

from bilat.matching import match, origins
from bilat.model import Actor, Document, Mention, Part, When
from bilat.reports import Brief, Line, as_markdown, as_text, brief
from made import CHINA, IRAN, LAVROV, PUTIN, RAISI, RUSSIA, WEST, by_id, document, event, person, told


def briefed(*mentions: Mention, docs: tuple[Document, ...], a: str = "RUS", b: str = "IRN") -> Brief:
    held, found = by_id(docs), origins(docs)
    rows = list(match(mentions, held, found))
    return brief(a, b, rows, by_id(mentions), held, {d.id: d.name for d in docs}, found)


def lines(made: Brief, key: str) -> list[Line]:
    return [line for section in made.sections if section.key == key for line in section.lines]


def line(made: Brief, key: str) -> Line:
    [found] = lines(made, key)
    return found


# ---- what it is made of


def test_the_cutoff_counts_every_document_and_those_without_a_date() -> None:
    docs = (document("One.", "2021-07-06"), document("Two.", "2024-05-20/.."), document("Three.", None))
    assert briefed(docs=docs).cutoff == "Sources read: 3 documents, 6 July 2021 to 20 May 2024; 1 undated"


def test_a_brief_on_strangers_says_that_there_is_nothing() -> None:
    doc = document("Putin praised Iran.")
    made = briefed(event(doc, doc.text, "SUPPORT", source=(PUTIN,)), docs=(doc,), b="CHN")
    assert made.sections == ()
    assert "holds nothing" in as_text(made)


def test_lines_stand_by_date_or_by_that_of_the_telling() -> None:
    doc = document("First. Second. Third. Fourth.")
    made = briefed(
        event(doc, "First.", "ACCUSE"),
        event(doc, "Second.", "AID", "2024-05"),
        event(doc, "Third.", "SUPPORT", "2022-09/2022-12"),
        event(doc, "Fourth.", "REJECT", "2024-05-19"),
        docs=(doc,),
    )
    assert [row.date for row in lines(made, "event")] == ["Sep–Dec 2022", "May 2024", "19 May 2024", "told 21 May 2024"]


def test_sections_stand_in_the_order_of_the_spec() -> None:
    doc = document(
        "They met. It was signed. It is denied. Drones came. He rules. It joined. It will grow. He spoke. It helped."
    )
    made = briefed(
        told(doc, "He spoke.", "quote", speaker=PUTIN, content="Iran is near to us", direct=True, audience=IRAN),
        told(
            doc,
            "It will grow.",
            "expectation",
            holder="author",
            about=("RUS", "IRN"),
            proposition="Trade will grow.",
            direction="grow",
        ),
        told(doc, "It joined.", "membership", member=IRAN, org="SCO", status="joined"),
        told(doc, "He rules.", "role", person=PUTIN, office="President", country="RUS", status="holds"),
        told(doc, "Drones came.", "transfer", giver=(IRAN,), receiver=(RUSSIA,), goods="drones", status="occurred"),
        told(
            doc,
            "It is denied.",
            "claim",
            proposition="Russia uses Iranian drones.",
            asserted_by=(WEST,),
            denied_by=(RUSSIA,),
            status="contested",
        ),
        told(doc, "It was signed.", "agreement", parties=(RUSSIA, IRAN), title="gas treaty", stage="signed"),
        told(doc, "They met.", "meeting", participants=(PUTIN, RAISI), form="talks"),
        event(doc, "It helped.", "SUPPORT"),
        docs=(doc,),
    )
    assert [s.title for s in made.sections] == [
        "What happened",
        "Meetings",
        "Agreements",
        "Contested claims",
        "Transfers",
        "Offices",
        "Memberships",
        "Who expects what",
        "Quotes",
        "What is contested",
        "What rests on a single source",
    ]


# ---- sentences made of fields


@pytest.mark.parametrize(
    ("status", "text", "mark"),
    [
        ("occurred", "Vladimir Putin (Russia, president) sent condolences to Iran", ()),
        ("ongoing", "Vladimir Putin (Russia, president) sends condolences to Iran", ("ongoing",)),
        ("planned", "Vladimir Putin (Russia, president) is to send condolences to Iran", ("planned",)),
        (
            "negated",
            "Vladimir Putin (Russia, president) did not send condolences to Iran",
            ("reported as not having happened",),
        ),
        (
            "alleged",
            "Vladimir Putin (Russia, president) allegedly sent condolences to Iran",
            ("alleged by the Kremlin",),
        ),
    ],
)
def test_the_status_of_an_event_is_in_its_verb_and_its_mark(status: str, text: str, mark: tuple[str, ...]) -> None:
    doc = document("Putin sent condolences to Iran.")
    voice = "the Kremlin" if status == "alleged" else "author"
    made = briefed(
        event(doc, doc.text, "SUPPORT", source=(PUTIN,), status=status, why="sent condolences [x]", voice=voice),
        docs=(doc,),
    )
    assert (line(made, "event").text, line(made, "event").marks) == (text, mark)


def test_a_phrase_too_general_brings_the_words_of_the_report() -> None:
    doc = document("Putin offered to send mountaineers.")
    row = line(briefed(event(doc, doc.text, "AGREE", source=(PUTIN,), why="offered [verb]"), docs=(doc,)), "event")
    assert row.text == "Vladimir Putin (Russia, president) made an offer to Iran"
    assert row.words == doc.text


def test_a_metonym_is_written_as_its_state_and_a_trader_is_not() -> None:
    doc = document("Tehran accused Russia. A Russian trader accused Iran.")
    tehran = Actor("Tehran", "IRN", sector="GOV", id="IRN")
    trader = Actor("A Russian trader", "RUS", sector="BUS", id="RUS")
    made = briefed(
        event(doc, "Tehran accused Russia.", "ACCUSE", "2024-05-01", source=(tehran,), target=(RUSSIA,)),
        event(doc, "A Russian trader accused Iran.", "ACCUSE", "2024-05-02", source=(trader,)),
        docs=(doc,),
    )
    assert [row.text for row in lines(made, "event")] == ["Iran accused Russia", "A Russian trader accused Iran"]


def test_states_that_take_an_article_have_it() -> None:
    doc = document("America and Britain warned Iran.")
    usa, gbr = (Actor(n, c, sector="GOV", id=c) for n, c in (("America", "USA"), ("Britain", "GBR")))
    made = briefed(event(doc, doc.text, "SANCTION", source=(usa, gbr), why="sanctions [noun]"), docs=(doc,), a="USA")
    assert line(made, "event").text == "The United States and the United Kingdom imposed sanctions on Iran"


def test_an_act_told_in_another_section_is_not_told_twice() -> None:
    doc = document("Putin met Raisi in Sochi.")
    made = briefed(
        event(doc, doc.text, "CONSULT", "2023-12-07", source=(PUTIN,), target=(RAISI,)),
        told(doc, doc.text, "meeting", "2023-12-07", participants=(PUTIN, RAISI), form="talks", place="Sochi"),
        docs=(doc,),
    )
    assert lines(made, "event") == []
    assert line(made, "meeting").text == (
        "Vladimir Putin (Russia, president) held talks with Ebrahim Raisi (Iran, president) in Sochi"
    )


def test_a_visit_that_is_planned_is_not_told_as_made() -> None:
    doc = document("Putin plans to visit Iran.")
    made = briefed(
        event(doc, doc.text, "CONSULT", source=(PUTIN,), status="planned"),
        told(doc, doc.text, "meeting", participants=(PUTIN, IRAN), form="visit"),
        docs=(doc,),
    )
    assert line(made, "meeting").text == "Vladimir Putin (Russia, president) is to visit Iran"
    assert line(made, "meeting").marks == ("planned",)


def test_a_stated_total_is_set_against_the_meetings_found() -> None:
    doc = document("They met five times since 2021. They met on 7 December.")
    made = briefed(
        told(
            doc,
            "They met five times since 2021.",
            "meeting",
            "2021/2024-05",
            participants=(PUTIN, RAISI),
            form="talks",
            count=5,
        ),
        told(doc, "They met on 7 December.", "meeting", "2023-12-07", participants=(PUTIN, RAISI), form="talks"),
        docs=(doc,),
    )
    total = next(row for row in lines(made, "meeting") if "in all" in row.text)
    assert total.text.endswith("met five times in all, by one count")
    assert [(d.label, d.text) for d in total.details] == [("In this record", "one of them told one by one")]


def test_an_agreement_shows_its_stage_the_stages_before_and_the_hopes() -> None:
    doc = document(
        "The gas treaty is drafted. It was signed on 17 January. It is to be in force by 2027.", "2025-01-20"
    )
    made = briefed(
        told(
            doc,
            "The gas treaty is drafted.",
            "agreement",
            "2024-02",
            parties=(RUSSIA, IRAN),
            title="gas treaty",
            stage="drafted",
        ),
        told(
            doc,
            "It was signed on 17 January.",
            "agreement",
            "2025-01-17",
            parties=(RUSSIA, IRAN),
            title="gas treaty",
            stage="signed",
        ),
        told(
            doc,
            "It is to be in force by 2027.",
            "agreement",
            "2027",
            parties=(RUSSIA, IRAN),
            title="gas treaty",
            stage="in_force",
        ),
        docs=(doc,),
    )
    row = line(made, "agreement")
    assert (row.date, row.text) == ("17 January 2025", "Gas treaty (Russia and Iran): signed")
    assert [(d.label, d.text) for d in row.details] == [
        ("Before", "drafted, February 2024"),
        ("Hoped for", "in force, 2027"),
    ]
    assert row.notes != row.details[0].notes


def test_a_contested_transfer_names_both_sides() -> None:
    doc = document("The West says Iran gave Russia drones, which Moscow denies.")
    made = briefed(
        told(
            doc,
            doc.text,
            "claim",
            proposition="Iran gave Russia drones.",
            asserted_by=(WEST,),
            denied_by=(RUSSIA,),
            status="contested",
        ),
        told(doc, doc.text, "transfer", giver=(IRAN,), receiver=(RUSSIA,), goods="drones", status="alleged"),
        docs=(doc,),
    )
    row = line(made, "transfer")
    assert row.text == "Iran allegedly supplied drones to Russia"
    assert row.marks == ("alleged by the West", "denied by Russia")
    claim = line(made, "claim")
    assert [(d.label, d.text) for d in claim.details] == [("Asserted by", "the West"), ("Denied by", "Russia")]


def test_an_accusation_is_not_marked_as_denied_for_what_it_charges() -> None:
    doc = document("Iran accused Russia of delay, which Moscow denies.")
    made = briefed(
        told(
            doc,
            doc.text,
            "claim",
            proposition="Russia delays Iran.",
            asserted_by=(IRAN,),
            denied_by=(RUSSIA,),
            status="contested",
        ),
        event(doc, doc.text, "ACCUSE", source=(IRAN,), target=(RUSSIA,)),
        docs=(doc,),
    )
    assert line(made, "event").marks == ()


def test_one_person_has_one_line_with_every_office_and_spelling() -> None:
    docs = (
        document("Jalali spoke.", "2024-05-21"),
        document("Jalili spoke.", "2021-07-06"),
        document("Jalali again.", "2024-05-22"),
    )
    names = ("Kazem Jalali", "Kazem Jalili", "Kazem Jalali")
    offices = (("envoy to Russia", "holds"), ("ambassador to Moscow", "holds"), ("lawmaker", "former"))
    mentions = []
    for doc, name, (office, status) in zip(docs, names, offices, strict=True):
        who = person(name, "IRN", key="kazem jalali")
        mentions.append(told(doc, doc.text, "role", person=who, office=office, country="IRN", status=status))
        mentions.append(event(doc, doc.text, "SUPPORT", source=(who,), target=(RUSSIA,)))
    row = line(briefed(*mentions, docs=docs), "role")
    assert row.text.startswith("Kazem Jalali, Iran: ")
    assert row.text.endswith("; former lawmaker")
    assert [(d.label, d.text) for d in row.details] == [("Also written", "Kazem Jalili")]


def test_a_membership_names_the_body_in_full() -> None:
    doc = document("Iran joined the SCO.")
    made = briefed(told(doc, doc.text, "membership", "2023-07", member=IRAN, org="SCO", status="joined"), docs=(doc,))
    row = line(made, "membership")
    assert row.date == "July 2023"
    assert re.fullmatch(r"Iran joined the Shanghai Cooperation Organi[sz]ation", row.text)


def test_an_expectation_names_its_holder_and_its_horizon() -> None:
    doc = document("Ties will grow this year.", authors=("Ann Author",), outlet="The Tide")
    made = briefed(
        told(
            doc,
            doc.text,
            "expectation",
            holder="author",
            about=("RUS", "IRN"),
            proposition="Ties will grow.",
            direction="grow",
            horizon="this year",
        ),
        docs=(doc,),
    )
    row = line(made, "expectation")
    assert (row.date, row.text) == ("21 May 2024", "Ann Author (The Tide) expects growth: Ties will grow.")
    assert row.marks == ("horizon: this year",)


def test_reported_speech_is_not_put_in_quotation_marks() -> None:
    doc = document("“Iran is near,” Putin said. Lavrov said that Iran was far.")
    made = briefed(
        told(doc, "“Iran is near,” Putin said.", "quote", speaker=PUTIN, content="Iran is near,", direct=True),
        told(doc, "Lavrov said that Iran was far.", "quote", speaker=LAVROV, content="Iran was far", direct=False),
        docs=(doc,),
    )
    assert [row.text for row in lines(made, "quote")] == [
        "Vladimir Putin (Russia, president): “Iran is near”",
        "Sergey Lavrov (Russia, foreign minister), in reported speech: Iran was far",
    ]


def test_an_act_of_both_towards_a_third_is_told_and_one_of_a_third_is_not() -> None:
    doc = document("Both backed Syria. China backed Iran.")
    syria = Actor("Syria", "SYR", sector="GOV", id="SYR")
    made = briefed(
        event(doc, "Both backed Syria.", "SUPPORT", source=(RUSSIA, IRAN), target=(syria,), why="backed [verb]"),
        event(doc, "China backed Iran.", "SUPPORT", source=(CHINA,)),
        docs=(doc,),
    )
    assert line(made, "event").text == "Russia and Iran backed Syria"


# ---- support and notes


def test_reports_and_origins_are_counted_and_one_source_is_said() -> None:
    wire = (
        "Putin hailed the rail treaty of Iran at the port of Enzeli, where forty lorries had waited since spring. " * 3
    )
    a, b = document(wire + "One."), document(wire + "Two.")
    c = document("Iran's rail treaty was hailed by Putin at the port of Enzeli.")
    d = document("Lavrov praised Iran.")
    quoted = {a.id: wire.strip(), b.id: wire.strip(), c.id: c.text}
    made = briefed(
        *(event(x, quoted[x.id], "SUPPORT", "2024-05-19", source=(PUTIN,)) for x in (a, b, c)),
        event(d, d.text, "SUPPORT", "2024-05-20", source=(LAVROV,)),
        docs=(a, b, c, d),
    )
    assert [row.support for row in lines(made, "event")] == ["3 reports, 2 origins", "single source"]
    only_copies = briefed(
        *(event(x, quoted[x.id], "SUPPORT", "2024-05-19", source=(PUTIN,)) for x in (a, b)), docs=(a, b)
    )
    assert line(only_copies, "event").support == "2 reports, single source"


def test_a_note_gives_outlet_date_sentence_and_words_on_one_line() -> None:
    text = "A headline\n\nRain fell. Putin praised \u00a0Iran at length. The sun came out."
    doc = document(text, outlet="Emissary", parts=(Part(0, 10, "title"),))
    made = briefed(event(doc, "Putin praised \u00a0Iran at length.", "SUPPORT"), docs=(doc,))
    assert (
        as_text(made)
        .splitlines()[-1]
        .startswith('[1] Emissary, 21 May 2024, sentence 2: "Putin praised Iran at length."')
    )


def test_a_note_in_a_headline_says_so() -> None:
    doc = document("Ties will not wither\n\nRain fell.", parts=(Part(0, 20, "title"),))
    made = briefed(
        told(
            doc,
            "Ties will not wither",
            "expectation",
            holder="author",
            about=("RUS", "IRN"),
            proposition="Ties will last.",
            direction="continue",
        ),
        docs=(doc,),
    )
    assert made.notes[0].place == "headline"


def test_lines_on_one_sentence_share_one_note_and_numbers_rise_without_gaps() -> None:
    doc = document("Putin praised Iran and sent help. Lavrov thanked Iran.")
    made = briefed(
        event(doc, "Putin praised Iran and sent help.", "SUPPORT", "2024-05-19", source=(PUTIN,)),
        event(doc, "Putin praised Iran and sent help.", "AID", "2024-05-19", source=(PUTIN,)),
        event(doc, "Lavrov thanked Iran.", "SUPPORT", "2024-05-20", source=(LAVROV,)),
        docs=(doc,),
    )
    assert [row.notes for row in lines(made, "event")] == [(1,), (1,), (2,)]
    assert [n.number for n in made.notes] == [1, 2]
    assert all(doc.text[n.start : n.end] == n.sentence for n in made.notes)


def test_a_document_without_outlet_or_date_is_still_named() -> None:
    doc = document("Putin praised Iran.", None, name="notes/7.txt")
    [note] = briefed(event(doc, doc.text, "SUPPORT"), docs=(doc,)).notes
    assert (note.source, note.date) == ("notes/7.txt", "undated")
    dated = Document("x", "Putin hailed Iran.", title="On friends", published=When("2024-05-20/.."))
    [note] = briefed(event(dated, dated.text, "SUPPORT"), docs=(dated,)).notes
    assert (note.source, note.date) == ("“On friends”", "on or after 20 May 2024")


# ---- as text


def test_plain_text_keeps_to_its_width_and_has_each_note_on_one_line() -> None:
    doc = document("Putin offered Iran " + "a great deal of help with many things, " * 12 + "he said.", outlet="Tide")
    text = as_text(briefed(event(doc, doc.text, "AGREE", "2024-05-19", source=(PUTIN,)), docs=(doc,)))
    body, _, notes = text.partition("Notes\n-----\n")
    assert max(map(len, body.splitlines())) <= 100
    assert notes.startswith("[1] Tide") and notes.count("\n") == 1


def test_markdown_makes_hostile_text_plain() -> None:
    doc = document("Putin praised Iran <script>alert(1)</script> [x](javascript:y) *now*.", outlet="<b>|Tide|</b>")
    text = as_markdown(briefed(event(doc, doc.text, "SUPPORT", source=(PUTIN,)), docs=(doc,)))
    assert "<script>" not in text and "<b>" not in text
    assert "[x](" not in text
    assert "[^1]: " in text


def test_condolences_are_told_as_such_whatever_verb_carried_them() -> None:
    doc = document("Putin sent his deep condolences to Iran.")
    row = line(briefed(event(doc, doc.text, "SUPPORT", source=(PUTIN,), why="send [verb]"), docs=(doc,)), "event")
    assert row.text == "Vladimir Putin (Russia, president) sent condolences to Iran"
    assert row.words == ""
