"""The way through a guide."""

from __future__ import annotations

from bot.release.guide import DONE, Release
from bot.release.path import decisive, ends_in_danger, next_of, path, reachable

from . import small
from .small import CHILD, OWN


def _ids(answers: dict[str, str]) -> list[str]:
    return [step.id for step in path(OWN, answers)]


def test_an_answer_takes_its_branch() -> None:
    assert _ids({"age": "minor", "notes": "no"}) == ["ask", "parents", "fill", "sign"]


def test_a_question_left_open_takes_the_last_branch() -> None:
    assert _ids({}) == ["ask", "fill", "apart", "sign"]
    assert next_of(OWN.steps[0], {}) == "fill"


def test_a_loop_and_a_step_that_is_gone_end_the_walk() -> None:
    loop = small.guide("loop", small.step("a", to="b"), small.step("b", to="a"))
    assert [step.id for step in path(loop, {})] == ["a", "b"]
    gone = small.guide("gone", small.step("a", to="nowhere"))
    assert [step.id for step in path(gone, {})] == ["a"]


def test_every_branch_counts_for_what_can_be_reached() -> None:
    assert reachable(OWN) == {"ask", "parents", "fill", "apart", "sign"}
    lost = small.guide("lost", small.step("a", to=DONE), small.step("b", to=DONE))
    assert reachable(lost) == {"a"}


def test_what_a_way_asks_and_goes_by_is_decisive() -> None:
    assert decisive(path(OWN, {})) == {"age", "notes"}


def test_danger_on_the_way_ends_it_with_help() -> None:
    assert ends_in_danger(CHILD, {"danger_now": "yes"})
    assert not ends_in_danger(CHILD, {"danger_now": "no"})
    assert not ends_in_danger(CHILD, {})
    assert not ends_in_danger(OWN, {"danger_now": "yes"})  # nobody asks there


def test_every_step_of_the_real_guides_can_be_reached(release: Release) -> None:
    for guide in release.guides.values():
        assert reachable(guide) == {step.id for step in guide.steps}, guide.id
