"""The records that every room passes on: documents, actors, mentions, happenings.

All offsets are in code points of the document's text. All classes are frozen: a stage makes new records, it does
not change those it was given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, NamedTuple


class BilatError(Exception):
    """The root of every error that bilat raises for its users: a message that says what to do next."""


@dataclass(frozen=True, slots=True)
class When:
    """A date as the field writes it, and where it comes from.

    `iso` is ISO 8601 at the precision that the text gives (`2024-05-19`, `2024-05`, `2024`) or a range of such
    (`2015/2024`, open as `2015/..` or `../2015`). `words` are the words that gave it. `basis` is `text` where they
    stand in the text, `document` where it is the document's own date.
    """

    iso: str
    words: str = ""
    basis: str = "text"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document that is not body text, or one item of a digest.

    `role` is one of `title`, `dateline`, `heading`, `caption`, `furniture`, `topic`, `item`.
    """

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it was read, with what is known of it.

    `name` is what it is called in exports; `published` is a date or an interval, absent where the text has neither
    a date nor evidence of one; `outlet` printed it and `origin` first reported it (`From The Epoch Times`).
    """

    name: str
    text: str
    title: str | None = None
    published: When | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    origin: str | None = None
    url: str | None = None
    language: str = "en"
    form: str = "article"  # or `digest`: independent items with a blank line between them
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()  # what a reader should know of how it was read, such as "7 bytes were not UTF-8"

    @property
    def id(self) -> str:
        """The text's hash: two documents of one text are one document."""
        return text_id(self.text)


def text_id(text: str) -> str:
    """The first 32 hexadecimal digits of the SHA-256 of a text's UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that could not be read: one row of the ledger, one line for the user.

    `status` is `rejected`, `failed` or `truncated`, or `skipped` for what was never meant to be read. `reason` is a
    short word (`empty`, `too_large`, `language`); `detail` says where (`line 12`) and what to do.
    """

    name: str
    status: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one input. `source` is the path as given, with `:LINE` for a JSON line, or `-`."""

    source: str
    outcome: Document | Refusal


@dataclass(frozen=True, slots=True)
class Actor:
    """Who: a state, a body, a group or a person, as the guide writes it.

    `country` is ISO 3166-1 alpha-3, or `org` a body's acronym. `start` and `end` are where it is named or referred
    to. `id` is stable over documents: `RUS`, `SCO`, `RUS:vladimir putin`. `office` is the one held on that day.
    """

    name: str
    country: str | None = None
    org: str | None = None
    sector: str | None = None
    start: int | None = None
    end: int | None = None
    id: str | None = None
    office: str | None = None

    @property
    def code(self) -> str | None:
        """The state or body that it stands for."""
        return self.country or self.org


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a document where somebody says something about actors.

    `kind` is one of the nine of `bilat.ontology.KINDS`; `fields` holds the fields of that kind, by the guide's
    names, with `Actor` (or tuples of them) where the guide has actors.
    """

    doc: str  # the document's id; an export writes its names
    start: int
    end: int
    quote: str
    kind: str
    fields: Mapping[str, Any]
    voice: str = "author"
    when: When | None = None
    background: bool = False
    why: str = ""
    confidence: float = 0.5
    coder: str = ""

    @property
    def id(self) -> str:
        """A hash of what the mention says and where: the same reading gives the same id."""
        parts = [self.doc, str(self.start), str(self.end), self.kind]
        for key in sorted(self.fields):
            parts.append(f"{key}={_plain(self.fields[key])}")
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def actors(self) -> tuple[Actor, ...]:
        """Every actor in its fields, in the order of the fields."""
        found: list[Actor] = []
        for value in self.fields.values():
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Actor):
                    found.append(item)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Coded:
    """A reading and what its coding gave: what the record writes.

    Where a document was coded, `reading` holds it as it was coded, with all that the record knew of it then
    (`Record.effective`); `published` is its date as the coder has it, given or inferred. `coder` is empty where
    nothing was coded: for a refusal, or a text that the record knows already. `ended` is the id of a text that ended
    the coder's process, for its refusal.
    """

    reading: Reading
    published: When | None = None
    mentions: tuple[Mention, ...] = ()
    coder: str = ""
    ended: str = ""


def _plain(value: Any) -> str:
    if isinstance(value, Actor):
        return f"{value.id or value.name}@{value.start}"
    if isinstance(value, tuple):
        return ",".join(_plain(v) for v in value)
    return str(value)


def to_row(value: Any) -> Any:
    """A record as plain JSON data: dataclasses as objects without their empty fields, tuples as lists."""
    if isinstance(value, Mapping):
        return {k: to_row(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_row(v) for v in value]
    if hasattr(value, "__dataclass_fields__"):
        return {
            f.name: to_row(getattr(value, f.name)) for f in fields(value) if getattr(value, f.name) not in (None, ())
        }
    return value


def actor_from_row(row: Mapping[str, Any]) -> Actor:
    """An actor from the plain data that `to_row` made of it."""
    return Actor(**row)


def mention_to_row(mention: Mention) -> dict[str, Any]:
    """A mention as plain JSON data, for passing between processes and for the store."""
    row = {k: v for k, v in asdict(mention).items() if k not in ("fields", "when")}
    row["fields"] = to_row(mention.fields)
    row["when"] = to_row(mention.when) if mention.when else None
    return row


def mention_from_row(row: Mapping[str, Any]) -> Mention:
    """A mention from the plain data that `mention_to_row` made of it."""

    def back(value: Any) -> Any:
        if isinstance(value, Mapping):
            return actor_from_row(value)
        if isinstance(value, list):
            return tuple(back(v) for v in value)
        return value

    given = dict(row)
    when = given.pop("when")
    given["fields"] = {k: back(v) for k, v in given["fields"].items()}
    return Mention(when=When(**when) if when else None, **given)


@dataclass(frozen=True, slots=True)
class Happening:
    """What mentions of one kind tell of together: one row of a ledger.

    `fields` are those of the kind, merged; `first` and `last` are the first and last possible day (ISO days, absent
    where open); `mentions` are the ids of the mentions, the best one first.
    """

    id: str
    kind: str
    fields: Mapping[str, Any]
    mentions: tuple[str, ...]
    first: str | None = None
    last: str | None = None
    date_words: str = ""
    reports: int = 0
    origins: int = 0
    documents: int = 0
    confidence: float = 0.5
    notes: tuple[str, ...] = field(default=())


VERDICTS: Mapping[str, str] = {
    "same": "both tell of one happening, or name one person",
    "different": "they tell of two happenings, or name two persons",
    "wrong": "the coder erred: the mention counts in no happening",
    "unsure": "looked at and not decided: matching is left to itself, and the row says so",
}

ENDINGS: Mapping[str, str] = {
    "borne-out": "what was expected came, whatever the record says of it",
    "not-borne-out": "what was expected did not come, or came too late",
    "overtaken": "what was expected can no longer come",
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a ruling is about, in words that outlive the coder that made it.

    For a mention: its document (the text's hash), its offsets and its kind, which any coder gives alike; `said`, its
    telling fields, finds it among several of one sentence; `id` is the mention's of that day. For a person `kind` is
    `person` and `id` its id (`RUS:sergei lavrov`), or one spelling of it in that form.
    """

    kind: str
    id: str
    doc: str = ""
    start: int = 0
    end: int = 0
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """A row of the log of what persons ruled. `verdict` is one of `VERDICTS` or `ENDINGS`, or `undo` of `undoes`.

    `left` and `right` are what it is about: a happening is all the mentions that it had then. `at` is ISO, UTC.
    """

    number: int
    verdict: str
    by: str
    at: str
    left: tuple[Anchor, ...] = ()
    right: tuple[Anchor, ...] = ()
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What an event of a data set is.

    `code` is the data set's own (CAMEO's `042`, or `PROTEST/riot`). `type` and `quad` are PLOVER's, empty for a mere
    statement or appeal (CAMEO 01 and 02), which PLOVER does not count as an event. `goldstein` is absent outside
    CAMEO, `intensity` (PLOVER's, -10 to 10) where there is no type.
    """

    code: str
    name: str
    type: str = ""
    mode: str = ""
    quad: str = ""
    goldstein: float | None = None
    intensity: float | None = None


class ImportedEvent(NamedTuple):
    """One event that a data set has coded, by the line of the file that it stands in.

    `day` counts days from 1970-01-01. `source` and `target` are codes of states or bodies, empty where the name
    stands for none that we know; `source_way` and `target_way` are of `bilat.actors.WAYS`. `key` is the data set's own
    name for the event, empty where it has none. `reports` is how many the data set counts for it.
    """

    line: int
    day: int
    source_name: str
    target_name: str
    source: str
    target: str
    source_way: str
    target_way: str
    act: Act
    key: str = ""
    reports: int = 1


class Fault(NamedTuple):
    """A line of an import that could not be read, and why."""

    line: int
    reason: str


class DayCount(NamedTuple):
    """How often a source did one thing to a target on one day, by one origin.

    `origin` is the format that the events were imported from (`icews-tsv`, `gdelt`, ...) or `text` for what bilat's
    coder read. `day` is ISO. `type`, `mode` and `quad` are PLOVER's, empty for mere statements; `goldstein` is absent
    outside CAMEO, `intensity` where there is no type. `joint` says that both did it together, as those who meet: then
    `source` and `target` stand in the order of their codes, and the events belong to both directions.
    """

    origin: str
    day: str
    source: str
    target: str
    code: str
    type: str
    mode: str
    quad: str
    goldstein: float | None
    intensity: float | None
    events: int
    joint: bool = False


class DayTotal(NamedTuple):
    """How many events one origin has on a day: of one state or body, or with an empty `code` of all.

    `role` is `source` or `target` where the other side is another state or body, `home` for all else in which it takes
    part: among its own, or with nobody known. Of all, `role` is `read` for every event, `known` for those between two
    states or bodies. `quads` are counts in the order of `bilat.ontology.QUADS`; mere statements are in `events` alone.
    """

    origin: str
    day: str
    code: str
    role: str
    events: int
    quads: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Forecast:
    """How often something will be between two states or bodies from `start` to `end`, as it was forecast.

    `what` is `all`, a quad class, a type, `TYPE/mode`, `meeting` or `meeting/form`; `direction` is `both`, `forth` (of
    `a` towards `b`) or `back`. `expected` is the mean, `low` to `high` the 90 % interval, `chances` the probability of
    each count from 0 on. `made` is when it was made, in UTC.
    """

    origin: str
    a: str
    b: str
    what: str
    direction: str
    start: str
    end: str
    expected: float
    low: int
    high: int
    chances: tuple[float, ...]
    made: str = ""


@dataclass(frozen=True, slots=True)
class ForecastEnd:
    """What came of a forecast: the count, and the scores of its distribution and of its chance that there is any."""

    outcome: int
    crps: float
    brier: float
    closed: str = ""
