"""Each repair of Rasa, by what Rasa then does; a test fails too when Rasa no longer comes by."""

from __future__ import annotations

import asyncio
import copy
import inspect
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import jsonschema
import numpy as np
import pytest
import rasa.core.actions.action
import rasa.core.agent
import rasa.shared.utils.common
import sanic
from rasa.core.actions.action import RemoteAction
from rasa.core.lock_store import InMemoryLockStore, LockStore
from rasa.core.tracker_store import SQLTrackerStore
from rasa.engine.caching import LocalTrainingCache
from rasa.engine.graph import ExecutionContext, GraphSchema, SchemaNode
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.core import events
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.utils.io import read_yaml
from rasa.utils.endpoints import EndpointConfig
from sqlalchemy import text

from bot.engine import repairs
from bot.engine.processor import Processor
from bot.engine.tracker_store import TrackerStore
from bot.nlu.danger import DangerDetector


def test_applying_the_repairs_again_changes_nothing() -> None:
    before = (sanic.Sanic.run, LockStore.lock, Event.resolve_by_type, SQLTrackerStore.__init__)
    repairs.apply()
    after = (sanic.Sanic.run, LockStore.lock, Event.resolve_by_type, SQLTrackerStore.__init__)
    assert before == after


@pytest.mark.parametrize("reader", ["safe", "rt"])
def test_a_date_without_quotes_is_read_as_text(reader: str) -> None:
    read = read_yaml("on: 2026-11-22\nat: 2026-11-22 10:00:00\nnumber: 3", reader)
    assert (read["on"], read["at"], read["number"]) == ("2026-11-22", "2026-11-22 10:00:00", 3)
    assert isinstance(read["on"], str)


def test_a_domain_with_a_date_can_be_written_as_json() -> None:
    domain = Domain.from_yaml(
        'version: "3.1"\nresponses:\n  utter_a:\n  - text: A\n    metadata: {reviewed_on: 2026-11-22}\n'
    )
    assert "2026-11-22" in domain.as_yaml()
    assert domain.fingerprint()  # where the trainer used to fail


def test_sanic_still_starts_several_processes_unless_told() -> None:
    assert (
        inspect.signature(inspect.unwrap(sanic.Sanic.run)).parameters["single_process"].default
        is False
    )


def test_a_server_runs_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}

    def run(self: Any, *args: Any, **kwargs: Any) -> None:
        given.update(kwargs)

    monkeypatch.setattr(sanic.Sanic, "run", run)
    repairs.serve_in_one_process()
    sanic.Sanic("one_process", configure_logging=False).run("127.0.0.1", 1, workers=4)
    assert given["single_process"] is True
    assert "workers" not in given
    assert given["access_log"] is False


RESULTS: list[Any] = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "who", "value": "client"}]},
    {"events": [{"event": "slot", "name": "who", "value": None, "timestamp": 3.5}]},
    {"events": [{"event": "slot", "timestamp": None}]},
    {"events": [{"event": "reminder", "name": "a", "date_time": "2026-11-22T10:00:00"}]},
    {"events": [{"event": "followup", "name": "a"}, {"event": "restart"}]},
    {"events": [{"event": "nonsense"}]},
    {"events": [{"no": "event"}]},
    {"events": {"event": "slot"}},
    {"events": [3]},
    {"responses": [{"text": "a"}]},
    {"responses": ["a"]},
    {"responses": {"text": "a"}},
    [],
    "text",
    None,
]


@pytest.mark.parametrize("result", RESULTS)
def test_an_actions_answer_is_judged_as_jsonschema_judges_it(result: Any) -> None:
    action = RemoteAction("action_a", EndpointConfig("http://127.0.0.1:1"))
    try:
        jsonschema.validate(result, RemoteAction.action_response_format_spec())
    except jsonschema.ValidationError:
        with pytest.raises(jsonschema.ValidationError):
            action._validate_action_result(result)
    else:
        assert action._validate_action_result(result) is True


def test_some_answers_are_good_and_some_are_not() -> None:
    validator = jsonschema.validators.validator_for(RemoteAction.action_response_format_spec())
    checked = validator(RemoteAction.action_response_format_spec())
    assert {checked.is_valid(result) for result in RESULTS} == {True, False}


async def test_an_action_is_run_without_checking_the_schema_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("the schema was compiled again")

    monkeypatch.setattr(jsonschema, "validate", never)
    calls: list[Any] = []

    class Endpoint(EndpointConfig):  # type: ignore[misc]
        async def request(self, **kwargs: Any) -> Any:
            calls.append(kwargs["json"]["next_action"])
            return {
                "events": [{"event": "slot", "name": "who", "value": "client"}],
                "responses": [],
            }

    action = RemoteAction("action_a", Endpoint("http://127.0.0.1:1"))
    tracker = DialogueStateTracker.from_events("c", [])
    done = await action.run(None, None, tracker, Domain.empty())  # type: ignore[arg-type]
    assert calls == ["action_a"]
    assert done == [events.SlotSet("who", "client")]


def test_an_answer_that_does_not_fit_is_not_quoted() -> None:
    action = RemoteAction("action_a", EndpointConfig("http://127.0.0.1:1"))
    with pytest.raises(jsonschema.ValidationError) as refused:
        action._validate_action_result({"events": [{"event": 1, "text": "canary"}]})
    assert "canary" not in str(refused.value)


def _original(type_name: str) -> Any:
    """Rasa's own walk through all event classes."""
    return next(
        (
            kind
            for kind in rasa.shared.utils.common.all_subclasses(Event)
            if kind.type_name == type_name
        ),
        None,
    )


def test_every_event_class_is_found_by_its_name() -> None:
    names = {kind.type_name for kind in rasa.shared.utils.common.all_subclasses(Event)}
    assert {"user", "bot", "action", "slot", "session_started", "restart"} <= names
    for name in names - {None}:
        assert Event.resolve_by_type(name) is _original(name)
        assert Event.resolve_by_type(name) is _original(name)  # now from the dictionary


def test_unknown_events_are_treated_as_before() -> None:
    with pytest.raises(ValueError, match="Unknown event name"):
        Event.resolve_by_type("nonsense")
    assert Event.resolve_by_type("topic") is None
    assert Event.resolve_by_type("made_up", ActionExecuted) is ActionExecuted
    with pytest.raises(ValueError, match="Unknown event name"):
        Event.resolve_by_type("made_up")


def test_a_long_conversation_is_read_without_walking_the_classes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stored = [UserUttered("hello").as_dict(), ActionExecuted("action_listen").as_dict()] * 50
    assert len(events.deserialise_events(stored)) == 100
    walks: list[Any] = []
    walk = rasa.shared.utils.common.all_subclasses

    def counted(kind: Any) -> Any:
        walks.append(kind)
        return walk(kind)

    monkeypatch.setattr(rasa.shared.utils.common, "all_subclasses", counted)
    assert len(events.deserialise_events(stored)) == 100
    assert not [kind for kind in walks if kind is Event]


async def test_the_next_message_need_not_wait_a_second_for_the_lock() -> None:
    store = InMemoryLockStore()
    order: list[str] = []

    async def first() -> None:
        async with store.lock("c"):
            order.append("first")
            await asyncio.sleep(0.1)
            order.append("first ends")

    async def second() -> None:
        async with store.lock("c"):
            order.append("second")

    start = time.perf_counter()
    await asyncio.gather(first(), second())
    assert order == ["first", "first ends", "second"]
    assert time.perf_counter() - start < 0.6


def test_rasas_own_wait_is_still_a_second() -> None:
    # `look_at_locks_often` wraps the original and asserts the same when it is applied.
    source = inspect.getsource(inspect.getmodule(LockStore))  # type: ignore[arg-type]
    assert "wait_time_in_seconds: float = 1" in source


@pytest.fixture(params=[SQLTrackerStore, TrackerStore])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SQLTrackerStore]:
    kind = request.param
    made = kind(Domain.empty(), dialect="sqlite", db=str(tmp_path / "tracker.db"))
    yield made
    made.engine.dispose()


def _pragmas(connection: Any) -> tuple[Any, ...]:
    return tuple(
        connection.execute(text(f"PRAGMA {name}")).scalar()
        for name in ("journal_mode", "synchronous", "busy_timeout")
    )


def test_sqlite_writes_ahead_on_every_connection(store: SQLTrackerStore) -> None:
    with store.engine.connect() as one, store.engine.connect() as another:
        assert _pragmas(one) == ("wal", 1, 2000)
        assert _pragmas(another) == ("wal", 1, 2000)
    with store.session_scope() as session:
        assert _pragmas(session) == ("wal", 1, 2000)


def test_other_databases_of_this_process_are_left_alone(
    store: SQLTrackerStore, tmp_path: Path
) -> None:
    import sqlalchemy

    engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path / 'other.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "delete"
    engine.dispose()


def test_rasa_makes_its_processor_by_the_name_that_we_replace() -> None:
    assert rasa.core.agent.MessageProcessor is Processor
    assert "MessageProcessor(" in inspect.getsource(rasa.core.agent.Agent)


def test_the_loaded_agent_has_our_processor(agent: Any) -> None:
    assert type(agent.processor) is Processor


def test_a_copied_message_shares_nothing_that_can_change() -> None:
    features = Features(np.ones((1, 2)), "sentence", "text", "here")
    message = Message({"text": "hi", "metadata": {"tags": ["one"]}}, features=[features])
    copied = copy.deepcopy(message)
    assert copied == message and copied.fingerprint() == message.fingerprint()
    copied.data["metadata"]["tags"].append("two")
    copied.set("text", "bye", add_to_output=True)
    copied.features.clear()
    assert message.data == {"text": "hi", "metadata": {"tags": ["one"]}}
    assert message.features == [features]
    assert message.output_properties == {"text"}


@pytest.mark.parametrize(("size", "taken"), [("0", False), ("1000", True)])
def test_fingerprints_are_taken_only_for_a_cache(
    size: str, taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASA_MAX_CACHE_SIZE", size)
    monkeypatch.setenv("RASA_CACHE_DIRECTORY", str(tmp_path))
    schema = GraphSchema({"node": SchemaNode({}, DangerDetector, "create", "process", {})})
    hook = TrainingHook(LocalTrainingCache(), cast(Any, None), schema)
    context = ExecutionContext(schema)
    assert ("fingerprint_key" in hook.on_before_node("node", context, {}, {})) is taken


def test_sqlite_keeps_its_connection(store: SQLTrackerStore) -> None:
    with store.engine.connect() as one:
        first = one.connection.dbapi_connection
    with store.engine.connect() as another:
        assert another.connection.dbapi_connection is first


def test_labels_without_answers_of_their_own_make_no_retrieval_intent(tmp_path: Path) -> None:
    (tmp_path / "domain.yml").write_text(
        'version: "3.1"\nintents: [roi_steps]\nresponses:\n  utter_roi_steps: [{text: Steps}]\n'
    )
    (tmp_path / "nlu.yml").write_text(
        'version: "3.1"\nnlu:\n'
        "- {intent: faq/notes, examples: '- notes'}\n- {intent: roi_steps/revoke, examples: '- undo'}\n"
        "responses:\n  utter_faq/notes: [{text: Notes}]\n"
    )
    importer = TrainingDataImporter.load_from_dict(
        domain_path=str(tmp_path / "domain.yml"), training_data_paths=[str(tmp_path / "nlu.yml")]
    )
    domain = importer.get_domain()
    assert domain.retrieval_intents == ["faq"]
    assert "utter_faq" in domain.action_names_or_texts
    assert importer.get_nlu_data().retrieval_intents == {"faq", "roi_steps"}
