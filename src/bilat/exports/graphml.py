"""Who deals with whom, as a network: GraphML for Gephi, networkx, igraph, yEd and Cytoscape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bilat.actors import actor_name
from bilat.exports import safe
from bilat.exports.scope import told
from bilat.exports.shapes import Row, Scope, Text
from bilat.exports.sides import country, cow, gleditsch_ward, pairs
from bilat.ontology import QUADS

_QUADS = tuple(quad.replace(" ", "_") for quad in QUADS)
_NODE = {
    "label": ("string", "its name"),
    "iso3": ("string", "ISO 3166-1 alpha-3, empty for bodies and groups"),
    "cow": ("int", "its Correlates of War number"),
    "gw": ("int", "its Gleditsch-Ward number"),
}
_EDGE = {
    "events": ("int", "happenings that the source did to the target"),
    **{name: ("int", f"{quad}, of the events") for name, quad in zip(_QUADS, QUADS, strict=True)},
    "joint": ("int", "of the events, those that both did together; each stands in both directions"),
    "reports": ("int", "reports of the events"),
    "weight": ("double", "the events, as drawing programs look for it"),
    "first": ("string", "the first day of the first event that has one"),
    "last": ("string", "the last day of the last"),
}


@dataclass(slots=True)
class Edge:
    """What a source did to a target."""

    quads: list[int] = field(default_factory=lambda: [0] * len(QUADS))
    joint: int = 0
    reports: int = 0
    days: list[str] = field(default_factory=list)

    def add(self, quad: str, joint: bool, reports: int, days: Iterable[str | None]) -> None:
        self.quads[QUADS.index(quad)] += 1
        self.joint += joint
        self.reports += reports
        known = sorted([*self.days, *filter(None, days)])
        self.days = known[:1] + known[-1:] if known else []


def rows(scope: Scope) -> Iterator[Row]:
    """The nodes, then the edges: events that occurred, between two that are known."""
    edges: dict[tuple[str, str], Edge] = {}
    for one in told(scope, ("event",)):
        event = one.happening
        if event.fields["status"] != "occurred":
            continue
        sides = {(s.code, t.code, joint) for s, t, joint in pairs(event) if s and t and s.code and t.code}
        for source, target, joint in sorted((s, t, j) for s, t, j in sides if s and t and s != t):
            edge = edges.setdefault((source, target), Edge())
            edge.add(event.fields["quad"], joint, event.reports, (event.first, event.last))
    for code in sorted({code for pair in edges for code in pair}):
        about = {"label": actor_name(code), "iso3": country(code), "cow": cow(code), "gw": gleditsch_ward(code)}
        yield {"node": code, **about}
    for (source, target), edge in sorted(edges.items()):
        events = sum(edge.quads)
        counts = {"events": events, **dict(zip(_QUADS, edge.quads, strict=True)), "joint": edge.joint}
        days = dict(zip(("first", "last"), edge.days, strict=False))
        yield {"source": source, "target": target, **counts, "reports": edge.reports, "weight": float(events), **days}


def _text(rows: Iterable[Row], scope: Scope) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for domain, keys in (("node", _NODE), ("edge", _EDGE)):
        for name, (what, _) in keys.items():
            yield f'<key id="{domain}_{name}" for="{domain}" attr.name="{name}" attr.type="{what}"/>\n'
    yield '<graph id="bilat" edgedefault="directed">\n'
    for row in rows:
        if "node" in row:
            yield f'<node id="{safe.xml(row["node"])}">{_data("node", _NODE, row)}</node>\n'
        else:
            ends = f'source="{safe.xml(row["source"])}" target="{safe.xml(row["target"])}"'
            yield f"<edge {ends}>{_data('edge', _EDGE, row)}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _data(domain: str, keys: Iterable[str], row: Row) -> str:
    held = ((name, row.get(name)) for name in keys)
    return "".join(f'<data key="{domain}_{name}">{safe.xml(str(v))}</data>' for name, v in held if v not in (None, ""))


MAKER = Text(
    rows,
    _text,
    tuple((f"{domain}: {name}", label) for domain, keys in (("node", _NODE), ("edge", _EDGE))
          for name, (_, label) in keys.items()),
)  # fmt: skip
