"""The release: a bill of materials, a wheel that is the same twice, a workflow that is pinned."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(tool: str, target: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "tools" / tool, target], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_the_bill_lists_every_pin_with_its_hashes(tmp_path: Path) -> None:
    assert run("make_sbom.py", tmp_path / "a.json").returncode == 0
    assert run("make_sbom.py", tmp_path / "b.json").returncode == 0
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    bill = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    listed = {(c["name"], c["version"]): c for c in bill["components"]}
    assert len(listed) == len(bill["components"])
    for name in ("core", "model", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        pinned = re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.M)
        assert [pin for pin in pinned if (pin[0].lower().replace("_", "-"), pin[1]) not in listed] == []
    assert all(c["hashes"] and len(c["hashes"][0]["content"]) == 64 for c in listed.values())
    assert {c["scope"] for c in listed.values()} == {"required", "optional", "excluded"}
    references = {c["bom-ref"] for c in bill["components"]}
    assert set(bill["dependencies"][0]["dependsOn"]) <= references


@pytest.mark.skipif(not (ROOT / ".git").exists() or shutil.which("git") is None, reason="needs git's list of files")
def test_the_wheel_built_twice_is_the_same(tmp_path: Path) -> None:
    done = run("make_wheels.py", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    [wheel] = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "bilat/py.typed" in names or "bilat/model.py" in names
    assert not [name for name in names if name.startswith(("tests/", "measure/"))]
    assert len(list(tmp_path.glob("*.tar.gz"))) == 1


def test_every_action_of_a_workflow_is_pinned_and_no_job_may_more_than_it_needs() -> None:
    for file in (ROOT / ".github" / "workflows").glob("*.yml"):
        text = file.read_text(encoding="utf-8")
        used = re.findall(r"uses:\s*(\S+)", text)
        assert used and [one for one in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", one)] == []
        assert re.search(r"^permissions: \{\}$", text, re.M)
        assert "persist-credentials: false" in text and "pull_request_target" not in text
        assert "${{" not in "".join(re.findall(r"run: (.*)", text))
