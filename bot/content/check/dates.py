"""Reviews that are due, and numbers that nobody has verified for a while."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from bot.content.check.view import View
from bot.content.document import Document, Where
from bot.content.errors import Level, Problem
from bot.content.fields import as_date
from bot.content.library import CRISIS_FILE, PRACTICE_FILE
from bot.content.practice import SIGNED_OFF
from bot.content.release import RELEASE_FILE

VERIFY_EVERY = timedelta(days=90)
TOLERANCE = timedelta(days=1)
"""A day may be today in one time zone and tomorrow in another."""


def check_dates(view: View) -> Iterator[Problem]:
    """Dates of answers, of the guides, of the states' rules and of crisis numbers against today."""
    yield from _reviews(view)
    yield from _signed_off(view)
    yield from _numbers(view)


def _reviews(view: View) -> Iterator[Problem]:
    for answer in view.answers:
        for variant in answer.variants:
            where = (*variant.where, "metadata")
            yield from _review(view, variant.document, where, variant.metadata, "answer")
    document = view.document(RELEASE_FILE)
    if isinstance(document.data, dict):
        yield from _review(view, document, (), document.data, "guides")


def _review(
    view: View, document: Document, where: Where, data: Mapping[str, Any], what: str
) -> Iterator[Problem]:
    reviewed, due = as_date(data.get("reviewed_on")), as_date(data.get("review_by"))
    if reviewed is not None and reviewed > view.today + TOLERANCE:
        message = f"`reviewed_on` is in the future: {reviewed}."
        mend = "Write the day of the last review."
        spot = (*where, "reviewed_on")
        yield document.problem(spot, message, mend, level=Level.WARNING)
    spot = (*where, "review_by")
    if reviewed is not None and due is not None and due <= reviewed:
        message = f"`review_by` ({due}) is not after `reviewed_on` ({reviewed})."
        yield document.problem(spot, message, "Write the day by which it must be reviewed again.")
    elif due is not None and due < view.today:
        message = f"The review was due on {due}."
        mend = f"Review the {what}, then set `reviewed_on` and `review_by`."
        yield document.problem(spot, message, mend, level=Level.WARNING)


def _signed_off(view: View) -> Iterator[Problem]:
    """Whether the rules of the practice's state may be shown: a clinician of that state says so."""
    practice, release = view.document(PRACTICE_FILE), view.document(RELEASE_FILE)
    if not isinstance(practice.data, dict) or not isinstance(release.data, dict):
        return
    signed, state = as_date(practice.data.get(SIGNED_OFF)), practice.data.get("state")
    if signed is not None and signed > view.today + TOLERANCE:
        message = f"`{SIGNED_OFF}` is in the future: {signed}."
        mend = "Write the day on which a clinician of the state signed its rules off, or delete it."
        yield practice.problem((SIGNED_OFF,), message, mend)
    kinds = release.data.get("states")
    texts = kinds.values() if isinstance(kinds, dict) else ()
    if practice.data.get(SIGNED_OFF) is None and any(
        isinstance(one, dict) and isinstance(state, str) and state in one for one in texts
    ):
        message = f"Nobody has signed off the rules of {state}, so visitors do not see them."
        mend = f"Let a clinician licensed there read them, then add `{SIGNED_OFF}:`."
        yield practice.problem(("state",), message, mend, level=Level.WARNING)


def _numbers(view: View) -> Iterator[Problem]:
    document = view.document(CRISIS_FILE)
    resources = document.data.get("resources") if isinstance(document.data, dict) else None
    mend = "Open the service's own page, then set `verified_on` and `source`."
    for index, one in enumerate(resources if isinstance(resources, list) else []):
        if not isinstance(one, dict) or not isinstance(one.get("id"), str):
            continue
        where = ("resources", index, "verified_on" if "verified_on" in one else "id")
        verified = as_date(one.get("verified_on"))
        if "verified_on" not in one:
            message = f"`{one['id']}` was never verified on the service's own page."
            yield document.problem(where, message, mend, level=Level.WARNING)
        elif verified is not None and verified > view.today + TOLERANCE:
            message = f"`verified_on` is in the future: {verified}."
            mend_day = "Write the day it was verified."
            yield document.problem(where, message, mend_day, level=Level.WARNING)
        elif verified is not None and view.today - verified > VERIFY_EVERY:
            days = (view.today - verified).days
            message = f"`{one['id']}` was last verified {days} days ago."
            yield document.problem(where, message, mend, level=Level.WARNING)
