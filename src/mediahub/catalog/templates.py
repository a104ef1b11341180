"""New TOML files, commented, for a person to fill in; nothing that exists is ever written over."""

from datetime import date
from pathlib import Path

from mediahub import atomic
from mediahub.catalog.edit import own_toml
from mediahub.catalog.ids import name_slug
from mediahub.catalog.moments import leading_date
from mediahub.catalog.naming import title_from_name
from mediahub.catalog.scan import (
    MEDIA,
    MEDIAHUB,
    PEOPLE,
    THEME,
    is_ignored,
    is_written,
    kind_of,
    stem_and_ending,
)
from mediahub.catalog.tomledit import quoted
from mediahub.catalog.workspace import load
from mediahub.errors import SettingsError

_MEDIAHUB = """\
# The workspace: who publishes, which feeds there are, and how this machine works.
# Lines that begin with # are examples: take the # away to use one.
# `mediahub schema mediahub` describes every key; `mediahub plan` tells what would be done.

# Where the folder feeds/ will stand on the web. Without it feeds are made for the local preview.
# public_url = "https://media.example.se/podd"

[publisher]
name = {publisher}
# email = "redaktionen@example.se"   # directories write a code here to see that the feed is yours
# link = "https://www.example.se/"

# One [[series]] is one feed. An item without `series` goes to the first series that takes its kind.
[[series]]
id = "podd"                            # part of the feed's address: never change it
title = {publisher}
description = ""                       # what the series is about, in Swedish, for its listeners
kinds = ["podcast", "film"]            # podcast: sound only; film: with picture
category = ["Society & Culture"]       # one of Apple's, and a sub-category if any
autopublish = false                    # true: published as soon as it is done
# unreviewed = "hold"                  # waits until a person has reviewed the words
# image = "omslag.jpg"                 # the cover: square, JPEG or PNG, 1400 to 3000 pixels
# link = "https://www.example.se/podd"
# author = "Redaktionen"
# language = "sv"
# languages = ["sv", "en"]             # spoken by turns in its items, the main one first
# type = "episodic"                    # or "serial": to be heard in order
# medium = "podcast"                   # or "video", "course"
# license = "cc-by-4.0"
# copyright = "© Exempelstaden"
# explicit = false                     # true: its words are unsuitable for children
# contributors = [{{ person = "lisa-ek", role = "host" }}]   # who takes part in every episode
# funding = [{{ link = "https://www.example.se/stod", text = "Stöd oss" }}]
# location = {{ name = "Exempelstaden", geo = "geo:59.3,18.1", country = "SE" }}
# update_frequency = {{ text = "varje torsdag", rule = "FREQ=WEEKLY;BYDAY=TH" }}
# episodes_per_page = 100              # divides a long feed; few apps follow the links
# complete = false                     # true: no more episodes will come
# block = false                        # true: Apple and others leave it out of their directories
# new_feed_url = "https://…/feed.xml"  # where the feed has moved: apps go there
# elements = [{{ name = "a:b", namespace = "https://example.org/", text = "…" }}]   # XML as it is

# A saved search becomes a feed for staff: `mediahub search QUERY --save NAME` writes one.
# [[searches]]
# name = "orosanmalan"                 # its feed: feeds/sok/orosanmalan/feed.xml
# query = "orosanmälan"
# series = "podd"                      # or speaker, theme, kind, reviewed

[speech]
# model = "auto"                       # the best at hand; `mediahub models` lists them
# device = "auto"                      # or "cpu", "cuda"
# compute_type = "auto"                # or "float32": slower, a little surer
# threads = 0                          # 0: all cores
# batch_size = 0                       # 0: chosen from the machine
# beam_size = 5                        # 1 is quicker and hears less well
# fillers = "remove"                   # eh, öhm and hm in captions; or "keep"
# name_from_speech = true              # name voices by what is said, where there is no doubt

[media]
# time_limit_factor = 4.0              # ffmpeg may take this many times a file's length
# loudness = -16                       # LUFS of what is published anew; or "off"

[finished]
# Who gets the summary (JSON) of a run that did something, or failed.
# command = ["notify-send", "mediahub has worked"]
# webhook = "https://example.org/hook"

[search]
# engine = "own"                       # or "postgres", which many machines can share:
# dsn = "postgresql://mediahub@db.example/mediahub"   # the password elsewhere (docs/postgres.md)

[publish]
# Where feeds/ is brought to after each run; passwords never stand here (docs/publishing.md).
# target = "s3://podd/feeds"           # or "sftp://lisa@host/srv/feeds", "webdavs://…", a folder
# endpoint = "https://s3.example.org"  # of an S3 service that is not Amazon's

# A form for questions to the experts, on the pages of themes with `ask` (docs/staff.md).
# [questions]
# address = "https://fragor.example.se/fraga"   # where `mediahub serve` is reached
# keep = "13 weeks"                    # then a question is erased; published answers stay
# consent = "..."                      # what whoever asks is told, in Swedish

# Who comes into the staff site without a password of its own (docs/staff.md).
# [staff]
# header = "X-Remote-User"             # in which a proxy says who has logged in
# proxies = ["127.0.0.1"]              # from these alone
# [staff.oidc]
# issuer = "https://login.example.se"  # OpenID Connect; its secret in MEDIAHUB_OIDC_SECRET
# client_id = "mediahub"
# name_claim = "preferred_username"    # a user's name here
# role_claim = "groups"                # for those whom `mediahub user` does not know
# roles = {{ redaktionen = "editor" }}
"""

_PEOPLE = """\
# The people who take part. Items name them by id:
#     contributors = [{ person = "lisa-ek", role = "guest" }]
# Roles: host, guest, speaker, writer, interviewer, producer, interpreter.
#
# [[people]]
# id = "lisa-ek"
# name = "Lisa Ek"
# aliases = ["Lisa Ek Öberg"]          # other spellings of the name
# role = "utvecklingsledare"           # the title shown beside the name, in Swedish
# link = "https://www.example.se/lisa-ek"
# picture = "lisa-ek.jpg"              # a file in media/, or a web address
# picture_description = "Lisa Ek"      # for those who do not see it
# voice_consent = true                 # may be known again by voice ...
# voice_consent_date = 2026-01-31      # ... as agreed on this day
"""

_ITEM_KEYS = """\
# id = {id}   # a lasting name; otherwise made of folder and file
# kind = "podcast"                     # or "film", "article", "slides"; else the ending tells
# series = "podd"                      # otherwise the first series that takes its kind
# description = ""                     # in Swedish, for those who listen or look
# formats = ["Podd", "intervju"]
# contributors = [{{ person = "lisa-ek", role = "guest" }}]   # ids in media/people.toml
# language = "sv"
# languages = ["sv", "en"]             # spoken by turns, the main one first; instead of `language`
# speakers = 2                         # how many voices, or [2, 4]; helps to tell them apart
# track = 2                            # which sound track of the file, where it has several
# published = 2026-01-31T06:00:00      # Swedish time; without it a draft (or autopublish)
# chapters = [{{ start = "0:00", title = "Inledning" }}, {{ start = "12:30", title = "Frågor" }}]
# captions = "undertexter.vtt"         # otherwise those that bear the file's name
# audio_description = "said"           # a film: or "described" (syntolkad), or "none"
# described = "syntolkad.mp4"          # the film with audio description, a file or an address
# media_alternative = false            # whether it only says what a text beside it says
# live = false                         # whether it was sent live
# image = "bild.jpg"
# link = "https://www.example.se/avsnitt"
# season = 1
# episode = 1
# explicit = false                     # otherwise as its series
# episode_type = "full"                # or "trailer", "bonus"
# block = false                        # true: Apple and others leave it out
# location = {{ name = "Exempelstaden", geo = "geo:59.3,18.1", country = "SE" }}
# soundbites = [{{ start = "12:30", seconds = 45, title = "Det bästa" }}]   # your pick, for apps
# elements = [{{ name = "a:b", namespace = "https://example.org/", text = "…" }}]   # XML as it is
"""

_ITEM = "# What the name and the tags of {file} do not tell.\n# title = {title}\n" + _ITEM_KEYS

_THEME = """\
# A theme: its texts, and the films, episodes, articles and slides in this folder.
# Files that stand here without being listed belong to the theme too, after those that are.
title = {title}
{date}
introduction = \"\"\"
\"\"\"
questions = [
    # "Hur arbetar ni med tidiga insatser?",
]
credits = [
    # "Med stöd av ...",
]
# contact = "redaktionen@example.se"
# ask = "Har du en fråga till experterna? Skriv till oss."
# image = "tema.jpg"
# image_description = "Två barn vid ett bord"   # for those who do not see it
# id = {id}   # a lasting name; otherwise made of the folder's

{items}
# [[glossary]]
# term = "främjande"
# aliases = ["promotion"]
# definition = "Att stärka det som håller människor friska."
"""

_LISTED = "[[items]]\nfile = {file}\n# title = {title}\n"
_LIST_EXAMPLE = '# [[items]]\n# file = "temafilm.mp4"\n# title = "Temafilmen"\n'


def workspace_files(folder: Path) -> tuple[Path, ...]:
    """The files that `init_workspace` sees to: what of them it does not return it found there."""
    return folder / MEDIAHUB, folder / MEDIA / PEOPLE


def init_workspace(folder: Path) -> list[Path]:
    """Make `folder` a workspace; return the files written, leaving out those that were there.

    Raises OSError when the folder cannot be written.
    """
    publisher = title_from_name(folder.resolve().name or "mediahub")
    texts = (_MEDIAHUB.format(publisher=quoted(publisher)), _PEOPLE)
    written = []
    for path, text in zip(workspace_files(folder), texts, strict=True):
        if not path.exists() and not path.is_symlink():
            atomic.write_text(path, text)
            written.append(path)
    return written


def new_theme(root: Path, slug_or_title: str, day: date | None = None) -> Path:
    """Write a theme.toml for a theme with this title, or in the folder of this name; return it.

    A new folder is named by date and title. Media files that stand in the folder are listed.
    Raises SettingsError when there is a theme.toml already.
    """
    folder = root / MEDIA / slug_or_title
    if not _is_name(slug_or_title) or not folder.is_dir():
        name = name_slug(slug_or_title)
        dated = day is not None and leading_date(name) is None
        folder = root / MEDIA / (f"{day}-{name}" if dated else name)
    path = folder / THEME
    if path.exists():
        raise SettingsError(
            f"{path} exists already; edit it, or choose another name",
            swedish=f"{path} finns redan. Ändra i den, eller välj ett annat namn.",
        )
    day = day or leading_date(folder.name)
    # A person's title is kept as written; only a folder name is made into one.
    is_title = slug_or_title not in (folder.name, name_slug(slug_or_title))
    text = _THEME.format(
        title=quoted(slug_or_title.strip() if is_title else title_from_name(slug_or_title)),
        date=f"date = {day}" if day else "# date = 2026-01-31",
        id=quoted(name_slug(folder.name)),
        items="\n".join(_listed(folder)) or _LIST_EXAMPLE,
    )
    atomic.write_text(path, text)
    return path


def new_item(root: Path, media_path: Path) -> Path:
    """Write a TOML file beside a media file, with its title and commented examples; return it.

    Raises SettingsError when the file is no item of the workspace, or is described already.
    """
    wanted = media_path.absolute()
    item = next((one for one in load(root).items if one.path in (wanted, wanted.resolve())), None)
    if item is None and not (wanted.is_file() and is_written(wanted.name)):
        raise SettingsError(
            f"{media_path} is no media file in {MEDIA}/",
            swedish=f"{media_path} är ingen mediefil i {MEDIA}/",
        )
    if item is not None and item.described_in is not None:
        raise SettingsError(
            f"{media_path} is described already, in {item.described_in}",
            swedish=f"{media_path} är redan beskriven, i {item.described_in}",
        )
    target = item.path if item else wanted.resolve()
    path = own_toml(root, target)
    if path.exists():
        raise SettingsError(
            f"{path} exists already; edit it", swedish=f"{path} finns redan. Ändra i den."
        )
    title = title_from_name(stem_and_ending(target.name)[0])
    item_id = item.id if item else name_slug(stem_and_ending(target.name)[0])
    text = _ITEM.format(file=_shown(target.name), title=quoted(title), id=quoted(item_id))
    atomic.write_text(path, text)
    return path


def _listed(folder: Path) -> list[str]:
    """An [[items]] table for each media file in the folder that has no TOML of its own."""
    tables = []
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    for name in names:
        stem = stem_and_ending(name)[0]
        own = {f"{stem}.toml", f"{name}.toml"} & set(names)
        if kind_of(name) and not is_ignored(name) and not own and name.isprintable():
            tables.append(_LISTED.format(file=quoted(name), title=quoted(title_from_name(stem))))
    return tables


def _is_name(text: str) -> bool:
    """Whether the text can be one folder's name, not a way out of media/."""
    return bool(text.strip(". ")) and not any(sign in text for sign in "/\\\0")


def _shown(name: str) -> str:
    # In a comment a line end would begin a key.
    return "".join(sign if sign.isprintable() else "?" for sign in name)
