"""Missing, unknown and wrongly typed fields, by the models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.content.catalogue import CATALOGUE_FILE
from bot.content.check import models
from bot.content.check.view import View
from bot.content.desk import DESK_FILE
from bot.content.document import Document, Where
from bot.content.errors import Problem
from bot.content.library import CRISIS_FILE, PRACTICE_FILE, WORDING_FILE
from bot.content.release import RELEASE_FILE
from bot.content.widget import WIDGET_FILE

_FILES: dict[str, Any] = {
    CATALOGUE_FILE: models.CatalogueFile,
    PRACTICE_FILE: models.PracticeFile,
    CRISIS_FILE: models.CrisisFile,
    WORDING_FILE: dict[str, models.Text],
    DESK_FILE: models.DeskFile,
    RELEASE_FILE: models.ReleaseFile,
    # Flat texts: its reader says all, by key.
    WIDGET_FILE: dict[str, Any],
}
_NLU_ITEMS: dict[str, type[BaseModel]] = {
    "intent": models.IntentModel,
    "lookup": models.LookupModel,
    "synonym": models.SynonymModel,
    "regex": models.RegexModel,
}
_MENDS = {
    "missing": "Add it here.",
    "extra_forbidden": "Check the spelling, or remove it.",
    "string_type": "Write words; put numbers and yes/no in quotes.",
    "string_too_short": "Write something here.",
    "string_too_long": "Make it shorter.",
    "too_short": "Add at least one entry.",
    "list_type": "Start each entry with `- `.",
    "bool_type": "Write true or false.",
}


def check_schema(view: View) -> Iterator[Problem]:
    """Each file against the model of its kind."""
    for document in view.documents:
        if document.problems and document.data is None:
            continue
        if not isinstance(document.data, dict):
            mend = "Write `key: value` lines, or put the file back."
            yield document.problem((), "The file has no keys and values.", mend)
        elif document.path in _FILES:
            yield from _against(_FILES[document.path], document, ())
        else:
            yield from _rasa_file(document)


def _rasa_file(document: Document) -> Iterator[Problem]:
    yield from _against(models.RasaFile, document, ())
    nlu = document.data.get("nlu")
    for index, item in enumerate(nlu if isinstance(nlu, list) else []):
        kind = next((key for key in _NLU_ITEMS if isinstance(item, dict) and key in item), None)
        if kind is None:
            mend = "Write `- intent: name` and its `examples: |`."
            yield document.problem(("nlu", index), "This entry has no intent.", mend)
        else:
            yield from _against(_NLU_ITEMS[kind], document, ("nlu", index))
    responses = document.data.get("responses")
    for name, variants in (responses if isinstance(responses, dict) else {}).items():
        topic = name.startswith("utter_faq/")
        for index, variant in enumerate(variants if isinstance(variants, list) else []):
            model: type[BaseModel] = models.Variant
            if not (isinstance(variant, dict) and "condition" in variant):
                model = models.TopicVariant if topic else models.PlainVariant
            yield from _against(model, document, ("responses", name, index))


def _against(model: Any, document: Document, where: Where) -> Iterator[Problem]:
    value: Any = document.data
    for step in where:
        value = value[step]
    try:
        TypeAdapter(model).validate_python(value)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False):
            yield _problem(document, (*where, *one["loc"]), one["type"], one["msg"])


def _problem(document: Document, where: Where, kind: str, reason: str) -> Problem:
    # A union adds the name of its member to the way; drop what is no key or index of ours.
    name = next((step for step in reversed(where) if isinstance(step, str)), "file")
    if isinstance(where[-1], int):
        name = f"{name}[{where[-1]}]"
    if kind == "missing":
        return document.problem(where, f"`{name}` is missing.", f"Add `{name}:` here.")
    if kind in ("model_type", "dict_type"):
        message = f"`{name}` must have keys and values of its own."
        return document.problem(where, message, "Indent them under it.")
    if kind == "extra_forbidden":
        message = f"`{name}` is not known here."
        return document.problem(where, message, _MENDS[kind], key=True)
    reason = reason.removeprefix("Value error, ").removeprefix("Input ").rstrip(".")
    mend = _MENDS.get(kind, "Correct it.")
    return document.problem(where, f"`{name}` {reason[0].lower()}{reason[1:]}.", mend)
