"""What a person should look at in a document that was read."""

from collections.abc import Iterable

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
