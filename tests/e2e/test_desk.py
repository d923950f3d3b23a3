"""A whole hand-off with the real assistant, a visitor's browser and the browsers of the staff."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial

import pytest
from playwright.sync_api import Browser, expect

from bot.content.library import Library
from bot.store.database import Database
from bot.store.staff import Staff, StaffAccounts
from tests.e2e.assistant import Assistant
from tests.e2e.desk import Guest, Ledger, hire, keys_of, set_hours, stored, until
from tests.e2e.desk_pages import Chat, Desk
from tests.gateway.running import cards
from tests.handoff.receivers import Mailbox, mail_server

pytestmark = pytest.mark.e2e
CANARY = "zanzibar"
DANGER_SUBJECT = "Between Sessions: a sign of danger in a chat"
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    """The mailbox of the first contact."""
    with mail_server() as found:
        yield found


def settings_of(mailbox: Mailbox) -> dict[str, str]:
    """What is set for the gateway: whom it tells, and that it is quick."""
    return {
        "NOTIFY_URLS": f'["{mailbox.url}"]',
        "HEARTBEAT_SECONDS": "0.5",
        "DESK_POLL_SECONDS": "0.2",
    }


@pytest.fixture(scope="module")
def practice(running: Assistant, mailbox: Mailbox) -> Iterator[Assistant]:
    """The three processes as a practice that is open, with Ana and Ben; as they were, afterwards."""
    url, keys = running.settings.absolute_database_url(), keys_of(running)
    content = running.root / "content" / "practice.yml"
    before = content.read_text(encoding="utf-8")
    set_hours(running.root, is_open=True)
    staff = [hire(url, "ana", "Ana Ruiz", keys=keys), hire(url, "ben", "Ben Okafor", keys=keys)]
    with running.gateway_with(**settings_of(mailbox)):
        yield running
        running.restore()
    for one in staff:
        stored(url, partial(_disable, one), keys)
    content.write_text(before, encoding="utf-8")


async def _disable(staff: Staff, database: Database) -> None:
    await StaffAccounts(database).disable(staff.id)


@pytest.fixture
def ledger(practice: Assistant) -> Ledger:
    return Ledger(practice.database)


@pytest.fixture(autouse=True)
def alone(practice: Assistant, ledger: Ledger) -> Iterator[None]:
    """Nobody of the tests before still waits."""
    yield
    while practice.clients:
        practice.clients.pop().close()
    with closing(sqlite3.connect(practice.database, timeout=10)) as database:
        database.execute("delete from episodes")
        database.commit()


@pytest.fixture
def chat(practice: Assistant, browser: Browser) -> Iterator[Chat]:
    found = Chat(browser, practice.url)
    yield found
    found.close()


@pytest.fixture
def ana(practice: Assistant, browser: Browser) -> Iterator[Desk]:
    found = Desk(browser, practice.url, "ana")
    yield found
    found.close()


@pytest.fixture
def ben(practice: Assistant, browser: Browser) -> Iterator[Desk]:
    found = Desk(browser, practice.url, "ben", **PHONE)
    yield found
    assert found.page.evaluate("document.documentElement.scrollWidth") <= 360
    found.close()


def test_a_whole_episode_in_two_browsers(
    practice: Assistant, chat: Chat, ana: Desk, ben: Desk, ledger: Ledger, library: Library
) -> None:
    # Asked for in words, and agreed to in words: the buttons do the same.
    chat.say("I want to talk to a real person")
    chat.expect_state("offered")
    chat.say("yes")
    chat.expect_state("waiting")
    expect(chat.state).to_contain_text("Waiting for a person since")
    expect(ana.rows).to_have_count(1)
    ana.expect_ring("gentle")
    expect(ben.rows).to_have_count(1)
    # While they wait, the assistant answers.
    chat.say("Can I text my therapist?")
    expect(chat.log.locator(".said.bot").last).to_contain_text(
        library.topics["text_therapist"].title
    )

    ana.take_first()
    chat.expect_state("human")
    expect(chat.state).to_contain_text("Ana Ruiz")
    expect(ana.page.locator("#log")).to_contain_text("Can I text my therapist?")
    expect(ben.rows).to_contain_text("with Ana Ruiz")

    # Each sees that the other writes, and that it has arrived.
    ana.reply_field.press_sequentially("Hel")
    expect(chat.page.locator("#desk-typing")).to_contain_text("Ana Ruiz is typing")
    ana.reply("Hello, this is Ana.")
    expect(chat.log.locator(".said.staff").last).to_contain_text("Hello, this is Ana.")
    expect(chat.page.locator("#desk-typing")).to_be_empty()
    expect(ana.page.locator(".line.staff .delivered").last).to_have_text("Delivered")
    chat.entry.press_sequentially("I wo")
    expect(ana.page.locator("#typing")).to_have_text("The visitor is writing …")
    chat.say(f"I would like to know about {CANARY}.")
    expect(ana.page.locator(".line.visitor .text").last).to_have_text(
        f"I would like to know about {CANARY}."
    )
    expect(chat.log.locator(".said.visitor").last).to_contain_text("Delivered")
    # The assistant is silent.
    answers = chat.log.locator(".said.bot").count()

    # To a colleague, who is on a phone.
    ana.page.get_by_label("Hand to a colleague").select_option(label="Ben Okafor")
    ana.page.get_by_role("button", name="Hand over").click()
    expect(chat.state).to_contain_text("Ben Okafor")
    expect(ben.page.locator("#announce")).to_contain_text("handed you a conversation")
    ben.page.get_by_role("link", name=re.compile("^Go on")).click()
    expect(ben.page.locator("#log")).to_contain_text("Hello, this is Ana.")
    ben.reply("Ben here. I have read it all.")
    expect(chat.log.locator(".said.staff").last).to_contain_text("Ben here.")
    assert chat.log.locator(".said.bot").count() == answers

    # And back.
    ben.page.get_by_role("button", name="Return to the assistant").click()
    chat.expect_state("bot")
    expect(chat.log.locator(".said.desk").last).to_contain_text("You are back with me")
    chat.say("Can I email my therapist?")
    expect(chat.log.locator(".said.bot").nth(answers)).to_contain_text(
        library.topics["email_privacy"].title
    )
    # What is said now is not theirs to read.
    ben.page.go_back()
    expect(ben.page.locator("body")).not_to_contain_text("email my therapist")
    newest = "select conversation_id, id from episodes order by requested_at desc"
    conversation, episode = ledger.rows(newest)[0]
    ledger.assert_whole(conversation)
    assert [one[2] for one in ledger.moves(episode)] == [
        *("request", "accepted", "claimed", "handed_on", "returned", "back")
    ]
    # What was said to a human is in no tracker and in no log.
    with closing(sqlite3.connect(practice.tracker_database, timeout=5)) as database:
        rows = database.execute("select data from events").fetchall()
    tracked = " ".join(str(row[0]) for row in rows)
    assert "text my therapist" in tracked and CANARY not in tracked
    assert "Ana" not in tracked and "Ben here" not in tracked
    assert all(CANARY not in text for text in practice.output().values())


def test_a_crisis_jumps_the_queue_and_rings(
    practice: Assistant, chat: Chat, ana: Desk, ledger: Ledger, library: Library, mailbox: Mailbox
) -> None:
    calm = [Guest(practice).begin().wait() for _ in range(2)]  # type: ignore[arg-type]
    expect(ana.rows).to_have_count(2)
    expect(ana.page.locator("#badge")).to_have_text("2")
    ana.expect_ring("gentle")
    until(lambda: len(mailbox.mails) >= 2, "the notices of those who wait")
    before = len(mailbox.mails)
    chat.say(f"I want to die, {CANARY}")
    card = chat.log.locator(".card")
    expect(
        card.locator(f"a[href='tel:{library.crisis.resources['lifeline'].call}']").first
    ).to_be_visible()
    chat.expect_state("waiting")
    expect(ana.rows).to_have_count(3)
    ana.expect_ring("urgent")
    expect(ana.page.locator("#announce")).to_contain_text("Danger")
    expect(ana.rows.first).to_contain_text("Danger")
    expect(ana.page.locator("#badge")).to_have_text("3")
    # Whoever told of it, the gateway or the action server: once.
    expect(chat.log.locator(".said.desk").last).to_be_visible()
    until(lambda: len(mailbox.mails) > before, "the notice")
    told = "select count(*) from episodes where reason = 'danger'"
    assert ledger.rows(told)[0][0] == 1
    ana.take_first()
    expect(ana.page.locator(".line.found")).to_contain_text("Danger: suicide")
    expect(ana.page.locator(".line.card")).to_have_count(1)
    chat.expect_state("human")
    ana.reply("I have read what you wrote.")
    expect(chat.log.locator(".said.staff")).to_have_count(1)
    # A second time it rings with whoever has it.
    ana.page.evaluate("delete document.documentElement.dataset.rang")
    chat.say("I have taken a whole bottle of pills")
    ana.expect_ring("urgent")
    expect(ana.page.locator("#head")).to_contain_text("Emergency")
    expect(chat.log.locator(".card")).to_have_count(2)
    # An emergency is worse than danger: the first contact hears of both.
    until(lambda: len(mailbox.mails) >= before + 2, "the second notice")
    assert [str(mail["subject"]) for mail in mailbox.mails[before:]] == [DANGER_SUBJECT] * 2
    assert all(CANARY not in mail.as_string() for mail in mailbox.mails)
    assert [one.state for one in calm] == ["waiting", "waiting"]


def test_who_opens_the_console_is_told_of_danger_whoever_else_waits(
    practice: Assistant, browser: Browser
) -> None:
    calm, danger = (Guest(practice).begin() for _ in range(2))  # type: ignore[arg-type]
    calm.wait()
    danger.say("I want to die")
    until(lambda: danger.state == "waiting", "both wait")
    ben = Desk(browser, practice.url, "ben", **PHONE)
    expect(ben.rows).to_have_count(2)
    ben.expect_ring("urgent")
    expect(ben.page.locator("#announce")).to_contain_text("Danger")
    ben.close()


def test_everything_by_keyboard_alone(
    practice: Assistant, browser: Browser, ana: Desk, library: Library
) -> None:
    chat = Chat(browser, practice.url, **PHONE)
    keys = chat.page.keyboard
    chat.tab_to("^Talk to a person$")
    chat.settle("request")
    keys.press("Enter")
    chat.expect_state("offered")
    # The focus is where the buttons came, not at the top of the page.
    chat.tab_to("^Yes, ask for a person$", most=6)
    chat.settle("accept")
    keys.press("Enter")
    chat.expect_state("waiting")

    # The row is there since the offer; the queue is told a moment later that somebody waits.
    expect(ana.rows.get_by_role("button", name="Take")).to_be_visible()
    ana.tab_to("^Take")
    ana.page.keyboard.press("Enter")
    expect(ana.reply_field).to_be_visible()
    ana.tab_to("^Your reply")
    ana.page.keyboard.type("Hello, this is Ana.")
    ana.page.keyboard.press("Control+Enter")
    expect(chat.log.locator(".said.staff")).to_contain_text("Hello, this is Ana.")
    chat.expect_state("human")
    chat.tab_to("^Your message$")
    keys.type("Thank you, Ana.")
    keys.press("Enter")
    expect(ana.page.locator(".line.visitor .text").last).to_have_text("Thank you, Ana.")
    expect(chat.page.get_by_label("Your message")).to_be_focused()
    ana.tab_to("^Close, because")
    ana.page.keyboard.press("ArrowDown")
    ana.tab_to("^Close$")
    ana.page.keyboard.press("Enter")
    expect(ana.page.locator(".note.good")).to_be_visible()
    chat.expect_state("bot")

    # A message is left, with what is missing said at its field.
    chat.tab_to("^Talk to a person$", back=True)
    chat.settle("request")
    keys.press("Enter")
    chat.expect_state("offered")
    chat.tab_to("^Yes, ask for a person$", most=6)
    chat.settle("accept")
    keys.press("Enter")
    chat.expect_state("waiting")
    ledger = Ledger(practice.database)
    open_one = ledger.rows("select conversation_id from episodes where ended_why is null")[0][0]
    ledger.pass_time(open_one, 181)
    chat.expect_state("left_message")
    form = chat.page.locator("#left-message")
    chat.tab_to("^Go to the message form$", back=True)
    chat.settle("form")
    keys.press("Enter")
    chat.tab_to("^Your message$", most=3)
    keys.type("Please tell me about groups.")
    chat.tab_to("^Leave this message$", most=5)
    keys.press("Enter")
    expect(form.locator("#left-reach")).to_be_focused()
    expect(form.locator("#left-reach")).to_have_attribute("aria-invalid", "true")
    keys.type("555-0100")
    chat.tab_to("^Leave this message$", most=5)
    keys.press("Enter")
    chat.expect_state("bot")
    expect(form).to_have_count(0)
    ana.tab_to("^Messages", back=True)
    ana.page.keyboard.press("Enter")
    expect(ana.page.locator(".row")).to_contain_text("Please tell me about groups.")
    ana.tab_to("^Done")
    ana.page.keyboard.press("Enter")
    expect(ana.page.get_by_text("No messages to deal with.")).to_be_visible()
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= 360
    chat.close()


def test_a_reload_a_sleep_and_a_killed_gateway_lose_nothing_of_a_talk(
    practice: Assistant, chat: Chat, ana: Desk, mailbox: Mailbox
) -> None:
    chat.wait()
    ana.take_first()
    ana.reply("One.")
    chat.say("Two.")
    expect(ana.page.locator(".line.visitor .text").last).to_have_text("Two.")
    chat.page.reload()
    chat.expect_state("human")
    expect(chat.log.locator(".said.staff")).to_have_count(1)
    # A phone that sleeps: nothing comes and goes, and nobody is told.
    chat.page.context.set_offline(True)
    ana.reply("Three.")
    ana.reply("Four.")
    chat.page.context.set_offline(False)
    expect(chat.log.locator(".said.staff")).to_have_count(3)
    # The ground is pulled away beneath both.
    practice.kill("gateway")
    practice.start("gateway", arguments=(), **settings_of(mailbox))
    chat.say("Five.")
    ana.reply("Six.")
    expect(ana.page.locator(".line.visitor .text").last).to_have_text("Five.")
    expect(chat.log.locator(".said.staff").last).to_contain_text("Six.")
    chat.page.reload()
    ana.page.reload()
    chat.expect_state("human")
    said = chat.log.locator(".said.staff, .said.visitor")
    expect(said).to_have_count(6)
    for number, word in enumerate(["One.", "Two.", "Three.", "Four.", "Five.", "Six."]):
        expect(said.nth(number)).to_contain_text(word)
    lines = ana.page.locator(".line.staff .text, .line.visitor .text")
    expect(lines).to_have_text(["One.", "Two.", "Three.", "Four.", "Five.", "Six."])


def test_with_everything_else_dead_a_person_can_still_be_reached(
    practice: Assistant, chat: Chat, ana: Desk
) -> None:
    with practice.without("engine", "actions"):
        chat.wait()
        ana.take_first()
        ana.reply("The assistant is down, and I am here.")
        expect(chat.log.locator(".said.staff")).to_have_count(1)
        chat.say("I want to die")
        expect(chat.log.locator(".card")).to_have_count(1)
        ana.expect_ring("urgent")
        ana.page.locator("#sure-return").check()
        ana.page.get_by_role("button", name="Return to the assistant").click()
        chat.expect_state("bot")


def test_danger_that_both_see_is_told_of_once(
    practice: Assistant, ledger: Ledger, mailbox: Mailbox
) -> None:
    """The gateway and Rasa's action each tell the desk of the same danger."""
    before = len(mailbox.mails)
    guest = Guest(practice).begin()  # type: ignore[arg-type]
    response = guest.say("I want to die")
    assert response.status_code == 200 and len(cards(response.json())) == 1
    assert guest.hears("desk_told", 20)
    # Whatever else was on its way has come when somebody after them has been told of.
    other = Guest(practice).begin().wait()  # type: ignore[arg-type]
    assert other.hears("desk_told", 20)
    assert len(mailbox.mails) == before + 2
    assert guest.lines() == ["desk_called", "desk_told"]
    assert len(ledger.episodes(guest.id)) == 1
    assert len(cards({"events": guest.events()})) == 1
