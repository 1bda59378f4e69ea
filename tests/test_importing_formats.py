"""Each format of event data: a small file of invented rows, and what the record makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import bilat
from bilat.record import ImportedRow, Record

ICEWS = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name"
    "\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry"
    "\tLatitude\tLongitude"
)
POLECAT = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW"
    "\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name"
    "\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title"
    "\tRecipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude"
    "\tGeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\tStory Organizations"
    "\tStory Locations\tLanguage\tVersion"
)
ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
HISTORICAL = (
    "eid,story_date,year,month,day,source,source_root,source_agent,source_others,target,target_root,target_agent,"
    "target_others,code,root_code,quad_class,goldstein,joined_issues,lat,lon,placename,statename,countryname,aid,process"
)


def icews(number: str, day: str, source: str, country: str, code: str, target: str, other: str) -> str:
    cells = [number, day, source, "Government", country, "text", code, "1.0", target, "Government", other, "77", "2"]
    return "\t".join([*cells, "Paper", *[""] * 6])


def polecat(number: str, day: str, kind: str, mode: str, actor: str, country: str, recipient: str, other: str) -> str:
    cells = [number, day, kind, mode, "1.0", "X", "None", actor, country, "1", "GOV", "GOV", "None", actor, "None"]
    cells += [recipient, other, "2", "GOV", "GOV", "None", recipient, "None", *["None"] * 10]
    return "\t".join([*cells, "Agency", day, "", "", "", "en", "NGEC"])


def gdelt(width: int, number: str, day: str, one: tuple[str, str, str], other: tuple[str, str, str], code: str) -> str:
    cells = [number, day, day[:6], day[:4], "2018.1", *one, *[""] * 7, *other, *[""] * 7, "1", code, code[:3], code[:2]]
    cells += ["1", "1.0", "12", "3", "10", "0.5"]
    return "\t".join([*cells, *[""] * (width - len(cells))])


def phoenix(number: str, day: str, source: str, target: str, code: str) -> str:
    cells = [
        number,
        day,
        day[:4],
        day[4:6],
        day[6:],
        source,
        source[:3],
        source[3:],
        "",
        target,
        target[:3],
        target[3:],
    ]
    return "\t".join([*cells, "", code, code[:2], "1", "1.0", *[""] * 9])


def historical(number: str, day: str, source: str, target: str, code: str) -> str:
    cells = [
        number,
        day,
        "1999",
        "1",
        "31",
        source,
        source[:3],
        source[3:],
        "",
        target,
        target[:3],
        target[3:],
        "",
        code,
    ]
    return ",".join([*cells, code[:2], "1", "1.0", '"ISSUE, two"', "", "", "", "", "", "1", "NULL"])


def acled(number: str, day: str, kind: str, below: str, one: str, other: str, notes: str) -> str:
    cells = [number, day, "2023", "1", "Political violence", kind, below, one, "", "1", other, "", "1", "11", "", "1"]
    return ",".join(
        [*cells, "Region", "Country", "", "", "", "Town", "1", "1", "1", "Paper", "National", notes, "0", "", "1"]
    )


def imported(
    folder: Path, form: str, lines: list[str], a: str, b: str
) -> tuple[list[ImportedRow], list[tuple[int, str]]]:
    path = folder / f"events.{form}"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (outcome,) = bilat.open(folder / "r.sqlite").import_([path], form)
    assert outcome.status == "ok", outcome.detail
    with Record.read(folder / "r.sqlite") as record:
        assert record.check(deep=True) == []
        return list(record.imported_events(a, b)), [tuple(fault) for fault in outcome.faults]


def told(rows: list[ImportedRow]) -> list[tuple[str, str, str, str, str, str, int]]:
    return [(row.day, row.source, row.target, row.code, row.type, row.mode, row.line) for row in rows]


def test_icews_as_on_dataverse(tmp_path: Path) -> None:
    rows, faults = imported(
        tmp_path,
        "icews",
        [
            ICEWS,
            icews("1", "2018-03-01", "Ministry (France)", "France", "042", "Brazil", "Brazil"),
            icews("2", "2018-03-02", "Jane Doe", "Brazil", "1121", '"Citizen (France)"', "France"),  # by the country
            icews("2", "2018-03-02", "Jane Doe", "Brazil", "1121", '"Citizen (France)"', "France"),  # told twice
            icews("3", "2018-03-02", "Jane Doe", "Brazil", "777", "France", "France"),
            "4\t2018-03-02\tcut off",
        ],
        "FRA",
        "BRA",
    )
    assert told(rows) == [
        ("2018-03-01", "FRA", "BRA", "042", "CONSULT", "visit", 2),
        ("2018-03-02", "BRA", "FRA", "1121", "ACCUSE", "allege", 3),
    ]
    assert faults == [(5, "'777' is no CAMEO code"), (6, "3 columns and not 20")]


def test_polecat_with_its_header_twice(tmp_path: Path) -> None:
    rows, faults = imported(
        tmp_path,
        "polecat",
        [
            POLECAT,
            polecat("A1", "2023-05-01", "CONSULT", "visit", "Emmanuel Macron", "FRA", "None", "BRA"),
            POLECAT,
            polecat("A2", "2023-05-02", "SANCTION", "None", "Brazil", "BRA", "France", "FRA"),
            polecat("A3", "2023-05-02", "DANCE", "None", "Brazil", "BRA", "France", "FRA"),
            polecat("A4", "2023-05-02", "AID", "None", "None", "None", "None", "None"),
        ],
        "FRA",
        "BRA",
    )
    assert told(rows) == [
        ("2023-05-01", "FRA", "BRA", "CONSULT/visit", "CONSULT", "visit", 2),
        ("2023-05-02", "BRA", "FRA", "SANCTION", "SANCTION", "", 4),
    ]
    assert [row.intensity for row in rows] == [4.0, -6.0]
    assert [row.goldstein for row in rows] == [None, None]
    assert faults == [
        (3, "the header once more"), (5, "'DANCE' is no PLOVER type"), (6, "both actors are missing"),
    ]  # fmt: skip


@pytest.mark.parametrize("width", [57, 58, 61])
def test_gdelt_1_and_2(tmp_path: Path, width: int) -> None:
    rows, faults = imported(
        tmp_path,
        "gdelt",
        [
            gdelt(width, "100", "20180301", ("FRAGOV", "PARIS", "FRA"), ("BRA", "BRAZIL", "BRA"), "042"),
            gdelt(width, "101", "20180301", ("ROM", "ROMANIA", "ROM"), ("IGOUNO", "UNITED NATIONS", ""), "043"),
            gdelt(width, "100", "20180301", ("FRAGOV", "PARIS", "FRA"), ("BRA", "BRAZIL", "BRA"), "042"),
            gdelt(width, "102", "20180301", ("FRA", "FRANCE", "FRA"), ("", "", ""), "---"),
            gdelt(width - 1, "103", "20180301", ("FRA", "FRANCE", "FRA"), ("", "", ""), "010"),
        ],
        "FRA",
        "BRA",
    )
    assert told(rows) == [("2018-03-01", "FRA", "BRA", "042", "CONSULT", "visit", 1)]
    assert (rows[0].reports, rows[0].source_name) == (10, "PARIS")
    assert faults == [(4, "'' is no CAMEO code"), (5, f"{width - 1} columns and not {width}")]
    with Record.read(tmp_path / "r.sqlite") as record:
        (romania,) = record.imported_events("ROU", "UN")
    assert (romania.source, romania.target) == ("ROU", "UN")


def test_phoenix_daily(tmp_path: Path) -> None:
    rows, faults = imported(
        tmp_path,
        "phoenix",
        [
            phoenix("0_v0.2.0", "20140620", "FRAGOV", "BRA", "043"),
            phoenix("1_v0.2.0", "20140620", "BRAMIL", "FRA", "190"),
            phoenix("2_v0.2.0", "20141345", "BRAMIL", "FRA", "190"),
        ],
        "FRA",
        "BRA",
    )
    assert told(rows) == [
        ("2014-06-20", "FRA", "BRA", "043", "CONSULT", "visit", 1),
        ("2014-06-20", "BRA", "FRA", "190", "ASSAULT", "", 2),
    ]
    assert faults == [(3, "'20141345' is no date")]


def test_phoenix_historical(tmp_path: Path) -> None:
    rows, faults = imported(
        tmp_path,
        "phoenix",
        [
            HISTORICAL,
            historical("H1", "1/31/1999", "FRA", "BRAGOV", "057"),
            historical("H2", "1/31/1999", "", "", "057"),
        ],
        "FRA",
        "BRA",
    )
    assert told(rows) == [("1999-01-31", "FRA", "BRA", "057", "SUPPORT", "", 2)]
    assert rows[0].goldstein == 8.0
    assert faults == [(3, "both actors are missing")]


def test_acled_with_notes_over_several_lines(tmp_path: Path) -> None:
    chad, niger = "Military Forces of Chad (2021-)", "Police Forces of Niger (2011-2021) Border Unit"
    rows, faults = imported(
        tmp_path,
        "acled",
        [
            "\ufeff" + ACLED,
            acled(
                "TCD1", "31 January 2023", "Battles", "Armed clash", chad, niger, '"A first line,\nand ""a second"""'
            ),
            acled("TCD2", "2023-02-01", "Strategic developments", "Agreement", "Civilians (Niger)", chad, "none"),
            acled("TCD3", "2023-02-01", "Strategic developments", "Other", "Civilians (Niger)", chad, "none"),
            acled("TCD4", "2023-02-01", "Weather", "Rain", chad, niger, "none"),
        ],
        "TCD",
        "NER",
    )
    assert told(rows) == [
        ("2023-01-31", "TCD", "NER", "Battles/Armed clash", "ASSAULT", "firearms", 2),
        ("2023-02-01", "NER", "TCD", "Strategic developments/Agreement", "AGREE", "", 4),
        ("2023-02-01", "NER", "TCD", "Strategic developments/Other", "", "", 5),
    ]
    assert faults == [(6, "'Weather' is no event type of ACLED")]


def test_a_file_that_is_longer_than_before_adds_only_what_is_new(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    first = [ICEWS, icews("1", "2018-03-01", "France", "France", "042", "Brazil", "Brazil")]
    space = bilat.open(tmp_path / "r.sqlite")
    path.write_text("\n".join(first) + "\n", encoding="utf-8")
    space.import_([path], "icews")
    path.write_text("\n".join([*first, icews("2", "2018-03-02", "France", "France", "042", "Brazil", "Brazil")]) + "\n")
    (outcome,) = space.import_([path], "icews")
    assert (outcome.events, outcome.duplicates) == (1, 1)
    assert sum(one.events for one in space.daily("FRA", "BRA")) == 2
