"""A coder that needs no parser: it stands in for `bilat.coding` where worker processes are tested.

It finds one event in a document that names Russia. It fails on a text that holds FAULT, ends its process on one that
holds CRASH or ABORT, takes more memory than there is over HOARD, never comes back from HANG, is slow over SLOW, and
over FORGED quotes what is not there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator

from bilat.model import Actor, Document, Mention, When


def coder_name() -> str:
    return "stand-in 1"


def load() -> StandIn:
    return StandIn()


class StandIn:
    def code_all(self, documents: Iterable[Document]) -> Iterator[tuple[When | None, tuple[Mention, ...]]]:
        for document in documents:
            if "FAULT" in document.text:
                raise RuntimeError("a fault")
            if "CRASH" in document.text:
                os._exit(9)
            if "ABORT" in document.text:
                os.abort()
            if "HOARD" in document.text:
                bytearray(5_000_000_000)
            if "HANG" in document.text:
                time.sleep(600)
            if "SLOW" in document.text:
                time.sleep(0.03)
            yield document.published, tuple(_mentions(document))


def _mentions(document: Document) -> Iterator[Mention]:
    at = document.text.find("Russia")
    if at >= 0:
        yield Mention(
            doc=document.id,
            start=at,
            end=at + 6,
            quote="Prussia" if "FORGED" in document.text else "Russia",
            kind="event",
            fields={
                "type": "CONSULT",
                "source": (Actor("Russia", "RUS", start=at, end=at + 6, id="RUS"),),
                "target": (Actor("Iran", "IRN", id="IRN"),),
                "status": "occurred",
            },
            when=document.published,
            coder=coder_name(),
        )
