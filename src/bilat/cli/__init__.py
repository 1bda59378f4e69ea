"""The commands: a thin shell around `bilat.open(...)`, whose methods have the same names."""

from bilat.cli.app import bilat, main, run

__all__ = ["bilat", "main", "run"]
