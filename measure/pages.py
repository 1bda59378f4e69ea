"""How quick the pages are: makes a record of many events, serves it, and asks in an open loop.

    python measure/pages.py FOLDER [--events 1000000] [--rate 20] [--seconds 20]

The record is kept in FOLDER and made only where it is not there. Latencies count from when a request was due, not from
when it could be sent, so that a stall is not hidden. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import apsw

from bilat import actors
from bilat.model import Actor, Coded, Document, Happening, Mention, Reading, When, text_id
from bilat.ontology import TYPES
from bilat.record import Record, codec

A_DOCUMENT = 10  # events
BEGIN = date(2009, 1, 1)
DAYS = 3_650
STATES = 120
# So many are written as a reader writes them; the rest are their copies of other days, made in SQL: each document with
# a line more, so that it and what is read in it have ids of their own. Their words are not in the search index, and
# `bilat doctor` would find their seals amiss: nothing here reads them.
WRITTEN = 20_000
LATER = "date(first, (:k * 37) || ' days')"
COPY = (
    f"""INSERT INTO document
        SELECT number + :n, text_id(text || :line), essence, coded_as, coder, {LATER}, {LATER},
        replace(dated, first, {LATER}), details, mentions, seal, text || :line FROM document WHERE number < 10000000""",
    "INSERT INTO name SELECT document + :n, name || '-' || :k FROM name WHERE document < 10000000",
    """INSERT INTO origin SELECT number, id FROM document WHERE number BETWEEN :n AND :n + 9999999""",
    """INSERT OR IGNORE INTO mention
        SELECT mention.number + :n, mention_id(copy.id, start, end, kind, body), copy.number, kind, start, end,
        copy.first, copy.last, mention.coder,
        replace(body, '"' || mention.first || '"', '"' || copy.first || '"')
        FROM mention JOIN document AS copy ON copy.number = mention.document + :n WHERE mention.number < 10000000""",
    """INSERT INTO mention_actor SELECT mention + :n, code, actor, field FROM mention_actor
        WHERE mention < 10000000 AND mention + :n IN (SELECT number FROM mention)""",
    """INSERT INTO happening SELECT number_of(copy.id), copy.id, copy.kind, copy.first, copy.last,
        json_set(happening.body, '$.mentions[0]', copy.id)
        FROM temp.written JOIN happening USING (number) JOIN mention AS copy ON copy.number = written.mention + :n""",
    """INSERT INTO happening_pair SELECT happening_pair.kind, a, b, number_of(copy.id)
        FROM temp.written JOIN happening_pair ON happening = written.number
        JOIN mention AS copy ON copy.number = written.mention + :n""",
    "UPDATE state SET happenings = (SELECT count(*) FROM happening)",
)
TYPES_TOLD = ("CONSULT", "SUPPORT", "COOPERATE", "AID", "ACCUSE", "THREATEN", "COERCE", "ASSAULT")


def readings(events: int) -> Iterator[Coded]:
    """Documents of ten events each, between states whose activity falls off as in the news."""
    chance = random.Random(0)
    codes = sorted({state.code for state in actors.states().values()})[:STATES]
    who = {code: Actor(actors.actor_name(code), code, sector="GOV", id=code) for code in codes}
    weights = [1 / (n + 1) for n in range(len(codes))]
    for number in range(events // A_DOCUMENT):
        day = (BEGIN + timedelta(days=chance.randrange(DAYS))).isoformat()
        sentences, told = [], []
        for _ in range(A_DOCUMENT):
            a, b = chance.choices(codes, weights, k=2)
            while a == b:
                b = chance.choice(codes)
            told.append((a, b, chance.choice(TYPES_TOLD)))
            sentences.append(f"{who[a].name} and {who[b].name} {chance.randrange(10**6)}.")
        text = "\n\n".join([f"Report {number}.", *sentences])
        document = Document(f"d{number}", text, published=When(day, "", "document"))
        mentions, at = [], len(f"Report {number}.") + 2
        for sentence, (a, b, kind) in zip(sentences, told, strict=True):
            fields = {"type": kind, "source": (who[a],), "target": (who[b],), "status": "occurred",
                      "quad": TYPES[kind].quad, "intensity": TYPES[kind].intensity}  # fmt: skip
            mentions.append(
                Mention(
                    document.id, at, at + len(sentence), sentence, "event", fields, when=document.published, coder="x"
                )
            )
            at += len(sentence) + 2
        yield Coded(Reading(document.name, document), document.published, tuple(mentions), "made")


def make(path: Path, events: int) -> None:
    """The record, each event a happening of its own."""
    happenings: list[Happening] = []
    origins: dict[str, str] = {}
    with Record.open(path) as record:
        batch: list[Coded] = []
        for coded in readings(min(events, WRITTEN)):
            batch.append(coded)
            for m in coded.mentions:
                day = m.when.iso if m.when else None
                happenings.append(Happening(m.id, m.kind, m.fields, (m.id,), day, day, "", 1, 1, 1))
                origins[m.doc] = m.doc
            if len(batch) == 1_000:
                record.write(batch)
                batch = []
        record.write(batch)
        record.replace_happenings({one.id: one for one in happenings}.values(), origins)
    connection = apsw.Connection(str(path))
    connection.pragma("synchronous", "OFF")
    connection.pragma("cache_size", -1_000_000)
    connection.create_scalar_function("text_id", _text_id, 1)
    connection.create_scalar_function("mention_id", _mention_id, 5)
    connection.create_scalar_function("number_of", _number_of, 1)
    connection.execute(
        "CREATE TEMP TABLE written AS SELECT happening.number, mention.number AS mention"
        " FROM happening JOIN mention USING (id)"
    )
    for copy in range(1, events // WRITTEN):
        with connection:
            given = {"n": copy * 10_000_000, "k": copy, "line": f"\n\nCopy {copy}."}
            for statement in COPY:
                connection.execute(statement, {name: given[name] for name in given if f":{name}" in statement})
    connection.close()


def _text_id(*given: Any) -> str:
    return text_id(given[0])


def _mention_id(*given: Any) -> str:
    doc, start, end, kind, body = given
    return codec.mention_from(doc, start, end, kind, "", body).id


def _number_of(*given: Any) -> int:
    return int(given[0], 16) >> 1


def dyads(path: Path) -> list[str]:
    """Pages of the busiest dyads and of others, in turn."""
    with Record.read(path) as record:
        found = record.dyads(limit=4_000)
    return [f"/dyad/{one.a}/{one.b}" for one in found[:60] + found[60::40]]


def mix(path: Path) -> list[tuple[str, str]]:
    """Most kinds of page in turn, in every form, of one dyad after the other: kind and address."""
    with Record.read(path) as record:
        found: list[tuple[str, str]] = []
        for dyad in record.dyads(limit=240):
            a, b = dyad.a, dyad.b
            [event] = record.page("event", a, b, limit=1)
            [mention] = record.mentions_named(event.mentions).values()
            page = f"/dyad/{a}/{b}"
            found += {
                "home": "/", "dyad": page, "ledger": f"{page}/event", "ledger, CSV": f"{page}/event.csv",
                "dyad, JSON": f"{page}.json", "event": f"/event/{event.id}", "actor": f"/actor/{a}",
                "document": f"/document/{mention.doc}", "document, JSON": f"/document/{mention.doc}.json",
                "course, CSV": f"{page}/course.csv", "chart of the course": f"/chart/course/{a}/{b}",
                "map": f"/chart/map/{a}/{b}?since=2020-01&until=2020-02", "two dyads": f"/compare/{a}/{b}/USA/CHN",
                "search": f"/search?q={quote(actors.actor_name(b))}", "log of rulings": "/review", "limits": "/limits",
            }.items()  # fmt: skip
        return found


def spent(pid: int) -> float:
    """Seconds of processor time that a process and those that it started have taken."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    ticks = 0
    for one in (str(pid), *children):
        fields = Path(f"/proc/{one}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def fetch(url: str) -> int:
    """The status of an answer."""
    with urllib.request.urlopen(url, timeout=60) as answer:
        answer.read()
        return int(answer.status)


def open_loop(base: str, paths: list[str], rate: float, seconds: float) -> dict[str, float]:
    """Ask at a steady rate; percentiles of milliseconds from when each request was due."""
    taken: list[float] = []
    begin = time.monotonic() + 0.2

    def one(number: int) -> None:
        due = begin + number / rate
        time.sleep(max(0.0, due - time.monotonic()))
        fetch(base + paths[number % len(paths)])
        taken.append(1000 * (time.monotonic() - due))

    with ThreadPoolExecutor(32) as pool:
        list(pool.map(one, range(int(rate * seconds))))
    taken.sort()
    shares = {f"p{p}": round(taken[min(len(taken) - 1, len(taken) * p // 100)], 1) for p in (50, 95, 99)}
    return {"requests": len(taken), **shares,
            "worst": round(taken[-1], 1)}  # fmt: skip


def throughput(base: str, asked: list[tuple[str, str]], seconds: float) -> dict[str, object]:
    """Requests a second that eight clients get answered, each taking the next address of the mix; by kind, how long."""
    end = time.monotonic() + seconds
    following = iter(asked * 100)
    taking = threading.Lock()
    done: list[tuple[str, str, float]] = []

    def client(_: int) -> None:
        while (due := time.monotonic()) < end:
            with taking:
                kind, address = next(following)
            fetch(base + address)
            done.append((kind, address, 1000 * (time.monotonic() - due)))

    begin = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(client, range(8)))
    taken = time.monotonic() - begin
    waits: dict[str, list[float]] = {}
    for kind, _, wait in done:
        waits.setdefault(kind, []).append(wait)
    return {
        "a_second": round(len(done) / taken, 1),
        "requests": len(done),
        "distinct": len({address for _, address, _ in done}),
        "median_ms_by_kind": {kind: round(sorted(found)[len(found) // 2], 1) for kind, found in waits.items()},
    }


def one_by_one(base: str, asked: list[tuple[str, str]], begin: int) -> dict[str, float]:
    """By kind, the median of milliseconds for a page that nobody asked for before, and nothing else asks meanwhile."""
    waits: dict[str, list[float]] = {}
    for kind, address in asked[begin:]:
        since = time.monotonic()
        fetch(base + address)
        waits.setdefault(kind, []).append(1000 * (time.monotonic() - since))
    return {kind: round(sorted(found)[len(found) // 2], 1) for kind, found in waits.items()}


def main() -> None:
    """Make, serve, ask, print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--events", type=int, default=1_000_000)
    asked.add_argument("--rate", type=float, default=20)
    asked.add_argument("--seconds", type=float, default=20)
    given = asked.parse_args()
    path = given.folder / f"events-{given.events}.sqlite"
    found: dict[str, object] = {"events": given.events}
    if not path.exists():
        begin = time.monotonic()
        make(path, given.events)
        found["making_s"] = round(time.monotonic() - begin)
    begin = time.monotonic()
    server = subprocess.Popen(
        [sys.executable, "-m", "bilat.cli", "serve", "--record", str(path), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        base = server.stdout.readline().split()[0].rstrip("/")
        while True:
            try:
                fetch(base + "/limits")
                break
            except OSError:
                time.sleep(0.02)
        found["start_to_first_page_s"] = round(time.monotonic() - begin, 2)
        pages = dyads(path)
        fetch(base + "/")
        fetch(base + pages[0])
        found["dyad_page_ms"] = open_loop(base, pages, given.rate, given.seconds)
        asked_for = mix(path)
        begun = spent(server.pid)
        mixed = throughput(base, asked_for[: -16 * 8], given.seconds)
        found["mixed"] = mixed
        cpu = 1000 * (spent(server.pid) - begun) / int(str(mixed["requests"]))
        found["mixed_cpu_ms_a_request"] = round(cpu, 1)
        # the last eight dyads were kept back from the mix
        found["alone_ms_by_kind"] = one_by_one(base, asked_for, len(asked_for) - 16 * 8)
        begin = time.monotonic()
        fetch(base + "/network?since=2020&until=2020-03")
        found["network_once_s"] = round(time.monotonic() - begin, 1)
        found["load_1m"] = round(os.getloadavg()[0], 1)
        stop = threading.Event()
        writer = threading.Thread(target=_write, args=(path, stop))
        writer.start()
        found["dyad_page_while_writing_ms"] = open_loop(base, pages, given.rate, given.seconds)
        stop.set()
        writer.join()
    finally:
        server.terminate()
        server.wait(10)
    print(json.dumps(found, indent=1))


def _write(path: Path, stop: threading.Event) -> None:
    """What a reader does: a chunk of documents a transaction, again and again."""
    with Record.open(path) as record:
        number = 0
        while not stop.is_set():
            batch = []
            for _ in range(16):
                number += 1
                document = Document(f"w{time.time_ns()}-{number}", f"Written {time.time_ns()} {number}.")
                batch.append(Coded(Reading(document.name, document), None, (), "made"))
            record.write(batch)
            time.sleep(0.2)


if __name__ == "__main__":
    main()
