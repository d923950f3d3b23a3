"""Reads a page of the console as a browser without scripts does: its forms, its rows, its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from bot.drill.errors import ScenarioFailed


@dataclass
class Form:
    """A form, with what stands in its fields.

    Attributes:
        before: the words of the page between the form before and this one.
    """

    action: str
    before: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class Row:
    """An episode on the queue.

    Attributes:
        urgent: it is marked as danger.
        waits: there is a button to take it.
    """

    id: str
    urgent: bool
    waits: bool = False


class Page(HTMLParser):
    """A page, read.

    Attributes:
        marked: what it says of danger that was found, line by line.
        headings: its main headings.
    """

    def __init__(self, html: str) -> None:
        """Read it."""
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.rows: list[Row] = []
        self.marked: list[str] = []
        self.headings: list[str] = []
        self._problem: list[str] = []
        self._words: list[str] = []
        self._since_form = 0
        self._in_form = False
        self._kept: tuple[str, list[str]] | None = None
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """All its words, with single blanks."""
        return _joined(self._words)

    @property
    def problem(self) -> str:
        """What it says went wrong."""
        return _joined(self._problem)

    def form(self, ending: str) -> Form:
        """Return the form whose address ends so.

        Raises:
            ScenarioFailed: the page shows no such form.
        """
        for one in self.forms:
            if one.action.endswith(ending):
                return one
        raise ScenarioFailed(f"The console's page shows no form for {ending}.")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms, fields and rows."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            before = _joined(self._words[self._since_form :])
            self.forms.append(Form(given.get("action", ""), before))
            self._in_form = True
            if self.rows and given.get("action", "").endswith("/claim"):
                self.rows[-1].waits = True
        elif tag == "input" and self._in_form and "name" in given:
            self.forms[-1].fields[given["name"]] = given.get("value", "")
        elif tag == "li" and "data-id" in given:
            self.rows.append(Row(given["data-id"], "urgent" in given.get("class", "").split()))
        if given.get("id") == "problem":
            self._kept = (tag, self._problem)
        elif given.get("class") == "finding":
            self._kept = (tag, self.marked)
        elif tag == "h1":
            self._kept = (tag, self.headings)

    def handle_endtag(self, tag: str) -> None:
        """Note where forms end."""
        if tag == "form":
            self._in_form = False
            self._since_form = len(self._words)
        if self._kept and tag == self._kept[0]:
            self._kept = None

    def handle_data(self, data: str) -> None:
        """Note words."""
        self._words.append(data)
        if self._kept and data.strip():
            self._kept[1].append(data.strip())


def _joined(words: list[str]) -> str:
    return " ".join(" ".join(words).split())
