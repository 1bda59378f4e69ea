"""What a page that cannot be shown answers with: `application/problem+json`, or a page that says the same."""

from __future__ import annotations

from bilat.model import BilatError

TITLES = {
    400: "This cannot be asked",
    403: "Not from there",
    404: "Not in the record",
    405: "Not this way",
    413: "Too long",
    415: "Not in this form",
    421: "Not this host",
    500: "A fault of bilat's own",
    503: "Too much for a page",
}


class Problem(BilatError):
    """An answer of another status than 200, with what to do."""

    def __init__(self, status: int, detail: str) -> None:
        """`detail` is a sentence for the user."""
        super().__init__(detail)
        self.status = status
        self.detail = detail

    def row(self) -> dict[str, object]:
        """The members of RFC 9457."""
        return {"type": "about:blank", "title": TITLES[self.status], "status": self.status, "detail": self.detail}
