"""Custom actions without an action server: those that only read the content run in this process."""

from __future__ import annotations

from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from actions.office_hours import ActionOfficeHours
from actions.release_step import ActionReleaseStep


class ActionsHere(EndpointConfig):
    """Stands where Rasa has the address of an action server.

    An action that tells somebody of the practice is not run: Rasa reports it as failed, as where the server is
    down, and the words that do not depend on it are said.
    """

    def __init__(self) -> None:
        """Registers the actions."""
        super().__init__()
        self._executor = ActionExecutor()
        for action in (ActionOfficeHours, ActionReleaseStep):
            self._executor.register_action(action)

    async def request(self, *_: Any, **call: Any) -> dict[str, Any] | None:
        """Runs an action; `json` is what Rasa would send to the server.

        Raises:
            ActionNotFoundException: the action does not run here.
        """
        answer: dict[str, Any] | None = await self._executor.run(call["json"])
        return answer
