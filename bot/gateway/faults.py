"""Every exception as an error that a client may see. What is unexpected is logged, by its place."""

from __future__ import annotations

import asyncio
import logging

from sanic.exceptions import SanicException

from bot.gateway.errors import ApiError
from bot.store.errors import ConversationGone, StoreUnavailable

log = logging.getLogger(__name__)

_CODES = {404: "not_found", 405: "method_not_allowed", 408: "body_incomplete"}


def as_api_error(error: BaseException) -> ApiError:
    """Return the error to show for `error`."""
    if isinstance(error, ApiError):
        return error
    if isinstance(error, ConversationGone):
        return ApiError(404, "conversation_not_found")
    if isinstance(error, StoreUnavailable):
        log.warning("the database did not answer: %s", error)
        return ApiError(503, "store_unavailable", retry_after=2)
    if isinstance(error, SanicException):
        return _of_sanic(error)
    if isinstance(error, asyncio.CancelledError):
        return ApiError(503, "internal")
    log.error("unexpected error", exc_info=error)
    return ApiError(500, "internal")


def _of_sanic(error: SanicException) -> ApiError:
    status = error.status_code or 500
    if status == 413:
        return ApiError(413, "body_too_large")
    if status >= 500:
        log.error("error of the server: %s", type(error).__name__)
        return ApiError(status, "internal")
    return ApiError(status, _CODES.get(status, "bad_request"))
