"""List what bilat stands on, as a CycloneDX 1.6 bill of materials: make_sbom.py [FILE] (default dist/bilat.cdx.json)

Made from the hashed requirements alone, so it is the same on every machine and needs no tool. A package of
requirements/core.txt or model.txt is `required`, of an extra `optional`, of the development tools alone `excluded`.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)(?:\s*;\s*([^\\\n]+?))?\s*\\?$", re.M)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def pins(name: str) -> dict[str, dict[str, Any]]:
    """The packages of a requirements file by name: version, marker and hashes."""
    text = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    heads = list(_PIN.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return {
        f"{head[1]}=={head[2]}": {
            "name": head[1].lower().replace("_", "-"),
            "version": head[2],
            "marker": head[3] or "",
            "hashes": sorted(_HASH.findall(text[head.end() : end])),
        }
        for head, end in zip(heads, ends, strict=True)
    }


def component(pin: dict[str, Any], scope: str) -> dict[str, Any]:
    """A pin as a component. The hashes are those of all files of its release, as pip checks them."""
    purl = f"pkg:pypi/{pin['name']}@{pin['version']}"
    row = {"type": "library", "bom-ref": purl, "name": pin["name"], "version": pin["version"], "purl": purl}
    more = [{"name": "bilat:marker", "value": pin["marker"]}] if pin["marker"] else []
    hashes = [{"alg": "SHA-256", "content": value} for value in pin["hashes"]]
    return {**row, "scope": scope, "hashes": hashes, **({"properties": more} if more else {})}


def bill() -> dict[str, Any]:
    """The whole bill."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    tools = {re.split(r"[\[<>=~!]", one)[0].lower() for one in extras["dev"]}
    needed = {**pins("core"), **pins("model")}
    components = [component(pin, "required") for pin in needed.values()]
    for key, pin in pins("dev").items():
        if key not in needed:
            components.append(component(pin, "excluded" if pin["name"] in tools else "optional"))
    components.sort(key=lambda one: one["bom-ref"])
    root = f"pkg:pypi/{project['name']}@{project['version']}"
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components, sort_keys=True))
    main = {"type": "application", "bom-ref": root, "name": project["name"], "version": project["version"]}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": {**main, "purl": root, "licenses": [{"license": {"id": project["license"]}}]}},
        "components": components,
        "dependencies": [{"ref": root, "dependsOn": [c["bom-ref"] for c in components if c["scope"] == "required"]}],
    }


def main() -> int:
    """0 when it is written."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "bilat.cdx.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    made = bill()
    target.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    print(f"{target}: {len(made['components'])} components")
    return 0


if __name__ == "__main__":
    sys.exit(main())
