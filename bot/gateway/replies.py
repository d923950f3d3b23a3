"""How answers go out: JSON that any reader can hold, and one shape for every error."""

from __future__ import annotations

import json
from typing import Any

from sanic import HTTPResponse
from sanic.response import raw

from bot.gateway.errors import ApiError
from bot.gateway.voice import Voice


def dumps(value: Any) -> str:
    """Return compact JSON in ASCII, so that no odd character can break it."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> HTTPResponse:
    """Return a JSON answer."""
    return raw(
        dumps(value).encode(), status=status, headers=headers, content_type="application/json"
    )


def failure(
    voice: Voice,
    error: ApiError,
    card: dict[str, Any] | None = None,
    extra: dict[str, Any] | None = None,
) -> HTTPResponse:
    """Return an error: what went wrong, whom to turn to, and the crisis card if it is due.

    It is in the card's language. Which one the conversation is in is not known here, so that the
    message is there in Spanish too.
    """
    language = card["language"] if card else "en"
    key = f"error_{error.code}"
    body: dict[str, Any] = {
        "error": {
            "code": error.code,
            "message": voice.say_in(language, key),
            "message_es": voice.say_in("es", key),
        },
        "help": voice.help(language),
        **(extra or {}),
    }
    if error.detail:
        body["error"]["detail"] = error.detail
    if card is not None:
        body["card"] = card
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else None
    return answer(body, error.status, headers)
