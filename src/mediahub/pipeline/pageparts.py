"""What several of the gathered pages show: pictures in two sizes, people, what is spoken of."""

from collections.abc import Sequence
from pathlib import Path

from mediahub.catalog import Catalogue, Item, Theme
from mediahub.pages import Picture, TextPart
from mediahub.pages.finding import Heading
from mediahub.pipeline.mentions import mentions, naming_of
from mediahub.pipeline.publicity import person_folder
from mediahub.pipeline.texts import passages_of_parts
from mediahub.site import pictures
from mediahub.site.values import Content, page_address
from mediahub.workspace.digests import Digests


def picture_in(
    digests: Digests,
    path: Path | None,
    folder: str,
    stem: str,
    description: str,
    files: dict[str, Content],
) -> Picture | None:
    """A picture in two sizes, put into `files`; None without one. Raises OSError, MediaError."""
    if path is None:
        return None
    name = f"{stem}-{digests.of(path)[:8]}.jpg"
    sized = pictures.in_sizes(name, path.read_bytes())
    files |= {f"{folder}/{file}": content for file, content in sized.files.items()}
    return sized.picture(folder, description)


def portraits(item: Item, folder: str) -> tuple[dict[str, Content], dict[str, str]]:
    """The pictures of an item's people by address, and where each is as seen from the folder."""
    way = "../" * (folder.count("/") + 1)
    files: dict[str, Content] = {}
    found: dict[str, str] = {}
    for one in item.contributors:
        if one.person.portrait is not None:
            data = one.person.portrait.read_bytes()
            portrait = pictures.person_picture(one.person.id, data)
            files |= portrait.files
            found[one.person.id] = way + portrait.small
    return files, found


def people_pages(item: Item) -> dict[str, str]:
    """The pages of an item's people who agreed to one, as seen from its own."""
    return {
        one.person.id: f"../../{page_address(person_folder(one.person.id))}"
        for one in item.contributors
        if one.person.listed
    }


def text_mentions(
    catalogue: Catalogue, item: Item, theme: Theme | None, parts: Sequence[TextPart]
) -> tuple[Heading, ...]:
    """What is spoken of in a text, with the parts of its page."""
    terms = theme.glossary if theme is not None else ()
    naming = naming_of(catalogue, terms, item.contributors)
    return mentions(passages_of_parts(item, parts), naming)
