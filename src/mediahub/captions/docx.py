"""A transcript as a Word document (Office Open XML), for those who go on writing in it."""

import io
import re
import zipfile
from xml.sax.saxutils import escape

from mediahub.captions.paragraphs import DOUBT_NOTICE, naming_notice, notice, paragraphs
from mediahub.transcript.clock import clock_hms
from mediahub.transcript.values import Transcript

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_OFFICE}.styles+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_PACKAGE = (
    f'<Relationships xmlns="{_RELATIONS}">'
    '<Relationship Id="rId1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/>'
    '<Relationship Id="rId2" Target="docProps/core.xml" Type="http://schemas.openxmlformats.org/'
    'package/2006/relationships/metadata/core-properties"/></Relationships>'
)
_DOCUMENT = (
    f'<Relationships xmlns="{_RELATIONS}">'
    '<Relationship Id="rId1" Target="styles.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/styles"/></Relationships>'
)
_STYLES = (
    f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="22"/><w:lang w:val="sv-SE"/>'
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" '
    'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    "</w:style>"
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/>'
    '<w:pPr><w:spacing w:after="240"/></w:pPr><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Speaker"><w:name w:val="Speaker"/>'
    '<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="40"/></w:pPr>'
    "<w:rPr><w:b/></w:rPr></w:style></w:styles>"
)


def to_docx(transcript: Transcript, title: str) -> bytes:
    """The transcript as .docx: its title, notices, and paragraphs under speaker and time.

    What is more likely wrong than right has a dotted line under it. The same transcript gives the
    same bytes.
    """
    body = [_paragraph(_run(title), "Title")]
    for told in (notice(transcript), naming_notice(transcript)):
        body += [_paragraph(_run(told, "<w:i/>"))] if told else []
    if transcript.doubtful:
        body.append(_paragraph(_run(DOUBT_NOTICE, "<w:i/>")))
    for paragraph in paragraphs(transcript):
        if paragraph.changed:
            name = f"{paragraph.speaker_name} [{clock_hms(paragraph.start_ms)}]".strip()
            body.append(_paragraph(_run(name), "Speaker"))
        runs, at = [], 0
        for start, end in paragraph.doubts:
            runs += [_run(paragraph.text[at:start])] if start > at else []
            runs.append(_run(paragraph.text[start:end], '<w:u w:val="dotted"/>'))
            at = end
        runs += [_run(paragraph.text[at:])] if at < len(paragraph.text) else []
        body.append(_paragraph("".join(runs)))
    document = f'<w:document xmlns:w="{_W}"><w:body>{"".join(body)}</w:body></w:document>'
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_text(title)}</dc:title>"
        f"<dc:language>{_text(transcript.language)}</dc:language></cp:coreProperties>"
    )
    return _packed({
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _PACKAGE,
        "docProps/core.xml": core,
        "word/_rels/document.xml.rels": _DOCUMENT,
        "word/document.xml": document,
        "word/styles.xml": _STYLES,
    })  # fmt: skip


def _paragraph(runs: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{runs}</w:p>"


def _run(text: str, properties: str = "") -> str:
    looks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{_text(text)}</w:t></w:r>'


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))


def _packed(parts: dict[str, str]) -> bytes:
    """A ZIP archive of the parts, as if all had been written when such archives begin: 1980."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _HEAD + text)
    return out.getvalue()
