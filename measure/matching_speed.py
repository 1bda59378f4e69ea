"""How matching grows, and that order does not matter, on a real record: matching_speed.py --record R [--shuffles N]

Matches the mentions of a tenth of the documents (the first in time), then all; then compares the rows of a tenth after
each of N shuffles of mentions and documents, which must be the same.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bilat import matching
from bilat.model import Document, Happening, Mention
from bilat.record import Record


def matched(mentions: Sequence[Mention], documents: Sequence[Document]) -> tuple[list[Happening], float]:
    """The rows and the seconds of this process that they took."""
    held = {document.id: document for document in documents}
    begun = time.process_time()
    rows = list(matching.match(mentions, held, {}))
    return rows, time.process_time() - begun


def main() -> int:
    """1 where a shuffle gave other rows."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--record", required=True, type=Path)
    parser.add_argument("--shuffles", type=int, default=5)
    chosen = parser.parse_args()
    with Record.read(chosen.record) as record:
        documents = sorted(record.documents(), key=lambda d: (d.published.iso if d.published else "", d.id))
        mentions = list(record.mentions())
    tenth = {document.id for document in documents[: len(documents) // 10]}
    few = [m for m in mentions if m.doc in tenth]
    some = [d for d in documents if d.id in tenth]
    matched(few[:500], some)  # what is read at first use is not counted
    rows, small = matched(few, some)
    _, large = matched(mentions, documents)
    print(f"{len(few):,} mentions: {small:.1f} s; {len(mentions):,}: {large:.1f} s")
    print(f"{len(mentions) / len(few):.1f} times the mentions, {large / small:.1f} times the time")
    chance = random.Random(1)
    same = 0
    for _ in range(chosen.shuffles):
        chance.shuffle(few)
        chance.shuffle(some)
        same += matched(few, some)[0] == rows
    print(f"{same} of {chosen.shuffles} shuffles gave the same {len(rows):,} rows")
    return int(same != chosen.shuffles)


if __name__ == "__main__":
    sys.exit(main())
