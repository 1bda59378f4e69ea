"""The record in the formats of other programs; `FORMS` is the one list of them.

What makes a format is loaded when it is asked for.
"""

from bilat.exports.forms import BRIEFS, FORMS, WAYS, Form
from bilat.exports.making import MissingExtra, columns_of, fields_of, rows, save, text
from bilat.exports.shapes import Column, Row, Scope

__all__ = [
    "BRIEFS",
    "FORMS",
    "WAYS",
    "Column",
    "Form",
    "MissingExtra",
    "Row",
    "Scope",
    "columns_of",
    "fields_of",
    "rows",
    "save",
    "text",
]
