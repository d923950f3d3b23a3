"""The routes that say how things are, and whom to turn to."""

from __future__ import annotations

import asyncio

from sanic import Blueprint, HTTPResponse, Request

from bot.gateway.errors import ApiError
from bot.gateway.openapi import document
from bot.gateway.parts import parts_of
from bot.gateway.replies import answer, failure

status = Blueprint("status")


@status.get("/v1/help")
async def help_(request: Request) -> HTTPResponse:
    """Say whom to turn to."""
    return answer(parts_of(request).voice.help())


@status.route("/healthz", methods=["GET", "HEAD"])  # type: ignore[untyped-decorator]
async def healthz(request: Request) -> HTTPResponse:
    """Say that the process is up."""
    return answer({"status": "up"})


@status.route("/readyz", methods=["GET", "HEAD"])  # type: ignore[untyped-decorator]
async def readyz(request: Request) -> HTTPResponse:
    """Say, part by part, whether a visitor would be answered."""
    gateway = parts_of(request)
    database, model = await asyncio.gather(gateway.database.ping(), gateway.engine.model())
    content = gateway.voice.healthy
    state = {
        # With faulty content the last good one is served, so that does not stop the traffic.
        "ready": database and model is not None,
        "parts": {
            "database": {"ok": database},
            "engine": {"ok": model is not None, "model": model},
            "content": {"ok": content},
        },
    }
    if state["ready"]:
        return answer(state)
    return failure(gateway.voice, ApiError(503, "not_ready", retry_after=5), extra=state)


@status.get("/openapi.json")
async def openapi(request: Request) -> HTTPResponse:
    """Describe the API."""
    return answer(document())
