"""Which looks are noted again."""

from __future__ import annotations

from bot.console.views import MOST, Views


def test_a_look_is_due_until_it_is_noted_and_for_each_session_and_episode() -> None:
    views = Views()
    assert views.is_due("ana", "e1")
    views.noted("ana", "e1")
    assert not views.is_due("ana", "e1")
    assert views.is_due("ben", "e1") and views.is_due("ana", "e2")


def test_the_memory_is_bounded_and_what_it_forgets_is_noted_again() -> None:
    views = Views()
    views.noted("ana", "first")
    views.noted("ana", "second")
    for number in range(MOST - 2):
        views.noted("ana", f"e{number}")
    views.noted("ana", "first")
    views.noted("ana", "last")
    assert views.is_due("ana", "second")
    assert not views.is_due("ana", "first") and not views.is_due("ana", "last")
