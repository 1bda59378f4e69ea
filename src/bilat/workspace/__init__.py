"""The rooms put together: one object on one record, with a method for each command."""

from bilat.workspace.asked import UsageError
from bilat.workspace.pool import Coder, CodingRoom
from bilat.workspace.reading import Step, Summary, read_into
from bilat.workspace.space import Workspace

__all__ = ["Coder", "CodingRoom", "Step", "Summary", "UsageError", "Workspace", "read_into"]
