"""Time a dyad's series out of millions of events: series_speed.py RECORD

RECORD holds imported events. Takes dyads from the busiest to the quietest that has a thousand events, and prints the
seconds, of CPU and by the clock, of a monthly series without its levels (the best of five) as JSON lines.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from unittest import mock

from bilat.ledgers import View
from bilat.record import Record
from bilat.workspace import measuring

LEAST = 1000
RANKS = (0.0, 0.01, 0.1, 0.5, 1.0)  # of the dyads, the busiest first


def main() -> int:
    """0; 2 where used wrongly."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        print(__doc__)
        return 2
    path = Path(sys.argv[1])
    with Record.read(path) as record:
        dyads = record.imported_dyads(LEAST)
        total = sum(events for *_, events in record.imported_dyads(1))
    for rank in RANKS if dyads else ():
        a, b, events = dyads[round(rank * (len(dyads) - 1))]
        spent, clock = [], []
        for _ in range(5):
            begun, since = time.process_time(), time.perf_counter()
            with Record.read(path) as record, mock.patch("bilat.measures.with_levels", lambda series: series):
                measuring.dyad_series(View(record), a, b, "month")
            spent.append(time.process_time() - begun)
            clock.append(time.perf_counter() - since)
        best = {"cpu_seconds": round(min(spent), 3), "seconds": round(min(clock), 3)}
        print(json.dumps({"of": total, "dyad": f"{a} {b}", "events": events, **best}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
