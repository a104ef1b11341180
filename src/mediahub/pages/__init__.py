"""What a reader sees: the Swedish pages of episodes, series and transcripts, from templates."""

from mediahub.pages.episodepage import EpisodePage, episode_page
from mediahub.pages.listing import ListedEpisode, ListedSeries, all_series_page, series_page
from mediahub.pages.transcriptpage import transcript_page

__all__ = [
    "EpisodePage",
    "ListedEpisode",
    "ListedSeries",
    "all_series_page",
    "episode_page",
    "series_page",
    "transcript_page",
]
