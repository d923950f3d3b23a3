"""Reading a page of the console."""

from __future__ import annotations

import pytest

from bot.drill.errors import ScenarioFailed
from bot.drill.page import Page, Row

QUEUE = """
<ol class="rows">
<li class="row urgent" data-id="e_1"><p>Danger &amp; more</p>
<form method="post" action="/staff/conversations/e_1/claim"><input type="hidden" name="csrf" value="abc">
<button type="submit">Take</button></form></li>
<li class="row" data-id="e_2"><p>With Ana</p></li>
</ol>
"""


def test_rows_tell_who_waits_and_who_is_urgent() -> None:
    page = Page(QUEUE)
    assert page.rows == [Row("e_1", urgent=True, waits=True), Row("e_2", urgent=False, waits=False)]
    assert page.text == "Danger & more Take With Ana"


def test_a_form_has_what_stands_in_its_fields_and_before_it() -> None:
    form = Page(QUEUE).form("/claim")
    assert form.action == "/staff/conversations/e_1/claim"
    assert form.fields == {"csrf": "abc"}
    assert form.before == "Danger & more"


def test_words_before_a_form_are_only_those_since_the_form_before() -> None:
    page = Page('<p>one</p><form action="/a"><b>x</b></form><p>two</p><form action="/b"></form>')
    assert [one.before for one in page.forms] == ["one", "two"]


def test_a_form_that_is_not_there_fails_the_scenario() -> None:
    with pytest.raises(ScenarioFailed, match="/reply"):
        Page(QUEUE).form("/reply")


def test_a_problem_a_heading_and_a_finding_are_found() -> None:
    page = Page(
        '<h1>Dana</h1><p class="note bad" id="problem">Choose a <b>reason</b>.</p>'
        '<p class="finding"><span>Danger: suicide</span></p><p>more</p>'
    )
    assert page.problem == "Choose a reason ."
    assert page.headings == ["Dana"]
    assert page.marked == ["Danger: suicide"]
