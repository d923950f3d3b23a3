"""Our repairs of Rasa 3.6.21, each a small function with its reason.

`apply` is idempotent and runs before any Rasa command. tests/engine/test_repairs.py holds a test for
each, which fails when Rasa changes under it.
"""

from __future__ import annotations

import copy
import functools
import inspect
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import jsonschema
import rasa.core.actions.action
import rasa.core.agent
import rasa.core.channels.console
import rasa.core.constants
import rasa.core.lock_store
import rasa.core.tracker_store
import rasa.engine.recipes.default_recipe
import rasa.engine.training.hooks
import rasa.shared.core.events
import rasa.shared.importers.importer
import rasa.shared.utils.common
import rasa.shared.utils.io
import ruamel.yaml.constructor
import ruamel.yaml.resolver
import sanic
import sqlalchemy.event
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.training_data.message import Message
from sqlalchemy.pool import SingletonThreadPool

from bot.engine import privacy, standin
from bot.engine.intent_message import handle_intent_messages
from bot.engine.processor import Processor

LOCK_WAIT = 0.05
"""Seconds between two looks at a conversation's lock."""

ACTION_SECONDS = 5.0
"""How long an action may take. The slowest, which ask the desk, give up by themselves after 4."""

_applied = False


def apply() -> None:
    """Applies every repair, once."""
    global _applied
    if _applied:
        return
    _applied = True
    keep_dates_as_text()
    serve_in_one_process()
    refuse_tensorflow()
    cache_action_schema()
    find_event_types_by_name()
    look_at_locks_often()
    tune_sqlite()
    handle_intent_messages()
    give_up_on_actions_that_hang()
    listen_on_loopback()
    fingerprint_tokens_quickly()
    fingerprint_nothing_without_a_cache()
    copy_messages_quickly()
    talk_in_the_shell_without_streaming()
    retrieve_only_what_is_answered()
    rasa.core.agent.MessageProcessor = Processor
    privacy.install()


def keep_dates_as_text() -> None:
    """Reads `reviewed_on: 2026-11-22` as text.

    YAML makes it a date, and Rasa's trainer then fails when it writes the domain as JSON.
    """
    constructor = ruamel.yaml.constructor.SafeConstructor

    def as_text(self: Any, node: Any) -> str:
        return str(node.value)

    for kind in (constructor, ruamel.yaml.constructor.RoundTripConstructor):
        kind.add_constructor("tag:yaml.org,2002:timestamp", as_text)


def serve_in_one_process() -> None:
    """Runs Sanic's server in this process.

    Since Sanic 22.9 `run` starts a worker manager, which cannot pickle the app that Rasa configures.
    """
    original = sanic.Sanic.run

    @functools.wraps(original)
    def run(self: sanic.Sanic[Any, Any], *args: Any, **kwargs: Any) -> None:
        kwargs.pop("workers", None)
        kwargs.setdefault("single_process", True)
        kwargs.setdefault("motd", False)
        kwargs.setdefault("access_log", False)
        original(self, *args, **kwargs)

    sanic.Sanic.run = run  # type: ignore[assignment, method-assign]


def refuse_tensorflow() -> None:
    """Refuses a configuration that names TensorFlow components before training starts."""
    recipe = rasa.engine.recipes.default_recipe.DefaultV1Recipe
    original = recipe.graph_config_for_recipe

    @functools.wraps(original)
    def graph_config_for_recipe(
        self: Any, config: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        entries = [*(config.get("pipeline") or []), *(config.get("policies") or [])]
        standin.refuse_tensorflow_components(
            entry if isinstance(entry, str) else entry.get("name", "") for entry in entries
        )
        return original(self, config, *args, **kwargs)

    recipe.graph_config_for_recipe = graph_config_for_recipe


def cache_action_schema() -> None:
    """Compiles the JSON schema of an action's answer once, not at every answer.

    `jsonschema.validate` checks the constant schema itself each time: 13.7 of 20.5 ms a turn.
    """
    remote = rasa.core.actions.action.RemoteAction
    validator = jsonschema.validators.validator_for(remote.action_response_format_spec())(
        remote.action_response_format_spec()
    )

    def _validate_action_result(self: Any, result: dict[str, Any]) -> bool:
        error = next(validator.iter_errors(result), None)
        if error is None:
            return True
        # Not the error's own message: it quotes the answer.
        raise jsonschema.ValidationError(
            f"The action server's answer does not fit Rasa's schema at {list(error.path)!r}."
        )

    remote._validate_action_result = _validate_action_result


def give_up_on_actions_that_hang() -> None:
    """Goes on without an action after five seconds.

    Rasa waits five minutes, holds the conversation's lock meanwhile, and sends nothing of what it had to
    say before: also not the crisis help.
    """
    assert rasa.core.actions.action.DEFAULT_REQUEST_TIMEOUT in (300, ACTION_SECONDS)
    rasa.core.actions.action.DEFAULT_REQUEST_TIMEOUT = ACTION_SECONDS


def find_event_types_by_name() -> None:
    """Looks up an event's class in a dictionary.

    Rasa walks all subclasses for each event of a conversation at each turn.
    """
    event = rasa.shared.core.events.Event
    original: Callable[..., Any] = event.resolve_by_type
    known: dict[str, Any] = {}

    def resolve_by_type(type_name: str, default: Any = None) -> Any:
        if type_name not in known:
            found = original(type_name, default)
            if found is None or found is default:
                return found
            known[type_name] = found
        return known[type_name]

    event.resolve_by_type = staticmethod(resolve_by_type)


def listen_on_loopback() -> None:
    """Has `rasa run` and `rasa shell` listen on this machine only, unless told otherwise.

    Rasa's default is every address, and its channels are unauthenticated by design.
    """
    rasa.core.constants.DEFAULT_SERVER_INTERFACE = "127.0.0.1"


def talk_in_the_shell_without_streaming() -> None:
    """Has `rasa shell` wait for a whole reply.

    It streams by default, through `sanic.response.stream`, which Sanic removed in 21.12: the first
    message ended the shell.
    """
    original = rasa.core.channels.console.record_messages

    @functools.wraps(original)
    async def record_messages(*args: Any, **kwargs: Any) -> int:
        return int(await original(*args, **{**kwargs, "use_response_stream": False}))

    rasa.core.channels.console.record_messages = record_messages


def retrieve_only_what_is_answered() -> None:
    """Takes an intent for a retrieval intent only where an answer is written for one of its labels.

    Rasa goes by the slash in the name alone: `roi_steps/<guide>`, which begins a journey, would get an action
    `utter_roi_steps` that has nothing to say, and would take its plain namesake's place.
    """
    importer = rasa.shared.importers.importer.ResponsesSyncImporter
    original = importer._get_domain_with_retrieval_intents

    def with_retrieval_intents(intents: set[str], responses: dict[str, Any], domain: Any) -> Any:
        written = {*responses, *domain.responses}
        answered = {
            intent
            for intent in intents
            if any(name.startswith(f"utter_{intent}/") for name in written)
        }
        return original(answered, responses, domain)

    importer._get_domain_with_retrieval_intents = staticmethod(with_retrieval_intents)


def fingerprint_tokens_quickly() -> None:
    """Hashes a token in one go.

    While training, Rasa takes the fingerprint of all examples after each component, token by token and
    value by value: a sixth of our training.
    """

    def fingerprint(self: Token) -> str:
        described = repr((self.text, self.start, self.end, self.lemma, sorted(self.data.items())))
        return str(rasa.shared.utils.io.get_text_hash(described))

    Token.fingerprint = fingerprint


def fingerprint_nothing_without_a_cache() -> None:
    """Leaves out the fingerprints of each component's input and output where no cache would use them.

    `./assistant train` trains without Rasa's cache: a tenth of that time.
    """
    hook = rasa.engine.training.hooks.TrainingHook

    def unless_disabled(original: Callable[..., Any], instead: Any) -> Callable[..., Any]:
        @functools.wraps(original)
        def method(self: Any, *args: Any, **kwargs: Any) -> Any:
            return instead if self._cache._is_disabled() else original(self, *args, **kwargs)

        return method

    hook.on_before_node = unless_disabled(hook.on_before_node, {})
    hook.on_after_node = unless_disabled(hook.on_after_node, None)


def copy_messages_quickly() -> None:
    """Copies a training example without looking at each string in it.

    Rasa copies all examples at each of four merges of its sources: a tenth of our training.
    """

    def copied_message(self: Message, memo: dict[int, Any]) -> Message:
        copied: Message = object.__new__(type(self))
        memo[id(self)] = copied
        for name, value in self.__dict__.items():
            copied.__dict__[name] = (
                {
                    key: one if isinstance(one, str) else copy.deepcopy(one, memo)
                    for key, one in value.items()
                }
                if name == "data"
                else copy.deepcopy(value, memo)
            )
        return copied

    Message.__deepcopy__ = copied_message


def look_at_locks_often() -> None:
    """Looks at a conversation's lock every 50 ms; Rasa's second adds up to one to a turn."""
    store = rasa.core.lock_store.LockStore
    original = store.lock
    default = inspect.signature(original).parameters["wait_time_in_seconds"].default
    assert default == 1, "Rasa changed its lock store: this repair may no longer be needed"

    @asynccontextmanager
    async def lock(
        self: Any,
        conversation_id: str,
        lock_lifetime: float = rasa.core.lock_store.LOCK_LIFETIME,
        wait_time_in_seconds: float = LOCK_WAIT,
    ) -> AsyncGenerator[Any, None]:
        async with original(self, conversation_id, lock_lifetime, wait_time_in_seconds) as held:
            yield held

    store.lock = lock


def tune_sqlite() -> None:
    """Has SQLite write ahead (WAL) and sync at checkpoints: 28-48 ms a turn become 9-10.

    And keeps its connection open, which SQLAlchemy 1.4 makes anew for each statement: a twelfth of a turn.
    """
    module = rasa.core.tracker_store
    store = module.SQLTrackerStore
    original = store.__init__
    settings = module.create_engine_kwargs

    def create_engine_kwargs(url: Any) -> dict[str, Any]:
        kept = {"poolclass": SingletonThreadPool} if str(url).startswith("sqlite") else {}
        return {**settings(url), **kept}

    module.create_engine_kwargs = create_engine_kwargs

    @functools.wraps(original)
    def open_store(self: Any, *args: Any, **kwargs: Any) -> None:
        with _on_new_connections(_set_pragmas):
            original(self, *args, **kwargs)
        if self.engine.dialect.name == "sqlite":
            sqlalchemy.event.listen(self.engine, "connect", _set_pragmas)

    store.__init__ = open_store


@contextmanager
def _on_new_connections(listener: Callable[[Any, Any], None]) -> Iterator[None]:
    """Listens to every engine's connections, so that the first one of a store is tuned too."""
    sqlalchemy.event.listen(sqlalchemy.engine.Engine, "connect", listener)
    try:
        yield
    finally:
        sqlalchemy.event.remove(sqlalchemy.engine.Engine, "connect", listener)


def _set_pragmas(connection: Any, record: Any) -> None:
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA busy_timeout=2000")
        # A deleted conversation must not stay readable in the file's free pages.
        connection.execute("PRAGMA secure_delete=ON")
