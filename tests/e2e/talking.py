"""What a visitor does, and what comes back."""

from __future__ import annotations

import time
import uuid
from typing import Any

import httpx

from tests.gateway.running import Visitor, said

Event = dict[str, Any]
LATE_SECONDS = 30.0


def ask(visitor: Visitor, text: str) -> list[Event]:
    """Says something; returns what the assistant answers, however late it is."""
    return said(reply(visitor, text))


def reply(visitor: Visitor, text: str) -> dict[str, Any]:
    """Says something; returns the whole reply, with the cards in it."""
    return whole(visitor, {"client_id": str(uuid.uuid4()), "text": text})


def press(visitor: Visitor, choice: str) -> list[Event]:
    """Presses a button."""
    return said(whole(visitor, {"client_id": str(uuid.uuid4()), "choice": choice}))


def whole(visitor: Visitor, message: dict[str, str]) -> dict[str, Any]:
    """The complete reply to a message: asked for again while it is late, as a client may."""
    end = time.monotonic() + LATE_SECONDS
    while True:
        response = visitor.post(message)
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        if not body["late"]:
            return body
        assert time.monotonic() < end, "no answer came"


def topic_of(answers: list[Event]) -> str | None:
    """The topic that was answered first."""
    assert answers, "there was no answer"
    topic: str | None = answers[0].get("topic")
    return topic


def buttons(answers: list[Event]) -> dict[str, str]:
    """The choice of every button, by title."""
    return {one["title"]: one["choice"] for event in answers for one in event.get("buttons", [])}


def kinds(answers: list[Event]) -> list[str | None]:
    """What each message is on the steps of a release; None for one that is not theirs."""
    return [one.get("release", {}).get("kind") for one in answers]


def step(answers: list[Event]) -> Event:
    """The message that is a step."""
    found = [one for one in answers if kinds([one]) == ["step"]]
    assert len(found) == 1, [one.get("text") for one in answers]
    return found[0]


def number(answers: list[Event]) -> int:
    """Which step is said."""
    return int(step(answers)["release"]["n"])


def is_clean_failure(response: httpx.Response) -> bool:
    """Whether an error is the visitor's (4xx), has help in it, and shows nothing of the code."""
    body = response.json()
    return (
        400 <= response.status_code < 500
        and bool(body["help"]["numbers"])
        and shows_no_code(response)
    )


def shows_no_code(response: httpx.Response) -> bool:
    """Whether an answer has no stack trace in it."""
    return not any(
        sign in response.text for sign in ("Traceback", 'File "', ".py", "site-packages")
    )
