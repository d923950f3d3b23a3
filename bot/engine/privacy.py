"""Keeps what visitors write out of every log.

Rasa logs the text of messages on several errors, and more at the level `debug`; a failing library may
quote it in an exception. The channel names the text it is working on, and a filter on every handler
withholds each record that holds any part of it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import sys
import traceback
import warnings
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

import structlog

_texts: ContextVar[tuple[str, ...]] = ContextVar("visitor_texts", default=())

WITHHELD = "[withheld: it may hold what a visitor wrote]"
SECRET_KEYS = re.compile(
    r"text|message|_events?$|payload|body|entit|slots|slot_|tracker|states|successes|^response$",
    re.IGNORECASE,
)
SHORTEST = 3
"""Bytes of a run of words that counts as part of a message: "ok" tells nothing about anybody."""

_ESCAPED = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|[nrt])")
_WORDS = re.compile(r"\w+")


@contextlib.contextmanager
def visitor_text(*texts: str) -> Iterator[None]:
    """Withholds log records that hold these texts while the block runs, in this task and its children."""
    token = _texts.set((*_texts.get(), *(text for text in texts if text)))
    try:
        yield
    finally:
        _texts.reset(token)


def withhold(line: str) -> str:
    """Returns the line, or a remark in its place if it holds part of a visitor's message."""
    return WITHHELD if any(_shares(line, text) for text in _texts.get()) else line


def _shares(line: str, text: str) -> bool:
    """Whether the line holds the text, or any three words of it in a row, in whatever spelling."""
    words = _words(text)
    plain = f" {' '.join(_words(line))} "
    flat = plain + f" {' '.join(_words(_ESCAPED.sub(_unescape, line)))} "
    runs = (" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2)))
    return any(len(run.encode(errors="replace")) >= SHORTEST and f" {run} " in flat for run in runs)


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())


def _unescape(match: re.Match[str]) -> str:
    """JSON and `repr` write other letters, and the ends of lines, as escapes."""
    digits = match[1] or match[2] or match[3]
    return chr(int(digits, 16)) if digits and int(digits, 16) <= sys.maxunicode else " "


class Withholding(logging.Filter):
    """Passes every record, without visitors' text and without the messages of exceptions."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrites the record where needed; never drops it."""
        try:
            message = record.getMessage()
        except Exception:  # a broken format string must not stop the server
            message = str(record.msg)
        if record.name == "asyncio":
            # Its second line quotes an exception that nobody fetched, in no visitor's context any more.
            message = message.partition("\n")[0]
        record.msg, record.args = withhold(message), None
        if record.exc_info:
            record.exc_text = without_messages(record.exc_info[1])
            record.exc_info = None
        return True


def without_messages(error: BaseException | None) -> str:
    """A traceback of files, lines and exception types: an exception's message may quote a visitor."""
    lines: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.extract_tb(error.__traceback__)
        lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or error.__context__
    return "\n".join(lines)


def strip_values(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """A structlog processor: leaves out visitors' values, and what exceptions say."""
    kept = {key: _harmless(key, value) for key, value in event.items()}
    if kept.get("exc_info"):
        error = kept["exc_info"]
        if not isinstance(error, BaseException):
            error = error[1] if isinstance(error, tuple) else sys.exc_info()[1]
        kept["traceback"] = without_messages(error)
        kept["exc_info"] = False  # not absent: structlog would put it back
    return kept


def _harmless(key: str, value: Any) -> Any:
    if key != "event" and SECRET_KEYS.search(key):
        return WITHHELD
    return withhold(value) if isinstance(value, str) else value


def install() -> None:
    """Puts the filter on every handler, those of later `logging` set-ups included."""
    if os.environ.get("BETWEEN_SESSIONS_LOG_TEXT") == "1":
        return  # for `rasa shell --debug` on one's own words
    original_handle = logging.Handler.handle
    filter_ = Withholding()

    def handle(self: logging.Handler, record: logging.LogRecord) -> Any:
        if not getattr(record, "withholding", False):
            filter_.filter(record)
            record.withholding = True
        return original_handle(self, record)

    logging.Handler.handle = handle  # type: ignore[method-assign]
    _withhold_warnings()
    configure = structlog.configure

    def configure_with_processor(*args: Any, **kwargs: Any) -> None:
        processors = kwargs.get("processors")
        if processors is not None:
            kwargs["processors"] = [strip_values, *processors]
        configure(*args, **kwargs)

    structlog.configure = configure_with_processor


def _withhold_warnings() -> None:
    """Warnings go to standard error without any handler, and Rasa's quote a message that it cannot read."""
    original = warnings.showwarning

    def showwarning(message: Warning | str, *args: Any, **kwargs: Any) -> None:
        original(withhold(str(message)), *args, **kwargs)

    warnings.showwarning = showwarning
