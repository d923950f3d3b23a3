"""Rasa without TensorFlow."""

from __future__ import annotations

import importlib
import importlib.util
import re
from pathlib import Path

import pytest
import rasa

from bot.engine import standin
from tests.engine.project import Project
from tests.engine.running import engine

RASA = Path(rasa.__file__).parent


def _modules_that_import_tensorflow() -> list[str]:
    found = []
    for path in sorted(RASA.rglob("*.py")):
        if re.search(r"^\s*(?:import|from) (?:tensorflow|keras)\b", path.read_text(), re.MULTILINE):
            parts = path.relative_to(RASA.parent).with_suffix("").parts
            found.append(".".join(parts).removesuffix(".__init__"))
    return found


def test_rasa_still_imports_tensorflow_where_the_stand_in_is_for() -> None:
    assert len(_modules_that_import_tensorflow()) >= 18


@pytest.mark.parametrize("name", _modules_that_import_tensorflow())
def test_a_module_that_imports_tensorflow_can_be_imported(name: str) -> None:
    assert importlib.import_module(name).__name__ == name


def test_nothing_is_a_tensor() -> None:
    tensorflow = importlib.import_module("tensorflow")
    # `rasa test nlu` asks so of every value, and goes into whatever is one.
    assert tensorflow.is_tensor([1.0]) is False
    assert not isinstance(3, tensorflow.Tensor)


def test_what_is_asked_of_it_can_be_subclassed_called_and_used_as_a_decorator() -> None:
    keras = importlib.import_module("tensorflow.keras.layers")

    class Layer(keras.Layer):  # type: ignore[misc, name-defined]
        pass

    @importlib.import_module("tensorflow").function()
    def double(value: int) -> int:
        return 2 * value

    assert Layer(1, name="x").anything is not None
    assert double(4) == 8


def test_installing_it_twice_adds_it_once() -> None:
    before = list(importlib.import_module("sys").meta_path)
    standin.install()
    assert importlib.import_module("sys").meta_path == before


def test_other_modules_are_not_made_up() -> None:
    assert importlib.util.find_spec("tensorflow_of_somebody_else") is None


def test_every_component_of_rasa_that_computes_with_tensorflow_is_known() -> None:
    """Registered components whose module imports TensorFlow itself, by Rasa's own registry."""
    from rasa.engine.recipes.default_recipe import DefaultV1Recipe

    DefaultV1Recipe()  # imports every component of Rasa's
    needing = set()
    for name, registered in DefaultV1Recipe._registered_components.items():
        source = importlib.import_module(registered.clazz.__module__)
        if source.__name__.startswith("rasa.") and hasattr(source, "tf"):
            needing.add(name)
    assert needing
    assert needing <= standin.COMPONENTS


@pytest.mark.parametrize("name", ["DIETClassifier", "rasa.core.policies.ted_policy.TEDPolicy"])
def test_a_component_that_needs_tensorflow_is_named(name: str) -> None:
    with pytest.raises(standin.TensorFlowNeeded, match=name.rpartition(".")[2]):
        standin.refuse_tensorflow_components(["WhitespaceTokenizer", name])


def test_components_that_do_without_are_let_through() -> None:
    standin.refuse_tensorflow_components(["WhitespaceTokenizer", "bot.nlu.topics.TopicClassifier"])


def test_training_refuses_diet_before_it_starts(project: Project, tmp_path: Path) -> None:
    config = tmp_path / "diet.yml"
    config.write_text(
        "recipe: default.v1\nlanguage: en\nassistant_id: diet\n"
        "pipeline:\n- name: WhitespaceTokenizer\n- name: DIETClassifier\n  epochs: 1\n"
        "policies:\n- name: RulePolicy\n"
    )
    refused = engine(
        project.root, "train", "--config", str(config), "--out", str(tmp_path / "models")
    )
    assert refused.returncode != 0
    assert "DIETClassifier" in refused.stderr
    assert "bot.nlu" in refused.stderr  # what to use instead
    assert not list(tmp_path.glob("models/*"))
