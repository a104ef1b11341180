"""The words of the Podcasting 2.0 namespace: who takes part in which group, media, licences.

Source: podcast-namespace, `docs/tags` and `taxonomy.json`; matched without regard to case.
"""

TAXONOMY: dict[str, tuple[str, ...]] = {
    "creative direction": (
        "director", "assistant director", "executive producer", "senior producer", "producer",
        "associate producer", "development producer", "creative director",
    ),
    "cast": (
        "host", "co-host", "guest host", "guest", "voice actor", "narrator", "announcer",
        "reporter",
    ),
    "writing": (
        "author", "editorial director", "co-writer", "writer", "songwriter", "guest writer",
        "story editor", "managing editor", "script editor", "script coordinator", "researcher",
        "editor", "fact checker", "translator", "transcriber", "logger",
    ),
    "audio production": (
        "studio coordinator", "technical director", "technical manager", "audio engineer",
        "remote recording engineer", "post production engineer",
    ),
    "audio post-production": (
        "audio editor", "sound designer", "foley artist", "composer", "theme music",
        "music production", "music contributor",
    ),
    "administration": (
        "production coordinator", "booking coordinator", "production assistant",
        "content manager", "marketing manager", "sales representative", "sales manager",
    ),
    "visuals": ("graphic designer", "cover art designer"),
    "community": ("social media manager",),
    "misc.": ("consultant", "intern"),
    "video production": (
        "camera operator", "lighting designer", "camera grip", "assistant camera",
    ),
    "video post-production": ("editor", "assistant editor"),
}  # fmt: skip
MEDIA = frozenset(
    ["podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course"]
)
"""What `podcast:medium` may be, and each with a final L for a list of such."""
MIXED = "mixed"


def is_part(group: str, role: str) -> bool:
    """Whether the taxonomy has this role in this group."""
    return role.lower() in TAXONOMY.get(group.lower(), ())


def is_medium(word: str) -> bool:
    """Whether `podcast:medium` may be this."""
    return word in MEDIA or word.removesuffix("L") in MEDIA or word == MIXED
