"""No visitor's word in a log: by the logging module, by structlog, in an exception, in its cause."""

from __future__ import annotations

import ast
import inspect
import io
import json
import logging
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.engine import privacy
from bot.engine.privacy import WITHHELD, strip_values, visitor_text, withhold

CANARY = "zanzibar quokka lighthouse marmalade"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    stream = io.StringIO()
    logger = logging.getLogger("tests.privacy")
    handler = logging.StreamHandler(stream)
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    yield logger, stream
    logger.removeHandler(handler)
    logger.propagate = True


Log = tuple[logging.Logger, io.StringIO]


def test_a_canary_in_the_message_is_withheld(log: Log) -> None:
    logger, stream = log
    with visitor_text(CANARY):
        logger.error(f"Received: {CANARY}!")
    assert stream.getvalue().strip() == WITHHELD


def test_a_canary_in_the_arguments_is_withheld(log: Log) -> None:
    logger, stream = log
    with visitor_text(CANARY):
        logger.debug("Received %s from %r", "c_1", {"text": CANARY})
    assert "quokka" not in stream.getvalue()
    assert WITHHELD in stream.getvalue()


def test_an_exception_says_where_and_not_what(log: Log) -> None:
    logger, stream = log
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as error:
            raise ValueError(f"no {CANARY}") from error
    except ValueError:
        logger.exception("It failed.")  # outside of `visitor_text`: never, whatever runs
    written = stream.getvalue()
    assert "quokka" not in written
    assert "It failed." in written
    assert "ValueError" in written
    assert "KeyError" in written
    assert __file__ in written


def test_an_exception_that_is_its_own_cause_ends(log: Log) -> None:
    error = ValueError("a")
    error.__cause__ = KeyError("b")
    error.__cause__.__context__ = error
    assert privacy.without_messages(error).count("ValueError") == 1


def test_a_broken_format_string_stops_nothing(log: Log) -> None:
    logger, stream = log
    with visitor_text(CANARY):
        logger.error("%d of %d", CANARY)
    assert "quokka" not in stream.getvalue()


def test_a_handler_that_is_added_later_withholds_too(log: Log) -> None:
    logger, _ = log
    late = io.StringIO()
    handler = logging.StreamHandler(late)
    logger.addHandler(handler)
    with visitor_text(CANARY):
        logger.info(CANARY)
    logger.removeHandler(handler)
    assert late.getvalue().strip() == WITHHELD


@pytest.mark.parametrize(
    "line",
    [
        f"before {CANARY} after",
        f"{CANARY.upper()}",
        "... quokka lighthouse marmalade",  # any three words of it in a row
        "quokka, lighthouse; marmalade",
        "'zanzibar\\nquokka\\nlighthouse\\nmarmalade'",  # as `repr` writes the ends of lines
    ],
)
def test_a_line_with_a_part_of_the_message_is_withheld(line: str) -> None:
    with visitor_text(CANARY):
        assert withhold(line) == WITHHELD


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Amy", "Received user message 'Amy'"),
        ("help", "user said: HELP"),
        ("Ayúdame José", json.dumps({"text": "Ayúdame José"})),
        ("救命", json.dumps("救命")),
        ("救命", "got 救命"),
        ("два слова", repr("два слова".encode("unicode_escape").decode())),
        (r"C:\new", r"path C:\new"),
    ],
)
def test_a_short_message_is_withheld_in_any_spelling(text: str, line: str) -> None:
    with visitor_text(text):
        assert withhold(line) == WITHHELD


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("help", "Rasa server is up and running; it helped."),  # the word within another
        ("ok", "Looking up ok."),
        ("run", "Running actions: truncated"),
        ("is texting my therapist okay", "is texting allowed"),  # two words in a row
        ("...", "Starting ..."),
        ("", "Starting"),
    ],
)
def test_a_harmless_line_stays(text: str, line: str) -> None:
    with visitor_text(text):
        assert withhold(line) == line


def test_nothing_is_withheld_once_the_message_is_done(log: Log) -> None:
    logger, stream = log
    with visitor_text(CANARY):
        pass
    logger.info("quokka lighthouse marmalade are words like others")
    assert WITHHELD not in stream.getvalue()


async def test_another_conversations_lines_are_left_alone(log: Log) -> None:
    import asyncio

    logger, stream = log
    speaking, spoken = asyncio.Event(), asyncio.Event()

    async def visitor() -> None:
        with visitor_text("hello there friend"):
            speaking.set()
            await spoken.wait()
            logger.info("hello there friend")

    async def other() -> None:
        await speaking.wait()
        logger.info("hello there friend of the server")
        spoken.set()

    await asyncio.gather(visitor(), other())
    assert stream.getvalue().splitlines() == ["hello there friend of the server", WITHHELD]


def _rasas_private_keys() -> list[str]:
    """The keys that Rasa itself holds to be private, read from its source."""
    from rasa.utils.log_utils import _anonymizer

    tree = ast.parse(textwrap.dedent(inspect.getsource(_anonymizer)))
    lists = [node for node in ast.walk(tree) if isinstance(node, ast.List)]
    return sorted({ast.literal_eval(element) for element in lists[0].elts})


def test_rasa_names_private_keys() -> None:
    assert {"user_text", "parse_data_text", "rasa_event"} <= set(_rasas_private_keys())


@pytest.mark.parametrize("key", _rasas_private_keys())
def test_a_value_under_a_key_that_rasa_holds_private_is_left_out(key: str) -> None:
    stripped = strip_values(None, "debug", {"event": "some.event", key: [CANARY]})
    assert stripped == {"event": "some.event", key: WITHHELD}


def test_what_operators_need_stays_in_a_structured_line() -> None:
    line = {"event": "processor.actions.log", "action_name": "utter_faq", "event_info": "All well."}
    assert strip_values(None, "info", line) == line


def test_a_canary_under_any_other_key_is_withheld() -> None:
    with visitor_text(CANARY):
        stripped = strip_values(None, "info", {"event": f"said {CANARY}", "reason": CANARY})
    assert stripped == {"event": WITHHELD, "reason": WITHHELD}


def test_an_exception_in_structlog_is_without_its_message(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Through Rasa's own configuration, as every command starts it."""
    from rasa.utils.log_utils import configure_structlog

    before = structlog.get_config()
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    try:
        configure_structlog(logging.DEBUG)
        logger = structlog.get_logger("tests.structured")
        try:
            raise ValueError(CANARY)
        except ValueError as error:
            logger.exception("it.failed", text=CANARY)
            logger.error("it.failed.otherwise", exc_info=error)
    finally:
        logging.getLogger().removeHandler(handler)
        structlog.configure(**{k: v for k, v in before.items() if k != "processors"})
        structlog.reset_defaults()
    written = stream.getvalue() + capsys.readouterr().out
    assert "it.failed" in written
    assert "it.failed.otherwise" in written
    assert "ValueError" in written
    assert "quokka" not in written


def test_a_developer_can_ask_for_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BETWEEN_SESSIONS_LOG_TEXT", "1")
    before = logging.Handler.handle
    privacy.install()
    assert logging.Handler.handle is before
    assert Any is not None
