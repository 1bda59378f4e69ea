"""Fuzz one parser with atheris, guided by coverage, until it is stopped: fuzz.py TARGET [atheris' own options]"""

from __future__ import annotations

import sys


def main() -> int:
    """Run one target; 2 where it is not named or atheris is not there."""
    try:
        import atheris
    except ImportError:
        print("fuzzing needs atheris, the group `fuzz`: .venv/bin/pip install --group fuzz", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["bilat"]):  # what is imported before this gives no coverage
        from fuzzing import TARGETS
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        print(f"name one of: make fuzz TARGET={'|'.join(TARGETS)}", file=sys.stderr)
        return 2
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
