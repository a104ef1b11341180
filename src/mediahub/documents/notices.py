"""What a person should look at in a document that was read."""

from collections.abc import Iterable

from mediahub.documents.htmlwalk import Left
from mediahub.notices import Notice, NoticeKind, Words

NO_TEXT = NoticeKind(
    "document-without-text",
    Words(
        "there is a title and no other text in it, so it is found by its title alone.",
        "det finns en titel men ingen annan text, så dokumentet hittas bara på sin titel.",
    ),
    Words(
        "If it shows text, save it anew as PDF or DOCX.",
        "Om det visar text: spara om det som PDF eller DOCX.",
    ),
)
PICTURE_PAGES = NoticeKind(
    "pages-without-text",
    Words(
        "pictures without text; what they show is not found.",
        "bilder utan text; det som står på dem går inte att söka.",
    ),
    Words(
        "Run the file through text recognition (OCR) and save it anew.",
        "Kör filen genom textigenkänning (OCR) och spara om den.",
    ),
)
PAGES_LEFT_OUT = NoticeKind(
    "pages-left-out",
    Words(
        "it has {pages} pages; only the first {read} were read.",
        "den har {pages} sidor; bara de första {read} lästes.",
    ),
    Words("Split it into several files.", "Dela upp den i flera filer."),
)
HIDDEN_SLIDES = NoticeKind(
    "hidden-slides",
    Words(
        "slides that are hidden, and are not read: {slides}.",
        "dolda bilder, som inte läses: {slides}.",
    ),
    Words(
        "They are in the file itself, which readers can download once it is published.",
        "De finns kvar i själva filen, som läsarna kan ladda ner när den är publicerad.",
    ),
)
SPEAKER_NOTES = NoticeKind(
    "speaker-notes",
    Words(
        "the speaker's notes are read too; slides that have some: {slides}.",
        "talarens anteckningar läses också; bilder som har sådana: {slides}.",
    ),
    Words(
        "Once it is published they stand on its page and in the file; take them out of the file "
        "if they are not meant for readers.",
        "När den är publicerad står de på sidan och i filen. Ta bort dem ur filen om läsarna inte "
        "ska se dem.",
    ),
)

FRONT_MATTER = NoticeKind(
    "front-matter-unused",
    Words(
        "written before the text, and does nothing here: {keys}.",
        "står före texten men används inte här: {keys}.",
    ),
    Words(
        "Write what should hold into the TOML file: `published` decides whether it is public.",
        "Skriv det som ska gälla i TOML-filen: `published` avgör om den är publik.",
    ),
)
_FILE_TOO = Words(
    "What readers should see stands in the file; give the most important picture as `image` of the "
    "item, and write what the others show.",
    "Det som läsarna ska se finns i filen. Ange den viktigaste bilden som `image` för texten, och "
    "skriv vad de andra visar.",
)
PRIVATE = NoticeKind(
    "document-private",
    Words(
        "there are tracked deletions or comments in it. Its page shows none of them, and the file "
        "is not offered for download.",
        "det finns spårade borttagningar eller kommentarer i den. Sidan visar inget av dem, och "
        "filen går inte att ladda ner.",
    ),
    Words(
        "Accept the changes and take the comments away if readers should have the file.",
        "Godkänn ändringarna och ta bort kommentarerna om läsarna ska kunna hämta filen.",
    ),
)
PICTURES = NoticeKind(
    "document-pictures",
    Words(
        "pictures in it that its page does not show: {count}. Where a picture has an alternative "
        "text, that stands in its place.",
        "bilder i den som inte visas på sidan: {count}. Där en bild har en alternativtext står den "
        "i stället.",
    ),
    _FILE_TOO,
)
DRAWINGS = NoticeKind(
    "document-drawings",
    Words(
        "charts and diagrams in it that its page does not show: {count}. Their words are there.",
        "diagram i den som inte visas på sidan: {count}. Orden i dem står där.",
    ),
    Words(
        "Write in the text what they show, or put the figures into a table.",
        "Skriv i texten vad de visar, eller lägg siffrorna i en tabell.",
    ),
)
BOXES = NoticeKind(
    "document-boxes",
    Words(
        "text boxes in it: {count}. On its page their words stand where the boxes are anchored.",
        "textrutor i den: {count}. På sidan står orden i dem där rutorna är förankrade.",
    ),
    Words(
        "See that the text is read in the right order there.",
        "Kontrollera att texten läses i rätt ordning där.",
    ),
)
EMBEDDED = NoticeKind(
    "document-embedded",
    Words(
        "films, sounds and pages of others in it that its page does not show: {count}.",
        "filmer, ljud och andras sidor i den som inte visas på sidan: {count}.",
    ),
    Words(
        "Write a link to what readers should see.",
        "Skriv en länk till det som läsarna ska se.",
    ),
)
LINKS_LOST = NoticeKind(
    "document-links",
    Words(
        "links that lead to files beside it or on somebody's computer: {count}. They are their "
        "words alone.",
        "länkar som leder till filer bredvid den eller på någons dator: {count}. Av dem står bara "
        "orden kvar.",
    ),
    Words(
        "Write whole addresses (https://…) where readers should be able to follow them.",
        "Skriv hela adresser (https://…) där läsarna ska kunna följa dem.",
    ),
)


def of_a_page(name: str, left: Left) -> tuple[Notice, ...]:
    """What there is to look at in a web page, by what of it has no form on its own page."""
    return counted(
        name, (PICTURES, left.pictures), (EMBEDDED, left.embedded), (LINKS_LOST, left.links)
    )


def counted(name: str, *found: tuple[NoticeKind, int]) -> tuple[Notice, ...]:
    """A notice for each kind of which there is something."""
    return tuple(kind.at(name, count=count) for kind, count in found if count)


def of_slides(name: str, hidden: Iterable[int], noted: Iterable[int]) -> tuple[Notice, ...]:
    """What there is to look at in slides: the numbers of those hidden, and of those with notes."""
    kinds = ((HIDDEN_SLIDES, _ranges(hidden)), (SPEAKER_NOTES, _ranges(noted)))
    return tuple(kind.at(name, slides=slides) for kind, slides in kinds if slides)


def _ranges(numbers: Iterable[int]) -> str:
    """Ascending numbers as people write them: "1, 3–5"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
