"""Words to stems, as the search index makes them."""

from __future__ import annotations

from functools import cache

import apsw

TOKENIZER = ("porter", "unicode61", "remove_diacritics", "2")


@cache
def _tokenizer() -> apsw.FTS5Tokenizer:
    name, *options = TOKENIZER
    return apsw.Connection(":memory:").fts5_tokenizer(name, options)


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order: lower case, without accents, `agreements` as `agreement`."""
    found = _tokenizer()(
        text.encode("utf-8", "replace"), apsw.FTS5_TOKENIZE_QUERY, None, include_offsets=False, include_colocated=False
    )
    return [stem for stem in found if isinstance(stem, str)]
