"""Which encoder `config.yml` names."""

from __future__ import annotations

from pathlib import Path

import yaml

DEFAULT = "all-mpnet-base-v2"
COMPONENT = "SentenceEncoderFeaturizer"


def chosen_encoder(config: Path) -> str:
    """The value of `encoder:` at the featurizer in the pipeline of a `config.yml`, or the default."""
    if not config.is_file():
        return DEFAULT
    pipeline = (yaml.safe_load(config.read_text(encoding="utf-8")) or {}).get("pipeline") or []
    for component in pipeline:
        if str(component.get("name", "")).rpartition(".")[2] == COMPONENT:
            return str(component.get("encoder", DEFAULT))
    return DEFAULT
