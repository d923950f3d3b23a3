from pathlib import Path

import pytest

from bot.encoder.chosen import BESIDE, DEFAULT, chosen_encoder, screening_encoders
from bot.setup.paths import ROOT

FEATURIZER = "pipeline:\n- name: bot.nlu.featurizer.SentenceEncoderFeaturizer\n"


@pytest.mark.parametrize(
    ("config", "encoder"),
    [
        (f"{FEATURIZER}  encoder: all-MiniLM-L6-v2\n", "all-MiniLM-L6-v2"),
        (FEATURIZER, DEFAULT),
        ("pipeline:\n- name: WhitespaceTokenizer\n", DEFAULT),
        ("", DEFAULT),
    ],
)
def test_the_encoder_is_the_one_that_the_featurizer_names(
    tmp_path: Path, config: str, encoder: str
) -> None:
    path = tmp_path / "config.yml"
    path.write_text(config)
    assert chosen_encoder(path) == encoder


def test_without_a_configuration_it_is_the_default(tmp_path: Path) -> None:
    assert chosen_encoder(tmp_path / "config.yml") == DEFAULT


def test_this_projects_own_configuration_names_a_featurizer_with_an_encoder() -> None:
    assert "SentenceEncoderFeaturizer" in (ROOT / "config.yml").read_text()
    assert chosen_encoder(ROOT / "config.yml")


@pytest.mark.parametrize(
    ("chosen", "screening"),
    [
        ("all-mpnet-base-v2", ("all-mpnet-base-v2", BESIDE)),
        ("our-own", ("our-own", BESIDE)),
        (BESIDE, (BESIDE,)),
    ],
)
def test_the_danger_screen_reads_with_one_more_but_with_none_twice(
    tmp_path: Path, chosen: str, screening: tuple[str, ...]
) -> None:
    path = tmp_path / "config.yml"
    path.write_text(f"{FEATURIZER}  encoder: {chosen}\n")
    assert screening_encoders(path) == screening
