"""What a person should look at in a document that was read."""

from mediahub.notices import NoticeKind, Words

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
