"""Score `bilat ask`: answers.py [--record ALL.sqlite]

The questions of ../shared/questions in a record of the five articles; the project's own questions in records of
examples/articles (measure/gold/questions.jsonl) and of measure/gold/invented (questions_invented.jsonl); and, with
--record, the questions of ../shared and questions_news.jsonl in that record, which is to hold the articles and all of
../shared/news. The even and the odd questions of each set are scored apart: what was fitted to one half only would
show.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
GOLD = ROOT / "measure" / "gold"
BILAT = [sys.executable, "-m", "bilat.cli"]


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--record", type=Path, help="a record of the five articles and of all news")
    given = parser.parse_args()
    if not SHARED.is_dir():
        print("no ../shared beside this clone: measures skipped")
        return 0
    theirs = SHARED / "questions" / "questions.jsonl"
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for number, (articles, questions) in enumerate(
            (
                (SHARED / "articles", theirs),
                (ROOT / "examples" / "articles", GOLD / "questions.jsonl"),
                (GOLD / "invented", GOLD / "questions_invented.jsonl"),
            )
        ):
            record = folder / f"{number}.sqlite"
            subprocess.run([*BILAT, "read", articles, "--record", record], check=True, capture_output=True)
            _score(f"{questions.parent.name}/{questions.name}, a record of {articles.name}", questions, record, folder)
        if given.record:
            _score("../shared/questions, with all news", theirs, given.record, folder, "--news")
            _score("measure/gold/questions_news.jsonl", GOLD / "questions_news.jsonl", given.record, folder)
    return 0


def _score(title: str, questions: Path, record: Path, folder: Path, *more: str) -> None:
    rows = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    begun = time.perf_counter()
    asked = [*BILAT, "ask", "--questions", str(questions), "--record", str(record)]
    answers = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    seconds = time.perf_counter() - begun
    (folder / "answers.jsonl").write_text(answers, encoding="utf-8")
    print(f"\n{title}: {len(rows)} questions in {seconds:.1f} s")
    for name, part in (("all", rows), ("even", rows[1::2]), ("odd", rows[::2])):
        (folder / "part.jsonl").write_text("".join(json.dumps(row) + "\n" for row in part), encoding="utf-8")
        scorer = [SHARED / "questions" / "score.py", folder / "part.jsonl", folder / "answers.jsonl"]
        told = subprocess.run(
            [sys.executable, *map(str, scorer), "--json", *more], check=True, capture_output=True, text=True
        ).stdout
        print(f"  {name:5} {told.strip()}")


if __name__ == "__main__":
    sys.exit(main())
