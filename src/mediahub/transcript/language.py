"""Language tags as an editor writes them: sv, sv-FI, en-GB."""


def primary_language(language: str) -> str:
    """The language alone, of a BCP 47 tag that may name script and region too."""
    return language.split("-", 1)[0].lower()


def is_swedish(language: str) -> bool:
    """Whether a tag means Swedish, wherever it is spoken."""
    return primary_language(language) == "sv"
