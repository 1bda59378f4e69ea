"""A document from its text, what came with it, and what its layout tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from bilat.model import Document, Refusal, When
from bilat.sources.days import days
from bilat.sources.decoding import clean
from bilat.sources.language import foreign
from bilat.sources.layout import lay_out

LARGEST_TEXT = 5_000_000  # code points, or bytes of a file
_EARLIEST_YEAR = 1800
_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}")


@dataclass(frozen=True, slots=True)
class Given:
    """What came with a text, from a JSON line or a page's head; it outranks what the text says."""

    title: str | None = None
    published: When | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()


def rejected(name: str, reason: str, detail: str) -> Refusal:
    """The refusal of an input that bilat does not take."""
    return Refusal(name, "rejected", reason, detail)


def document(name: str, text: str, given: Given) -> Document | Refusal:
    """The document of a text, or its refusal where it is empty, too large or not English."""
    if not text.strip("\ufeff\u200b\u2060 \t\n\r\x0b\x0c\u00a0\u2028\u2029\u3000"):
        return rejected(name, "empty", "it holds no text")
    if len(text) > LARGEST_TEXT:
        detail = f"its text is longer than {LARGEST_TEXT // 1_000_000} million characters; split it"
        return rejected(name, "too_large", detail)
    if not (given.language or "").lower().startswith("en"):
        language = foreign(text)
        if language:
            detail = f"it is written in {language}; bilat codes English, give it a translation"
            return rejected(name, "language", detail)
    cleaned = clean(text)  # an entry of a feed or a page of a PDF file has not passed through the decoder
    text = cleaned.text
    layout = lay_out(text, given.title)
    return Document(
        name=name,
        text=text,
        title=given.title or layout.title,
        published=given.published or layout.published,
        authors=given.authors or layout.authors,
        outlet=given.outlet or layout.outlet,
        origin=layout.origin,
        url=given.url or layout.url,
        form=layout.form,
        parts=layout.parts,
        notes=tuple(dict.fromkeys((*given.notes, *cleaned.notes))),
    )


def given_date(value: object) -> tuple[When | None, tuple[str, ...]]:
    """The date that came with a text and notes on it; absent, with a note, where it is no date."""
    words = str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    iso = _day(words) if len(words) < 100 else None
    if iso is None:
        return None, (f"`published` is {_short(value)}, which is no date, and was left out",)
    if iso[:10] > date.today().isoformat():
        return When(iso, words, "document"), (f"it is dated in the future ({iso})",)
    return When(iso, words, "document"), ()


def _day(words: str) -> str | None:
    """ISO 8601 for a date in figures or words, at its own precision; absent where it is none."""
    low, slash, high = words.partition("/")
    if slash and (_ISO.fullmatch(low) or low == "..") and (_ISO.fullmatch(high) or high == "..") and low != high:
        ends = [end if end == ".." else _single(end) for end in (low, high)]
        return "/".join(e for e in ends if e) if all(ends) and (".." in ends or low <= high) else None
    return _single(words)


def _single(words: str) -> str | None:
    if _ISO.fullmatch(words):
        return words if _is_day((words + "-01-01")[:10] if len(words) < 7 else (words + "-01")[:10]) else None
    stamp = _STAMP.match(words)
    if stamp:
        return stamp[1] if _is_day(stamp[1]) else None
    if re.fullmatch(r"\d{8}", words):
        day = f"{words[:4]}-{words[4:6]}-{words[6:]}"
        return day if _is_day(day) else None
    if re.match(r"[-+\d]", words) and not re.match(r"\d{1,2}(?:st|nd|rd|th)?[\s-]+[A-Za-z]", words):
        return None  # "10000-01-01", "-0001-01-01": a part of it would be another date
    found = days(words)
    return found[0].iso if found else _mail_day(words)


def _mail_day(words: str) -> str | None:
    """The day of a date as mail and feeds write it, `Tue, 21 May 2024 10:00:00 GMT`."""
    found = re.fullmatch(r"(?:[A-Z][a-z]{2},\s*)?(\d{1,2} [A-Z][a-z]{2} \d{4})\b.*", words)
    try:
        return datetime.strptime(found[1], "%d %b %Y").date().isoformat() if found else None
    except ValueError:
        return None


def _is_day(day: str) -> bool:
    try:
        return date.fromisoformat(day).year >= _EARLIEST_YEAR
    except ValueError:
        return False


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."
