"""Questions in plain English, answered from what the record holds, or with the word that it does not hold it."""

from bilat.answers.asking import Answer, Asker, Evidence

__all__ = ["Answer", "Asker", "Evidence"]
