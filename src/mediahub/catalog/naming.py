"""What names on disk say: titles, dates and ids."""

import re

from mediahub.catalog.ids import path_id
from mediahub.catalog.moments import leading_date
from mediahub.catalog.scan import MEDIA, Folder, nfc, shown_name, stem_and_ending


def title_from_name(name: str) -> str:
    """A title made of a name without its ending ("podden-avsnitt-4" → "Podden avsnitt 4").

    A date in front is left out when more follows; hyphens stay in a name that has spaces.
    """
    text = shown_name(nfc(name))
    if leading_date(text) is not None and re.search(r"\w", text[10:]):
        text = text[10:]
    text = text.replace("_", " ").strip(" -.")
    if " " not in text:
        text = text.replace("-", " ")
    text = " ".join(text.split())
    return text[:1].upper() + text[1:] if text else nfc(name)


def item_id(folder: Folder, name: str) -> str:
    """The id of the file `name` in `folder`: its path below media/, slugged.

    Files that share a stem (a.mp4 beside a.mp3) get their ending appended.
    """
    stem, ending = stem_and_ending(name)
    parts = folder.parts[1:] if folder.parts[:1] == (MEDIA,) else folder.parts
    shared = len(folder.rivals(name)) > 1
    return path_id([*parts, stem], ending if shared else "")


def theme_id(folder: Folder) -> str:
    """The id of the theme in `folder`: its path below media/, slugged."""
    return path_id(folder.parts[1:] or folder.parts)
