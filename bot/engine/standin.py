"""Stands in for TensorFlow, which Rasa imports in 18 modules and this project never runs.

TensorFlow would be four fifths of the installation and half of the memory and start-up time
(`docs/decisions/0001-engine.md`). The stand-in answers every attribute with an inert class, so that
Rasa's modules import; nothing of it computes. A pipeline that needs TensorFlow is refused by
`refuse_tensorflow_components` before anything runs.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import sys
import types
from collections.abc import Iterable, Sequence
from typing import ClassVar

NAMES = ("tensorflow", "tensorflow_hub", "tensorflow_text", "tensorflow_addons", "keras")

COMPONENTS = frozenset(
    {
        "ConveRTFeaturizer",
        "DIETClassifier",
        "LanguageModelFeaturizer",
        "ResponseSelector",
        "TEDPolicy",
        "UnexpecTEDIntentPolicy",
    }
)
"""Rasa's own components that compute with TensorFlow."""


class TensorFlowNeeded(Exception):
    """A pipeline or policy names components that need TensorFlow."""


class _InertMeta(type):
    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _inert(name)


class _Inert(metaclass=_InertMeta):
    """Can be subclassed, called and used as a decorator; does nothing."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        pass

    def __call__(self, *args: object, **kwargs: object) -> object:
        return args[0] if args else self

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return _inert(name)


def _inert(name: str) -> type:
    return _InertMeta(name, (_Inert,), {})


class _Module(types.ModuleType):
    __path__: ClassVar[list[str]] = []  # type: ignore[misc]

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        # `rasa test nlu` asks this of every value; a truthy dummy makes it recurse for ever.
        value: object = (lambda value: False) if name == "is_tensor" else _inert(name)
        setattr(self, name, value)
        return value


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] in NAMES:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        pass


def install() -> None:
    """Puts the stand-in in place, unless the real TensorFlow is installed.

    Must run before Rasa is imported.
    """
    if importlib.util.find_spec("tensorflow") is None:
        sys.meta_path.append(_Finder())


def refuse_tensorflow_components(names: Iterable[str]) -> None:
    """Raises when one of the components needs TensorFlow.

    Args:
        names: component names as in `config.yml`, with or without their module path.

    Raises:
        TensorFlowNeeded: names them, and says what to use instead.
    """
    found = sorted({name.rpartition(".")[2] for name in names} & COMPONENTS)
    if found:
        raise TensorFlowNeeded(
            f"config.yml names {', '.join(found)}, which need TensorFlow; this engine runs without it. "
            "Use bot.nlu's components, or Rasa's LogisticRegressionClassifier, RulePolicy and "
            "MemoizationPolicy; see docs/decisions/0001-engine.md."
        )
