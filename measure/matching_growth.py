"""What it costs to match new documents into a record that holds many: matching_growth.py --record R [--new 100]

Takes the documents of a record in the order of their dates. The last are new; they are matched into a record of the N
before them, and into one of the 10 N before them; N is a tenth of what there is. With `--mixed`, the documents are
taken in a random order. Each record is made from what was coded, so nothing is coded again.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bilat.model import Coded, Document, Mention, Reading
from bilat.record import Record
from bilat.workspace.matching import match_again


def main() -> int:
    """Print the seconds of this process, and their ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--record", required=True, type=Path)
    parser.add_argument("--new", type=int, default=100)
    parser.add_argument("--mixed", action="store_true")
    chosen = parser.parse_args()
    with Record.read(chosen.record) as record:
        documents = sorted(record.documents(), key=lambda d: (d.published.iso if d.published else "", d.id))
        told: dict[str, list[Mention]] = {}
        for mention in record.mentions():
            told.setdefault(mention.doc, []).append(mention)
    if chosen.mixed:
        random.Random(1).shuffle(documents)
    held, new = documents[: -chosen.new], documents[-chosen.new :]
    tenth = len(held) // 10
    with TemporaryDirectory() as folder:
        _grown(Path(folder) / "warm", held[-50:], new[:5], told)  # what is read at first use is not counted
        few = _grown(Path(folder) / "few", held[-tenth:], new, told)
        many = _grown(Path(folder) / "many", held[-10 * tenth :], new, told)
    for size, (whole, grown) in ((tenth, few), (10 * tenth, many)):
        print(f"{size:,} documents matched in {whole:.1f} s, {len(new)} more in {grown:.1f} s")
    print(f"ratio of the last: {many[1] / few[1]:.1f}")
    return 0


def _grown(
    path: Path, held: Sequence[Document], new: Sequence[Document], told: dict[str, list[Mention]]
) -> tuple[float, float]:
    """The seconds for the documents that are held, and then for the new ones."""
    seconds = []
    with Record.open(path) as record:
        for some in (held, new):
            record.write([_coded(document, told.get(document.id, ())) for document in some])
            begun = time.process_time()
            match_again(record)
            seconds.append(time.process_time() - begun)
    return seconds[0], seconds[1]


def _coded(document: Document, mentions: Sequence[Mention]) -> Coded:
    coder = mentions[0].coder if mentions else "none"
    return Coded(Reading(document.name, document), document.published, tuple(mentions), coder)


if __name__ == "__main__":
    sys.exit(main())
