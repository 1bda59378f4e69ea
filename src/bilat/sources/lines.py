"""What a single unit of a page is: a caption, page furniture, a heading, or text."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

from bilat.sources.units import Unit

LAYOUT = tomllib.loads(resources.files(__package__).joinpath("layout.toml").read_text(encoding="utf-8"))
AGENCIES = frozenset(LAYOUT["agencies"])
GENRES = frozenset(LAYOUT["genres"])
OUTLET_WORDS = frozenset(LAYOUT["outlets"])


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(patterns) + ")", re.IGNORECASE)


_FURNITURE = _any(LAYOUT["furniture"])
_CLOSING = _any(LAYOUT["closing"])
_OFFER = re.compile(r"\b(?:" + "|".join(LAYOUT["offers"]) + r")\b", re.IGNORECASE)
_IMPERATIVE = re.compile(LAYOUT["imperatives"], re.IGNORECASE)
_READER = re.compile(LAYOUT["reader"], re.IGNORECASE)
_CREDIT = re.compile(LAYOUT["credits"], re.IGNORECASE)
_CAPTION = _any(LAYOUT["captions"])
_CAPTION_LINE = re.compile(LAYOUT["caption_line"], re.IGNORECASE)
_CAPTION_END = re.compile(LAYOUT["caption_end"], re.IGNORECASE)
_AFFILIATION = re.compile(LAYOUT["affiliations"], re.IGNORECASE)
_LAST_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,120})[)\]]\.?$")
_SLASHED = re.compile(r"^[A-Z][\w.,’' -]{1,40}/\s?[A-Z]|^(?:via|by) [A-Z]|^[A-Z][\w.’' -]{1,40} via [A-Z]")
_BULLET = re.compile(r"[-*•·–▪◦‣]\s|\(?(?:\d{1,2}|[a-z])[.)]\s")
_QUOTES = re.compile('["“”«»]')
_LONGEST_LINE = 600


def is_caption(unit: Unit) -> bool:
    """Whether it is a picture's caption or credit."""
    text = unit.text
    if len(text) > 2 * _LONGEST_LINE:
        return False
    bracket = _LAST_BRACKET.search(text)
    if bracket and (_SLASHED.search(bracket[1]) or (_CREDIT.search(bracket[1]) and bracket[1].count(" ") < 14)):
        return True
    if _CAPTION_END.search(text[-80:]):
        return True
    if _CAPTION.match(text):
        return len(unit.words) < 90
    return bool(_CAPTION_LINE.fullmatch(text)) and unit.text[:1].isupper() and len(unit.words) < 5


def has_photo_credit(bracket: str) -> bool:
    """Whether a bracket names a picture's source by a word of photography."""
    return bool(_CREDIT.search(bracket))


def is_furniture(unit: Unit) -> bool:
    """Whether it belongs to the page and not to the article."""
    return (len(unit.text) <= _LONGEST_LINE and bool(_FURNITURE.match(unit.text.lstrip("#* ")))) or is_offer(unit)


def is_offer(unit: Unit) -> bool:
    """Whether it offers the reader something: a newsletter, a subscription, an app."""
    text = unit.text
    if len(text) > _LONGEST_LINE or not _OFFER.search(text):
        return False
    asks = bool(_IMPERATIVE.match(text))
    if not unit.prose:
        return asks or bool(_READER.search(text))
    return not _QUOTES.search(text) and (asks or bool(re.search(r"\byou(?:rs?)?\b", text, re.IGNORECASE)))


def addresses_reader(unit: Unit) -> bool:
    """Whether a short sentence speaks to the reader, as those beside an offer do."""
    return len(unit.words) <= 25 and bool(_READER.search(unit.text)) and not _QUOTES.search(unit.text)


def is_affiliation(unit: Unit) -> bool:
    """Whether a line says what its author is: "Senior Fellow, Some Institute"."""
    return not unit.ends and len(unit.words) <= 20 and bool(_AFFILIATION.search(unit.text))


def opens_closing(unit: Unit) -> bool:
    """Whether it heads a closing section: related stories, about the author, notes."""
    return len(unit.text) <= 80 and bool(_CLOSING.match(unit.text.lstrip("#* ")))


def is_bullet(unit: Unit) -> bool:
    """Whether it is an item of a list in the text."""
    return bool(_BULLET.match(unit.text))


def is_heading(unit: Unit) -> bool:
    """Whether a line within the text heads a section: short, no full stop, capitals as titles have them."""
    text = unit.text
    if text.startswith("#"):
        return len(text) < 200
    if len(text) > 160 or text[-1] in ".,;!…" or unit.lines > 2:
        return False
    numbered = re.match(r"(?:[IVX]{1,5}|\d{1,2})[.)]\s", text)
    first = text[numbered.end() if numbered else 0 :].lstrip("“\"'‘*_")[:1]
    if not (first.isupper() or first.isdigit()) or (is_bullet(unit) and not numbered):
        return False
    count = len(unit.words)
    if re.match(r"[A-Z][\w. ]{0,30}:\s", text) and not unit.titled:
        return False  # a speaker and what he says
    if text.endswith(("?", ":")):
        # A line such as "The two sides agreed:" leads a list and belongs to it.
        return count <= 10 if text[-1] == "?" else count <= 3 and unit.titled
    return count <= (16 if unit.titled else 9)
