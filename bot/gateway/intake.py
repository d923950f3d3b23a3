"""A visitor's request body: read within bounds, searched for words, then parsed."""

from __future__ import annotations

import asyncio
import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError
from sanic import Request
from sanic.exceptions import SanicException

from bot.gateway.api import MessageIn
from bot.gateway.errors import ApiError
from bot.settings import Settings

# Every C0 and C1 control but tab and new line; lone surrogates, which no encoding carries.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ID = re.compile(r"[0-9a-fA-F-]{32,36}")
_SHORT_ESCAPES = {"n": "\n", "t": "\t", "r": "\n", "b": "", "f": ""}


Model = TypeVar("Model", bound=BaseModel)


class Stream(Protocol):
    """Where a body comes from, piece by piece; None or b"" at its end."""

    async def read(self) -> bytes | None:
        """Return the next piece."""


@dataclass(frozen=True)
class Body:
    """What has arrived, and why it is not all of it."""

    data: bytes
    problem: ApiError | None = None


async def body_of(request: Request, settings: Settings) -> Body:
    """Read a body up to `max_body_bytes`; what is above, up to `max_drain_bytes`, is dropped.

    A server that closes on a client that still sends makes it miss the reply, and the reply may
    be the crisis card.
    """
    # Http1 of a route with `stream` reads by itself.
    stream: Stream = request.stream  # type: ignore[assignment]
    data = bytearray()
    dropped = 0
    try:
        async with asyncio.timeout(settings.body_timeout):
            while piece := await stream.read():
                room = max(0, settings.max_body_bytes - len(data))
                data += piece[:room]
                dropped += max(0, len(piece) - room)
                if dropped > settings.max_drain_bytes:
                    break
    except TimeoutError:
        return Body(bytes(data), ApiError(408, "body_incomplete"))
    except SanicException:
        return Body(bytes(data), ApiError(400, "body_incomplete"))
    return Body(bytes(data), ApiError(413, "body_too_large") if dropped else None)


def words_of(data: bytes) -> str:
    """Return all the words of a body, for the danger screen only; never fails.

    JSON that is cut short or malformed is searched as it stands, with its escapes undone.
    """
    try:
        return clean("\n".join(_strings(_loads(data)))).strip()
    except (ValueError, RecursionError):
        text = data.decode("utf-8", errors="replace")
        if text.count("\x00") > len(text) // 3:
            # Most likely UTF-16: every other byte of Latin text is zero there.
            text = data.decode("utf-16", errors="replace")
        return clean(_ESCAPE.sub(_unescape, text))


def message_in(data: bytes) -> MessageIn | None:
    """Return the message in a body, or None where `parse` says why there is none."""
    try:
        return parse(data)
    except ApiError:
        return None


def parse(data: bytes) -> MessageIn:
    """Return the message in a body.

    Raises:
        ApiError: It is not JSON, or not a message.
    """
    message = parse_as(MessageIn, data)
    if message.text == "":
        raise ApiError(400, "empty_message")
    return message


def parse_as(model: type[Model], data: bytes) -> Model:
    """Return what is in a body, with its strings cleaned.

    Raises:
        ApiError: It is not JSON, or not of this model.
    """
    try:
        value = _loads(data)
    except (ValueError, RecursionError):
        raise ApiError(400, "bad_json") from None
    if isinstance(value, dict):
        value = {
            key: clean(one).strip() if isinstance(one, str) else one for key, one in value.items()
        }
    try:
        return model.model_validate(value)
    except (ValidationError, RecursionError) as error:
        raise ApiError(400, "bad_request", _detail(error, model)) from None


def clean(text: str) -> str:
    """Return `text` without what no database and no reader can hold."""
    return _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub("", text.replace("\r", "\n")))


def _loads(data: bytes) -> Any:
    # json.loads guesses UTF-16 and UTF-32 by itself, and accepts a byte order mark only if told.
    return json.loads(data.removeprefix(codecs.BOM_UTF8))


def _strings(value: Any) -> Iterator[str]:
    """Yield every string in a JSON value, the values before the names."""
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            pending.extend(reversed(one))
        elif isinstance(one, dict):
            # The client's id is no word of the visitor's, and would stand between two of them.
            said = {key: part for key, part in one.items() if key not in {"client_id", "text"}}
            pending.extend(key for key in said if len(key) > 20)
            pending.extend(reversed(said.values()))
            if not _is_id(one.get("client_id")):
                pending.append(one.get("client_id"))
            # Last in, first out: findings give places in the text.
            pending.append(one.get("text"))


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _unescape(match: re.Match[str]) -> str:
    code = match.group(1)
    if len(code) == 5:
        return chr(int(code[1:], 16))
    return _SHORT_ESCAPES.get(code, code)


def _detail(error: Exception, model: type[BaseModel]) -> str:
    """Say which fields are wrong, without what was in them."""
    if not isinstance(error, ValidationError):
        return "nested too deeply"
    known = set(model.model_fields)
    parts = []
    for one in error.errors(include_input=False, include_url=False, include_context=False):
        name = str(one["loc"][0]) if one["loc"] else "body"
        parts.append(f"{name if name in known else 'body'}: {one['type']}")
    return "; ".join(sorted(set(parts)))
