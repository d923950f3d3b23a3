"""Which encoders are used: the one that `config.yml` names, and one beside it for the danger screen."""

from __future__ import annotations

from pathlib import Path

import yaml

DEFAULT = "all-mpnet-base-v2"
BESIDE = "all-MiniLM-L6-v2"
"""The danger screen reads with this one too (docs/decisions/0006-danger.md)."""

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


def screening_encoders(config: Path) -> tuple[str, ...]:
    """Names of the encoders that the danger screen reads with; the one of `config.yml` first."""
    chosen = chosen_encoder(config)
    return (chosen,) if chosen == BESIDE else (chosen, BESIDE)
