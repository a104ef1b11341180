"""The paragraph for an accessibility statement."""

from dataclasses import replace

from mediahub.compliance.rules import Recording, findings
from mediahub.compliance.statement import statement
from tests.compliance.test_rules import FILM, TALK


def written(*recordings: Recording) -> str:
    return statement([(one, findings(one)) for one in recordings])


def test_what_is_missing_and_what_is_exempt_stand_under_their_headings() -> None:
    older = replace(TALK, published=FILM.published.replace(year=2019), title="Förr")
    assert written(
        replace(FILM, reviewed=False, audio_description="none"),
        replace(FILM, title="Den andra", reviewed=False, audio_description="said"),
        replace(TALK, reviewed=False),
        older,
    ) == (
        "## Film och ljud\n\n"
        "### Bristande förenlighet med lagkraven\n\n"
        "- Ljudinspelningen ”Avsnittet” har en textversion som ingen har granskat, så den kan "
        "innehålla fel (WCAG 1.2.1).\n"
        "- Två filmer har undertexter som ingen har granskat, så de kan innehålla fel "
        "(WCAG 1.2.2). Det gäller ”Filmen” och ”Den andra”.\n"
        "- Filmen ”Filmen” saknar syntolkning, så den som inte ser kan missa det som bara syns i "
        "bild (WCAG 1.2.5).\n\n"
        "### Innehåll som inte omfattas av lagen\n\n"
        "- Ljudinspelningen ”Förr” publicerades före den 23 september 2020.\n"
    )


def test_many_are_counted_and_not_named() -> None:
    many = written(*[replace(TALK, item=f"a{number}", reviewed=False) for number in range(11)])
    assert "- 11 ljudinspelningar har textversioner som ingen har granskat" in many
    assert "Det gäller" not in many


def test_nothing_is_wrong() -> None:
    assert written(TALK) == (
        "## Film och ljud\n\nVi känner inte till några brister i våra filmer och "
        "ljudinspelningar.\n"
    )
    assert written() == (
        "## Film och ljud\n\nDet finns inga publicerade filmer eller ljudinspelningar.\n"
    )
