"""Who asks for a person is told that somebody was told, after a real mail server took the notice."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.handoff.effects import SOMEBODY_TOLD
from bot.handoff.request import reference_of
from tests.e2e.desk import Guest, Practice, until
from tests.gateway.running import TOKEN
from tests.handoff.receivers import Mailbox, mail_server

CANARY = "zanzibar"
TOLD = {str(line) for line in SOMEBODY_TOLD}

Open = Callable[..., Practice]


@pytest.fixture
def practice_with(mailbox: Mailbox, other_mailbox: Mailbox, open_practice: Open) -> Open:
    """Opens a practice with some contacts; it ends before their mail servers do."""

    def opened(*urls: str, others: tuple[str, ...] = (), **changes: Any) -> Practice:
        return open_practice(
            internal_token=TOKEN, notify_urls=urls, notify_second_urls=others, **changes
        )

    return opened


def talkative(practice: Practice) -> Guest:
    """A visitor who has said a word that is to be nowhere else."""
    guest = practice.arrive()
    guest.say(f"My therapist is called {CANARY}")
    return guest


def test_the_notice_arrives_and_then_it_is_said(practice_with: Open, mailbox: Mailbox) -> None:
    practice = practice_with(mailbox.url)
    guest = talkative(practice)
    guest.must("request")
    # An offer is no reason to call anybody.
    assert mailbox.mails == []
    guest.must("accept")
    assert guest.hears("desk_told")
    text = mailbox.text()
    (mail,) = mailbox.mails
    assert reference_of(guest.id) in text and guest.id not in mail.as_string()
    assert "/staff" in text, "where to look"
    for word in (CANARY, "therapist"):
        assert word not in mail.as_string() and word not in text
    guest.say(f"Is {CANARY} there?")
    assert len(mailbox.mails) == 1
    assert guest.lines().count("desk_told") == 1


@dataclass
class SlowMailbox(Mailbox):
    """A mail server that takes its time with a mail, as long as a test wants."""

    arrived: threading.Event = field(default_factory=threading.Event)
    gate: threading.Event = field(default_factory=threading.Event)

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        self.arrived.set()
        await asyncio.to_thread(self.gate.wait, 20)
        return await super().handle_DATA(server, session, envelope)


def test_before_the_mail_server_has_taken_it_nobody_is_said_to_be_told(
    practice_with: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.handoff.receivers.Mailbox", SlowMailbox)
    with mail_server() as slow:
        assert isinstance(slow, SlowMailbox)
        practice = practice_with(slow.url)
        guest = practice.arrive().wait()
        assert slow.arrived.wait(15)
        # Meanwhile the assistant answers, and another reply of the server's may come.
        assert guest.say("Can my therapist text me?").json()["late"] is False
        assert not TOLD & set(guest.lines())
        slow.gate.set()
        assert guest.hears("desk_told")


def test_with_the_mail_server_down_nobody_is_said_to_be_told(
    practice_with: Open, down: str
) -> None:
    practice = practice_with(down)
    guest = practice.arrive().wait()
    assert guest.hears("desk_left_nobody_told", 30)
    assert guest.state == "left_message" and not TOLD & set(guest.lines())
    # The phone, and the hours: the truth, and what they can do.
    (event,) = [one for one in guest.events() if one.get("line") == "desk_left_nobody_told"]
    assert event["help"]["numbers"] and event["desk"]["form"]["text"]


def test_a_mail_that_is_refused_tells_nobody(practice_with: Open, mailbox: Mailbox) -> None:
    mailbox.refuses = True
    practice = practice_with(mailbox.url)
    guest = practice.arrive().wait()
    assert guest.hears("desk_left_nobody_told", 30)
    assert not TOLD & set(guest.lines())


def test_with_the_first_down_the_second_is_told_at_once(
    practice_with: Open, down: str, other_mailbox: Mailbox
) -> None:
    practice = practice_with(down, others=(other_mailbox.url,))
    guest = practice.arrive().wait()
    assert guest.hears("desk_told", 30)
    assert len(other_mailbox.mails) == 1 and guest.state == "waiting"


def test_when_nobody_comes_the_second_is_told_too_and_then_a_message_can_be_left(
    practice_with: Open, mailbox: Mailbox, other_mailbox: Mailbox
) -> None:
    practice = practice_with(mailbox.url, others=(other_mailbox.url,))
    guest = practice.arrive().wait()
    assert guest.hears("desk_told")
    practice.ledger.pass_time(guest.id, 31)
    assert guest.hears("desk_still_waiting")
    assert other_mailbox.mails == []
    practice.ledger.pass_time(guest.id, 30)
    assert guest.hears("desk_told_second")
    assert len(other_mailbox.mails) == 1
    practice.ledger.pass_time(guest.id, 120)
    assert guest.hears("desk_left_missed")
    assert [line for line in guest.lines() if line != "desk_offered_open"] == [
        *("desk_waiting", "desk_told", "desk_still_waiting"),
        *("desk_trying_second", "desk_told_second", "desk_left_missed"),
    ]
    assert len(mailbox.mails) == 1


def test_of_a_message_left_somebody_is_told_without_its_words(
    practice_with: Open, mailbox: Mailbox
) -> None:
    practice = practice_with(mailbox.url)
    guest = practice.arrive().wait()
    practice.ledger.pass_time(guest.id, 181)
    until(lambda: guest.state == "left_message", "nobody comes")
    until(lambda: len(mailbox.mails) == 1, "the notice of the request")
    assert guest.must("send", text=f"Ask for {CANARY}", reach="555-0199")["state"] == "bot"
    until(lambda: len(mailbox.mails) == 2, "the notice of the message")
    for mail in mailbox.mails:
        for word in (CANARY, "555-0199"):
            assert word not in mail.as_string()


def test_nobody_to_tell_is_no_reason_not_to_wait(practice_with: Open) -> None:
    """Without contacts only the console rings, and nobody is said to have been told."""
    practice = practice_with()
    guest = practice.arrive().wait()
    ana = practice.sign_in("ana")
    assert ana.rings(practice.ledger, guest) == 0
    ana.take(practice.episode_of(guest))
    assert guest.state == "human" and not TOLD & set(guest.lines())


def test_no_word_of_the_visitors_is_in_a_log(
    practice_with: Open, mailbox: Mailbox, capfd: pytest.CaptureFixture[str]
) -> None:
    practice = practice_with(mailbox.url, log_level="DEBUG")
    guest = talkative(practice)
    guest.must("request")
    guest.must("accept")
    ana = practice.sign_in("ana")
    ana.take(practice.episode_of(guest))
    ana.says(practice.episode_of(guest), f"Do you mean {CANARY}?")
    guest.say(f"Yes, {CANARY}. I want to die")
    guest.present(1, typing=True)
    ana.must(practice.episode_of(guest), "close", why="answered", danger_done="yes")
    until(lambda: bool(mailbox.mails), "the notice")
    out, err = capfd.readouterr()
    assert err or out, "it logs"
    assert CANARY not in out + err
