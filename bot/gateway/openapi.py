"""The OpenAPI document, from the models of `api.py` and the table of routes below."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.gateway import api

VERSION = "1.0.0"
REF = "#/components/schemas/{model}"


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    summary: str
    status: int
    answer: type[BaseModel] | None
    errors: tuple[int, ...] = ()
    body: type[BaseModel] | None = None
    body_required: bool = True
    token: bool = False
    media: str = "text/event-stream"
    """Of an answer that has no model."""
    is_page: bool = False
    """Its errors are pages too."""


_ONE = "/v1/conversations/{conversation_id}"
_OPEN = (401, 404, 410, 429, 500, 503)
OPERATIONS = (
    Operation(
        "post",
        "/v1/conversations",
        "Start a conversation.",
        201,
        api.Created,
        (400, 409, 413, 429, 500, 503),
        api.CreateIn,
        body_required=False,
    ),
    Operation(
        "post",
        f"{_ONE}/messages",
        "Send a message; a retry with the same client_id gets the first reply.",
        200,
        api.Reply,
        (400, 401, 404, 408, 410, 413, 429, 500, 503),
        api.MessageIn,
        token=True,
    ),
    Operation(
        "get",
        f"{_ONE}/events",
        "Read the events after a number, then each new one (text/event-stream).",
        200,
        None,
        (400, 401, 404, 410, 429, 500, 503),
        token=True,
    ),
    Operation(
        "get",
        f"{_ONE}/transcript",
        "Download all that was said, as a text file.",
        200,
        None,
        (401, 404, 410, 500, 503),
        token=True,
        media="text/plain",
    ),
    Operation(
        "get", f"{_ONE}/desk", "Who has the conversation.", 200, api.DeskNow, _OPEN, token=True
    ),
    Operation(
        "post",
        f"{_ONE}/desk",
        "Ask for a human, answer the offer, leave, or leave a message.",
        200,
        api.DeskReply,
        (400, 401, 404, 408, 409, 410, 413, 429, 500, 503),
        api.DeskIn,
        token=True,
    ),
    Operation(
        "post",
        f"{_ONE}/presence",
        "Say what the page shows, and whether the visitor types.",
        204,
        None,
        (400, *_OPEN),
        api.PresenceIn,
        token=True,
    ),
    Operation(
        "delete",
        _ONE,
        "Delete a conversation for good.",
        204,
        None,
        (401, 404, 410, 500, 503),
        token=True,
    ),
    Operation(
        "get",
        "/release/{guide}",
        "A page to print: the checklist of a walk through the steps, and what goes with it.",
        200,
        None,
        (400, 404, 429, 500, 503),
        media="text/html",
        is_page=True,
    ),
    Operation(
        "get",
        "/release/{guide}.pdf",
        "The same as a tagged PDF (PDF/UA-1).",
        200,
        None,
        (400, 404, 429, 500, 503),
        media="application/pdf",
        is_page=True,
    ),
    Operation("get", "/v1/widget", "What the chat widget shows.", 200, api.WidgetOut, (500,)),
    Operation(
        "get",
        "/widget/between-sessions.js",
        "The newest launcher of the chat widget.",
        200,
        None,
        (404,),
        media="text/javascript",
    ),
    Operation(
        "get",
        "/widget/{name}",
        "A file of the chat widget, by a name that is new with every change of it.",
        200,
        None,
        (404,),
        media="text/javascript",
    ),
    Operation("get", "/v1/help", "Whom to turn to.", 200, api.Help),
    Operation("get", "/healthz", "Whether the process is up.", 200, api.Healthy),
    Operation("get", "/readyz", "Whether a visitor would be answered.", 200, api.Ready, (503,)),
)


@lru_cache
def document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document."""
    models: list[type[BaseModel]] = [
        api.CreateIn,
        api.MessageIn,
        api.DeskIn,
        api.DeskNow,
        api.DeskReply,
        api.PresenceIn,
        api.Created,
        api.Reply,
        api.Failure,
        api.Help,
        api.WidgetOut,
        api.Ready,
        api.Healthy,
        api.MessageEvent,
        api.CardEvent,
        api.StateEvent,
        api.TypingEvent,
    ]
    _, definitions = models_json_schema([(one, "validation") for one in models], ref_template=REF)
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Between Sessions",
            "version": VERSION,
            "description": "Chat API of a scripted, automated assistant. Every error carries"
            " `help`; when the message showed danger, it carries the crisis `card` too.",
        },
        "paths": paths,
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {"conversation": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary,
        "operationId": f"{operation.method}_{operation.path.strip('/').replace('/', '_')}",
        "responses": {str(operation.status): _success(operation)},
    }
    described["operationId"] = re.sub(r"[{}]", "", described["operationId"]).replace(".", "_")
    for status in operation.errors:
        described["responses"][str(status)] = {
            "description": "Failure",
            "content": _text("text/html") if operation.is_page else _json(api.Failure),
        }
    if parameters := _parameters(operation.path):
        described["parameters"] = parameters
    if operation.body is not None:
        described["requestBody"] = {
            "required": operation.body_required,
            "content": _json(operation.body),
        }
    if operation.token:
        described["security"] = [{"conversation": []}]
    return described


def _success(operation: Operation) -> dict[str, Any]:
    if operation.answer is not None:
        return {"description": operation.summary, "content": _json(operation.answer)}
    if operation.status == 204:
        return {"description": operation.summary}
    return {
        "description": operation.summary,
        "content": _text(operation.media),
    }


def _parameters(path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", path)
    ]
    if "{guide}" in path:
        found.append(
            {
                "name": "answers",
                "in": "query",
                "description": "The ids of answers by the ids of questions: `age=minor&direction=one_way`.",
                "schema": {"type": "object", "additionalProperties": {"type": "string"}},
            }
        )
    if path.endswith("/events"):
        found.append({"name": "after", "in": "query", "schema": {"type": "integer", "default": 0}})
    return found


def _text(media: str) -> dict[str, Any]:
    return {media: {"schema": {"type": "string"}}}


def _json(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": REF.format(model=model.__name__)}}}
