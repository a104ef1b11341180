"""Make the demo themes' slides, small PDFs of text, anew: python tools/demo_slides.py

Only the standard library is needed, and the same text gives the same bytes.
"""

from pathlib import Path

MEDIA = Path(__file__).resolve().parent.parent / "media"

Slides = tuple[tuple[str, tuple[str, ...]], ...]

WIDTH, HEIGHT = 960, 540
GROUND, PAPER, INK, ACCENT = "0.09 0.22 0.37", "0.98 0.98 0.96", "0.11 0.14 0.19", "0.95 0.65 0.36"

EARLY: Slides = (
    ("Förband, räcke eller torg", ("Johan Ekberg, Lindhamns stad", "3 juni 2020")),
    (
        "Förband: när det redan har hänt",
        (
            "Behandling hjälper den som har ramlat.",
            "Den behövs, och den är dyr.",
            "Nästa person ramlar i samma trappa.",
        ),
    ),
    (
        "Räcke: förebyggande arbete",
        (
            "Vi vet var trappan är hal.",
            "Hembesök hos alla nyblivna föräldrar.",
            "Skyddad tid en förmiddag i veckan.",
        ),
    ),
    (
        "Torg: främjande arbete",
        (
            "Vi börjar i det som redan fungerar.",
            "Skola, bibliotek och bostadsbolag bygger tillsammans.",
            "Ingen behöver känna sig utpekad.",
        ),
    ),
    ("Tre saker att följa upp", ("Vilka når vi?", "När når vi dem?", "Vad hände inte?")),
)
CLEAR: Slides = (
    ("Skriv så att det går att läsa", ("Studiedag, Lindhamns stad", "14 oktober 2020")),
    (
        "1. Beslutet först",
        (
            "Du får hjälp med flytten.",
            "Skälen kommer sedan, i den ordning de behövs.",
            "Den som slutar läsa efter en mening vet ändå.",
        ),
    ),
    (
        "2. Ord som läsaren själv använder",
        ("Erhålla blir få.", "Inkomma med blir skicka.", "I enlighet med stryker vi."),
    ),
    (
        "3. En fråga, ett stycke",
        (
            "Vad har staden bestämt?",
            "Vad ska du göra nu?",
            "Vem kan du ringa, och när?",
        ),
    ),
    (
        "4. Säg vem som gör vad",
        (
            "Inte: ansökan kommer att behandlas.",
            "Utan: vi läser din ansökan före den 3 november.",
        ),
    ),
    (
        "5. Läs högt innan du skickar",
        (
            "Där du snubblar, där snubblar läsaren.",
            "Be någon annan läsa: ett språkombud får säga nej.",
        ),
    ),
)
DECKS = {
    "2020-06-03-tidiga-insatser/bilder.pdf": EARLY,
    "2020-10-14-studiedag-klarsprak/bilder.pdf": CLEAR,
}


def written(text: str) -> bytes:
    """The text as a PDF string in WinAnsi."""
    plain = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"(" + plain.encode("cp1252") + b")"


def slide(number: int, title: str, lines: tuple[str, ...]) -> bytes:
    """The drawing of one slide; the first is dark."""
    first = number == 1
    ground, ink = (GROUND, PAPER) if first else (PAPER, INK)
    parts = [
        f"{ground} rg 0 0 {WIDTH} {HEIGHT} re f".encode(),
        f"{ACCENT} rg 72 {HEIGHT - 96} 96 8 re f".encode(),
        f"BT {ink} rg /B 44 Tf 72 {HEIGHT - 164} Td ".encode() + written(title) + b" Tj ET",
    ]
    for place, line in enumerate(lines):
        at = HEIGHT - 240 - 56 * place
        parts.append(f"BT {ink} rg /R 28 Tf 72 {at} Td ".encode() + written(line) + b" Tj ET")
    return b"\n".join(parts)


def document(slides: Slides) -> bytes:
    """The whole PDF."""
    count = len(slides)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    kids = " ".join(f"{5 + 2 * place} 0 R" for place in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (sv) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        font % b"Helvetica",
        font % b"Helvetica-Bold",
    ]
    for number, (title, lines) in enumerate(slides, 1):
        drawing = slide(number, title, lines)
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources "
            f"<< /Font << /R 3 0 R /B 4 0 R >> >> /Contents {4 + 2 * number} 0 R >>"
        )
        head = f"<< /Length {len(drawing)} >>\nstream\n".encode()
        objects += [page.encode(), head + drawing + b"\nendstream"]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        out
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}"
            f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )


if __name__ == "__main__":
    for name, slides in DECKS.items():
        (MEDIA / name).write_bytes(document(slides))
