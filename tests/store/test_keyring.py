"""The keys by themselves."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from bot.store.errors import DataKeyMissing
from bot.store.keyring import Keyring

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


def test_the_first_key_seals_and_all_of_them_open() -> None:
    sealed = Keyring.of([OLD]).seal("two wörds 😀")
    # With the space: by chance, a token may hold any letters.
    assert "two w" not in sealed and sealed.startswith(Keyring.of([OLD]).mark)
    both = Keyring.of([NEW, OLD])
    assert both.unseal(sealed) == "two wörds 😀"
    again = both.seal("words")
    assert Keyring.of([NEW]).unseal(again) == "words"
    with pytest.raises(DataKeyMissing):
        Keyring.of([OLD]).unseal(again)


def test_a_changed_value_is_not_opened() -> None:
    ring = Keyring.of([OLD])
    sealed = ring.seal("words")
    with pytest.raises(DataKeyMissing, match="changed"):
        ring.unseal(sealed[:-6] + "AAAAA=")


def test_without_a_key_nothing_is_sealed_or_opened() -> None:
    assert not Keyring() and Keyring.of([OLD])
    with pytest.raises(DataKeyMissing):
        Keyring().seal("words")
    with pytest.raises(DataKeyMissing):
        Keyring().unseal(Keyring.of([OLD]).seal("words"))


def test_what_cannot_be_encoded_is_sealed_all_the_same() -> None:
    ring = Keyring.of([OLD])
    assert ring.unseal(ring.seal("a\ud800b\x00")) == "a?b\x00"


@pytest.mark.parametrize(
    "key", ["s3cret", "", "é" * 44, OLD[:-4]], ids=["words", "none", "long", "cut"]
)
def test_what_is_no_key_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(ValueError, match="32 bytes") as caught:
        Keyring.of([OLD, key])
    assert not key or key not in str(caught.value)


def test_no_representation_shows_a_key() -> None:
    assert OLD not in repr(Keyring.of([OLD]))
