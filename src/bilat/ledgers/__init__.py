"""What the happenings of a kind tell together, as of any day."""

from bilat.ledgers.view import View

__all__ = ["View"]
