"""Who says, claims and denies what in an article, and of which state the officials are that it leaves unplaced."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat import coding
from bilat.actors import institution_country, reigning
from bilat.model import Document, Mention, Part, When
from coded import code, of


def quoted(text: str) -> list[tuple[str, str]]:
    return [(m.fields["speaker"].name, m.fields["content"]) for m in of("quote", code(text))]


def roles(mentions: tuple[Mention, ...]) -> dict[str, tuple[str, str | None]]:
    found = of("role", mentions)
    return {m.fields["person"].name: (m.fields["office"], m.fields.get("country")) for m in found}


def test_a_quotation_that_goes_on_after_its_speaker_is_one_mention() -> None:
    text = (
        'Norway closed the port. "We had no choice," Foreign Minister Jonas Dahl said on Friday. "They left us none."'
    )
    (quote,) = of("quote", code(text))
    assert text[quote.start : quote.end] == text[text.index('"We') :]
    assert (
        quote.fields["content"] == 'We had no choice," Foreign Minister Jonas Dahl said on Friday. "They left us none.'
    )


def test_a_new_paragraph_begins_a_mention_of_its_own() -> None:
    text = (
        '"We had no choice at all here," said Foreign Minister Jonas Dahl.\n\n"They left us none, I can tell you that."'
    )
    assert [speaker for speaker, _ in quoted(text)] == ["Jonas Dahl", "Jonas Dahl"]


def test_the_speaker_of_an_inverted_clause_is_who_follows_the_verb() -> None:
    found = quoted("Four sailors were hurt, two of them gravely, said Ingrid Moe, spokeswoman for the Norwegian navy.")
    assert [speaker for speaker, _ in found] == ["Ingrid Moe"]


@pytest.mark.parametrize("verb", ["believes", "predicts", "expects", "fears"])
def test_who_only_thinks_so_is_not_quoted(verb: str) -> None:
    text = (
        f"Norway and Iceland quarrel. Ingrid Moe, a Norwegian analyst, {verb} that the two states will sign a treaty."
    )
    assert quoted(text) == []
    assert [m.fields["holder"] for m in of("expectation", code(text))] == ["Ingrid Moe"]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The minister showed maps of what he said were nine depots on Chadian soil.", "nine depots on Chadian soil"),
        ("The minister thanked Chad for what he described as a lesson to others.", "a lesson to others"),
    ],
)
def test_what_somebody_calls_a_thing_is_quoted(sentence: str, words: str) -> None:
    text = sentence.replace("The minister", "Foreign Minister Ali Moussa of Niger")
    assert quoted(text) == [("Ali Moussa", words)]


def claim_of(text: str) -> tuple[list[str | None], list[str | None], str]:
    (claim,) = of("claim", code(text))
    fields = claim.fields
    return [a.code for a in fields["asserted_by"]], [a.code for a in fields["denied_by"]], fields["proposition"]


@pytest.mark.parametrize(
    "denial",
    [
        "a charge that Iceland denied",
        "a claim which Iceland dismissed as baseless",
        "which Iceland has always denied",
    ],
)
def test_a_denial_within_the_sentence_is_no_part_of_the_proposition(denial: str) -> None:
    by, denied, proposition = claim_of(f"Norway accused Iceland of sinking two trawlers, {denial}.")
    assert (by, denied) == (["NOR"], ["ISL"])
    assert "trawlers" in proposition and "Iceland d" not in proposition and "charge" not in proposition


def test_calling_pictures_a_hoax_denies_what_they_show() -> None:
    text = (
        "The Norwegian ambassador, Jonas Dahl, showed pictures of what he said were nine depots on Icelandic soil. "
        'The Icelandic foreign minister, Katrin Sigurdsdottir, dismissed the pictures as "a hoax."'
    )
    by, denied, _ = claim_of(text)
    assert (by, denied) == (["NOR"], ["ISL"])


def test_what_one_of_the_two_states_denies_the_other_is_taken_to_assert() -> None:
    text = (
        "Norway and Iceland quarrel over fish. Norway sent a ship and Iceland sent two. Norway called Iceland's ships "
        "pirates. Iceland denied that its sailors had fired on a boat."
    )
    by, denied, _ = claim_of(text)
    assert (by, denied) == (["NOR"], ["ISL"])


def test_an_accusation_that_nobody_denies_is_an_act_and_no_claim() -> None:
    mentions = code("Norway accused Iceland of sinking two trawlers.")
    assert not of("claim", mentions)
    assert "ACCUSE" in {m.fields["type"] for m in of("event", mentions)}


def test_rumours_that_are_denied_are_of_unnamed_reports() -> None:
    by, denied, _ = claim_of("Norway is said to have sunk two trawlers, though Iceland's government denies it.")
    assert (by, denied) == (["REPORTS"], ["ISL"])


# ------------------------------------------------------------------ whose an official is


def dispatch(dateline: str, body: str) -> tuple[Mention, ...]:
    text = f"{dateline}\n\n{body}"
    part = Part(0, len(dateline), "dateline")
    document = Document("d", text, published=When("2023-05-16", "2023-05-16", "document"), parts=(part,))
    return next(coding.load().code_all([document]))[1]


QUARREL = (
    "Norwegian boats chased Icelandic boats for a third day, and Iceland's boats chased Norway's. "
    "“We were in our own waters,” Fisheries Minister Ola Berge told a crowd."
)


@pytest.mark.parametrize(
    ("dateline", "country"),
    [("OSLO, Norway, May 16 (Agency)", "NOR"), ("REYKJAVIK, May 16, 2023 (Agency)", "ISL"), ("May 16, 2023", None)],
)
def test_an_official_whom_nothing_else_places_is_of_the_dispatch(dateline: str, country: str | None) -> None:
    assert roles(dispatch(dateline, QUARREL))["Ola Berge"] == ("Fisheries Minister", country)


@given(st.text(max_size=60))
def test_no_dateline_stops_the_coder(line: str) -> None:
    from bilat.coding.datelines import home_of_dispatch

    home = home_of_dispatch(Document("d", line, parts=(Part(0, len(line), "dateline"),)))
    assert home is None or len(home) == 3


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("professor at the University of Nagoya", "JPN"),
        ("fellow at the Lowy Institute", "AUS"),
        ("director of the Southeast Asia Program at CSIS", "USA"),
        ("researcher at Lviv University", "UKR"),
        ("chairman of a think tank", None),
    ],
)
def test_an_expert_is_of_the_state_of_the_institution(phrase: str, country: str | None) -> None:
    assert institution_country(phrase) == country


def test_two_of_one_office_are_each_of_their_own_state() -> None:
    text = "The foreign ministers of Norway and Iceland, Ola Berge and Katrin Sigurdsdottir, signed a pact in Paris."
    assert roles(code(text)) == {
        "Ola Berge": ("foreign minister", "NOR"),
        "Katrin Sigurdsdottir": ("foreign minister", "ISL"),
    }


@pytest.mark.parametrize("peer", ["counterpart", "colleague", "opposite number"])
def test_a_peer_holds_the_office_of_the_one_before(peer: str) -> None:
    text = f"Norway's foreign minister, Ola Berge, telephoned his Icelandic {peer}, Jon Helgason, on Sunday."
    assert roles(code(text))["Jon Helgason"] == ("foreign minister", "ISL")


def test_a_king_by_his_first_name_is_who_reigned_that_day() -> None:
    assert {o.country for o in reigning("Salman", "King", "2018-05-01")} == {"SAU"}
    assert reigning("Salman", "King", "2014-05-01") == ()
    assert reigning("Salman", "Foreign Minister", "2018-05-01") == ()
    found = roles(code("Norway and Iceland signed the accord under the eyes of King Salman.", "2018-09-27"))
    assert found["Salman bin Abdulaziz" if "Salman bin Abdulaziz" in found else "Salman"] == ("King", "SAU")


def test_its_spokesman_is_of_the_ministry_told_of_before() -> None:
    text = "The Norwegian defence ministry blamed Iceland. Its spokesman, Jonas Dahl, said Iceland's sailors had fired."
    assert roles(code(text))["Jonas Dahl"] == ("spokesman", "NOR")


# ------------------------------------------------------------------ what is given, signed, joined and expected


@pytest.mark.parametrize(
    ("text", "giver", "receiver", "goods"),
    [
        ("Chinese imports of Angolan oil rose.", "AGO", "CHN", "Angolan oil"),
        ("Egypt received 40 tanks from Norway.", "NOR", "EGY", "40 tanks"),
        ("A shipment of grain from Ukraine to Somalia left Odesa.", "UKR", "SOM", "grain"),
        ("Poland will supply Moldova with howitzers and shells.", "POL", "MDA", "howitzers|shells"),
        ("Two planes and ten trucks were sent from Oslo to Malawi.", "NOR", "MWI", "Two planes|ten trucks"),
    ],
)
def test_goods_go_from_giver_to_receiver(text: str, giver: str, receiver: str, goods: str) -> None:
    rows = of("transfer", code(text))
    assert {(*(a.country for a in r.fields["giver"]), *(a.country for a in r.fields["receiver"])) for r in rows} == {
        (giver, receiver)
    }
    assert sorted(r.fields["goods"] for r in rows) == sorted(goods.split("|"))  # one a kind of goods


@pytest.mark.parametrize(
    "text",
    ["Spain gave its support to Morocco.", "Rwanda sent troops to Mali.", "Japan halts exports of chips to Chile."],
)
def test_what_is_no_goods_or_does_not_move_is_no_transfer(text: str) -> None:
    assert of("transfer", code(text)) == []


@pytest.mark.parametrize(
    ("text", "giver", "receiver", "goods", "status"),
    [
        ("Norway, for its part, shipped a dredger to Suva.", "NOR", "FJI", "dredger", "occurred"),
        ("Norway sold 9 billion cubic metres of gas to its ally Iceland.", "NOR", "ISL", "gas", "occurred"),
        ("Norway sent Iceland two field hospitals.", "NOR", "ISL", "two field hospitals", "occurred"),
        ("Norway gives Fiji $9 million in aid a year.", "NOR", "FJI", "aid", "occurred"),
        ("Norway promised $3 billion to Fiji.", "NOR", "FJI", "$3 billion", "planned"),
        ("Norway flew in milk to Iceland.", "NOR", "ISL", "milk", "occurred"),
        ("Norway sold Iceland drones.", "NOR", "ISL", "drones", "occurred"),
    ],
)
def test_goods_are_told_from_their_measure(text: str, giver: str, receiver: str, goods: str, status: str) -> None:
    (row,) = of("transfer", code(text))
    sides = [a.code for a in (*row.fields["giver"], *row.fields["receiver"])]
    assert (sides, row.fields["goods"], row.fields["status"]) == ([giver, receiver], goods, status)


@pytest.mark.parametrize(
    "text",
    ["The Norwegian minister handed out blankets to evacuees.", "Norway Air stopped selling tickets to Icelanders."],
)
def test_goods_for_nobody_in_particular_go_to_no_state(text: str) -> None:
    assert of("transfer", code(f"Norway and Iceland quarrel. {text}")) == []


def stages(text: str) -> list[tuple[str, str, set[str | None]]]:
    papers = of("agreement", code(text))
    return [(p.fields["title"], p.fields["stage"], {a.code for a in p.fields["parties"]}) for p in papers]


def test_a_paper_is_carried_on_by_a_pronoun() -> None:
    text = "Norway and Iceland signed a fishing accord in Brussels. The two parliaments ratified it in June."
    assert stages(text) == [
        ("fishing accord", "signed", {"NOR", "ISL"}),
        ("fishing accord", "ratified", {"NOR", "ISL"}),
    ]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Norway and Iceland put their names to an accord.", "signed"),
        ("Norway and Iceland declared the 2001 fishing pact void in May.", "ended"),
    ],
)
def test_an_agreement_is_known_by_turns_of_phrase(text: str, stage: str) -> None:
    assert [found[1] for found in stages(text)] == [stage]


def test_who_signs_as_a_witness_is_no_party() -> None:
    assert stages("Norway and Denmark signed the accord as witnesses.") == []


@pytest.mark.parametrize(
    ("text", "member", "org", "status"),
    [
        ("The Pacific Islands Forum suspended Fiji, one of its founding members.", "FJI", "PIF", "member"),
        ("The EU spoke to Serbia, which had applied for membership in 2009.", "SRB", "EU", "applied"),
    ],
)
def test_a_body_told_of_before_is_meant(text: str, member: str, org: str, status: str) -> None:
    (row,) = of("membership", code(text))
    assert (row.fields["member"].code, row.fields["org"], row.fields["status"]) == (member, org, status)


NEIGHBOURS = "Norway fined Iceland. Iceland sued Norway. Norway and Iceland talk. "


def test_each_belief_of_a_sentence_is_an_expectation() -> None:
    text = NEIGHBOURS + "Ingrid Moe, a fellow at the Lowy Institute, anticipates long talks and foresees no treaty."
    found = of("expectation", code(text))
    assert [(e.fields["holder"], e.fields["about"]) for e in found] == [("Ingrid Moe", ("NOR", "ISL"))] * 2
    assert {e.fields["proposition"] for e in found} == {"Long talks", "No treaty"}


@pytest.mark.parametrize("text", ["It could not be verified.", "They could have gone anywhere."])
def test_what_was_possible_is_no_expectation(text: str) -> None:
    assert of("expectation", code(NEIGHBOURS + text)) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Norway's foreign minister spoke with his Icelandic colleague by telephone.", 1),
        ("Norway's foreign minister spoke about Iceland.", 0),
        ("A Norwegian patient was flown to a hospital in Iceland.", 0),
    ],
)
def test_a_meeting_is_one_where_two_meet(text: str, count: int) -> None:
    assert len(of("meeting", code(text))) == count


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Russia and Ukraine signed the Minsk agreement.", {"RUS", "UKR"}),
        ("Norway praised the Geneva talks with Iceland.", {"NOR", "ISL"}),
    ],
)
def test_where_a_paper_was_made_is_no_side(text: str, sides: set[str]) -> None:
    events = of("event", code(text))
    assert {a.code for e in events for a in (*e.fields["source"], *e.fields["target"])} <= sides
    assert events


def test_it_is_not_whose_request_opens_the_sentence() -> None:
    text = "Iceland has banned two groups. At Norway's request it has also handed over nine rebels."
    found = [m for m in of("event", code(text)) if m.fields["type"] == "RETREAT"]
    assert [[a.code for a in m.fields["source"]] for m in found] == [["ISL"]]


# ------------------------------------------------------------------ when it was


def date_of_act(text: str, type_: str) -> str | None:
    found = [m for m in of("event", code(text)) if m.fields["type"] == type_]
    return found[-1].when.iso if found and found[-1].when is not None else None


@pytest.mark.parametrize(
    ("text", "type_", "date"),
    [
        ("Norway met Iceland on 3 May 2023. That evening Norway accused Iceland of theft.", "ACCUSE", "2023-05-03"),
        ("Norway met Iceland on 3 May 2023. Hours later Norway accused Iceland of theft.", "ACCUSE", "2023-05-03"),
        ("Norway met Iceland on 3 May 2023. Later in the day Norway accused Iceland.", "ACCUSE", "2023-05-03"),
        ("Norway met Iceland on 3 May 2023. The next morning Norway accused Iceland.", "ACCUSE", "2023-05-04"),
        ("Norway met Iceland on 3 May 2023. Since then Norway has accused Iceland.", "ACCUSE", "2023-05-03/.."),
        ("Norway and Iceland discussed the fishing deal of 2015.", "CONSULT", None),
        ("Norway met Iceland on 3 May 2023 and accused it of theft, days after the vote.", "ACCUSE", "2023-05-03"),
    ],
)
def test_an_act_has_the_day_that_the_text_counts_to(text: str, type_: str, date: str | None) -> None:
    assert date_of_act(text, type_) == date


def test_goods_of_one_list_are_told_apart() -> None:
    rows = of("transfer", code("Norway sells fruit, nuts, vegetables and parts of machines to Iceland."))
    assert {row.fields["goods"] for row in rows} >= {"fruit", "nuts", "vegetables"}
    assert not any("," in row.fields["goods"] for row in rows)
