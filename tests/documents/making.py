"""Office files and PDFs made of little but the part that a test is about."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMESPACES = f'xmlns:w="{WORD}" xmlns:a="{DRAWING}" xmlns:p="{SLIDES}" xmlns:r="{RELATED}" ' + (
    f'xmlns:mc="{COMPATIBLE}" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
STYLES = f"""<w:styles {NAMESPACES}>
<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Own"><w:basedOn w:val="H1"/><w:name w:val="Vår rubrik"/></w:style>
<w:style w:styleId="Ti"><w:name w:val="Title"/></w:style>
<w:style w:styleId="Hid"><w:name w:val="Dold"/><w:rPr><w:vanish/></w:rPr></w:style>
</w:styles>"""
OFFICE = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "presentation": "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def zipped(path: Path, parts: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def relations(*targets: tuple[str, str, str]) -> str:
    """A part of relations, of (id, kind, target)."""
    lines = (
        f'<Relationship Id="{id_}" Type="{RELATED}/{kind}" Target="{target}"/>'
        for id_, kind, target in targets
    )
    return f"<Relationships>{''.join(lines)}</Relationships>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(inside: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{inside}</w:p>"


def word_file(path: Path, body: str, parts: Mapping[str, str] | None = None, *more: str) -> Path:
    """A Word file with this body; `more` are pairs of kind and part that the body refers to."""
    pairs = list(zip(more[::2], more[1::2], strict=True))
    related = [(f"r{at}", kind, part) for at, (kind, part) in enumerate(pairs, 1)]
    return zipped(
        path,
        {
            "_rels/.rels": relations(("r1", "officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": relations(("s", "styles", "styles.xml"), *related),
            "word/styles.xml": STYLES,
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
            **{f"word/{name}": content for name, content in (parts or {}).items()},
        },
    )


def shape(text: str, kind: str = "", hidden: str = "0") -> str:
    """A shape of a slide; `kind` says which placeholder it is."""
    holder = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else "<p:nvPr/>"
    paragraphs = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="" hidden="{hidden}"/>{holder}</p:nvSpPr>'
        f"<p:txBody>{paragraphs}</p:txBody></p:sp>"
    )


def slides_file(
    path: Path,
    slides: list[str],
    parts: Mapping[str, str] | None = None,
    targets: tuple[tuple[str, str, str], ...] = (),
) -> Path:
    """A PowerPoint file of slides, each the XML of its shapes; the first may refer to `targets`."""
    ids = "".join(f'<p:sldId id="{255 + at}" r:id="r{at}"/>' for at in range(1, len(slides) + 1))
    return zipped(
        path,
        {
            "_rels/.rels": relations(("r1", "officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f"<p:presentation {NAMESPACES}><p:sldIdLst>{ids}</p:sldIdLst>"
            "</p:presentation>",
            "ppt/_rels/presentation.xml.rels": relations(
                *((f"r{at}", "slide", f"slides/s{at}.xml") for at in range(1, len(slides) + 1))
            ),
            "ppt/slides/_rels/s1.xml.rels": relations(*targets),
            **{f"ppt/slides/s{at}.xml": tree(shapes, "sld") for at, shapes in enumerate(slides, 1)},
            **{f"ppt/{name}": content for name, content in (parts or {}).items()},
        },
    )


def tree(shapes: str, name: str) -> str:
    return f"<p:{name} {NAMESPACES}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:{name}>"


def libre_file(
    path: Path, body: str, *, kind: str = "text", title: str = "", styles: str = ""
) -> Path:
    """A LibreOffice file with this body."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in OFFICE.items())
    return zipped(
        path,
        {
            "content.xml": f"<office:document-content {spaces}>"
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
            "</office:document-content>",
            "meta.xml": f"<office:document-meta {spaces}><office:meta><dc:title>{title}</dc:title>"
            "</office:meta></office:document-meta>",
        },
    )


def assembled_pdf(objects: Sequence[str]) -> bytes:
    """A PDF file of these objects: the first is its catalogue, the last its properties."""
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
    return (out + f"startxref\n{start}\n%%EOF\n").encode("latin-1")
