"""What is known while `content/release.yml` is read, and which of its names lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from bot.content.document import Document, Where
from bot.content.errors import Problem
from bot.content.fields import Fields
from bot.content.placeholders import fill_known
from bot.release.guide import Question, Source

_ID = re.compile(r"[a-z][a-z0-9_]*")
_FEW = 12
"""So many names are listed in a message; of more, only the nearest one is named."""


@dataclass
class Names:
    """The names that one part of the file defines and another uses.

    Attributes:
        values: what placeholders stand for.
        wrong: what a schema cannot see: unknown names and ways that lead nowhere. Apart from what is
            missing or of the wrong kind, since several such mistakes may stand in one line.
    """

    document: Document
    values: Mapping[str, str]
    sources: dict[str, Source] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    wrong: list[Problem] = field(default_factory=list)

    def say(self, where: Where, message: str, mend: str, *, key: bool = False) -> None:
        """Reports what stands at `where`, or its key."""
        self.wrong.append(self.document.problem(where, message, mend, key=key))

    def known(
        self,
        where: Where,
        what: str,
        name: str,
        among: Collection[str],
        *,
        of: str = "",
        key: bool = False,
    ) -> bool:
        """Whether there is such a name; reports it at `where` if there is not.

        Where there are no names at all, a whole part is missing, and that alone is said.

        Args:
            where: where the name stands.
            what: what it is to be, such as `step`.
            name: the name.
            among: the names that there are.
            of: to what these belong, such as the question of an answer.
            key: whether the name stands before the colon.
        """
        if name in among or not among:
            return name in among
        near = get_close_matches(name, among, 1)
        if near:
            mend = f"Did you mean `{near[0]}`?"
        elif len(among) <= _FEW:
            mend = f"Use one of {', '.join(among)}."
        else:
            mend = "Correct it, or define it in this file."
        of = of and f" of `{of}`"
        self.say(where, f"There is no {what} `{name}`{of}.", mend, key=key)
        return False

    def parts(self, source: Fields, name: str) -> dict[str, Fields]:
        """The mappings in the mapping under `name`, by their ids, which must be plain."""
        whole = self.part(source, name)
        if whole is None:
            return {}
        for one in whole.data:
            if not _ID.fullmatch(one):
                mend = "Write small letters, digits and `_`, and start with a letter."
                self.say((*whole.where, one), f"`{one}` cannot be an id.", mend, key=True)
        found = {one: self.part(whole, one) for one in whole.data}
        return {one: fields for one, fields in found.items() if fields is not None}

    def part(self, source: Fields, name: str) -> Fields | None:
        """The mapping under `name`; None, and reported, where there is none or nothing in it."""
        value = source.data.get(name)
        if isinstance(value, dict) and value:
            return source.child(name)
        if value is None or value == {}:
            source.wrong(name, f"`{name}` is missing.", f"Add `{name}:` here.")
        else:
            message = f"`{name}` must have keys and values of its own."
            source.wrong(name, message, "Indent them under it.")
        return None

    def text(self, source: Fields, name: str) -> str:
        """The required text under `name`, with placeholders filled."""
        return fill_known(source, name, self.values)

    def optional(self, source: Fields, name: str) -> str | None:
        """The same, or None where the name does not stand."""
        return self.text(source, name) if name in source.data else None

    def cited(self, source: Fields, what: str) -> tuple[Source, ...]:
        """The sources that are named under `sources`, of which there must be one."""
        value = source.data.get("sources")
        where = (*source.where, "sources")
        if value is None or value == []:
            mend = "Name where it comes from, such as `sources: [practice]`."
            self.say(where, f"{what} has no source.", mend, key=True)
            return ()
        names = source.texts("sources")
        for index, name in enumerate(names):
            self.known((*where, index), "source", name, self.sources)
            if name in names[:index]:
                self.say((*where, index), f"`{name}` is named twice.", "Name it once.")
        return tuple(self.sources[name] for name in names if name in self.sources)


def one_of(source: Fields, name: str, allowed: tuple[str, ...]) -> str:
    """The required text under `name`; reported if it is none of these."""
    value = source.text(name)
    if value and value not in allowed:
        source.wrong(name, f"`{name}` is `{value}`.", f"Use one of {', '.join(allowed)}.")
    return value
