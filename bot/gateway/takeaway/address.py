"""The addresses of the page and the PDF: a guide's id, and the ids of the answers."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl, urlencode

from bot.gateway.errors import ApiError
from bot.release.guide import Answers, Release
from bot.release.state import known

FOLDER: Final = "/release"
PDF: Final = ".pdf"
LONGEST_QUERY: Final = 500
"""Characters; all the answers there are take less."""


def page_of(release: Release, guide: str, answers: Answers) -> str:
    """Return the page's address; an answer that the content does not have is left out."""
    return _address(release, guide, "", answers)


def pdf_of(release: Release, guide: str, answers: Answers) -> str:
    """Return the PDF's address, in the same way."""
    return _address(release, guide, PDF, answers)


def answers_in(query: str) -> dict[str, str]:
    """Return the answers that a query holds; whether there are such is seen by whoever takes them.

    Raises:
        ApiError: It is too long, or asks something twice.
    """
    if len(query) > LONGEST_QUERY:
        raise ApiError(400, "no_such_answer")
    pairs = parse_qsl(query, keep_blank_values=True)
    answers = dict(pairs)
    if len(answers) < len(pairs):
        raise ApiError(400, "no_such_answer")
    return answers


def _address(release: Release, guide: str, ending: str, answers: Answers) -> str:
    query = urlencode(known(release, answers))
    return f"{FOLDER}/{guide}{ending}{'?' if query else ''}{query}"
