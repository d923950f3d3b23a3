"""The log: what happened and where, never what anybody wrote.

Libraries put addresses, parameters and the values of exceptions in their messages, and a visitor's
words can be in each. So only messages of this project are printed; of all others the log keeps the
level, the place, and the types of the exceptions with their stack.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback

from sanic import Request
from sanic.response import BaseHTTPResponse

access = logging.getLogger("bot.gateway.access")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class QuietFormatter(logging.Formatter):
    """Prints this project's messages, and of other loggers only the place."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one record as text."""
        at = self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z")
        if record.name == "bot" or record.name.startswith("bot."):
            said = record.getMessage()
        else:
            said = f"(message not shown) {record.module}:{record.lineno} {record.funcName}"
        line = f"{at} {record.levelname} {record.name}: {said}"
        if record.exc_info and record.exc_info[1] is not None:
            line += "".join(f"\n  {one}" for one in _stack(record.exc_info[1]))
        return line


def _stack(error: BaseException) -> list[str]:
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        frames = traceback.extract_tb(current.__traceback__)
        lines.extend(f"  at {one.filename}:{one.lineno} {one.name}" for one in frames)
        current = current.__cause__ or current.__context__
    return lines


def configure(level: str) -> None:
    """Send every logger through the quiet formatter, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(QuietFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("bot").setLevel(level.upper())


def on_request(request: Request) -> None:
    """Note when a request began."""
    request.ctx.began = time.perf_counter()


def on_response(request: Request, response: BaseHTTPResponse) -> None:
    """Log method, route, status and time: no address, no query, no id."""
    route = f"/{request.route.path.lstrip('/')}" if request.route else "-"
    method = request.method if request.method in _METHODS else "OTHER"
    began = getattr(request.ctx, "began", None)
    took = f"{(time.perf_counter() - began) * 1000:.1f}ms" if began is not None else "-"
    access.info("%s %s %s %s", method, route, response.status, took)
