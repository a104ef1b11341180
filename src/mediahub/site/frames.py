"""The frame of all pages, from what the publisher wrote in mediahub.toml."""

from mediahub.catalog import Publisher, SiteSettings
from mediahub.pages import Frame
from mediahub.pages.look import script, style
from mediahub.site.pictures import logo_address


def frame_of(
    publisher: Publisher,
    site: SiteSettings,
    *,
    base: str,
    logo: str | None = None,
    credit_logo: str | None = None,
    themes: bool = False,
) -> Frame:
    """The frame; `logo` and `credit_logo` are the digests of these files, where there are any.

    `themes` says whether any theme is published.
    """
    return Frame(
        publisher=publisher.name,
        base=base,
        style=style(site.accent)[0],
        script=script()[0],
        link=publisher.link,
        logo=logo_address("logo", site.logo.suffix, logo) if site.logo and logo else None,
        contact=site.contact,
        credits=site.credits,
        credit_logo=logo_address("stod", site.credit_logo.suffix, credit_logo)
        if site.credit_logo and credit_logo
        else None,
        credit_logo_text=site.credit_logo_text,
        license=site.license,
        accessibility=site.accessibility,
        report=site.report,
        privacy=site.privacy,
        themes=themes,
    )
