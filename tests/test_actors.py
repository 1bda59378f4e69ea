"""What the lexicon, the offices and the places must know, and laws that hold for all of it."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat import actors
from bilat.ontology import SECTORS

KINDS = {"state", "demonym", "capital", "seat", "body", "organ", "group", "place", "collective"}


@pytest.mark.parametrize(
    ("form", "kind", "country", "org"),
    [
        ("US", "state", "USA", None),
        ("U.S.", "state", "USA", None),
        ("UK", "state", "GBR", None),
        ("DRC", "state", "COD", None),
        ("DPRK", "state", "PRK", None),
        ("ROK", "state", "KOR", None),
        ("Türkiye", "state", "TUR", None),
        ("Turkiye", "state", "TUR", None),
        ("Soviet Union", "state", "RUS", None),
        ("Burma", "state", "MMR", None),
        ("Kosovo", "state", "XKX", None),
        ("Iranians", "demonym", "IRN", None),
        ("Briton", "demonym", "GBR", None),
        ("Frenchmen", "demonym", "FRA", None),
        ("Nigeriens", "demonym", "NER", None),
        ("Nigerians", "demonym", "NGA", None),
        ("Tehran", "capital", "IRN", None),
        ("Kiev", "capital", "UKR", None),
        ("Kremlin", "seat", "RUS", None),
        ("Élysée", "seat", "FRA", None),
        ("Elysee", "seat", "FRA", None),
        ("Zhongnanhai", "seat", "CHN", None),
        ("UNHCR", "organ", None, "UN"),
        ("UN Security Council", "organ", None, "UN"),
        ("European Commission", "organ", None, "EU"),
        ("Shanghai Cooperation Organisation", "body", None, "SCO"),
        ("Arab League", "body", None, "ARABLEAGUE"),
        ("Hizbullah", "group", None, "HEZBOLLAH"),
        ("Ansar Allah", "group", None, "HOUTHI"),
        ("Daesh", "group", None, "ISIS"),
        ("Wagner Group", "group", None, "WAGNER"),
        ("Tamil Tigers", "group", "LKA", "LTTE"),
        ("Rapid Support Forces", "group", "SDN", "RSF"),
        ("IDF", "organ", "ISR", None),
        ("FBI", "organ", "USA", None),
        ("PLA", "organ", "CHN", None),
        ("Lok Sabha", "organ", "IND", None),
        ("the West", "collective", None, "WEST"),
        ("Western", "collective", None, "WEST"),
        ("Crimea", "place", "UKR", None),
        ("Chechens", "demonym", "RUS", None),
    ],
)
def test_a_name_of_news_is_known(form: str, kind: str, country: str | None, org: str | None) -> None:
    first = actors.lexicon()[form][0]
    assert (first.kind, first.country, first.org) == (kind, country, org)


@pytest.mark.parametrize(
    "form", ["us", "who", "Male", "Nice", "Reading", "Mobile", "Bath", "Man", "is", "polish", "chad"]
)
def test_a_common_word_is_no_actor(form: str) -> None:
    assert form not in actors.lexicon()


@pytest.mark.parametrize("form", ["South China Sea", "Latin America", "New Mexico", "Gulf of Mexico", "West Virginia"])
def test_a_longer_name_shields_the_state_within_it(form: str) -> None:
    assert {e.country for e in actors.lexicon()[form]} <= {None, "USA"}


def test_an_ambiguous_name_keeps_both_actors() -> None:
    assert [e.id for e in actors.lexicon()["Congo"]] == ["COD", "COG"]
    assert [e.id for e in actors.lexicon()["Brussels"]] == ["EU", "BEL"]


def test_every_entry_has_a_kind_and_an_actor_or_is_a_place() -> None:
    for key, entries in actors.lexicon().items():
        assert key == actors.surface(key), "a key is written as text is looked up"
        for entry in entries:
            assert entry.kind in KINDS
            assert entry.country or entry.org or entry.kind in ("place", "demonym")
            assert entry.sector is None or entry.sector in SECTORS
            assert entry.country is None or entry.country in actors.states()


def test_codes_are_unique_and_name_the_states() -> None:
    codes = actors.codes()
    assert len(codes) == len(set(codes))
    assert len(actors.states()) == 250, "ISO 3166-1 and Kosovo"
    assert {"TWN", "PSE", "XKX", "UN", "EU", "HAMAS", "WEST"} <= set(codes)


def test_states_have_the_numbers_of_both_lists() -> None:
    germany, tonga, russia = (actors.states()[code] for code in ("DEU", "TON", "RUS"))
    assert (germany.cow, germany.gw) == (255, 260)
    assert (tonga.cow, tonga.gw) == (955, 972)
    assert (russia.cow, russia.gw) == (365, 365)
    numbers = [state.cow for state in actors.states().values() if state.cow]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    ("asked", "code"),
    [("iran", "IRN"), ("IRN", "IRN"), ("the United States", "USA"), ("hizbollah", "HEZBOLLAH"), ("türkiye", "TUR"),
     ("Cote d'Ivoire", "CIV"), ("nato", "NATO"), ("tehran", "IRN"), ("Côte d’Ivoire", "CIV")],
)  # fmt: skip
def test_an_actor_is_found_by_any_of_its_names(asked: str, code: str) -> None:
    assert actors.find_actor(asked) == code


def test_an_unknown_actor_gets_near_names() -> None:
    with pytest.raises(actors.UnknownActor, match=r"Iran \(IRN\)"):
        actors.find_actor("Irann")


@given(st.sampled_from(actors.codes()))
def test_every_actor_is_found_by_its_own_name(code: str) -> None:
    assert actors.find_actor(code) == code
    assert actors.actor_name(code)


@pytest.mark.parametrize(
    ("phrase", "kind", "sector"),
    [
        ("defense minister", "defence_minister", "GOV"),
        ("Minister of Defence", "defence_minister", "GOV"),
        ("Secretary of State", "foreign_minister", "GOV"),
        ("Prime Minister", "head_of_government", "GOV"),
        ("President", "head_of_state", "GOV"),
        ("vice president", "other", "GOV"),
        ("deputy foreign minister", "other", "GOV"),
        ("spokesman for the foreign ministry", "other", "GOV"),
        ("Chief of the General Staff", "other", "MIL"),
        ("chief justice", "other", "JUD"),
        ("lawmakers", "other", "LEG"),
        ("Speaker of Parliament", "other", "LEG"),
        ("opposition leader", "other", "OPP"),
        ("rebel commander", "other", "REB"),
        ("senior fellow", "other", "CVL"),
        ("journalists", "other", "MED"),
        ("chief executive", "other", "BUS"),
        ("secretary-general", "other", "IGO"),
        ("spokesman", "other", None),
    ],
)
def test_an_office_has_its_kind_and_sector(phrase: str, kind: str, sector: str | None) -> None:
    assert actors.office_of(phrase) == actors.OfficeKind(kind, sector)


def test_a_phrase_without_an_office_has_none() -> None:
    assert actors.office_of("the green valley") is None


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [("Kyiv", "UKR", "capital"), ("Kiev", "UKR", "capital"), ("Raqqa", "SYR", "city"), ("Donbas", "UKR", "region"),
     ("the Donbas", "UKR", "region"), ("Bakhmut", "UKR", "city"), ("Gao", "MLI", "city"), ("Mosul", "IRQ", "city"),
     ("Homs", "SYR", "city"), ("St. Petersburg", "RUS", "city"), ("Texas", "USA", "region"),
     ("Tripoli", "LBY", "capital")],
)  # fmt: skip
def test_a_place_lies_in_its_state(name: str, country: str, kind: str) -> None:
    place = actors.place_of(name)
    assert place is not None
    assert (place.country, place.kind) == (country, kind)


@pytest.mark.parametrize("name", ["Nice", "Reading", "Jordan", "Iran", "Mobile", "kyiv", "Nowhere at All"])
def test_a_common_word_or_a_state_is_no_place(name: str) -> None:
    assert actors.place_of(name) is None


def test_import_reads_no_table_and_the_lexicon_is_quick() -> None:
    code = "import bilat.actors, bilat.actors.tables as t; print(t.table.cache_info().currsize)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "0"
    )
    actors.lexicon.cache_clear()
    start = time.perf_counter()
    actors.lexicon()
    assert time.perf_counter() - start < 1.0  # about 0.1 s where nothing else runs
