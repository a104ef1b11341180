"""Statement: the paragraph on film and sound for an accessibility statement, in Swedish."""

from collections.abc import Iterator, Mapping, Sequence

from mediahub.compliance.rules import CAPTIONS, DESCRIPTION, TEXT, Finding, Recording

Found = Sequence[tuple[Recording, Sequence[Finding]]]
"""Recordings, each with how it stands."""
_MOST_NAMED = 10
"""More titles than this are counted instead."""
_FAULTS: Mapping[tuple[str, str], tuple[str, str]] = {
    (TEXT, "none"): (
        "{ett} saknar textversion, så den som inte hör kan inte ta del av den",
        "{n} ljudinspelningar saknar textversion, så den som inte hör kan inte ta del av dem",
    ),
    (TEXT, "unreviewed"): (
        "{ett} har en textversion som ingen har granskat, så den kan innehålla fel",
        "{n} ljudinspelningar har textversioner som ingen har granskat, så de kan innehålla fel",
    ),
    (CAPTIONS, "none"): (
        "{ett} saknar undertexter, så den som inte hör kan inte ta del av det som sägs",
        "{n} filmer saknar undertexter, så den som inte hör kan inte ta del av det som sägs",
    ),
    (CAPTIONS, "unreviewed"): (
        "{ett} har undertexter som ingen har granskat, så de kan innehålla fel",
        "{n} filmer har undertexter som ingen har granskat, så de kan innehålla fel",
    ),
    (DESCRIPTION, "none"): (
        "{ett} saknar syntolkning, så den som inte ser kan missa det som bara syns i bild",
        "{n} filmer saknar syntolkning, så den som inte ser kan missa det som bara syns i bild",
    ),
    (DESCRIPTION, "undeclared"): (
        "{ett} är inte granskad för syntolkning, så det som bara syns i bild kan saknas",
        "{n} filmer är inte granskade för syntolkning, så det som bara syns i bild kan saknas",
    ),
}
_EXEMPT: Mapping[str, tuple[str, str]] = {
    "before": (
        "{ett} publicerades före den 23 september 2020",
        "{n} inspelningar publicerades före den 23 september 2020",
    ),
    "alternative": (
        "{ett} är ett mediealternativ till text och säger samma sak som texten",
        "{n} inspelningar är mediealternativ till text och säger samma sak som texten",
    ),
}
_NUMBERS = ("Noll", "En", "Två", "Tre", "Fyra", "Fem", "Sex", "Sju", "Åtta", "Nio", "Tio")


def statement(found: Found) -> str:
    """What an accessibility statement should say of these recordings, as Markdown in Swedish.

    Under the headings that DIGG's template has; a heading without anything under it is left out.
    """
    faults = list(_faults(found))
    exempt = list(_exempt(found))
    lines = ["## Film och ljud", ""]
    if not found:
        return "\n".join([*lines, "Det finns inga publicerade filmer eller ljudinspelningar.", ""])
    if not faults:
        lines += ["Vi känner inte till några brister i våra filmer och ljudinspelningar.", ""]
    else:
        lines += ["### Bristande förenlighet med lagkraven", "", *faults, ""]
    if exempt:
        lines += ["### Innehåll som inte omfattas av lagen", "", *exempt, ""]
    return "\n".join(lines)


def _faults(found: Found) -> Iterator[str]:
    for (criterion, code), (one, many) in _FAULTS.items():
        those = [
            recording
            for recording, all_of in found
            if any((f.criterion, f.code) == (criterion, code) for f in all_of)
        ]
        if those:
            said = _said(one, many, those)
            yield f"- {said} (WCAG {criterion}).{_titles(those)}"


def _exempt(found: Found) -> Iterator[str]:
    for code, (one, many) in _EXEMPT.items():
        those = [
            recording
            for recording, all_of in found
            if any(f.verdict == "exempt" and f.code == code for f in all_of)
        ]
        if those:
            yield f"- {_said(one, many, those)}.{_titles(those)}"


def _said(one: str, many: str, those: Sequence[Recording]) -> str:
    if len(those) == 1:
        what = "Filmen" if those[0].kind == "film" else "Ljudinspelningen"
        return one.format(ett=f"{what} ”{those[0].title}”")
    count = len(those)
    return many.format(n=_NUMBERS[count] if count < len(_NUMBERS) else str(count))


def _titles(those: Sequence[Recording]) -> str:
    """Which recordings these are, where they are not too many to name."""
    if not 1 < len(those) <= _MOST_NAMED:
        return ""
    titles = [f"”{one.title}”" for one in those]
    return f" Det gäller {', '.join(titles[:-1])} och {titles[-1]}."
