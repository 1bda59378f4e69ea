"""Who did what to whom: each line is a turn of phrase that news has, on conflicts of every region."""

import pytest

from coded import code, events, of

TURNS = {
    "active": ("Kenya condemned Uganda.", ("ACCUSE", "KEN", "UGA", "occurred")),
    "headline present": ("India summons Canadian ambassador.", ("ACCUSE", "IND", "CAN", "occurred")),
    "passive with agent": ("Armenia was attacked by Azerbaijan.", ("ASSAULT", "AZE", "ARM", "occurred")),
    "nominal act": ("The world watched the Iraqi bombardment of Kuwait.", ("ASSAULT", "IRQ", "KWT", "occurred")),
    "light verb": ("Turkey launched an airstrike on Syria.", ("ASSAULT", "TUR", "SYR", "occurred")),
    "held talks": ("Serbia held talks with Kosovo.", ("CONSULT", "SRB", "XKX", "occurred")),
    "joint subjects": ("Chile and Peru met in Lima.", ("CONSULT", "CHL", "PER", "occurred")),
    "relative clause": ("Peru praised Brazil, which supported Peru.", ("SUPPORT", "PER", "BRA", "occurred")),
    "refusal": ("Ethiopia refused to meet Egypt.", ("REJECT", "ETH", "EGY", "occurred")),
    "offer": ("Norway offered to help Pakistan.", ("AGREE", "NOR", "PAK", "occurred")),
    "threat": ("Eritrea threatened to attack Djibouti.", ("THREATEN", "ERI", "DJI", "occurred")),
    "urging": ("Japan urged China to release the fishermen.", ("REQUEST", "JPN", "CHN", "occurred")),
    "demand by must": ("Poland says Belarus must release the prisoners.", ("REQUEST", "POL", "BLR", "occurred")),
    "sanctions on": ("Australia imposed sanctions on Myanmar.", ("SANCTION", "AUS", "MMR", "occurred")),
    "recalled envoy": ("Algeria recalled its ambassador to Morocco.", ("SANCTION", "DZA", "MAR", "occurred")),
    "gave aid": ("Sweden sent ammunition to Ukraine.", ("AID", "SWE", "UKR", "occurred")),
    "received from": ("Lebanon received aid from Qatar.", ("AID", "QAT", "LBN", "occurred")),
    "withdrew troops": ("Vietnam withdrew its troops from Cambodia.", ("RETREAT", "VNM", "KHM", "occurred")),
    "lifted sanctions": ("Canada lifted sanctions on Haiti.", ("CONCEDE", "CAN", "HTI", "occurred")),
    "signed with": ("Mexico signed an agreement with Guatemala.", ("SUPPORT", "MEX", "GTM", "occurred")),
    "planned": ("Finland will send ammunition to Estonia.", ("AID", "FIN", "EST", "planned")),
    "a planned noun": ("Ghana plans an attack on Togo.", ("ASSAULT", "GHA", "TGO", "planned")),
    "negated": ("Nepal did not attack Bhutan.", ("ASSAULT", "NPL", "BTN", "negated")),
    "capital for its government": ("Ankara criticized Athens.", ("ACCUSE", "TUR", "GRC", "occurred")),
    "army of a state": ("The Sudanese army shelled Chad.", ("ASSAULT", "SDN", "TCD", "occurred")),
    "readiness": ("Oman is ready to help Yemen.", ("AGREE", "OMN", "YEM", "occurred")),
    "visit": ("Thailand's prime minister visited Laos.", ("CONSULT", "THA", "LAO", "occurred")),
    "said it would": ("Kenya said it would release the Somali fishermen.", ("RETREAT", "KEN", "SOM", "planned")),
    "will not help": ("India will not release the Chinese soldier.", ("REJECT", "IND", "CHN", "occurred")),
    "ruled out": ("Japan ruled out lifting the ban on Chinese seafood.", ("REJECT", "JPN", "CHN", "occurred")),
    "kept object": ("Sri Lanka was granted a loan by the IMF.", ("AID", "IMF", "LKA", "occurred")),
    "welcomed a deed": ("France welcomed Morocco's decision.", ("SUPPORT", "FRA", "MAR", "occurred")),
    "name as charge": ("Georgia described Russia's move as illegal.", ("ACCUSE", "GEO", "RUS", "occurred")),
    "adjective as charge": ("Kenya called Somalia's claim baseless.", ("ACCUSE", "KEN", "SOM", "occurred")),
    "will face": ("Iran said Bahrain would face consequences.", ("THREATEN", "IRN", "BHR", "occurred")),
    "told of a crime": ("Ghana said Togo had committed atrocities.", ("ACCUSE", "GHA", "TGO", "occurred")),
    "warned it would": ("Turkey warned it would strike Syria.", ("THREATEN", "TUR", "SYR", "occurred")),
    "show of force": ("China began naval drills off Taiwan.", ("MOBILIZE", "CHN", "TWN", "occurred")),
    "joint exercise": ("Egypt held drills with Sudan.", ("COOPERATE", "EGY", "SDN", "occurred")),
    "resignation": ("Peru's president resigns in a scandal.", ("RETREAT", "PER", "", "occurred")),
    "broken truce": ("Chad breached a truce with Libya.", ("ASSAULT", "TCD", "LBY", "occurred")),
    "extradition": ("Germany extradited a banker to Poland.", ("COOPERATE", "DEU", "POL", "occurred")),
    "protest against": (
        "Thousands of Pakistanis marched to protest against Indian air strikes.",
        ("PROTEST", "PAK", "IND", "occurred"),
    ),
}


@pytest.mark.parametrize("turn", TURNS)
def test_a_turn_of_phrase_is_read_as_its_act(turn: str) -> None:
    text, wanted = TURNS[turn]
    assert wanted in events(text)


@pytest.mark.parametrize(
    "text",
    [
        "Portugal and Spain share a long border.",
        "Tokyo is the capital of Japan.",
        "An earthquake killed 40 people in Peru.",
        "Two people were killed in a train crash in India.",
        "Argentina might sanction Paraguay.",
        "Lisbon will continue to occupy a central place in Angola's trade policy.",
        "Germany struck a balance between Russia and Ukraine.",
        "France's president fought back tears in Berlin.",
        "Brazil hit a record in exports to China.",
        "If Chad attacks Libya, the union will meet.",
        "Did Chad help Libya in the war?",
    ],
)
def test_what_is_no_act_is_not_coded(text: str) -> None:
    assert events(text) == []


def test_a_pronoun_in_the_next_sentence_is_the_subject_before() -> None:
    found = events("President Luis Abinader arrived in Haiti. He criticized Cuba.")
    assert any(t == "ACCUSE" and target == "CUB" and source == "DOM" for t, source, target, _ in found)


def test_reference_does_not_cross_the_items_of_a_digest() -> None:
    found = events("Ghana praises Togo.\n\nIt condemns Benin.", form="digest")
    assert ("ACCUSE", "GHA", "BEN", "occurred") not in found


def test_an_accusation_of_an_act_is_the_act_alleged() -> None:
    found = events("Rwanda accused Burundi of attacking Rwanda.")
    assert ("ACCUSE", "RWA", "BDI", "occurred") in found
    assert ("ASSAULT", "BDI", "RWA", "alleged") in found


def test_what_a_person_says_has_that_voice() -> None:
    mentions = of("event", code("The spokesman said that Mali attacked Niger."))
    assert [m.voice for m in mentions if m.fields["type"] == "ASSAULT"] != ["author"]


def test_an_event_says_why_and_how_sure() -> None:
    (event,) = of("event", code("Australia imposed sanctions on Myanmar."))
    assert "impose" in event.why
    assert 0 < event.confidence < 1
    assert event.fields["quad"] == "material conflict"
    assert event.fields["intensity"] < 0


def test_the_same_act_told_twice_is_coded_once() -> None:
    text = "Serbia met Kosovo on 3 May 2023. The meeting between Serbia and Kosovo on 3 May 2023 was brief."
    assert sum(t == "CONSULT" for t, *_ in events(text)) == 1


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Chile and Peru met. The two sides agreed to resume trade.", ("AGREE", "CHL", "PER")),
        ("Kenya met Uganda in Nairobi. They signed a peace deal.", ("SUPPORT", "KEN", "UGA")),
        ("Turkey shot down a Russian jet. Moscow imposed sanctions on the country.", ("SANCTION", "RUS", "TUR")),
        ("India and Nepal spoke on Monday. Both countries accused each other of lying.", ("ACCUSE", "IND", "NPL")),
        ("Iran and Oman quarrelled. China mediated between the two rivals.", ("CONSULT", "CHN", "IRN+OMN")),
        ("The Kenyan Labour Party condemned Uganda.", ("ACCUSE", "KEN", "UGA")),
        ("Police in Savannah, Georgia, arrested a Mexican man.", ("COERCE", "USA", "MEX")),
        ("The Philippines protested to China on Friday.", ("ACCUSE", "PHL", "CHN")),
    ],
)
def test_a_side_that_is_referred_to_is_the_one_that_was_named(text: str, wanted: tuple[str, str, str]) -> None:
    assert wanted in {(kind, source, target) for kind, source, target, _ in events(text)}
