"""What a reader sees: the Swedish pages of a site, from templates."""

from mediahub.pages.embedpage import embed_code, embed_page, oembed, oembed_address
from mediahub.pages.entries import Entry, Picture, SeriesEntry, Stills, ThemeEntry
from mediahub.pages.episodepage import EpisodePage, episode_page
from mediahub.pages.frame import Frame
from mediahub.pages.listing import ListedEpisode, series_page
from mediahub.pages.people import person_page
from mediahub.pages.startpage import not_found_page, start_page, themes_page
from mediahub.pages.textpage import TextPage, TextPart, text_page
from mediahub.pages.themepages import ThemePage, theme_pages
from mediahub.pages.transcriptpage import transcript_page, transcript_style

__all__ = [
    "Entry",
    "EpisodePage",
    "Frame",
    "ListedEpisode",
    "Picture",
    "SeriesEntry",
    "Stills",
    "TextPage",
    "TextPart",
    "ThemeEntry",
    "ThemePage",
    "embed_code",
    "embed_page",
    "episode_page",
    "not_found_page",
    "oembed",
    "oembed_address",
    "person_page",
    "series_page",
    "start_page",
    "text_page",
    "theme_pages",
    "themes_page",
    "transcript_page",
    "transcript_style",
]
