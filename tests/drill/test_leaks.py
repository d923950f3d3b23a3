"""Finding a visitor's words in a notice."""

from __future__ import annotations

from bot.drill.leaks import leaks

SAID = ["How do I ask for my own notes? (drill-3f9ac1)", "555-0100, after work"]
CLEAN = (
    "Subject: somebody asks for a person\n\nWhen: Monday. How do I look? Where: https://x.example/"
)


def test_a_notice_without_them_is_clean() -> None:
    assert leaks(SAID, "drill-3f9ac1", CLEAN) == []


def test_the_mark_is_found_in_whatever_letters() -> None:
    assert leaks(SAID, "drill-3f9ac1", f"{CLEAN} DRILL-3F9AC1") == ["drill-3f9ac1"]


def test_four_words_in_a_row_are_found_across_lines_and_signs() -> None:
    assert leaks(SAID, "drill-3f9ac1", f"{CLEAN}\nHOW do I,\n ask about it") == ["how do i ask"]


def test_a_short_message_is_looked_for_whole() -> None:
    assert leaks(SAID, "drill-3f9ac1", "Reach: 555-0100 (after work).") == ["555-0100 after work"]
    assert leaks(["Hello"], "drill-3f9ac1", "Hello, here is a notice.") == []
