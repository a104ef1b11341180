"""The pages of a theme: itself, its questions, its words, and the experts' answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mediahub.catalog import Answer, Theme
from mediahub.feed.names import PAGE
from mediahub.feed.text import one_line
from mediahub.pages.askform import LONGEST_NAME, LONGEST_QUESTION, THANKS, TRAP, AskForm
from mediahub.pages.entries import Entry, Picture
from mediahub.pages.environment import site_page
from mediahub.pages.frame import Frame
from mediahub.pages.linked import theme_linked
from mediahub.pages.qrcode import qr_code
from mediahub.transcript.clock import clock_hms

SHEET = "utskrift.html"
"""The file name of the sheet to print."""


@dataclass(frozen=True, slots=True)
class ThemePage:
    """What a theme's pages show; `folder` is theirs, from the site's root, such as `tema/ID`.

    `entries` are its published items in the order written, `pages` the addresses of theirs by id.
    `picture` is the theme's own, `og_image` the full address of the one to share.
    """

    theme: Theme
    folder: str
    entries: tuple[Entry, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    """What the published items are called, by id."""
    picture: Picture | None = None
    og_image: str | None = None
    form: AskForm | None = None
    """By which questions are put; None where they are not put here."""


@dataclass(frozen=True, slots=True)
class _Answered:
    question: str
    answer: str
    who: str
    link: str | None
    presented: str
    moment: str | None
    where: str
    clock: str


def theme_pages(page: ThemePage, frame: Frame) -> dict[str, str]:
    """The pages of a theme as HTML, by address."""
    theme = page.theme
    made = {f"{page.folder}/{PAGE}": _theme(page, frame)}
    if theme.questions:
        address = f"{page.folder}/fragor/{PAGE}"
        title, summary = f"Frågor – {_title(theme)}", f"Frågor att diskutera: {_title(theme)}."
        made[address] = _under(page, frame, "questions.html", address, title, summary)
        address = f"{page.folder}/fragor/{SHEET}"
        made[address] = _sheet(page, frame, address, title, summary)
    if theme.glossary:
        address = f"{page.folder}/ord/{PAGE}"
        title, summary = f"Ordlista – {_title(theme)}", f"Ord och begrepp: {_title(theme)}."
        made[address] = _under(page, frame, "glossary.html", address, title, summary)
    if theme.ask or theme.ask_address or theme.answers:
        address = f"{page.folder}/experterna/{PAGE}"
        title, summary = f"Fråga experterna – {_title(theme)}", theme.ask or "Frågor och svar."
        answers = tuple(_answered(page))
        made[address] = _under(
            page, frame, "ask.html", address, title, summary, answers=answers, form=page.form,
            LONGEST_QUESTION=LONGEST_QUESTION, LONGEST_NAME=LONGEST_NAME, TRAP=TRAP,
        )  # fmt: skip
        if page.form is not None:
            address = f"{page.folder}/experterna/{THANKS}"
            made[address] = _under(
                page, frame, "thanks.html", address, title, summary, unlisted=True
            )
    return made


def _theme(page: ThemePage, frame: Frame) -> str:
    address = f"{page.folder}/{PAGE}"
    return site_page(
        "theme.html",
        frame,
        address,
        title=f"{_title(page.theme)} – {one_line(frame.publisher)}",
        summary=page.theme.introduction or page.theme.title,
        crumbs=_crumbs(page)[:1],
        theme=page.theme,
        entries=page.entries,
        form=page.form,
        shown=page.picture,
        SHEET=SHEET,
        og_type="article",
        linked=theme_linked(page.theme, page.entries, frame, address),
        **_foot(page, frame),
    )


def _under(
    page: ThemePage, frame: Frame, template: str, address: str, title: str, summary: str,
    **more: Any,
) -> str:  # fmt: skip
    return site_page(
        template,
        frame,
        address,
        title=title,
        summary=summary,
        crumbs=_crumbs(page),
        theme=page.theme,
        SHEET=SHEET,
        **_foot(page, frame),
        **more,
    )


def _sheet(page: ThemePage, frame: Frame, address: str, title: str, summary: str) -> str:
    url = frame.url(f"{page.folder}/{PAGE}")
    return _under(
        page, frame, "sheet.html", address, title, summary,
        code=qr_code(url), url=url, unlisted=True,
    )  # fmt: skip


def _title(theme: Theme) -> str:
    return one_line(theme.title)


def _crumbs(page: ThemePage) -> tuple[dict[str, str], ...]:
    return (
        {"title": "Teman", "page": f"tema/{PAGE}"},
        {"title": _title(page.theme), "page": f"{page.folder}/{PAGE}"},
    )


def _foot(page: ThemePage, frame: Frame) -> dict[str, Any]:
    theme = page.theme
    return {
        "contact": theme.contact or frame.contact,
        "credit_lines": tuple(dict.fromkeys((*theme.credits, *frame.credits))),
        "og_image": page.og_image,
    }


def _answered(page: ThemePage) -> Iterator[_Answered]:
    for answer in page.theme.answers:
        address = page.pages.get(answer.item or "")
        person = answer.person
        yield _Answered(
            question=answer.question,
            answer=answer.answer,
            who=person.name if person is not None else "",
            link=person.link if person is not None else None,
            presented=(person.role or "") if person is not None else "",
            moment=_moment(address, answer),
            where=page.titles.get(answer.item or "", ""),
            clock=clock_hms(answer.at_ms) if answer.at_ms is not None else "",
        )


def _moment(address: str | None, answer: Answer) -> str | None:
    if address is None or answer.at_ms is None:
        return address
    return f"{address}#t={f'{answer.at_ms / 1000:.3f}'.rstrip('0').rstrip('.')}"
