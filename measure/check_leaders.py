"""Check the heads in bilat's table of leaders against REIGN's list of effective leaders.

    python measure/check_leaders.py ../shared/actors/reign-leaders.csv [--all]

REIGN (OEF Research, to March 2021) gives the day of entry and the month of exit of whoever held power, so its leader
may be a head of state or of government. A row agrees where we have the same person in an office of that state and
one of the two dates of entry is within a month of the other; the exit likewise. Prints the counts and what disagrees.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from pathlib import Path

from bilat.actors import person_key, same_person, states
from bilat.actors.tables import table

HEADS = ("head_of_state", "head_of_government", "supreme_leader", "other")
SLACK = 31
# REIGN's country numbers are those of the Correlates of War, save that it keeps Gleditsch and Ward's for these.
ALSO = {260: "DEU", 340: "SRB", 678: "YEM", 347: "XKX"}


def day(text: str) -> dt.date:
    """The first day of an ISO date of any precision."""
    year, month, dom = (*map(int, text.split("-")), 1, 1)[:3]
    return dt.date(year, month, dom)


def near(text: str | None, other: dt.date, slack: int = SLACK) -> bool:
    """Whether an ISO date lies within the slack of a day, at its own precision."""
    if not text:
        return False
    spare = {4: 366, 7: 31}.get(len(text), 0)
    return -slack <= (other - day(text)).days <= slack + spare


def like(reign: str, name: str) -> bool:
    """Whether REIGN's name may be the person's: it often has a surname only, or both of a Spaniard's."""
    words = [w for w in person_key(reign.split("(")[0]).split() if len(w) > 4]
    return same_person(reign, name) or bool(set(words) & set(person_key(name).split()))


def main() -> None:
    """Print the agreement and the rows that disagree."""
    path, show = Path(sys.argv[1]), "--all" in sys.argv
    by_number = {state.cow: code for code, state in states().items() if state.cow} | ALSO
    ours: dict[str, list[dict[str, str]]] = {}
    for row in table("leaders.tsv"):
        if row["kind"] in HEADS:
            ours.setdefault(row["country"], []).append(row)
    counts = dict.fromkeys(("leaders", "person", "entry", "exit"), 0)
    missing: list[str] = []
    with path.open(encoding="utf-8", errors="replace") as lines:
        for lead in csv.DictReader(lines):
            if not lead["eyear"].strip() and not lead["sdate"].strip():
                continue
            last = dt.date(int(lead["eyear"] or 2021), int(lead["emonth"] or 3), 15)
            if last < dt.date(2000, 2, 1):
                continue
            code = by_number.get(int(lead["ccode"]))
            if code is None or code == "SMR":  # San Marino's captains change twice a year
                continue
            start = dt.date(int(lead["syear"]), int(lead["smonth"]), int(lead["sdate"] or 1))
            counts["leaders"] += 1
            same = [r for r in ours.get(code, []) if like(lead["leader"].strip(), r["person"])]
            entry = [r for r in same if near(r["first"], start)]
            out = [r for r in same if r["last"] and near(r["last"], last)]
            still = not lead["eyear"].strip()
            counts["person"] += bool(same)
            counts["entry"] += bool(entry)
            counts["exit"] += bool(out) or still
            what = "no such person" if not same else "entry" if not entry else "exit" if not (out or still) else ""
            if what:
                held = "; ".join(f"{r['person']} {r['office']} {r['first']}..{r['last']}" for r in same)
                missing.append(f"{code} {lead['leader'].strip()} {start}..{'' if still else last}: {what} [{held}]")
    print(counts)
    for line in missing if show else missing[:20]:
        print(line)


if __name__ == "__main__":
    main()
