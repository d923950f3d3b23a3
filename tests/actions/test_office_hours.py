"""The action, asked as Rasa asks it: over HTTP, of a server started as the runner starts it."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions import office_hours
from actions.office_hours import ActionOfficeHours
from bot.content import load_library
from bot.content.library import Library
from bot.content.opening import opening
from tests.engine.running import ROOT, free_port, serving

NAME = "action_office_hours"
OPEN = datetime(2026, 11, 23, 18, tzinfo=UTC)  # Monday, 10 am Pacific time
SUNDAY = datetime(2026, 11, 22, 18, tzinfo=UTC)
CALL = {
    "next_action": NAME,
    "sender_id": "c_1",
    "version": "3.6.21",
    "domain": {},
    "tracker": {
        "sender_id": "c_1",
        "slots": {},
        "latest_message": {},
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    },
}


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(ROOT)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = tmp_path_factory.mktemp("actions") / "actions.log"
    with serving(ROOT, log, f"{url}/health", "run", "actions", "--port", str(port)):
        yield url


def _post(url: str, body: Any) -> Any:
    data = json.dumps(body).encode()
    request = urllib.request.Request(f"{url}/webhook", data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


def test_the_action_server_says_the_hours_now(server: str, library: Library) -> None:
    before = opening(library.practice, datetime.now(UTC))
    answer = _post(server, CALL)
    after = opening(library.practice, datetime.now(UTC))
    (said,) = answer["responses"]
    expected = {
        "utter_office_open" if found.is_open else "utter_office_closed" for found in (before, after)
    }
    assert said["response"] in expected
    assert answer["events"] == []
    assert library.responses[said["response"]]


async def _run(monkeypatch: pytest.MonkeyPatch, at: datetime) -> dict[str, Any]:
    """The action through rasa_sdk's own executor, at a moment."""
    monkeypatch.setattr(office_hours, "now", lambda: at)
    executor = ActionExecutor()
    executor.register_package("actions")
    result = await executor.run(CALL)
    assert result is not None
    (said,) = result["responses"]
    return dict(said)


async def test_an_open_office_says_until_when(monkeypatch: pytest.MonkeyPatch) -> None:
    said = await _run(monkeypatch, OPEN)
    assert said["response"] == "utter_office_open"
    assert said["office.closes"] == "Monday, November 23, 6 pm"


async def test_a_closed_office_says_when_it_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    said = await _run(monkeypatch, SUNDAY)
    assert said["response"] == "utter_office_closed"
    assert said["office.opens"] == "Monday, November 23, 9 am"


def test_without_a_next_opening_the_usual_hours_are_said(library: Library) -> None:
    from dataclasses import replace

    never = replace(library.practice, weekly={})
    assert office_hours.office_hours(never, OPEN) == ("utter_office_hours", {})


@pytest.mark.parametrize("name", ["utter_office_open", "utter_office_closed", "utter_office_hours"])
def test_each_wording_names_the_zone_and_promises_no_answer(library: Library, name: str) -> None:
    text = library.fill(library.responses[name].default.text)
    assert library.practice.zone_name in text
    assert not re.search(r"will (?:answer|call|reply|pick up)|guarantee|always", text)


@pytest.mark.parametrize(
    ("name", "value"), [("utter_office_open", "closes"), ("utter_office_closed", "opens")]
)
def test_each_wording_names_the_time_that_the_action_finds_out(
    library: Library, name: str, value: str
) -> None:
    assert f"{{office.{value}}}" in library.responses[name].default.text


async def test_all_that_the_action_says_exists_at_any_hour(library: Library) -> None:
    for hour in range(24 * 14):
        name, values = office_hours.office_hours(library.practice, OPEN + timedelta(hours=hour))
        text = library.responses[name].default.text
        for key, value in values.items():
            text = text.replace(f"{{{key}}}", value)
        assert "{" not in library.fill(text)


def test_the_action_and_the_domain_agree_on_its_name() -> None:
    assert f"- {ActionOfficeHours().name()}" in (ROOT / "domain.yml").read_text()
    assert f"action: {NAME}" in "".join(
        path.read_text() for path in Path(ROOT / "data" / "stories").glob("*.yml")
    )


async def test_the_action_is_thin_enough_to_run_without_rasa() -> None:
    dispatcher = CollectingDispatcher()
    await ActionOfficeHours().run(dispatcher, None, {})  # type: ignore[arg-type]
    assert len(dispatcher.messages) == 1
