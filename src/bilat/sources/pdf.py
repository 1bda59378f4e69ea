"""The text of a PDF file, by pypdf; runs in the parser's process."""

from __future__ import annotations

import io
import re

from bilat.model import Document, Refusal
from bilat.sources.making import LARGEST_TEXT, Given, document, given_date, rejected

LARGEST_FILE = 50_000_000
_MOST_PAGES = 2_000
_FEWEST_LETTERS = 20
_WORD_CUT = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_STAMP = re.compile(r"D:(\d{4})(\d{2})(\d{2})")


def pdf(data: bytes, name: str) -> Document | Refusal:
    """The document of a PDF file; refused where it is encrypted, holds pictures of text only, or is damaged."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import FileNotDecryptedError, PyPdfError
    except ImportError:
        return rejected(name, "extra", 'reading PDF files needs an extra: pip install "bilat[pdf]"')
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return rejected(name, "encrypted", "it has a password; save it without one")
        texts, size = [], 0
        for number, page in enumerate(reader.pages):
            if number == _MOST_PAGES or size > LARGEST_TEXT:
                detail = f"it has more than {_MOST_PAGES:,} pages or {LARGEST_TEXT // 1_000_000} MB of text; split it"
                return rejected(name, "too_large", detail)
            texts.append(page.extract_text())
            size += len(texts[-1])
    except FileNotDecryptedError:
        return rejected(name, "encrypted", "it has a password; save it without one")
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        told = f"{type(error).__name__}: {error}"[:200]
        return Refusal(
            name, "failed", "pdf", f"it is damaged ({told}); fetch it again, or save its text as a text file"
        )
    text = _WORD_CUT.sub("", "\n\n".join(part.strip() for part in texts if part.strip()))
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        return rejected(
            name, "no_text", "its pages hold no text, only pictures of it; read it with an OCR program first"
        )
    return document(name, text.encode("utf-8", "replace").decode("utf-8"), _given(reader))


def _given(reader: object) -> Given:
    """What the file says of itself; damage there costs nothing else."""
    try:
        meta = getattr(reader, "metadata", None) or {}
        title = " ".join(str(meta.get("/Title") or "").split()) or None
        stamp = _STAMP.match(str(meta.get("/CreationDate") or ""))
    except Exception:  # any text may stand there, encoded in any way
        return Given(notes=("what the file says of itself cannot be read",))
    published, notes = given_date("-".join(stamp.groups())) if stamp else (None, ())
    return Given(title=title if title and " " in title else None, published=published, notes=notes)
