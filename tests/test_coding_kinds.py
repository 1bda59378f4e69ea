"""The other eight kinds of mention, dates, and the laws that hold for all of them."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilat.ontology import problems
from coded import code, dated, of


def test_a_title_gives_a_role_with_its_state() -> None:
    (role,) = of("role", code("Bolivian President Luis Arce spoke in La Paz."))
    assert (role.fields["person"].name, role.fields["office"], role.fields["country"]) == (
        "Luis Arce",
        "President",
        "BOL",
    )
    assert role.fields["status"] == "holds"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Former Greek Foreign Minister Nikos Kotzias spoke.", "former"),
        ("Interim Peruvian President Dina Boluarte spoke.", "interim"),
        ("Newly appointed Dutch Foreign Minister Hanke Slot spoke.", "appointed"),
    ],
)
def test_a_role_says_how_it_is_held(text: str, status: str) -> None:
    assert [r.fields["status"] for r in of("role", code(text))] == [status]


def test_an_apposition_gives_a_role() -> None:
    roles = of("role", code("Anna Berg, Sweden's ambassador to Kenya, left Nairobi."))
    assert [(r.fields["person"].name, r.fields["country"]) for r in roles] == [("Anna Berg", "SWE")]


def test_a_direct_quotation_has_its_speaker_and_its_words() -> None:
    text = "“The border will stay closed until the shelling ends,” Ugandan Foreign Minister Odongo Jeje said."
    (quote,) = of("quote", code(text))
    assert quote.fields["direct"] is True
    assert quote.fields["speaker"].name == "Odongo Jeje"
    assert quote.fields["content"].startswith("The border will stay closed")


def test_a_quotation_over_several_sentences_has_the_speaker_after_the_dash() -> None:
    said = "“The pact is weak. Neither side trusts it. It may not last.”"
    text = f"{said} — Maria Kovacs, Senior Fellow at a Vienna institute"
    (quote,) = of("quote", code(text))
    assert quote.fields["speaker"].name == "Maria Kovacs"
    assert quote.fields["content"].endswith("It may not last.")


def test_reported_speech_is_a_quote_that_is_not_direct() -> None:
    (quote,) = of("quote", code("Kenyan President William Ruto said that the port would open to Uganda."))
    assert quote.fields["direct"] is False
    assert quote.fields["speaker"].country == "KEN"


def test_a_meeting_has_participants_place_and_form() -> None:
    text = "Kenyan President William Ruto met Ugandan President Yoweri Museveni in Mombasa."
    (meeting,) = of("meeting", code(text))
    assert {a.country for a in meeting.fields["participants"]} == {"KEN", "UGA"}
    assert meeting.fields["place"] == "Mombasa"


def test_members_of_a_body_are_listed_one_by_one() -> None:
    rows = of("membership", code("The African Union, whose members include Egypt, Kenya and Ghana, met."))
    assert {(r.fields["member"].country, r.fields["org"]) for r in rows} == {
        ("EGY", "AU"),
        ("KEN", "AU"),
        ("GHA", "AU"),
    }


def test_joining_a_body_is_a_membership_with_its_date() -> None:
    (row,) = of("membership", code("Finland joined NATO on 4 April 2023."))
    assert (row.fields["member"].country, row.fields["org"], row.fields["status"]) == ("FIN", "NATO", "joined")
    assert row.when is not None and row.when.iso == "2023-04-04"


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Mexico signed a trade agreement with Chile.", "signed"),
        ("Mexico's parliament ratified the trade agreement with Chile.", "ratified"),
        ("The trade agreement between Mexico and Chile entered into force.", "in_force"),
        ("Mexico is negotiating a trade agreement with Chile.", "negotiating"),
        ("Mexico suspended the trade agreement with Chile.", "suspended"),
    ],
)
def test_an_agreement_has_a_stage(text: str, stage: str) -> None:
    papers = of("agreement", code(text))
    assert [(p.fields["stage"], {a.country for a in p.fields["parties"]}) for p in papers] == [(stage, {"MEX", "CHL"})]


def test_goods_that_are_given_are_a_transfer() -> None:
    (row,) = of("transfer", code("Norway sent 40 tanks to Moldova."))
    assert [a.country for a in row.fields["giver"]] == ["NOR"]
    assert [a.country for a in row.fields["receiver"]] == ["MDA"]
    assert "tanks" in row.fields["goods"]


def test_a_charge_that_is_denied_is_a_contested_claim_with_both_sides() -> None:
    rows = of("claim", code("Ghana accused Togo of arming rebels, a charge that Togo denies."))
    (claim,) = rows
    assert claim.fields["status"] == "contested"
    assert [a.country for a in claim.fields["asserted_by"]] == ["GHA"]
    assert [a.country for a in claim.fields["denied_by"]] == ["TGO"]


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Relations between Greece and Turkey will improve.", "grow"),
        ("Relations between Greece and Turkey are likely to deteriorate.", "decline"),
        ("Relations between Greece and Turkey will remain stable.", "continue"),
        ("The vote will have a limited impact on relations between Greece and Turkey.", "limited"),
    ],
)
def test_an_expectation_has_a_direction(text: str, direction: str) -> None:
    (row,) = of("expectation", code(text))
    assert row.fields["direction"] == direction
    assert set(row.fields["about"]) == {"GRC", "TUR"}
    assert row.fields["holder"] == "author"


def _codes(actors: object) -> list[str | None]:
    return [a.code for a in actors]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "asserted", "denied"),
    [
        ("Peru accused Chile of spying on its navy, an accusation Chile rejected.", ["PER"], ["CHL"]),
        ("Peru's navy is accused by Chile of spying – allegations that Lima denies.", ["CHL"], ["PER"]),
        ("Chile, which Peru accuses of spying on its navy, has denied the allegations.", ["PER"], ["CHL"]),
        ("Seoul says hackers stole the plans for Pyongyang. Pyongyang has rejected the allegation.", ["KOR"], ["PRK"]),
        ("Lima rejects allegations by Chile that its soldiers crossed the border.", ["CHL"], ["PER"]),
        ("Denmark denied helping the coup.", [], ["DNK"]),
        ("Turkey struck what it says are camps of smugglers.", ["TUR"], []),
        ("The ship was believed by Danish police to be smuggling arms.", ["DNK"], []),
    ],
)
def test_a_claim_has_who_asserts_and_who_denies(text: str, asserted: list[str], denied: list[str]) -> None:
    claims = of("claim", code(text))
    assert [(_codes(c.fields["asserted_by"]), _codes(c.fields["denied_by"])) for c in claims] == [(asserted, denied)]


def test_a_claim_denied_in_a_later_paragraph_ends_where_the_denial_does() -> None:
    denial = "Iceland denied the charge."
    text = f"The minister spoke with fishermen. Norway accused Iceland of sinking two trawlers.\n\n{denial}"
    (claim,) = of("claim", code(text))
    assert [a.country for a in claim.fields["denied_by"]] == ["ISL"]
    assert text[claim.start : claim.end] == f"Norway accused Iceland of sinking two trawlers.\n\n{denial}"


@pytest.mark.parametrize(
    "text",
    [
        "Hamas has claimed responsibility for the attack.",
        "Danish police denied protesters entry to the square.",
        "Nicaragua rejects the plan.",
        "The border is said to be closed.",
    ],
)
def test_what_nobody_contests_is_no_claim(text: str) -> None:
    assert of("claim", code(text)) == []


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("Chile announces plans to enter the treaty.", "CHL", "plans to enter the treaty"),
        ("A truce is announced by the Burmese junta.", "MMR", "A truce"),
        ("Twelve boats are missing off Senegal, according to the navy of Senegal.", "SEN", "Twelve boats are missing"),
        ("According to Ghana's navy, twelve boats are missing.", "GHA", "twelve boats are missing"),
        ("Kenyan lawmakers protest a decree which they say would harm miners.", "KEN", "would harm miners"),
        ("Ecuador's president left Quito after saying that he feared arrest.", "ECU", "he feared arrest"),
    ],
)
def test_reported_words_have_their_speaker(text: str, speaker: str, content: str) -> None:
    (quote,) = of("quote", code(text, form="digest"))
    assert quote.fields["speaker"].code == speaker
    assert content in quote.fields["content"]


def test_two_sayings_in_one_sentence_are_two_quotes() -> None:
    quotes = of("quote", code("Sri Lanka says it will not default, and India confirms that a loan has been agreed."))
    assert [(q.fields["speaker"].code, q.fields["content"]) for q in quotes] == [
        ("LKA", "it will not default"),
        ("IND", "a loan has been agreed"),
    ]


@pytest.mark.parametrize("text", ["The flood killed 40 people, according to Reuters.", "Chilean media said it rained."])
def test_an_outlet_is_no_speaker(text: str) -> None:
    assert of("quote", code(text)) == []


@pytest.mark.parametrize(
    ("text", "person", "office"),
    [
        (
            "Liz Truss resigns as Prime Minister of the United Kingdom.",
            "Liz Truss",
            "Prime Minister of the United Kingdom",
        ),
        ("Voters re-elect Anna Berg as President of Iceland.", "Anna Berg", "President of Iceland"),
        ("Haiti names Fritz Jean as head of the council.", "Fritz Jean", "head of the council"),
        ("Gustavo Petro wins the Colombian presidential election.", "Gustavo Petro", "President"),
        ("Letters were sent to U.S. Senators Mary Smith.", "Mary Smith", "Senator"),
    ],
)
def test_a_change_of_office_is_a_role(text: str, person: str, office: str) -> None:
    roles = of("role", code(text))
    assert (person, office) in [(r.fields["person"].name, r.fields["office"]) for r in roles]


def test_who_replaces_somebody_has_his_office() -> None:
    roles = of("role", code("Peruvian President Pedro Castillo is removed and succeeded by Dina Boluarte."))
    assert ("Dina Boluarte", "appointed") in [(r.fields["person"].name, r.fields["status"]) for r in roles]


def test_an_occupation_is_no_office() -> None:
    assert of("role", code("Italian singer Laura Pausini performs in Kyiv.")) == []


@pytest.mark.parametrize(
    ("text", "stage", "parties"),
    [
        ("Kosovo and Serbia reach an agreement on licence plates.", "final", {"XKX", "SRB"}),
        ("Eritrea and Ethiopia hope to sign a border treaty next year.", "proposed", {"ERI", "ETH"}),
        ("Mali ends its defence accords with France.", "ended", {"MLI", "FRA"}),
        ("The Dutch parliament ratifies the EU-Ukraine Association Agreement.", "ratified", {"EU", "UKR"}),
        ("Diplomats resumed talks on the restoration of the JCPOA.", "negotiating", {"IRN"}),
    ],
)
def test_an_agreement_has_its_own_parties(text: str, stage: str, parties: set[str]) -> None:
    papers = of("agreement", code(text))
    assert [(p.fields["stage"], set(_codes(p.fields["parties"]))) for p in papers] == [(stage, parties)]


def test_a_planned_departure_is_no_membership() -> None:
    assert of("membership", code("Burundi plans to leave the African Union.")) == []


def test_an_act_has_the_date_that_belongs_to_it() -> None:
    text = "On 3 May, Serbia attacked Kosovo, and on Sunday Serbia met Hungary."
    found = {m.fields["type"]: m.when.iso for m in of("event", code(text)) if m.when}
    assert found == {"ASSAULT": "2023-05-03", "CONSULT": "2023-05-14"}


def test_the_present_tense_of_a_digest_is_its_day() -> None:
    (event,) = of("event", code("Kenya condemns Uganda.", form="digest"))
    assert event.when is not None
    assert (event.when.iso, event.when.basis) == ("2023-05-16", "document")


def test_a_text_without_a_date_gets_one_from_the_latest_past_act_it_tells() -> None:
    when = dated("Ghana and Togo met on 3 May 2021. They hope to sign by 2030.")
    assert when is not None
    assert when.iso == "2021-05-03/.."
    assert "3 May 2021" in when.words


def test_a_text_without_any_date_has_none() -> None:
    assert dated("Ghana and Togo met.") is None


def test_what_lies_far_back_is_background() -> None:
    mentions = code("Serbia met Kosovo on 2 March 2019. Serbia attacked Kosovo on 14 May 2023.")
    assert {m.fields["type"]: m.background for m in of("event", mentions)} == {"CONSULT": True, "ASSAULT": False}


def test_a_name_of_mixed_scripts_is_flagged() -> None:
    mentions = code("Russian President Vladimir Рutin met Finnish President Sauli Niinistö.")
    assert any("mixed script" in m.why for m in mentions)


_WORDS = st.sampled_from(
    [
        "Kenya",
        "Uganda",
        "attacked",
        "praised",
        "said",
        "that",
        "the",
        "president",
        "of",
        "“we",
        "agree”",
        "will",
        "not",
        "on",
        "Sunday",
        ",",
        ".",
        "(",
        "—",
        "\n\n",
        "U.S.",
        "3",
        "May",
        "2021",
        "Mr.",
        "Odinga's",
        "troops",
        "met",
        "in",
        "Lagos",
        "and",
        "signed",
        "a",
        "treaty",
        "with",
        "NATO’s",
        "\xa0",
        "😀",
        "العربية",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_WORDS | st.text(string.printable, max_size=8), max_size=40).map(" ".join))
def test_every_mention_quotes_its_text_letter_for_letter_and_keeps_the_vocabulary(text: str) -> None:
    for mention in code(text):
        assert text[mention.start : mention.end] == mention.quote
        assert problems(mention) == []
        for actor in mention.actors():
            assert actor.start is None or 0 <= actor.start < (actor.end or 0) <= len(text)


@settings(max_examples=20, deadline=None)
@given(st.lists(_WORDS, max_size=30).map(" ".join))
def test_coding_a_text_twice_gives_the_same_mentions(text: str) -> None:
    assert code(text) == code(text)


def test_what_somebody_denies_is_a_claim_and_no_quote_of_theirs() -> None:
    mentions = code("Kenya denies that it armed the rebels.")
    assert of("quote", mentions) == []
    assert [[a.country for a in c.fields["denied_by"]] for c in of("claim", mentions)] == [["KEN"]]


def roles(text: str) -> set[tuple[str, str, str | None, str]]:
    found = of("role", code(text))
    return {(r.fields["person"].name, r.fields["office"], r.fields.get("country"), r.fields["status"]) for r in found}


@pytest.mark.parametrize(
    ("text", "person", "office", "status"),
    [
        ("The Secretary-General of the Nordic Council Anna Lund spoke.", "Anna Lund", "Secretary-General", "holds"),
        ("Ukraine's fugitive former Finance Minister Ivan Petrov fled.", "Ivan Petrov", "Finance Minister", "former"),
        ("Ahmed Nasir, the country's former vice president, left.", "Ahmed Nasir", "vice president", "former"),
        ("Agents caught pact agreement Homeland Security Secretary Jo Kay.", "Jo Kay", "Homeland Security", "holds"),
        ("The pro-Russian leader Igor Petrenko spoke in Kiev.", "Igor Petrenko", "leader", "holds"),
    ],
)
def test_a_title_has_its_bounds(text: str, person: str, office: str, status: str) -> None:
    (role,) = roles(text)
    assert (role[0], role[3]) == (person, status)
    assert role[1].startswith(office), "the office begins with words that are not its own"


def test_an_office_ends_before_why_it_was_left() -> None:
    (role,) = roles("Anna Kirk resigns as the director of the Finnish Institute of Health following a theft of files.")
    assert role == ("Anna Kirk", "director of the Finnish Institute of Health", "FIN", "former")


def test_who_is_replaced_held_the_office_before() -> None:
    told = roles("French President Jean Morel appoints Paul Vidal as Prime Minister. He replaces Luc Garnier.")
    assert ("Luc Garnier", "Prime Minister", "former") in {(p, o, s) for p, o, _, s in told}


def test_a_governor_of_georgia_is_american() -> None:
    assert roles("Georgia Governor Nathan Deal signed the bill.") == {("Nathan Deal", "Governor", "USA", "holds")}


@pytest.mark.parametrize("text", ["Kenyan opposition figure Peter Otieno was held.", "Troops took rebel held Atme."])
def test_what_is_no_office_gives_no_role(text: str) -> None:
    assert roles(text) == set()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Interim leader Yacouba Isaac Zida of Burkina Faso spoke.", "Yacouba Isaac Zida"),
        ("Pope Benedict XVI visited Malta.", "Benedict XVI"),
    ],
)
def test_a_name_is_whole(text: str, name: str) -> None:
    assert {r[0] for r in roles(text)} == {name}


def test_a_name_in_quotation_marks_is_no_quotation() -> None:
    (quote,) = of("quote", code('Morocco said that Spain had restarted its so-called "hot returns" of migrants.'))
    assert quote.fields["content"].startswith("Spain had restarted")
    assert quote.fields["direct"] is False


def test_beside_a_quotation_somebody_else_is_reported() -> None:
    text = 'Norway said that the talks would resume, while Greece said the plan was "a dangerous fiction for all".'
    assert {q.fields["speaker"].country for q in of("quote", code(text))} == {"NOR", "GRC"}


def test_who_calls_it_so_is_the_speaker() -> None:
    text = 'Russian ships left port with Kremlin spokesman Dmitry Orlov calling the drill a "triumph".'
    assert [q.fields["speaker"].name for q in of("quote", code(text))] == ["Dmitry Orlov"]


def test_what_media_carry_is_no_quotation_of_their_state() -> None:
    assert not of("quote", code("Nine rebels were killed in Tabriz, according to Iranian media."))


def test_a_denied_part_answers_a_charge_only() -> None:
    text = "Swedish officials said the boat was sunk. Imran Malik denies any involvement."
    (claim,) = of("claim", code(text))
    assert (claim.fields["asserted_by"], [a.name for a in claim.fields["denied_by"]]) == ((), ["Imran Malik"])


def test_a_charge_hedged_by_an_adverb_is_a_claim() -> None:
    (claim,) = of("claim", code("Kenyan police charge a clerk, Jane Mwangi, with allegedly selling fake visas."))
    assert [a.country for a in claim.fields["asserted_by"]] == ["KEN"]
    assert "selling fake visas" in claim.fields["proposition"]


def test_a_position_that_is_left_is_told_once() -> None:
    told = roles("Jan Berg resigned from his position as Danish defence minister.")
    assert told == {("Jan Berg", "defence minister", "DNK", "former")}


def test_who_is_succeeded_held_the_office_before() -> None:
    told = roles("President Paulo Vaz appoints Artur Silva as Prime Minister, succeeding Carlos Embalo.")
    held = {(p, o, s) for p, o, _, s in told}
    assert ("Carlos Embalo", "Prime Minister", "former") in held
    assert ("Carlos Embalo", "President", "former") not in held


def test_an_envoy_on_a_state_is_not_of_it() -> None:
    told = roles("United Nations special envoy on Afghanistan Deborah Lund says that talks should go on.")
    assert {country for _, _, country, _ in told} == {None}


def test_a_candidate_for_one_office_holds_another() -> None:
    told = roles("Democratic presidential candidate Senator Mary Hill of Vermont spoke in Iowa.")
    assert {office for _, office, _, _ in told} == {"Senator"}


@pytest.mark.parametrize(
    "text",
    [
        'Peru accuses Chile of using "suicide" boats, a charge that Chile denies.',
        'The ministry keeps a "Baltic Joint Command Group", Sweden says.',
    ],
)
def test_scare_quotes_and_names_are_no_direct_quotation(text: str) -> None:
    assert not [q for q in of("quote", code(text)) if q.fields["direct"]]


def test_a_charge_begins_after_its_verb() -> None:
    text = "Peru, for its part, accuses Chile of jamming its radars, a charge that Chile denies."
    (claim,) = of("claim", code(text))
    assert claim.fields["proposition"].startswith("Chile jamming")


def test_claimed_responsibility_is_no_claim() -> None:
    assert not of("claim", code("The militia has claimed responsibility for several attacks, officials doubt it."))


def test_a_pending_partnership_of_two_states_is_theirs() -> None:
    text = "Since May Norway and Iceland have held talks to forge a close partnership."
    assert [(a.fields["stage"], len(a.fields["parties"])) for a in of("agreement", code(text))] == [("negotiating", 2)]


def test_meetings_that_a_light_verb_counts_are_one_meeting_with_its_count() -> None:
    (meeting,) = of("meeting", code("President Erdogan held talks with Putin three times in 2018.", "2019-05-16"))
    assert meeting.fields["count"] == 3
    assert {actor.country for actor in meeting.fields["participants"]} == {"TUR", "RUS"}
