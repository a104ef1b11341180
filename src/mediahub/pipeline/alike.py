"""What people hardly mean: numbers, files and words that stand twice, and what leads nowhere."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from mediahub.catalog import Item, Theme
from mediahub.notices import Notice, NoticeKind, Words
from mediahub.transcript.clock import clock_hms

Place = Callable[[Path], str]
"""Gives a file's place in the workspace, with forward slashes."""

SAME_NUMBER = NoticeKind(
    "same-episode-number",
    Words(
        "{number} is the number of {others} in the series '{series}' too.",
        "{number} är numret även på {others} i serien ”{series}”.",
    ),
    advice=Words(
        "Give each episode a number of its own, or take the number away.",
        "Ge varje avsnitt ett eget nummer, eller ta bort numret.",
    ),
)
SAME_SOUND = NoticeKind(
    "same-file-twice",
    Words(
        "This is the very same file as {others}: who follows the series gets it twice.",
        "Det här är exakt samma fil som {others}: den som följer serien får den två gånger.",
    ),
    advice=Words(
        "Take one of them out of media/, or put the right file in its place.",
        "Ta bort en av dem ur media/, eller lägg dit den fil som skulle stå där.",
    ),
)
NO_PAGE = NoticeKind(
    "theme-without-page",
    Words(
        "Nothing in the theme has a time of publication, so no page shows it: readers do not see "
        "its texts, questions and words. They can be searched.",
        "Inget i temat har en publiceringstid, så ingen sida visar det: läsarna ser inte temats "
        "texter, frågor och ord. De går att söka i.",
    ),
    advice=Words(
        "Write `published = …` for one of its texts, or for the theme itself.",
        "Skriv `published = …` för någon av texterna, eller för temat självt.",
    ),
)


TWICE_EXPLAINED = NoticeKind(
    "word-explained-twice",
    Words(
        "'{word}' stands more than once in the glossary: readers see both, and the search takes "
        "what both are called for the same.",
        "”{word}” står mer än en gång i ordlistan: läsarna ser båda, och söket tar allt som de "
        "två kallas för samma sak.",
    ),
    advice=Words(
        "Make one entry of them, or take the word out of one's `aliases`.",
        "Gör dem till en post, eller ta bort ordet ur den enas `aliases`.",
    ),
)
LATE_ANSWER = NoticeKind(
    "answer-past-end",
    Words(
        "The answer to '{question}' is said to be heard at {at}, but the recording ends at {end}.",
        "Svaret på ”{question}” sägs höras vid {at}, men inspelningen slutar vid {end}.",
    ),
    advice=Words("Put `at` right.", "Rätta `at`."),
)


def twice_explained(themes: Iterable[Theme], place: Place) -> tuple[Notice, ...]:
    """A notice for each word that several entries of a theme's glossary have, in any letters."""
    found = []
    for theme in themes:
        names = [
            (name.casefold(), name, number)
            for number, term in enumerate(theme.glossary)
            for name in (term.term, *term.aliases)
        ]
        entries: dict[str, set[int]] = {}
        for key, _, number in names:
            entries.setdefault(key, set()).add(number)
        words = {key: name for key, name, _ in reversed(names) if len(entries[key]) > 1}
        where = place(theme.path / "theme.toml")
        found += [TWICE_EXPLAINED.at(where, word=words[key]) for key in sorted(words)]
    return tuple(found)


def late_answers(
    themes: Iterable[Theme], durations: Mapping[str, int], place: Place
) -> tuple[Notice, ...]:
    """A notice for each answer at a moment that its recording, of a known length (ms), has not."""
    return tuple(
        LATE_ANSWER.at(
            place(theme.path / "theme.toml"),
            question=answer.question,
            at=clock_hms(answer.at_ms),
            end=clock_hms(durations[answer.item]),
        )
        for theme in themes
        for answer in theme.answers
        if answer.at_ms is not None
        and answer.item is not None
        and 0 < durations.get(answer.item, 0) <= answer.at_ms
    )


def same_numbers(items: Iterable[Item], place: Place) -> tuple[Notice, ...]:
    """A notice for each season and number that two items of a series have; at the first of them."""
    numbered = [item for item in items if item.series and item.episode is not None]
    found = []
    for alike in _groups(numbered, lambda item: (item.series, item.season or 0, item.episode)):
        first, *others = alike
        season = f"{first.season}:" if first.season is not None else ""
        found.append(
            SAME_NUMBER.at(
                place(first.described_in or first.path),
                number=f"{season}{first.episode}",
                others=_listed(others, place),
                series=first.series,
            )
        )
    return tuple(found)


def same_sounds(
    items: Iterable[Item], digests: Mapping[str, str], place: Place
) -> tuple[Notice, ...]:
    """A notice for each file that stands in the workspace under several names.

    `digests` are the SHA-256 of the items' files, by id; an item without one is passed over.
    """
    known = [item for item in items if item.id in digests]
    return tuple(
        SAME_SOUND.at(place(first.path), others=_listed(others, place))
        for first, *others in _groups(known, lambda item: (digests[item.id],))
    )


def without_page(
    themes: Iterable[Theme], shown: Collection[str], place: Place
) -> tuple[Notice, ...]:
    """A notice for each theme without a time of its own and with no item among `shown`.

    `shown` are the ids of films and episodes, and of texts that are to be published.
    """
    return tuple(
        NO_PAGE.at(place(theme.path / "theme.toml"))
        for theme in themes
        if theme.problem is None
        and theme.published is None
        and not any(item in shown for item in theme.items)
    )


def _groups(items: Sequence[Item], key: Callable[[Item], tuple[object, ...]]) -> list[list[Item]]:
    """The items that share a key with another one, together, in the order of their places."""
    # Nearly all of thousands of items are alone, and only the others are put in order.
    found: dict[tuple[object, ...], list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    alike = [(one, group) for one, group in found.items() if len(group) > 1]
    return [
        sorted(group, key=lambda item: item.path.as_posix())
        for _, group in sorted(alike, key=lambda pair: tuple(map(str, pair[0])))
    ]


def _listed(items: Sequence[Item], place: Place) -> str:
    return ", ".join(place(item.path) for item in items)
