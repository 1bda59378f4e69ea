"""Tools for language models: the record over the Model Context Protocol, to read only."""

from bilat.mcp.server import serve

__all__ = ["serve"]
