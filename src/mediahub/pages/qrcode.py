"""An address as a square that telephones read."""

from io import BytesIO

from markupsafe import Markup


def qr_code(url: str) -> Markup:
    """The QR code of an address as an SVG element, black on white, with its quiet zone."""
    import segno  # where a sheet is printed, and nowhere else

    out = BytesIO()
    code = segno.make(url, error="m", micro=False)
    code.save(
        out, kind="svg", xmldecl=False, svgns=False, nl=False, omitsize=True, border=4,
        light="#fff", dark="#000", title="QR-kod till temats sida", svgclass="qr", lineclass=None,
    )  # fmt: skip
    return Markup(out.getvalue().decode("utf-8"))  # noqa: S704 - ours
