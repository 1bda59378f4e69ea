"""What a document costs, stage by stage, in core seconds: cost.py [--documents N]

Reads so many days of ../shared/news, codes them in this process, writes them and matches them, and prints the processor
time of each stage for a document and for a thousand words. Loading the parser is apart. Processor time is told, not
wall time, so that other work on the machine counts for little. The last row adds up what 500,000 articles a day of 600
words take.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bilat import coding, sources
from bilat.model import Coded, Document
from bilat.record import Record
from bilat.workspace.matching import match_again

NEWS = Path(__file__).resolve().parent.parent.parent / "shared" / "news"
CHUNK = 8  # documents coded and written at once, as `read` does with texts of this length
DAILY, WORDS = 500_000, 600


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=200)
    count = parser.parse_args().documents
    lines = (NEWS / "2019.jsonl").read_text(encoding="utf-8").splitlines()[:count]
    spent: dict[str, float] = {}
    last = time.process_time()

    def done(stage: str) -> None:
        nonlocal last
        now = time.process_time()
        spent[stage] = spent.get(stage, 0.0) + now - last
        last = now

    with TemporaryDirectory() as scratch:
        file = Path(scratch) / "news.jsonl"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        coder = coding.load()
        list(coder.code_all([Document("first", "Peru met Chile in Lima on Friday.")]))
        done("load")
        readings = [one for one in sources.read([file]) if isinstance(one.outcome, Document)]
        words = sum(len(one.outcome.text.split()) for one in readings if isinstance(one.outcome, Document))
        done("read")
        with Record.open(Path(scratch) / "record") as record:
            for at in range(0, len(readings), CHUNK):
                some = readings[at : at + CHUNK]
                found = list(coder.code_all([one.outcome for one in some if isinstance(one.outcome, Document)]))
                done("code")
                record.write([Coded(one, *made, coding.coder_name()) for one, made in zip(some, found, strict=True)])
                done("write")
            match_again(record)
            done("match")
    print(json.dumps({"documents": len(readings), "words": words, "load, seconds a worker": round(spent["load"], 1)}))
    for stage in ("read", "code", "write", "match"):
        print(
            f"{stage}: {1000 * spent[stage] / len(readings):.1f} ms a document, "
            f"{1000 * spent[stage] / words * 1000:.1f} ms a thousand words; "
            f"{DAILY} articles of {WORDS} words: {spent[stage] / words * WORDS * DAILY / 3600:.1f} core hours"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
