"""Small releases, made by hand."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content.release import WORDS
from bot.release.guide import (
    DONE,
    Answer,
    Branch,
    Choice,
    Guide,
    Letter,
    Question,
    Release,
    Sheet,
    Source,
    StateRule,
    Step,
)

RULE = Source("45 CFR 164.508", "A rule", "rule")
REASON = Source("45 CFR 164.502", "What a question rests on", "rule")
STATE_LAW = Source("A law", "A state's law", "state_law")


def question(
    name: str, answers: Mapping[str, tuple[str, ...]], to_client: str | None = None
) -> Question:
    """A question with the phrases of its answers."""
    return Question(
        name,
        f"What is {name}?",
        f"Why {name}.",
        tuple(Answer(one, one.capitalize(), said) for one, said in answers.items()),
        (REASON,),
        to_client,
    )


def step(
    name: str,
    *ways: tuple[str, str, str],
    to: str,
    ask: str | None = None,
    state: str | None = None,
) -> Step:
    """A step; each way is a question, its answer and where that leads."""
    branches = (*(Branch(where, {asked: given}) for asked, given, where in ways), Branch(to, {}))
    return Step(
        name, f"Do {name}", f"Text of {name}.", f"Reason of {name}.", f"Did {name}", (RULE,), branches,
        ask=ask, state=state,
    )  # fmt: skip


def guide(name: str, *steps: Step, sheet: str = "form") -> Guide:
    """A guide with these steps."""
    return Guide(name, f"Guide {name}", "For anyone.", "May we talk?", sheet, steps)


WHO = question("who", {"client": ("client", "me"), "parent": ("parent", "her mom")})
AGE = question(
    "age", {"minor": ("under 18", "a teen"), "adult": ("adult", "over 18")}, "How old are you?"
)
DANGER = question("danger_now", {"yes": ("yes", "maybe", "do not know"), "no": ("no", "safe")})
NOTES = question("notes", {"yes": ("yes",), "no": ("no",), "not_sure": ("do not know",)})

OWN = guide(
    "own",
    step("ask", ("age", "minor", "parents"), to="fill", ask="age", state="consent"),
    step("parents", to="fill"),
    step("fill", ("notes", "no", "sign"), to="apart", ask="notes"),
    step("apart", to="sign"),
    step("sign", to=DONE),
)
CHILD = guide(
    "child",
    step("safe", to="call", ask="danger_now"),
    step("call", to=DONE),
    sheet="letter",
)

RELEASE = Release(
    questions={one.id: one for one in (WHO, AGE, DANGER, NOTES)},
    choose=Choice("who", {"client": "own", "parent": Choice("age", {"minor": "child", "adult": "own"})}),
    guides={"own": OWN, "child": CHILD},
    sheet=Sheet("Get ready.", (), (), (), "Not the form."),
    letter=Letter("I take it back.", (RULE,)),
    states={"consent": {"CA": StateRule("In California it is so.", (STATE_LAW,), "V1")}},
    words={key: " ".join([key, *(f"{{{one}}}" for one in filled)]) for key, filled in WORDS.items()},
    reviewed_on="2026-11-23",
)  # fmt: skip
"""Two guides: `own` has branches, `child` begins with a question about danger."""
