"""Builds the gateway's Sanic application, and looks after what runs beside it."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from sanic import HTTPResponse, Request, Sanic

from bot.console import app as console
from bot.gateway import handoffs, logs, security
from bot.gateway.conversations import conversations
from bot.gateway.demo import demo
from bot.gateway.desk.contacts import urls_of
from bot.gateway.desk.routes import desk
from bot.gateway.faults import as_api_error
from bot.gateway.page import page
from bot.gateway.parts import Parts, parts_of
from bot.gateway.replies import dumps, failure
from bot.gateway.status import status
from bot.gateway.streams import streams
from bot.gateway.takeaway.routes import failed, is_below, take_aways
from bot.gateway.transcript import transcripts
from bot.gateway.voice import Voice
from bot.gateway.widget import load_or_say, widget
from bot.settings import Settings
from bot.settings import settings as default_settings
from bot.store.errors import StoreUnavailable

log = logging.getLogger(__name__)
NAME = "between-sessions-gateway"
CONTENT_SECONDS = 1.0
STORE_RETRY_SECONDS = 3.0
CLOSE_GRACE_SECONDS = 3.0


def create_app(settings: Settings | None = None, name: str = NAME) -> Sanic[Any, Any]:
    """Build the application. It connects to nothing before it is served.

    Args:
        settings: Those of this process when left out.
        name: Sanic wants it unique in a process.
    """
    settings = settings or default_settings()
    logs.configure(settings.log_level)
    app = Sanic(name, configure_logging=False, dumps=dumps)
    app.config.update(
        ACCESS_LOG=False,
        # Its document and its CORS would stand beside ours, should it be installed.
        AUTO_EXTEND=False,
        FALLBACK_ERROR_FORMAT="json",
        FORWARDED_SECRET=None,
        GRACEFUL_SHUTDOWN_TIMEOUT=5.0,
        MOTD=False,
        PROXIES_COUNT=settings.trusted_proxies or None,
        # For every route but the messages', which reads its body by itself.
        REQUEST_MAX_SIZE=65_536,
        # It rewrites Sanic's own methods, which works once a process: not enough for tests.
        TOUCHUP=False,
        RESPONSE_TIMEOUT=max(60, int(settings.body_timeout + settings.engine_timeout)),
    )
    app.ctx.settings = settings
    app.ctx.tasks = []
    app.blueprint(
        [conversations, desk, transcripts, streams, status, take_aways, widget, demo, page]
    )
    console.prepare(app)
    handoffs.prepare(app, settings)
    app.register_middleware(logs.on_request, "request")
    # Response middleware runs in reverse: the log sees the answer last.
    app.register_middleware(logs.on_response, "response")
    app.register_middleware(security.on_response, "response")
    security.allow_origins(app, settings.allowed_origins)
    app.exception(Exception)(on_error)
    app.before_server_start(start)
    app.before_server_stop(quieten)
    app.after_server_stop(stop)
    return app


async def on_error(request: Request, error: Exception) -> HTTPResponse:
    """Answer any error in the one shape; below the take-aways' address, as a page."""
    voice = parts_of(request).voice
    if is_below(request.path):
        return failed(voice, as_api_error(error))
    return failure(voice, as_api_error(error))


async def start(app: Sanic[Any, Any]) -> None:
    """Read the content and start the jobs; the database may come up later."""
    settings = app.ctx.settings
    voice = Voice(settings.root, has_receivers=bool(urls_of(settings)))
    await asyncio.to_thread(voice.refresh)
    files = await asyncio.to_thread(load_or_say)
    parts = Parts.assemble(settings, voice, files)
    app.ctx.parts = parts
    app.ctx.console = parts.console
    await parts.screener.prepare()
    await _prepare_once(parts)
    app.ctx.tasks = [
        asyncio.create_task(job)
        for job in (
            parts.screener.load(),
            _watch_content(voice),
            _prepare_store(parts),
            parts.sweeper.run(),
            parts.watch.run(),
            handoffs.look_at_contacts(parts.settings),
        )
    ]


async def quieten(app: Sanic[Any, Any]) -> None:
    """Let the streams end, so that the server can."""
    app.ctx.parts.hub.close()


async def stop(app: Sanic[Any, Any]) -> None:
    """End the jobs and close every connection."""
    for task in app.ctx.tasks:
        task.cancel()
    await asyncio.gather(*app.ctx.tasks, return_exceptions=True)
    parts: Parts = app.ctx.parts
    await parts.turns.close(CLOSE_GRACE_SECONDS)
    await parts.desk.close(CLOSE_GRACE_SECONDS)
    await parts.press.close()
    parts.screener.close()
    await parts.engine.close()
    await parts.database.close()


async def _watch_content(voice: Voice) -> None:
    while True:
        await asyncio.sleep(CONTENT_SECONDS)
        await asyncio.to_thread(voice.refresh)


async def _prepare_store(parts: Parts) -> None:
    while not parts.database.ready:
        await asyncio.sleep(STORE_RETRY_SECONDS)
        await _prepare_once(parts)


async def _prepare_once(parts: Parts) -> None:
    try:
        await parts.database.prepare()
    except StoreUnavailable as error:
        log.error("the database is not available: %s; trying again", error)
