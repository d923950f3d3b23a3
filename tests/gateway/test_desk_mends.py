"""What must not come to nothing at the desk: notices that are lost, visitors who leave, late words."""

from __future__ import annotations

import asyncio
import json
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.gateway.desk.watch import LOST_SECONDS
from bot.gateway.parts import Parts
from bot.handoff.episode import Episode
from bot.handoff.events import Accept
from bot.store.errors import StoreUnavailable
from tests.e2e.assistant import locked
from tests.e2e.desk import QUICK, Colleague, GatewayProcess, Guest, Practice, set_hours, until
from tests.gateway.running import RunningGateway, Serve, gives_up_soon
from tests.gateway.standin import StandIn
from tests.gateway.test_desk import understand
from tests.handoff.receivers import Web

DANGER = "I want to die"
EMERGENCY = "I just took a whole bottle of pills"

Open = Callable[..., Practice]


@pytest.fixture
def opened(web: Web, other_web: Web, open_practice: Open) -> Open:
    """Opens a practice, or a closed one; it ends before its receivers do."""
    return open_practice


def parts_of(practice: Practice) -> Parts:
    parts = practice.gateway.app.ctx.parts
    assert isinstance(parts, Parts)
    return parts


def look(practice: Practice) -> None:
    """Let the desk's clock look once more, to the end."""
    practice.gateway.call(parts_of(practice).watch.look())


def texts(guest: Guest) -> list[str]:
    return [event["text"] for event in guest.events() if "text" in event]


# A visitor who leaves


def test_a_press_whose_client_leaves_in_the_middle_is_followed_by_all_it_calls_for(
    opened: Open, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = opened(notify_urls=(web.url,))
    guest = practice.arrive()
    guest.must("request")
    parts = parts_of(practice)
    stored = parts.desk.episodes.apply

    async def leave() -> None:
        async def gone(episode_id: str, event: Any, *others: Any) -> Any:
            done = await stored(episode_id, event, *others)
            if isinstance(event, Accept):
                # As the server does with a handler whose connection is lost.
                pressing.cancel()
                await asyncio.sleep(0)
            return done

        monkeypatch.setattr(parts.desk.episodes, "apply", gone)
        pressing = asyncio.create_task(parts.visitors.act(guest.id, "accept", str(uuid.uuid4())))
        with parts.desk.watch() as wake:
            with pytest.raises(asyncio.CancelledError):
                await pressing
            # The console.
            await asyncio.wait_for(wake.wait(), 5)

    practice.gateway.call(leave())
    assert guest.state == "waiting"
    assert guest.hears("desk_told") and len(web.bodies) == 1


@contextmanager
def sent(guest: Guest, gateway: RunningGateway, text: str) -> Iterator[None]:
    """Send a message over a connection that is cut at the end, whether it was answered or not."""
    body = json.dumps({"client_id": str(uuid.uuid4()), "text": text}).encode()
    head = (
        f"POST {guest.messages} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
        f"Authorization: Bearer {guest.token}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", gateway.port)) as connection:
        connection.sendall(head.encode() + body)
        yield


def test_danger_counts_though_its_client_leaves_and_the_database_is_locked(
    opened: Open, web: Web
) -> None:
    practice = opened(notify_urls=(web.url,), store_timeout=1.0)
    guest, turns = practice.arrive(), parts_of(practice).turns
    with locked(practice.gateway.database):
        with sent(guest, practice.gateway, DANGER):
            until(lambda: turns.is_answering(guest.id), "the message")
        until(lambda: bool(web.bodies), "the notice")
    assert "danger" in web.bodies[0]["title"]


# Notices that are lost


def test_a_wait_of_which_nobody_knows_that_it_was_told_is_told_again(
    opened: Open, serve: Serve, web: Web
) -> None:
    practice = opened(notify_urls=(web.url,))
    # It stores the wait and sends nothing, as one that is killed then.
    guest = Guest(serve(**QUICK)).begin().wait()
    look(practice)
    # Another gateway may be sending it.
    assert not web.arrived.acquire(timeout=0.5)
    practice.ledger.pass_time(guest.id, LOST_SECONDS + 1)
    assert guest.hears("desk_told")
    look(practice)
    assert len(web.bodies) == 1 and guest.lines().count("desk_told") == 1


def test_one_that_is_being_sent_is_not(opened: Open, web: Web) -> None:
    web.gate.clear()
    practice = opened(notify_urls=(web.url,))
    guest = practice.arrive().wait()
    assert web.arrived.acquire(timeout=15)
    practice.ledger.pass_time(guest.id, LOST_SECONDS + 1)
    look(practice)
    assert not web.arrived.acquire(timeout=0.5)
    web.gate.set()
    assert guest.hears("desk_told")
    look(practice)
    assert len(web.bodies) == 1 and guest.lines().count("desk_told") == 1


def test_one_that_is_sent_while_the_database_is_read_is_not_sent_again(
    opened: Open, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.gate.clear()
    practice = opened(notify_urls=(web.url,))
    guest = practice.arrive().wait()
    assert web.arrived.acquire(timeout=15)
    practice.ledger.pass_time(guest.id, LOST_SECONDS + 1)
    desk = parts_of(practice).desk
    read = desk.episodes.waiting

    async def read_before_it_is_sent() -> list[Episode]:
        found = await read()
        web.gate.set()
        await asyncio.to_thread(until, lambda: not desk.notifying(), "the notice")
        return found

    monkeypatch.setattr(desk.episodes, "waiting", read_before_it_is_sent)
    look(practice)
    assert not web.arrived.acquire(timeout=0.5)
    assert len(web.bodies) == 1


def test_who_is_on_call_is_told_again_at_the_start_after_a_kill_and_the_visitor_once(
    content_root: Path, tmp_path: Path, engine: StandIn, other_web: Web
) -> None:
    set_hours(content_root, is_open=False)
    on_call = json.dumps([other_web.url])
    gateway = GatewayProcess(content_root, tmp_path, engine.url, notify_on_call_urls=on_call)
    other_web.gate.clear()
    try:
        guest = gateway.start().arrive()
        assert guest.say(DANGER).status_code == 200
        assert other_web.arrived.acquire(timeout=15)
        gateway.kill()
        other_web.gate.set()
        gateway.start()
        assert guest.hears("desk_on_call_told")
        assert guest.lines() == ["desk_on_call_told"] and len(other_web.bodies) == 2
        assert not gateway.ledger.episodes(guest.id)[0]["calling"]
    finally:
        gateway.close()


def test_of_worse_danger_that_the_first_contact_cannot_be_told_the_second_is(
    opened: Open, web: Web, other_web: Web
) -> None:
    practice = opened(notify_urls=(web.url,), notify_second_urls=(other_web.url,))
    guest = practice.arrive().wait()
    assert guest.hears("desk_told")
    web.status = 500
    guest.say(EMERGENCY)
    assert guest.hears("desk_trying_second")
    until(lambda: len(other_web.bodies) == 1, "a notice to the second contact")
    assert "danger" in other_web.bodies[0]["title"] and guest.state == "waiting"


# The clock


@pytest.mark.parametrize("fault", [KeyError("a bad row"), StoreUnavailable("locked")])
def test_an_episode_that_cannot_go_on_does_not_hold_up_the_others(
    opened: Open, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    practice = opened()
    stuck, next_one = practice.arrive().wait(), practice.arrive().wait()
    desk = parts_of(practice).desk
    setting = desk.setting

    async def failing(conversation_id: str) -> Any:
        if conversation_id == stuck.id:
            raise fault
        return await setting(conversation_id)

    with monkeypatch.context() as patch:
        patch.setattr(desk, "setting", failing)
        # Due for longer, so it comes first.
        practice.ledger.pass_time(stuck.id, 200)
        practice.ledger.pass_time(next_one.id, 181)
        assert next_one.hears("desk_left_missed")
        assert "desk_left_missed" not in stuck.lines()
    assert stuck.hears("desk_left_missed")


# What the visitor reads


def test_a_late_word_of_a_danger_says_nothing_of_the_request_that_came_after_it(
    opened: Open, other_web: Web
) -> None:
    other_web.gate.clear()
    practice = opened(is_open=False, notify_on_call_urls=(other_web.url,))
    guest = practice.arrive()
    guest.say(DANGER)
    assert guest.must("request")["state"] == "offered"
    other_web.gate.set()
    assert guest.hears("desk_on_call_told")
    events = guest.events()
    (late,) = [event for event in events if event.get("line") == "desk_on_call_told"]
    assert "desk" not in late and late["seq"] == events[-1]["seq"]
    assert [event["desk"]["state"] for event in events if "desk" in event][-1] == "offered"
    assert guest.state == "offered"


def test_yes_is_no_answer_to_an_offer_after_which_something_else_was_said(
    opened: Open, engine: StandIn
) -> None:
    guest = opened().arrive()
    guest.must("request")
    guest.say("Can my therapist text me?")
    understand(engine, "affirm")
    guest.say("Yes")
    assert texts(guest)[-1] == "Rasa's words"
    assert guest.state == "offered"


@pytest.mark.parametrize("on_call", [False, True], ids=["nobody", "somebody"])
@pytest.mark.parametrize("state", ["offered", "left_message"])
def test_out_of_hours_the_visitor_reads_whether_there_was_anybody_to_tell(
    opened: Open, other_web: Web, state: str, on_call: bool
) -> None:
    practice = opened(is_open=False, notify_on_call_urls=(other_web.url,) if on_call else ())
    guest = practice.arrive()
    guest.must("request")
    if state == "left_message":
        guest.must("accept")
    guest.say(DANGER)
    assert guest.state == state
    say = parts_of(practice).voice.say
    nobody, not_known = say("nobody_to_tell"), say("desk_on_call_not_told")
    found = [text for text in texts(guest) if text in (nobody, not_known)]
    # Who is on call is another matter: the desk says itself what came of it.
    assert found == ([] if on_call else [nobody])
    assert guest.hears("desk_on_call_told", 10 if on_call else 0) == on_call


@contextmanager
def looking_on(colleague: Colleague) -> Iterator[None]:
    """Have the console open."""
    with colleague.http.stream("GET", "/staff/live/events") as stream:
        lines = stream.iter_lines()
        assert any(line.startswith("data: ") for line in lines)
        yield


def test_whom_no_notice_reaches_stays_in_line_as_long_as_the_console_is_open(
    opened: Open, down: str
) -> None:
    practice = opened(notify_urls=(down,))
    ana, guest = practice.sign_in("ana"), practice.arrive()
    with looking_on(ana):
        guest.say(DANGER)
        assert guest.hears("desk_not_told", 30)
        assert guest.state == "waiting" and ana.rings(practice.ledger, guest) == 1
    assert "desk_told" not in guest.lines()


def test_and_is_told_so_where_nobody_has_it_open(opened: Open, down: str) -> None:
    practice = opened(notify_urls=(down,))
    guest = practice.arrive()
    guest.say(DANGER)
    assert guest.hears("desk_left_nobody_told", 30)
    assert guest.state == "left_message" and "desk_told" not in guest.lines()


def test_danger_whose_client_leaves_while_it_is_answered_is_told_of_once(
    opened: Open, other_web: Web, engine: StandIn
) -> None:
    practice = opened(is_open=False, notify_on_call_urls=(other_web.url,))
    guest, turns = practice.arrive(), parts_of(practice).turns
    engine.gate.clear()
    with sent(guest, practice.gateway, DANGER):
        until(lambda: turns.is_answering(guest.id), "the message")
        assert other_web.arrived.acquire(timeout=15)
    engine.gate.set()
    until(lambda: not turns.is_answering(guest.id), "the answer")
    assert guest.hears("desk_on_call_told")
    time.sleep(1)  # the second one came after the first
    assert guest.lines() == ["desk_on_call_told"]


@gives_up_soon
def test_danger_that_could_not_be_stored_is_in_the_queue_after_a_retry(opened: Open) -> None:
    practice = opened()
    guest, once = practice.arrive(), str(uuid.uuid4())
    with locked(practice.gateway.database):
        assert guest.say(DANGER, once).status_code == 503
        time.sleep(2)  # the alarm has given up by then
    assert guest.say(DANGER, once).status_code == 200
    assert guest.state == "waiting"
