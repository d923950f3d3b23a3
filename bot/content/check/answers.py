"""Links, buttons and variants of the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.content.check.view import Answer, View, Wording
from bot.content.document import read_document
from bot.content.errors import Problem

SLOTS: Mapping[str, frozenset[str] | None] = {
    "who": frozenset({"client", "family", "guardian"}),
    "age_group": frozenset({"minor", "adult"}),
    "state": None,
}
"""Slots that may choose a wording, if domain.yml does not say; None allows a two-letter state."""

_STATE_CODES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ "
    "NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY"
)
STATES = frozenset(_STATE_CODES.split())


def check_answers(view: View) -> Iterator[Problem]:
    """Dead links, buttons that lead nowhere, variants that tie."""
    slots = _slots(view)
    for answer in view.answers:
        yield from _variants(answer, slots)
        for variant in answer.variants:
            if view.catalogue.topics:
                yield from _links(view, answer, variant)
            yield from _buttons(view, variant)


def _variants(answer: Answer, slots: Mapping[str, frozenset[str] | None]) -> Iterator[Problem]:
    if not answer.variants:
        yield answer.problem(f"`{answer.name}` has no text.", "Add `- text: |` under it.")
    elif answer.default is None:
        message = f"`{answer.name}` has no variant without a condition."
        yield answer.problem(message, "Add one that is complete by itself.")
    seen: dict[tuple[tuple[str, Any], ...], Wording] = {}
    for variant in answer.variants:
        conditions = variant.conditions
        if conditions is None:
            continue
        if seen.setdefault(conditions, variant) is not variant:
            line = seen[conditions].document.place(seen[conditions].where)[0]
            message = f"This variant has the same conditions as the one in line {line}."
            yield variant.problem((), message, "Keep one of them, or change a condition.")
        for index, (name, value) in enumerate(_in_file_order(variant)):
            spot = ("condition", index, "value")
            if name not in slots:
                message = f"There is no slot `{name}`."
                mend = f"Use one of {', '.join(sorted(slots))}."
                yield variant.problem(("condition", index, "name"), message, mend)
            elif (values := slots[name]) is not None and value not in values:
                message = f"The slot `{name}` is never {value!r}."
                shown = sorted(values) if len(values) < 10 else ["a state's two letters"]
                yield variant.problem(spot, message, f"Use one of {', '.join(shown)}.")


def _in_file_order(variant: Wording) -> list[tuple[str, Any]]:
    return [(one["name"], one.get("value")) for one in variant.data.get("condition") or ()]


def _links(view: View, answer: Answer, variant: Wording) -> Iterator[Problem]:
    related = variant.metadata.get("related")
    spots = [
        (("metadata", "related", index), target)
        for index, target in enumerate(related if isinstance(related, list) else [])
    ]
    follow_ups = variant.metadata.get("follow_ups")
    kinds = {name.removeprefix("follow_up_") for name in view.intent_names if "follow_up_" in name}
    for kind, target in (follow_ups if isinstance(follow_ups, dict) else {}).items():
        spots.append((("metadata", "follow_ups", kind), target))
        if kinds and view.all_read and kind not in kinds:
            spot = ("metadata", "follow_ups", kind)
            message = f"There is no follow-up of the kind `{kind}`."
            mend = f"Use one of {', '.join(sorted(kinds))}."
            yield variant.problem(spot, message, mend, key=True)
    for spot, target in spots:
        if not isinstance(target, str):
            continue
        if target == answer.topic:
            message = f"`{target}` leads to itself."
            yield variant.problem(spot, message, "Name another topic, or remove it.")
        elif target not in view.catalogue.reachable:
            message = f"There is no topic `{target}`."
            yield variant.problem(spot, message, "Correct the name, or remove it.")


def _buttons(view: View, variant: Wording) -> Iterator[Problem]:
    buttons = variant.data.get("buttons")
    for index, button in enumerate(buttons if isinstance(buttons, list) else []):
        payload = button.get("payload") if isinstance(button, dict) else None
        if not isinstance(payload, str) or not payload.startswith("/"):
            continue  # said by the schema
        if not view.all_read and "/" not in payload[1:]:
            continue  # its intent may stand in the file that is broken
        if payload[1:] not in view.intent_names:
            message = f"The button leads to `{payload}`, which does not exist."
            mend = "Use /faq/<topic> or the name of an intent."
            yield variant.problem(("buttons", index, "payload"), message, mend)


def _slots(view: View) -> Mapping[str, frozenset[str] | None]:
    """The domain's categorical slots, and the state; what is built in if there is no domain."""
    path = view.root / "domain.yml"
    domain = read_document(view.root, path).data if path.is_file() else None
    declared = domain.get("slots") if isinstance(domain, dict) else None
    found = {name: values for name, values in SLOTS.items() if name != "state"}
    if isinstance(declared, dict):
        for name, slot in declared.items():
            if isinstance(slot, dict) and isinstance(slot.get("values"), list):
                found[name] = frozenset(map(str, slot["values"]))
    return {**found, "state": STATES}
