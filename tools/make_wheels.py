"""Build the wheel and the source archive twice, and keep them where both builds gave the same: make_wheels.py [FOLDER]

Each build has a copy of the files that git knows, in a folder of another name, written at another time.
`SOURCE_DATE_EPOCH` is the time of the last commit unless it is set. FOLDER is dist/ where absent.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
_BUILD = "import flit_core.buildapi as b, sys; b.build_wheel(sys.argv[1]); b.build_sdist(sys.argv[1])"


def git(*arguments: str) -> str:
    """What git says in this repository."""
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def built(scratch: Path, name: str, epoch: str) -> dict[str, str]:
    """One build from a copy; the hash of each file by its name."""
    copy, out = scratch / f"copy-{name}", scratch / name
    out.mkdir()
    for file in git("ls-files", "-z").split("\0"):
        if file and (ROOT / file).is_file():
            (copy / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / file, copy / file)
    surroundings = {**os.environ, "SOURCE_DATE_EPOCH": epoch, "PYTHONHASHSEED": str(len(name))}
    subprocess.run([sys.executable, "-c", _BUILD, str(out)], cwd=copy, env=surroundings, check=True)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}


def main() -> int:
    """1 where the builds differ."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or git("log", "-1", "--format=%ct").strip()
    with TemporaryDirectory() as scratch:
        first, second = built(Path(scratch), "one", epoch), built(Path(scratch), "another", epoch)
        if first != second:
            print(f"the builds differ: {first} and {second}", file=sys.stderr)
            return 1
        target.mkdir(parents=True, exist_ok=True)
        for name, value in first.items():
            shutil.copyfile(Path(scratch) / "one" / name, target / name)
            print(f"{value}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
