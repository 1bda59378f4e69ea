"""Time and memory of finding copies among generated texts: copies.py [DOCUMENTS]

Texts of 120 words drawn from 20,000 made-up words; every twentieth is a rewrite of the one before it (a tenth of its
words changed). Prints seconds, the peak of memory before and after, and how many rewrites were found.
"""

from __future__ import annotations

import random
import resource
import sys
import time

from bilat.matching import near_copies
from bilat.model import Document

WORDS, LENGTH, EVERY = 20_000, 120, 20


def generated(count: int) -> list[Document]:
    """The texts, the same at every run."""
    chance = random.Random(20261123)
    words = ["".join(chance.choices("abcdefghiklmnoprstuvz", k=chance.randint(3, 9))) for _ in range(WORDS)]
    out: list[Document] = []
    last: list[str] = []
    for n in range(count):
        if n % EVERY == 1:
            text = [chance.choice(words) if chance.random() < 0.1 else word for word in last]
        else:
            text = chance.choices(words, k=LENGTH)
        last = text
        out.append(Document(f"text {n}", " ".join(text)))
    return out


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    documents = generated(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = time.monotonic()
    found = set(near_copies(documents))
    seconds = time.monotonic() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    made = {(n - 1, n) for n in range(1, count, EVERY)}
    print(f"{count:,} texts: {seconds:.1f} s, {before:,.0f} MB before, {peak:,.0f} MB at most")
    print(f"{len(found & made):,} of {len(made):,} rewrites found, {len(found - made):,} other pairs")


if __name__ == "__main__":
    main()
