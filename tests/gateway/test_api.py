"""The public description has a field for everything that is sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from bot.content import load_library
from bot.gateway import api
from bot.gateway.openapi import document
from bot.safety import About, Category, Finding, Severity, crisis_card
from bot.safety.card import compact_card
from bot.settings import ROOT
from tests.gateway.running import RunningGateway, Visitor
from tests.gateway.standin import StandIn

DANGER = "I want to kill myself"
LIBRARY = load_library(ROOT)


def undescribed(value: Any, path: str = "") -> Iterator[str]:
    """Each key in a parsed body that its model has no field for."""
    if isinstance(value, list):
        for one in value:
            yield from undescribed(one, f"{path}[]")
    elif isinstance(value, BaseModel):
        yield from (f"{path}.{key}" for key in value.model_extra or {})
        for name in type(value).model_fields:
            yield from undescribed(getattr(value, name), f"{path}.{name}")


def described(model: type[BaseModel], body: dict[str, Any]) -> None:
    """Check that a body fits its model, and that the model hides nothing of it."""
    parsed = model.model_validate(body)
    assert list(undescribed(parsed)) == []
    assert parsed.model_dump(by_alias=True, exclude_unset=True, mode="json") == body


def test_the_check_sees_what_has_no_field() -> None:
    practice = {"name": "A", "phone": "1", "hours": "never", "fictional": True, "odd": 1}
    body = {"language": "en", "numbers": [], "practice": practice}
    assert list(undescribed(api.Help.model_validate(body))) == [".practice.odd"]


def test_a_new_conversation_and_an_answer_are_described(visitor: Visitor) -> None:
    described(api.Created, visitor.first)
    described(api.Reply, visitor.say("Can my therapist text me?").json())
    (choice, *_) = [one["choice"] for one in visitor.first["events"][0]["buttons"]]
    described(api.Reply, visitor.press(choice).json())


def test_a_greeting_and_a_pressed_button_are_described(visitor: Visitor) -> None:
    told = visitor.http.get("/v1/widget").json()
    described(api.WidgetOut, told)
    wanted = {"consent": told["first_screen"]["version"], "language": "es"}
    described(api.CreateIn, wanted)
    body = visitor.http.post("/v1/conversations", json=wanted).json()
    described(api.Created, body)
    visitor.id, visitor.token = body["id"], body["token"]
    (choice, *_) = [one["choice"] for one in body["events"][0]["buttons"]]
    (pressed, *_) = visitor.press(choice).json()["events"]
    described(api.MessageEvent, pressed)
    assert pressed["choice"] == choice


def test_a_card_and_the_way_back_are_described(visitor: Visitor) -> None:
    body = visitor.say(DANGER).json()
    described(api.Reply, body)
    (card,) = [one for one in body["events"] if one["type"] == "card"]
    (back,) = card["buttons"]
    assert back["kind"] == "back"
    described(api.Reply, visitor.press(back["choice"]).json())


def test_an_apology_is_described(visitor: Visitor, engine: StandIn) -> None:
    engine.status = 500
    described(api.Reply, visitor.say("hello").json())


def test_a_late_reply_is_described(serve: Callable[..., RunningGateway], engine: StandIn) -> None:
    visitor = Visitor(serve(late_after=0.2)).begin()
    engine.gate.clear()
    body = visitor.say("hello").json()
    engine.gate.set()
    assert body["late"]
    described(api.Reply, body)


def test_a_refusal_with_a_card_is_described(visitor: Visitor) -> None:
    body = visitor.http.post(
        "/v1/conversations/none/messages", json={"client_id": str(uuid.uuid4()), "text": DANGER}
    ).json()
    assert body["card"]
    described(api.Failure, body)


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("minor", [False, True])
def test_every_card_is_described(category: Category, language: str, minor: bool) -> None:
    for about in About:
        finding = Finding(category, about, Severity.EMERGENCY, "rules", "example", (0, 1))
        described(api.Card, crisis_card([finding], LIBRARY.crisis, language=language, minor=minor))


def test_the_compact_card_is_described() -> None:
    described(api.Card, compact_card(LIBRARY.crisis, "es"))


def test_the_document_has_the_models_of_a_card() -> None:
    schemas = document()["components"]["schemas"]
    needed = {"buttons", "urgent", "minor", "more", "leave", "language"}
    assert needed <= schemas["CardEvent"]["properties"].keys()
    assert needed - {"buttons"} <= schemas["Card"]["properties"].keys()
    assert "back" in schemas["Button"]["properties"]["kind"]["enum"]
    for outcome in ("concern", "back"):
        assert outcome in schemas["MessageEvent"]["properties"]["outcome"]["description"]
