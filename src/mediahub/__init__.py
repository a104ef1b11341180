"""mediahub: from a folder of Swedish lectures and podcasts to transcripts, search and feeds."""

__version__ = "0.1.0"
