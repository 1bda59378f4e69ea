"""The parser alone on the texts of a JSON Lines file: bare.py FILE.jsonl WORKERS

As many processes as `bilat read` has, each with the same parser, and nothing else: what `bilat read` is timed against.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bilat import coding

CHUNK = 16


def main() -> None:
    """Parse every text once; prints the number of tokens."""
    with Path(sys.argv[1]).open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    chunks = [texts[at : at + CHUNK] for at in range(0, len(texts), CHUNK)]
    with ProcessPoolExecutor(int(sys.argv[2]), multiprocessing.get_context("spawn")) as pool:
        print(f"{sum(pool.map(coding.bare, chunks))} tokens")


if __name__ == "__main__":
    main()
