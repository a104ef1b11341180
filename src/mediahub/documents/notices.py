"""What a person should look at in a document that was read."""

from mediahub.notices import Notice, NoticeKind, Words
from mediahub.textfile import ReadText

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
NOT_UTF8 = NoticeKind(
    "text-not-utf8",
    Words(
        "it is not UTF-8; it was read as {encoding}.",
        "filen är inte i UTF-8; den lästes som {encoding}.",
    ),
    Words("Save it anew as UTF-8.", "Spara om den som UTF-8."),
)


def of_text(read: ReadText, name: str) -> tuple[Notice, ...]:
    """What is to be told of how a text's encoding was found."""
    told: object = read.notice
    if told is None:
        return ()
    return (told if isinstance(told, Notice) else NOT_UTF8.at(name, encoding=read.encoding),)
