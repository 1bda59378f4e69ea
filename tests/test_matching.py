"""What is one happening, and what is one report."""

from __future__ import annotations

import cProfile

import pytest

from bilat.matching import match, origins
from bilat.model import Actor, Document, Happening, Mention, Part
from made import CHINA, IRAN, LAVROV, PUTIN, RAISI, RUSSIA, WEST, by_id, document, event, only, person, told

WIRE = (
    "The port of Enzeli was shut on Thursday after a dispute over customs papers left forty lorries in the yard. "
    "Drivers from both countries slept in their cabins while officials telephoned each other through the night. "
    "A harbour clerk said that the rules had changed three times since the spring, and that nobody had told him. "
    "By noon the first of the lorries was let through, and the queue along the sea wall slowly began to shrink."
)


def matched(*mentions: Mention, docs: tuple[Document, ...]) -> list[Happening]:
    return list(match(mentions, by_id(docs), origins(docs)))


# ---- origins


def test_a_copy_with_a_new_headline_and_credit_is_one_origin() -> None:
    first = document("Port shut\n\n" + WIRE, outlet="The Morning Tide")
    second = document("Lorries stuck for a night\n\nBy our staff\n\n" + WIRE, outlet="Harbour News")
    found = origins([first, second])
    assert found[first.id] == found[second.id] == min(first.id, second.id)


def test_a_report_that_stands_whole_in_a_longer_one_is_one_origin() -> None:
    more = " ".join(
        f"Line {n} of quite another matter tells of wheat, weather and the price of salt {n}." for n in range(9)
    )
    first, second = document(WIRE), document(f"{WIRE}\n\n{more}")
    assert len(set(origins([first, second]).values())) == 1


def test_two_reports_in_words_of_their_own_are_two_origins() -> None:
    other = (
        "Customs men and drivers quarrelled at Enzeli this week. The gates opened again at midday, a clerk said. " * 2
    )
    assert len(set(origins([document(WIRE), document(other)]).values())) == 2


def test_a_digest_that_quotes_a_report_is_no_copy_of_it() -> None:
    items = "\n\n".join(
        f"Item {n} tells that the council of town {n} has met about its bridge number {n}." for n in range(12)
    )
    digest = document(f"{WIRE}\n\n{items}", form="digest")
    assert len(set(origins([document(WIRE), digest]).values())) == 2


def test_one_house_named_as_origin_is_one_origin_whatever_was_printed() -> None:
    a = document("One text on the talks in Baku.", outlet="Tide", origin="The Northern Wire")
    b = document("Quite different words about the same talks.", outlet="Harbour", origin="Northern Wire")
    c = document("What the wire itself put out on the talks.", outlet="the northern wire")
    d = document("A paper that asked its own reporter.", outlet="Tide")
    found = origins([a, b, c, d])
    assert found[a.id] == found[b.id] == found[c.id]
    assert found[d.id] == d.id


def test_page_furniture_in_common_makes_no_copies() -> None:
    offer = (
        "Sign up for our letter, read it each morning, forward it to a friend, and tell us what you think of it. " * 4
    )
    texts = [f"Short news {n} about village {n} and its mayor.\n\n{offer}" for n in range(2)]
    docs = [document(t, parts=(Part(t.index("Sign"), len(t), "furniture"),)) for t in texts]
    assert len(set(origins(docs).values())) == 2


# ---- events and meetings


def test_two_outlets_on_one_visit_are_one_happening_with_two_origins() -> None:
    a = document("Putin praised Iran for its help in the talks on Caspian shipping.")
    b = document("At the talks on Caspian shipping the Russian president praised Iran's help.")
    rows = matched(
        event(a, a.text, "SUPPORT", "2024-05-19", source=(PUTIN,), confidence=0.6),
        event(b, b.text, "SUPPORT", "2024-05-19", source=(PUTIN,), confidence=0.5),
        docs=(a, b),
    )
    assert len(rows) == 1
    assert (rows[0].reports, rows[0].origins, rows[0].documents) == (2, 2, 2)
    assert rows[0].confidence == pytest.approx(0.8)
    assert rows[0].notes


def test_copies_add_reports_but_no_origin_and_no_confidence() -> None:
    a, b = document(WIRE + " Putin praised Iran."), document("Again. " + WIRE + " Putin praised Iran.")
    rows = matched(
        *(event(d, "Putin praised Iran.", "SUPPORT", "2024-05-19", confidence=0.6) for d in (a, b)), docs=(a, b)
    )
    assert [(h.reports, h.origins, h.confidence) for h in rows] == [(2, 1, 0.6)]


def test_two_attacks_on_two_towns_on_one_day_stay_two() -> None:
    a = document("Two people were killed when shells fell on the town of Arvand.")
    b = document("Two people were killed when shells fell on the village of Belogor.")
    rows = matched(*(event(d, d.text, "ASSAULT", "2024-05-19") for d in (a, b)), docs=(a, b))
    assert len(rows) == 2


def test_two_people_who_each_send_condolences_are_two_happenings() -> None:
    a, b = document("Putin sent condolences to Iran."), document("Lavrov sent condolences to Iran.")
    rows = matched(
        event(a, a.text, "SUPPORT", "2024-05-20", source=(PUTIN,)),
        event(b, b.text, "SUPPORT", "2024-05-20", source=(LAVROV,)),
        docs=(a, b),
    )
    assert len(rows) == 2


def test_a_meeting_told_by_month_joins_the_one_told_by_day() -> None:
    a, b = document("Raisi was in Moscow in December."), document("Putin received Raisi on December 7.")
    rows = matched(
        told(a, a.text, "meeting", "2023-12", participants=(RAISI, RUSSIA), form="visit"),
        told(b, b.text, "meeting", "2023-12-07", participants=(PUTIN, RAISI), form="talks"),
        docs=(a, b),
    )
    assert [(h.first, h.last, h.reports) for h in rows] == [("2023-12-07", "2023-12-07", 2)]
    assert {p.name for p in rows[0].fields["participants"]} == {"Vladimir Putin", "Ebrahim Raisi"}


def test_a_month_that_fits_two_meetings_joins_neither() -> None:
    docs = [document(f"Putin received Raisi, part {n}.") for n in range(3)]
    days = ("2023-12-07", "2023-12-19", "2023-12")
    rows = matched(
        *(
            told(d, d.text, "meeting", day, participants=(PUTIN, RAISI), form="talks")
            for d, day in zip(docs, days, strict=True)
        ),
        docs=tuple(docs),
    )
    assert len(rows) == 3


def test_a_stated_total_stays_apart_from_a_meeting_told_one_by_one() -> None:
    a = document("They have met five times since 2021. They met on December 7.")
    rows = matched(
        told(
            a,
            "They have met five times since 2021.",
            "meeting",
            "2021/2024",
            participants=(PUTIN, RAISI),
            form="talks",
            count=5,
        ),
        told(a, "They met on December 7.", "meeting", "2023-12-07", participants=(PUTIN, RAISI), form="talks"),
        docs=(a,),
    )
    assert sorted(h.fields.get("count", 1) for h in rows) == [1, 5]


def test_one_side_denying_makes_a_happening_contested_and_less_sure() -> None:
    a, b = (
        document("Russia shelled the border post at Arvand."),
        document("Russia shelled the border post at Arvand, or did it?"),
    )
    rows = matched(
        event(a, a.text, "ASSAULT", "2024-05-19", confidence=0.8),
        event(b, b.text, "ASSAULT", "2024-05-19", status="denied", confidence=0.5),
        docs=(a, b),
    )
    assert len(rows) == 1
    assert rows[0].fields["contested"] is True
    assert rows[0].fields["status"] == "occurred"
    assert rows[0].confidence == pytest.approx(0.4)


def test_a_merged_row_has_the_exact_date_and_its_words() -> None:
    a, b = (
        document("In May Putin hailed the Caspian rail plan of Iran."),
        document("Putin hailed the Caspian rail plan of Iran on the 19th."),
    )
    rows = matched(
        event(a, a.text, "SUPPORT", "2024-05", source=(PUTIN,), words="In May"),
        event(b, b.text, "SUPPORT", "2024-05-19", source=(PUTIN,), words="on the 19th"),
        docs=(a, b),
    )
    assert [(h.first, h.last, h.date_words) for h in rows] == [("2024-05-19", "2024-05-19", "on the 19th")]


def test_a_ministry_and_its_minister_may_have_done_one_thing() -> None:
    a = document("The embassy of China protested against the Caspian drill of Russia.")
    other = Actor("Federal Bureau of Investigation", "USA", sector="GOV", id="USA:fbi")
    rows = matched(
        event(a, a.text, "ACCUSE", "2024-05-19", source=(other,)),
        event(a, a.text, "ACCUSE", "2024-05-19", source=(person("Jane Roe", "USA"),)),
        docs=(a,),
    )
    assert len(rows) == 1


# ---- ledgers


def test_an_agreement_climbs_its_ladder_and_hopes_are_no_rungs() -> None:
    a = document("A draft of the partnership treaty is in its final stages. It will be signed in 2026.", "2024-02-20")
    b = document(
        "Russia and Iran signed the comprehensive strategic partnership treaty on 17 January 2025.", "2025-01-17"
    )
    rows = matched(
        told(
            a,
            "A draft of the partnership treaty is in its final stages.",
            "agreement",
            "2024-02",
            parties=(RUSSIA, IRAN),
            title="partnership treaty",
            stage="final",
        ),
        told(
            a, "It will be signed in 2026.", "agreement", "2026", parties=(RUSSIA, IRAN), title="treaty", stage="signed"
        ),
        told(
            b,
            b.text,
            "agreement",
            "2025-01-17",
            parties=(PUTIN, IRAN),
            title="comprehensive strategic partnership treaty",
            stage="signed",
        ),
        docs=(a, b),
    )
    assert len(rows) == 1
    fields = rows[0].fields
    assert fields["title"] == "comprehensive strategic partnership treaty"
    assert fields["stage"] == "signed"
    assert [(r["stage"], r["date"]) for r in fields["rungs"]] == [("final", "2024-02"), ("signed", "2025-01-17")]
    assert [(r["stage"], r["date"]) for r in fields["hopes"]] == [("signed", "2026")]
    assert rows[0].first == "2025-01-17"


def test_two_signings_years_apart_are_two_agreements() -> None:
    a, b = (
        document("They signed a gas supply agreement in 2014.", "2014-05-21"),
        document("They signed a gas supply agreement in 2021.", "2021-05-21"),
    )
    rows = matched(
        *(
            told(d, d.text, "agreement", when, parties=(RUSSIA, CHINA), title="gas supply agreement", stage="signed")
            for d, when in ((a, "2014-05-21"), (b, "2021-05-21"))
        ),
        docs=(a, b),
    )
    assert len(rows) == 2


def test_a_charge_told_twice_has_the_sayers_of_both() -> None:
    a = document("The West says that Russia uses Iranian drones in Ukraine.")
    b = document("Russia denies that it uses Iranian drones in Ukraine.")
    rows = matched(
        told(
            a,
            a.text,
            "claim",
            proposition="Russia uses Iranian drones in Ukraine.",
            asserted_by=(WEST,),
            denied_by=(),
            status="alleged",
        ),
        told(
            b,
            b.text,
            "claim",
            proposition="Russia is using Iran-made drones in Ukraine.",
            asserted_by=(),
            denied_by=(RUSSIA,),
            status="contested",
        ),
        docs=(a, b),
    )
    assert len(rows) == 1
    fields = rows[0].fields
    assert [x.code for x in fields["asserted_by"]] == ["WEST"]
    assert [x.code for x in fields["denied_by"]] == ["RUS"]
    assert fields["status"] == "contested"
    assert set(fields["about"]) == {"IRN", "RUS", "UKR", "WEST"}


@pytest.mark.parametrize(
    ("first", "second", "rows"),
    [
        ("envoy to Russia", "ambassador to Moscow", 1),
        ("President", "president of Iran", 1),
        ("foreign minister", "deputy foreign minister", 2),
        ("defense minister", "minister of defence", 1),
        ("Foreign Ministry spokesman", "foreign minister", 2),
    ],
)
def test_an_office_is_one_under_several_titles(first: str, second: str, rows: int) -> None:
    a, b = document("Kazem Jalali spoke, as one paper has it."), document("Kazem Jalali spoke, as the other has it.")
    who = person("Kazem Jalali", "IRN")
    found = matched(
        *(
            told(d, d.text, "role", person=who, office=o, country="IRN", status="holds")
            for d, o in ((a, first), (b, second))
        ),
        docs=(a, b),
    )
    assert len(found) == rows


def test_the_latest_document_gives_the_status_of_an_office() -> None:
    a, b = document("Shoigu is defence minister.", "2024-04-26"), document("Shoigu was defence minister.", "2024-05-21")
    who = person("Sergei Shoigu", "RUS")
    [row] = matched(
        told(a, a.text, "role", person=who, office="defence minister", country="RUS", status="holds"),
        told(b, b.text, "role", person=who, office="defence minister", country="RUS", status="former"),
        docs=(a, b),
    )
    assert (row.fields["status"], row.fields["first_seen"], row.fields["last_seen"]) == (
        "former",
        "2024-04-26",
        "2024-05-21",
    )


def test_renderings_of_one_quote_in_two_translations_are_never_joined() -> None:
    a, b = document("“He was a wonderful man,” Putin wrote."), document("“He was a remarkable man,” Putin wrote.")
    contents = ("He was a wonderful man", "He was a remarkable man")
    rows = matched(
        *(
            told(d, d.text, "quote", speaker=PUTIN, content=c, direct=True)
            for d, c in zip((a, b), contents, strict=True)
        ),
        docs=(a, b),
    )
    assert len(rows) == 2


def test_a_quote_cut_short_elsewhere_is_the_same_quote() -> None:
    a, b = (
        document("“We will never bow to any pressure from abroad,” Raisi said."),
        document("Raisi: “never bow to any pressure”."),
    )
    rows = matched(
        told(a, a.text, "quote", speaker=RAISI, content="We will never bow to any pressure from abroad", direct=True),
        told(b, b.text, "quote", speaker=RAISI, content="never bow to any pressure", direct=True),
        docs=(a, b),
    )
    assert [(h.reports, h.fields["content"]) for h in rows] == [(2, "We will never bow to any pressure from abroad")]


# ---- what a later report recalls


def told_later(first: str, later: str, act: str, day: str | None = None) -> int:
    """How many rows a report of 19 May and one of 22 May make, of one act by Iran towards Britain."""
    a, b = document(first, "2024-05-19", name="a"), document(later, "2024-05-22", name="b")
    sides = {"source": (IRAN,), "target": (Actor("Britain", "GBR", sector="GOV", id="GBR"),)}
    mentions = (
        event(a, first, "COERCE", "2024-05-19", basis="document", why=f"{act} [verb]", **sides),
        event(b, later, "COERCE", day, basis="document", why=f"{act} [verb]", **sides),
    )
    return len(matched(*mentions, docs=(a, b)))


SEIZED = "Iran seizes the British tanker Orla in the Strait of Hormuz."


def test_an_act_that_a_later_sentence_recalls_is_the_one_that_was_reported() -> None:
    assert (
        told_later(SEIZED, "London sends a frigate after Iran seized the tanker Orla in the Strait of Hormuz.", "seize")
        == 1
    )


def test_a_recall_dated_by_its_telling_is_joined_all_the_same() -> None:
    assert (
        told_later(
            SEIZED, "London protests after Iran seized the tanker Orla in the Strait of Hormuz.", "seize", "2024-05-22"
        )
        == 1
    )


def test_one_more_act_of_the_same_kind_is_another() -> None:
    assert told_later(SEIZED, "Iran seizes another British tanker in the Strait of Hormuz.", "seize") == 2


def test_a_recall_of_another_ship_is_another_act() -> None:
    assert (
        told_later(SEIZED, "London sends a frigate after Iran seized the trawler Maren off Bandar Lengeh.", "seize")
        == 2
    )


# ---- speed


def test_work_grows_with_the_mentions_and_not_with_their_square() -> None:
    """A crowded pair of states, in one month: the worst that news holds.

    Work is counted in calls of functions, which are the same on every machine and at every load.
    """

    def work(count: int) -> int:
        docs = [
            document(f"Text {n} tells of shells on town {n % 97} and of {n % 31} houses hit there.")
            for n in range(count)
        ]
        mentions = [event(d, d.text, "ASSAULT", f"2024-05-{1 + n % 28:02}") for n, d in enumerate(docs)]
        own = {d.id: d.id for d in docs}
        held = by_id(docs)
        profile = cProfile.Profile()
        assert profile.runcall(lambda: list(match(mentions, held, own)))
        return sum(one.callcount for one in profile.getstats())

    few, many = work(500), work(4000)
    assert many < 10 * few


def test_happenings_come_by_kind_and_day() -> None:
    a = document("One. Two. Three.")
    rows = matched(
        event(a, "One.", "SUPPORT", "2024-05-19"),
        event(a, "Two.", "AID", "2024-05-18"),
        told(a, "Three.", "quote", speaker=PUTIN, content="Three words here", direct=True),
        docs=(a,),
    )
    assert [h.kind for h in rows] == ["event", "event", "quote"]
    assert [h.first for h in only(rows, "event")] == ["2024-05-18", "2024-05-19"]


def test_the_deal_joins_none_where_the_document_names_two() -> None:
    doc = document("They signed a gas pact. They signed a rail pact. They praised the deal.")
    rows = matched(
        *(
            told(doc, s, "agreement", parties=(RUSSIA, IRAN), title=title, stage=stage)
            for s, title, stage in (
                ("They signed a gas pact.", "gas pact", "signed"),
                ("They signed a rail pact.", "rail pact", "signed"),
                ("They praised the deal.", "the deal", "drafted"),
            )
        ),
        docs=(doc,),
    )
    assert sorted(h.reports for h in rows) == [1, 1, 1]
