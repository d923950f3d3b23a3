"""The steps of a release of information, walked over HTTP with the real processes."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.content.library import Library
from bot.release.guide import Choice
from bot.setup.paths import ROOT, python_of
from tests.e2e.assistant import PARTS, Assistant, clean_environment, eventually
from tests.e2e.talking import (
    Event,
    ask,
    buttons,
    kinds,
    number,
    press,
    step,
    topic_of,
    whole,
)
from tests.gateway.running import Visitor, cards, said

pytestmark = pytest.mark.e2e
BEGIN = "walk me through the release form"
WHO = "I'm her dad, she's 15"
TEXTING = "Can my therapist text me?"
DANGER = "I want to die"
RELEASE = "content/release.yml"
STORIES = ("test_stories.yml", "test_release_stories.yml")
MISTAKES = {
    "review_by: 2": "review_by: 1",
    "ask: What would you like to set up?": 'ask: ""',
    "        said: [family, ": "        say: [family, ",
    "bring: bring_someone": "bring: bring_nobody",
    "{to: under_18}": "{to: under_19}",
    "{practice.minor_policy}": "{practice.minors}",
    "to: proof}": "to: proofs}",
    "state: records_access": "state: record_access",
    "ask: insurer_kind": "ask: insurer_sort",
    'court_paper: "no"}': "court_paper: nope}",
    "sheet: letter": "sheet: card",
    "  button_skip: ": "  button_skipp: ",
}
"""What is right, by what is written in its place; each is on a line of its own."""
MOST_STEPS = 20
SECONDS = 90.0  # a change is checked first, on a busy machine perhaps slowly


def on_step_two(visitor: Visitor) -> Event:
    """Begins by words, and goes on to the second step."""
    ask(visitor, BEGIN)
    ask(visitor, WHO)
    answers = ask(visitor, "ok")
    assert number(answers) == 2
    return step(answers)


def ways(library: Library) -> dict[str, list[tuple[str, str]]]:
    """For each guide, the question and the answer of each press that leads to it."""

    def below(place: Choice | str, so_far: list[tuple[str, str]]) -> Iterator[Any]:
        if isinstance(place, str):
            yield place, so_far
            return
        for answer, leads in place.leads.items():
            yield from below(leads, [*so_far, (place.question, answer)])

    return dict(below(library.release.choose, []))


def test_words_walk_from_the_question_to_the_take_away(visitor: Visitor, library: Library) -> None:
    first = ask(visitor, BEGIN)
    assert kinds(first) == ["which", "question"]
    assert first[1]["text"] == library.release.questions["who"].ask
    started = ask(visitor, WHO)
    assert kinds(started) == ["started", "step"]
    one = step(started)
    guide = library.release.guides["parent_or_guardian"]
    assert one["outcome"] == "journey" and one["title"] == guide.steps[0].title
    assert one["sources"] and one["reviewed_on"] == library.release.reviewed_on
    assert one["release"]["progress"] == f"Step 1 of {one['release']['total']}"
    two = step(ask(visitor, "ok"))
    assert two["release"]["progress"].startswith("Step 2 of") and two["text"] != one["text"]
    (why,) = ask(visitor, "why?")
    second = guide.step(two["release"]["step"])
    assert second is not None and why["text"] == second.why.strip()
    assert step(ask(visitor, "go back"))["text"] == one["text"]
    # Gone back to, the step puts its question again: that is what the reason is for.
    (why,) = ask(visitor, "why?")
    assert why["text"] == library.release.questions["age"].why.strip()
    assert step(ask(visitor, "what was that?"))["text"] == one["text"]
    seen = [1]
    answers = ask(visitor, "next")
    while "step" in kinds(answers) and len(seen) < MOST_STEPS:
        seen.append(number(answers))
        answers = ask(visitor, "skip" if len(seen) % 2 else "next")
    assert seen == list(range(1, one["release"]["total"] + 1))
    (end,) = answers
    assert kinds([end]) == ["finished"] and end["release"]["done"]
    taken = end["release"]["take_away"]
    assert taken["page"].startswith("/release/parent_or_guardian?")
    assert "age=minor" in taken["page"] and ".pdf" in taken["pdf"]
    assert visitor.http.get(taken["page"]).status_code == 200
    # The journey is over: the same words mean what they mean anywhere.
    assert kinds(ask(visitor, "ok")) == [None]


@pytest.mark.parametrize(
    "guide",
    [
        "client_shares_with_family",
        "family_wants_contact",
        "parent_or_guardian",
        "bring_someone",
        "physician",
        "insurer",
        "lawyer_or_court",
        "revoke",
    ],
)
def test_buttons_lead_to_every_guide_and_each_step_shows_its_sources(
    visitor: Visitor, library: Library, guide: str
) -> None:
    release = library.release
    answers = ask(visitor, BEGIN)
    if kinds(answers)[0] != "which":
        pytest.fail("the wish that names no guide begins one")
    for question, answer in ways(library)[guide]:
        found = release.questions[question].answer(answer)
        assert found is not None
        answers = press(visitor, buttons(answers)[found.title])
    assert step(answers)["release"]["guide"] == guide
    for _ in range(MOST_STEPS):
        if "step" not in kinds(answers):
            break
        assert step(answers)["sources"] and step(answers)["text"]
        titles = buttons(answers)
        onward = release.words["button_next"], release.words["button_skip"]
        answers = press(visitor, next(titles[one] for one in onward if one in titles))
    assert kinds(answers) == ["finished"]
    assert answers[0]["release"]["take_away"]["page"].startswith(f"/release/{guide}")


def test_stop_ends_it_and_it_can_be_begun_again(visitor: Visitor, library: Library) -> None:
    on_step_two(visitor)
    (stopped,) = ask(visitor, "stop")
    assert stopped["text"] == library.release.words["stopped"]
    assert kinds(ask(visitor, "next")) == [None]
    assert kinds(ask(visitor, BEGIN)) == ["which", "question"]


def test_a_topic_in_the_middle_is_answered_and_then_going_on_is_offered(
    visitor: Visitor, library: Library
) -> None:
    two = on_step_two(visitor)
    answer, offer = ask(visitor, TEXTING)
    assert answer["topic"] == "text_therapist" and answer["outcome"] == "answer"
    assert kinds([offer]) == ["offer"]
    go_on = library.release.words["button_go_on"]
    for answers in (press(visitor, buttons([offer])[go_on]), ask(visitor, "where were we?")):
        assert kinds(answers) == ["resumed", "step"]
        assert step(answers)["text"] == two["text"]


def test_danger_in_the_middle_pauses_until_it_is_asked_for(visitor: Visitor) -> None:
    two = on_step_two(visitor)
    (card,) = cards(visitor.say(DANGER).json())
    assert card["level"] == "full"
    for words in ("ok", "next", "yes"):
        assert "step" not in kinds(ask(visitor, words)), words
    answers = ask(visitor, "continue")
    assert kinds(answers) == ["resumed", "step"]
    assert step(answers)["text"] == two["text"] and step(answers)["pinned_help"]["numbers"]


def test_danger_pauses_also_while_the_action_server_is_down(
    assistant: Assistant, visitor: Visitor
) -> None:
    on_step_two(visitor)
    with assistant.without("actions"):
        assert cards(visitor.say(DANGER).json())
    assert "step" not in kinds(ask(visitor, "ok"))
    assert kinds(ask(visitor, "continue")) == ["resumed", "step"]


def test_danger_pauses_also_while_the_engine_is_down(
    assistant: Assistant, visitor: Visitor
) -> None:
    on_step_two(visitor)
    with assistant.without("engine"):
        assert cards(visitor.say(DANGER).json())
    assert "step" not in kinds(ask(visitor, "ok"))
    assert kinds(ask(visitor, "continue")) == ["resumed", "step"]


def test_personal_details_are_in_no_database_and_the_visitor_is_told(
    assistant: Assistant, visitor: Visitor, library: Library
) -> None:
    on_step_two(visitor)
    typed = "my name is Quentin Zimbabwe, my email is quokka@example.com"
    body = whole(visitor, {"client_id": "00000000-0000-4000-8000-00000000d0c5", "text": typed})
    assert kinds(said(body)).count("no_details") == 1
    assert said(body)[0]["text"] == library.release.words["no_details"]
    (own,) = said(body, "visitor")
    assert "[not kept]" in own["text"] and "Quentin" not in own["text"]
    ask(visitor, "next")
    names = ("Quentin", "Zimbabwe", "quokka")
    for database in (assistant.database, assistant.tracker_database):
        for path in database.parent.glob(f"{database.name}*"):
            held = path.read_bytes()
            assert not [name for name in names if name.encode() in held], path.name
    assert not [name for name in names for text in assistant.output().values() if name in text]


def test_after_a_restart_of_every_process_it_goes_on_at_the_same_step(
    assistant: Assistant, visitor: Visitor
) -> None:
    two = on_step_two(visitor)
    assistant.stop(*PARTS)
    assistant.start(*PARTS)
    assert step(ask(visitor, "what was that?"))["text"] == two["text"]
    assert number(ask(visitor, "next")) == 3


def test_after_a_kill_of_every_process_too(assistant: Assistant, visitor: Visitor) -> None:
    on_step_two(visitor)
    assistant.kill(*PARTS)
    assistant.start(*PARTS)
    assert number(ask(visitor, "next")) == 3


def test_without_the_action_server_it_says_so_and_later_goes_on(
    assistant: Assistant, visitor: Visitor
) -> None:
    on_step_two(visitor)
    with assistant.without("actions"):
        (sorry,) = ask(visitor, "next")
        assert sorry["outcome"] == "unavailable" and sorry["help"]["numbers"]
        assert topic_of(ask(visitor, TEXTING)) == "text_therapist"
    assert number(ask(visitor, "next")) == 3


def test_after_an_hour_the_visitor_is_asked_whether_to_go_on(
    assistant: Assistant, visitor: Visitor
) -> None:
    two = on_step_two(visitor)
    an_hour_passes(assistant, visitor)
    (offer,) = ask(visitor, "next")
    assert kinds([offer]) == ["offer"] and "away" in offer["text"]
    answers = ask(visitor, "yes")
    assert kinds(answers) == ["resumed", "step"] and step(answers)["text"] == two["text"]


def test_changed_words_are_said_and_of_a_file_with_twelve_mistakes_not_one(
    assistant: Assistant, arrive: Callable[[], Visitor], library: Library
) -> None:
    path = assistant.root / RELEASE
    before = path.read_text()
    title = library.release.guides["parent_or_guardian"].steps[0].title
    line = f"title: {title}\n"
    assert before.count(line) == 1

    def told() -> str:
        visitor = arrive()
        ask(visitor, BEGIN)
        return str(step(ask(visitor, WHO))["title"])

    try:
        # A change that would be seen, were the file taken as it is.
        new = before.replace(line, "title: Ask for the house rule\n")
        broken, lines = planted(new)
        began = time.monotonic()
        path.write_text(broken)
        assert eventually(lambda: not content_is_ok(arrive()), SECONDS)
        # Every part looks by itself; so long as one took, the others are given once more.
        until = time.monotonic() + (time.monotonic() - began)
        while time.monotonic() < until:
            assert told() == title
        assert_each_line_is_named(assistant.root, lines)
        assistant.kill("actions")
        assistant.start("actions")
        # What was good is not on disk: the rest goes on without the steps.
        assert topic_of(ask(arrive(), TEXTING)) == "text_therapist"
        assert "step" not in kinds(ask(arrive(), BEGIN))
        path.write_text(new)
        assert eventually(lambda: kinds(ask(arrive(), BEGIN))[0] == "which", SECONDS)
        assert told() == "Ask for the house rule"
    finally:
        path.write_text(before)
    assert eventually(lambda: told() == title, SECONDS)
    assert eventually(lambda: content_is_ok(arrive()), SECONDS)


def planted(sound: str) -> tuple[str, list[int]]:
    """The file with `MISTAKES` in it, each in place of the first such words, and their lines."""
    lines = []
    for right, wrong in MISTAKES.items():
        assert right in sound, right
        lines.append(sound[: sound.index(right)].count("\n") + 1)
        sound = sound.replace(right, wrong, 1)
    assert len(set(lines)) == 12
    return sound, lines


def content_is_ok(visitor: Visitor) -> bool:
    """Whether the gateway says that what is on disk is what is said."""
    parts = visitor.http.get("/readyz").json()["parts"]
    return bool(parts["content"]["ok"])


def assert_each_line_is_named(root: Path, lines: list[int]) -> None:
    """Run the check once, and look for each of these lines."""
    done = subprocess.run(
        ["./assistant", "check"],
        cwd=root,
        env=clean_environment(root),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    found = re.findall(rf"^{re.escape(RELEASE)}:(\d+):\d+: ", done.stdout, re.MULTILINE)
    assert set(lines) <= set(map(int, found)), done.stdout


@pytest.mark.parametrize("stories", STORIES)
def test_rasas_own_test_finds_every_story_right(
    assistant: Assistant, tmp_path: Path, stories: str
) -> None:
    done = subprocess.run(
        [
            *(python_of("engine"), "-m", "bot.engine", "test", "core", "--e2e"),
            *("--stories", ROOT / "tests" / stories, "--out", tmp_path / "results"),
        ],
        cwd=assistant.root,
        env=clean_environment(assistant.root),
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    # All that failed, each with what was predicted; `--fail-on-prediction-errors` would end at the first.
    failed = (tmp_path / "results" / "failed_test_stories.yml").read_text()
    assert "all good" in failed, failed


def an_hour_passes(assistant: Assistant, visitor: Visitor) -> None:
    """Has all that the engine knows of a conversation happen earlier."""
    seconds = 3700.0
    with closing(sqlite3.connect(assistant.tracker_database, timeout=5)) as database:
        found = database.execute(
            "select id, data from events where sender_id = ?", (visitor.id,)
        ).fetchall()
        assert found
        for row, data in found:
            event = json.loads(data)
            event["timestamp"] -= seconds
            database.execute(
                "update events set data = ?, timestamp = timestamp - ? where id = ?",
                (json.dumps(event), seconds, row),
            )
        database.commit()
