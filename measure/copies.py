"""Time and memory of finding copies among generated texts: copies.py [DOCUMENTS]

Texts of 120 words drawn from 20,000 made-up words; every twentieth is a rewrite of the one before it (a tenth of its
words changed). A text is made when it is looked at, so that a million need no memory. Prints seconds, of which those
that making the texts once takes, the peak of memory before and after, and how many rewrites were found.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Sequence
from typing import Any

from bilat.matching import near_copies
from bilat.model import Document

WORDS, LENGTH, EVERY = 20_000, 120, 20
SEED = 20261123


class Generated(Sequence[Any]):
    """The texts, the same at every run."""

    def __init__(self, count: int) -> None:
        chance = random.Random(SEED)
        letters = "abcdefghiklmnoprstuvz"
        self._count = count
        self._words = ["".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(WORDS)]

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: Any) -> Any:
        if not 0 <= at < self._count:
            raise IndexError(at)
        chance = random.Random(f"{SEED} {at}")
        if at % EVERY == 1:
            before = self[at - 1].text.split()
            words = [chance.choice(self._words) if chance.random() < 0.1 else word for word in before]
        else:
            words = chance.choices(self._words, k=LENGTH)
        return Document(f"text {at}", " ".join(words))


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    documents = Generated(count)
    begun = time.monotonic()
    for _ in documents:
        pass
    making = time.monotonic() - begun
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = time.monotonic()
    found = list(near_copies(documents))
    seconds = time.monotonic() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    right = sum(b == a + 1 and b % EVERY == 1 for a, b in found)
    print(f"{count:,} texts: {seconds:.1f} s, {making:.1f} s of them making the texts")
    print(f"{before:,.0f} MB before, {peak:,.0f} MB at most")
    print(f"{right:,} of {len(range(1, count, EVERY)):,} rewrites found, {len(found) - right:,} other pairs")


if __name__ == "__main__":
    main()
