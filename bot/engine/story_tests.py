"""Makes `rasa test` compare what our stories say.

Rasa expects each entity to stand somewhere in the text: of one that does not, such as the topic that was understood
or the guide that is meant, it knows no place, and `rasa test` ended with `KeyError: 'start'`.
"""

from __future__ import annotations

import functools
from typing import Any


def compare_what_stories_name() -> None:
    """Compares entities that no words of their own say where a story names them, and nowhere else.

    A story names one by the whole message: `[walk me through ...]{"entity": "guide", "value": "physician"}`.
    """
    import rasa.core.test  # only `rasa test` needs it, and it is slow to import

    original = rasa.core.test._collect_user_uttered_predictions

    @functools.wraps(original)
    def collect(event: Any, predicted: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        named = {one["entity"] for one in event.entities}
        entities = [
            {"start": 0, "end": len(event.text), **one}
            for one in predicted["entities"]
            if "start" in one or one["entity"] in named
        ]
        return original(event, {**predicted, "entities": entities}, *args, **kwargs)

    rasa.core.test._collect_user_uttered_predictions = collect
