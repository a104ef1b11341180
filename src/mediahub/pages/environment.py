"""The one door to Jinja2: the templates in `templates/`, and what they may call.

Everything that a template writes is escaped, once and here, unless it is markup already.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from mediahub.feed.addresses import ascii_url, web_url, without_scheme
from mediahub.feed.names import PAGE
from mediahub.feed.text import escape, one_line
from mediahub.pages import wording
from mediahub.pages.apps import apps_for
from mediahub.pages.frame import POLICY, Frame, root_of
from mediahub.pages.hyphens import soft
from mediahub.transcript.clock import clock_hms

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, **values: object) -> str:
    """The page that the template makes of the values; the same values give the same text.

    Raises jinja2.UndefinedError for a value that the template names and nobody gave.
    """
    return _environment().get_template(template).render(values)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a template's words are looked up by: `_(…)` and `{% trans %}` ask these functions.

    As gettext has them: `say` of words, `say_number` of two forms and a number; `say_as` and
    `say_number_as` with a context before.
    """

    say: Callable[[str], str]
    say_number: Callable[[str, str, int], str]
    say_as: Callable[[str, str], str]
    say_number_as: Callable[[str, str, str, int], str]


def render_from(
    package: str, template: str, catalogue: Catalogue | None = None, **values: object
) -> str:
    """As `render`, by a template of another package's `templates` folder.

    With a catalogue its words are those that the catalogue gives for them at that moment.
    """
    return _environment(package, catalogue).get_template(template).render(values)


def site_page(
    template: str, frame: Frame, address: str, *, root: str | None = None, **values: object
) -> str:
    """A page of the site, in its frame; `address` is its own, from the site's root.

    `crumbs` name the pages above by `page`, their address from there. What a page says nothing of
    (its contact, say) is as the frame has it. Raises jinja2.UndefinedError as `render` does.
    """
    way = root_of(address) if root is None else root
    values = {
        "crumbs": (),
        "contact": frame.contact,
        "credit_lines": frame.credits,
        "og_type": "website",
        "og_image": None,
        "unlisted": False,
        "linked": None,
        **values,
    }
    crumbs: Any = values["crumbs"]
    values["crumbs"] = [{"title": one["title"], "address": way + one["page"]} for one in crumbs]
    return render(template, frame=frame, address=address, root=way, **values)


def escaped(value: object) -> Markup:
    """The value as it may stand in HTML, in elements and in quoted attributes alike.

    Characters that no page may hold go, and so does space round it. What is `Markup` is left as it
    is.
    """
    return value if isinstance(value, Markup) else Markup(escape(str(value)))  # noqa: S704


def in_language(code: str, quoted: re.Pattern[str], text: str) -> Markup:
    """The text, escaped, in which what the pattern finds is in a language.

    Its first group is what is marked; signs that are escaped are no part of what it finds by.
    """

    def marked(found: re.Match[str]) -> str:
        before, after = (one - found.start() for one in found.span(1))
        whole = found[0]
        return f'{whole[:before]}<span lang="{code}">{found[1]}</span>{whole[after:]}'

    return Markup(quoted.sub(marked, escaped(text)))  # noqa: S704 - escaped


@cache
def _environment(
    package: str = "mediahub.pages", catalogue: Catalogue | None = None
) -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # slow to import

    environment = Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=escaped,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.globals = {"asset": _asset, "PAGE": PAGE, "POLICY": POLICY}
    if catalogue is not None:
        environment.add_extension("jinja2.ext.i18n")
        environment.policies["ext.i18n.trimmed"] = True
        environment.install_gettext_callables(  # type: ignore[attr-defined]
            catalogue.say, catalogue.say_number, newstyle=True,
            pgettext=catalogue.say_as, npgettext=catalogue.say_number_as,
        )  # fmt: skip
    environment.filters |= {
        "apps": apps_for,
        "ascii_url": ascii_url,
        "calendar_day": wording.calendar_day,
        "clock": clock_hms,
        "contact": wording.contact,
        "counted": wording.counted,
        "day": wording.day,
        "file_name": _file_name,
        "json_ld": _json_ld,
        "json_text": _json_text,
        "keep": _keep,
        "kind_words": wording.kind_words,
        "line": wording.line,
        "length": wording.length,
        "one_line": one_line,
        "opening": wording.opening,
        "prose": wording.prose,
        "reach": wording.reach,
        "size": wording.size,
        "soft": soft,
        "summary": wording.summary,
        "web_url": web_url,
        "without_scheme": without_scheme,
    }
    return environment


@cache
def _asset(name: str) -> Markup:
    """A style or script of our own, to stand in a page."""
    from importlib.resources import files  # slow to import

    text = files("mediahub.pages").joinpath("assets", name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - ours


def _json_ld(value: object) -> Markup:
    """A JSON value as it may stand in a script element: nothing in it ends that."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - without a sign of markup


def _file_name(url: str) -> str:
    """The last part of an address: the name of a file that lies beside the page."""
    return url.rsplit("/", 1)[-1]


def _json_text(value: object) -> str:
    """A value as JSON, to stand in an attribute (escaped as any text)."""
    return json.dumps(value, ensure_ascii=False)


def _keep(text: str) -> Markup:
    """Text escaped with the blanks at its ends, which are else taken away."""
    inner = escape(text)
    before = " " if text[:1].isspace() else ""
    after = " " if text.strip() and text[-1:].isspace() else ""
    return Markup(before + inner.strip() + after)  # noqa: S704 - escaped
