"""The forms for an item, a theme, its glossary and people, and the lists that lead to them."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from mediahub.catalog import Catalogue, Item, Theme, load
from mediahub.catalog.naming import title_from_name
from mediahub.catalog.scan import MEDIA, stem_and_ending
from mediahub.catalog.scan import THEME as THEME_FILE
from mediahub.desk.describing import (
    Described,
    describe_item,
    describe_person,
    describe_term,
    describe_theme,
)
from mediahub.desk.receiving import Taken, Upload, UploadError
from mediahub.desk.sheets import (
    BLANK_THEME,
    Decide,
    FaultsError,
    Sheet,
    begin_theme,
    item_sheet,
    person_sheet,
    term_sheet,
    theme_sheet,
)
from mediahub.pipeline.titles import says_something
from mediahub.transcript.clock import clock_hms
from mediahub.web.staff.formfields import Field, TypedError
from mediahub.web.staff.forms import SAVED, Form, answered
from mediahub.web.staff.looking import kind_words_of
from mediahub.web.staff.picturing import picture_page
from mediahub.web.staff.place import Place, RefusedError, Visit, item_address, with_query
from mediahub.web.staff.takingaway import removed
from mediahub.web.staff.tongue import marked, say

if TYPE_CHECKING:
    from starlette.responses import Response

_LINK = marked("Skriv en webbadress som börjar med https://.")
THEME = (
    Field("title", marked("Titel"), required=True),
    Field("date", marked("Datum"), "day", marked("Temat står under den här dagen.")),
    Field("introduction", marked("Inledning"), "prose", marked("Texten som öppnar temat.")),
    Field(
        "published",
        marked("Publiceras"),
        "moment",
        marked("När temats sida blir synlig för alla. Tomt: så snart något i temat är publicerat."),
    ),
    Field("questions", marked("Frågor att samtala om"), "lines", marked("En fråga på varje rad.")),
    Field("ask", marked("Inbjudan att fråga experterna"), "prose"),
    Field(
        "ask_address",
        marked("Dit frågorna skickas"),
        help=marked("En e-postadress eller en webbadress."),
        wrong=marked("Skriv en e-postadress eller en webbadress som börjar med https://."),
    ),
    Field("contact", marked("Kontakt"), help=marked("Vem man skriver till eller ringer.")),
    Field("credits", marked("Tack och finansiering"), "lines", marked("En rad för varje.")),
)
NEW_THEME = THEME[:4]
PERSON = (
    Field("name", marked("Namn"), required=True, help=marked("Hela namnet, som det ska visas.")),
    Field(
        "role",
        marked("Titel"),
        help=marked("Visas bredvid namnet, till exempel utvecklingsledare."),
    ),
    Field(
        "aliases",
        marked("Andra stavningar"),
        "commas",
        marked("Med komma emellan. De hjälper igenkänningen."),
    ),
    Field("link", marked("Webbsida"), wrong=_LINK),
    Field(
        "listed", marked("Personen samtycker till en sida som visar vad hen medverkar i"), "check"
    ),
    Field(
        "voice_consent",
        marked("Personen samtycker till att kännas igen på rösten"),
        "check",
        marked(
            "Då föreslås namnet när rösten hörs i andra inspelningar. Tas samtycket tillbaka "
            "raderas det som sparats av rösten, genast och överallt. Namnet står kvar där det "
            "redan står."
        ),
    ),
    Field(
        "voice_consent_date",
        marked("Dagen då samtycket till röstigenkänning gavs"),
        "day",
        wrong=marked("Skriv vilken dag samtycket gavs: det gäller från den dagen."),
    ),
)
TERM = (
    Field("term", marked("Ord"), required=True),
    Field(
        "definition",
        marked("Betydelse"),
        "prose",
        marked("Visas för den som läser."),
        required=True,
    ),
    Field(
        "aliases",
        marked("Andra ord för samma sak"),
        "commas",
        marked("Med komma emellan. Sökningen hittar dem också."),
    ),
)


async def item(place: Place, visit: Visit) -> "Response":
    """What is said of an item; after an upload filled with what its file tells."""
    item_id = visit.request.path_params["item"]
    return await answered(place, visit, lambda: _item_form(place, visit, item_id))


async def theme(place: Place, visit: Visit) -> "Response":
    """What is said of a theme, its items and its glossary."""
    theme_id = visit.request.path_params["theme"]
    visit.noted["theme"] = theme_id
    return await answered(place, visit, lambda: _theme_form(place, theme_id))


async def new_theme(place: Place, visit: Visit) -> "Response":
    """A theme that is to come: a folder is made for it."""

    def made() -> Form:
        def save(decide: Decide) -> Described:
            try:
                theme_id = begin_theme(place.root, decide(BLANK_THEME))
            except FaultsError as error:
                if "already" in error.faults.get("title", ""):
                    raise TypedError(BLANK_THEME, {"title": say(TAKEN)}, {}) from None
                raise
            visit.noted["theme"] = theme_id
            return Described(Sheet("theme", place.root, (), {}, theme_id), changed=True)

        return Form(
            say("Nytt tema"),
            NEW_THEME,
            lambda: BLANK_THEME,
            save,
            lambda done: f"/tema/{quote(done.sheet.of)}",
            more={"crumb": ("/innehall", say("Innehåll"))},
        )

    return await answered(place, visit, made)


TAKEN = marked("Det finns redan en mapp för ett tema med den titeln och det datumet.")


async def term(place: Place, visit: Visit) -> "Response":
    """A word of a theme's glossary; without `ord` a new one."""
    theme_id = visit.request.path_params["theme"]
    word = visit.request.query_params.get("ord", "")
    visit.noted.update(theme=theme_id, term=word)

    def made() -> Form:
        found = _theme(load(place.root), theme_id)
        return Form(
            say("Ordlistan: {word}", word=word) if word else say("Nytt ord"),
            TERM,
            lambda: term_sheet(place.root, theme_id, word),
            lambda decide: describe_term(place.root, theme_id, word, decide),
            lambda _done: f"/tema/{quote(theme_id)}",
            more={
                "crumb": (f"/tema/{quote(theme_id)}", found.title),
                "away": with_query(f"/tema/{quote(theme_id)}/bort", {"ord": word}) if word else "",
            },
        )

    return await answered(place, visit, made)


async def person(place: Place, visit: Visit) -> "Response":
    """What is said of a person; without an id a new one."""
    person_id = visit.request.path_params.get("person", "")
    visit.noted["person"] = person_id

    def made() -> Form:
        sheet = person_sheet(place.root, person_id)

        def described_at(done: Described) -> str:
            visit.noted["person"] = done.sheet.of
            return f"/person/{quote(done.sheet.of)}"

        return Form(
            str(sheet.table.get("name") or say("Ny person")),
            PERSON,
            lambda: person_sheet(place.root, person_id),
            lambda decide: describe_person(place.root, person_id, decide),
            described_at,
            more={
                "crumb": ("/personer", say("Personer")),
                "picture": picture_page("person", person_id) if person_id else "",
                "away": f"/person/{quote(person_id)}/bort" if person_id else "",
            },
        )

    return await answered(place, visit, made)


def people(place: Place, visit: Visit) -> "Response":
    """Everybody in the registry, and what they have agreed to."""
    found = sorted(load(place.root).people, key=lambda one: one.name.casefold())
    saved = SAVED.get(visit.request.query_params.get("sparat", ""))
    return place.page(
        "people.html",
        visit,
        people=found,
        told=say(saved) if saved else "",
        removed=removed(place.root, "people"),
    )


def _item_form(place: Place, visit: Visit, item_id: str) -> Form:
    catalogue = load(place.root)
    found = next((one for one in catalogue.items if one.id == item_id), None)
    if found is None:
        raise RefusedError(404, say("Avsnittet finns inte längre."))
    upload = _upload(place, visit)
    taken = upload.taken if upload is not None else None
    if taken is not None and taken.item != found.id:
        upload = taken = None
    first = _first(upload)
    title = found.title if found.described_in else first.get("title", found.title)
    theme_title = next((one.title for one in catalogue.themes if one.id == found.theme), "")
    return Form(
        say("Beskriv {title}", title=title),
        _item_fields(catalogue, found),
        lambda: item_sheet(place.root, found.id),
        lambda decide: describe_item(place.root, found.id, decide),
        lambda _done: f"{item_address(found.id)}/beskriv",
        more={
            "crumb": (item_address(found.id), title),
            "picture": picture_page("item", found.id),
            "facts": _facts(found, taken, theme_title),
        },
        first=first,
        people=catalogue.people,
        add=lambda name: describe_person(place.root, "", lambda _sheet: {"name": name}),
        template="item_form.html",
    )


def _facts(found: Item, taken: Taken | None, theme_title: str) -> list[tuple[str, str]]:
    facts = [
        (say("Fil"), found.path.name),
        (say("Typ"), kind_words_of(found.kind)),
        (say("Tema"), theme_title),
    ]
    if taken is not None and taken.length_ms:
        facts.append((say("Längd"), clock_hms(taken.length_ms)))
    return [(name, words) for name, words in facts if words]


def _first(upload: Upload | None) -> dict[str, str]:
    """What is known of a file that was just handed in: its title."""
    if upload is None or upload.taken is None:
        return {}
    title = upload.taken.title
    if title is None or not says_something(title):
        title = title_from_name(stem_and_ending(upload.called)[0])
    return {"title": title}


def _upload(place: Place, visit: Visit) -> Upload | None:
    try:
        return place.uploads.find(visit.request.query_params.get("fil", ""), visit.user.name)
    except UploadError:
        return None


def _item_fields(catalogue: Catalogue, found: Item) -> tuple[Field, ...]:
    series = {one.id: one for one in catalogue.series}
    by_itself = found.series is not None and series[found.series].autopublish
    when = (
        say("publiceras så snart den är klar, för serien är ställd så")
        if by_itself
        else say("ett utkast")
    )
    head = (
        Field("title", marked("Titel")),
        Field("label", say("Etikett i temat"), help=say("Till exempel Utredningen eller Podden.")),
        Field(
            "description",
            marked("Beskrivning"),
            "prose",
            say("Vad det handlar om, i några meningar."),
        ),
        Field("contributors", marked("Medverkande"), "parts"),
        Field(
            "published", marked("Publiceras"), "moment", say("Svensk tid. Tomt: {when}.", when=when)
        ),
        Field(
            "date",
            marked("Datum"),
            "day",
            say("Tomt: dagen för publiceringen, eller temats datum."),
        ),
    )
    tail = (
        Field("formats", marked("Form"), "commas",
              say("Till exempel Film, föreläsning. Med komma emellan.")),
        Field("languages", say("Språk"), "languages",
              say("sv, eller flera som talas om vartannat: sv, en. "
                  "Tomt: som serien, annars svenska.")),
        Field("link", say("Egen webbsida"), wrong=_LINK),
    )  # fmt: skip
    if found.written:
        return (*head, *tail)
    choices = tuple((one.id, one.title) for one in catalogue.series)
    return (
        *head,
        Field(
            "series",
            marked("Serie"),
            "choice",
            say("Tomt: den första serien som tar sådana."),
            choices=choices,
        ),
        Field("season", say("Säsong"), "number"),
        Field("episode", say("Avsnitt nummer"), "number"),
        Field("explicit", say("Olämpligt för barn"), "answer", say("Tomt: som serien.")),
        *tail,
    )


def _theme_form(place: Place, theme_id: str) -> Form:
    catalogue = load(place.root)
    found = _theme(catalogue, theme_id)
    folder = found.path.relative_to(catalogue.root / MEDIA).as_posix()
    items = [(item_address(one), catalogue.item(one).title) for one in found.items]
    return Form(
        found.title,
        THEME,
        lambda: theme_sheet(place.root, theme_id),
        lambda decide: describe_theme(place.root, theme_id, decide),
        lambda _done: f"/tema/{quote(theme_id)}",
        template="theme_form.html",
        more={
            "crumb": ("/innehall", say("Innehåll")),
            "picture": picture_page("theme", theme_id),
            "items": items,
            "base": f"/tema/{quote(theme_id)}",
            "terms": [(one.term, quote(one.term, safe="")) for one in found.glossary],
            "removed": removed(place.root, "glossary", found.path / THEME_FILE),
            "upload": f"/ladda-upp?till={quote(folder, safe='')}",
        },
    )


def _theme(catalogue: Catalogue, theme_id: str) -> Theme:
    found = next((one for one in catalogue.themes if one.id == theme_id), None)
    if found is None:
        raise RefusedError(404, say("Temat finns inte längre."))
    return found
