"""The lexicon is made once for the whole run, or taken from the user's cache."""

import pytest

from mediahub.language.lexicon import lexicon


@pytest.fixture(scope="session", autouse=True)
def _made_lexicon() -> None:
    lexicon()
