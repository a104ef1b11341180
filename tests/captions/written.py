"""Caption files for the tests, and what was read of them in few words."""

from mediahub.captions.reading import CaptionCue, ReadCaptions, read_captions


def srt(*texts: str) -> str:
    """Cues of 2 s, the first at 0:01, each beginning where the one before ends."""
    return "\n".join(
        f"{number}\n{time(2 * number - 1)} --> {time(2 * number + 1)}\n{text}\n"
        for number, text in enumerate(texts, start=1)
    )


def vtt(*texts: str) -> str:
    """The same as WebVTT."""
    return "WEBVTT\n\n" + srt(*texts)


def time(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"


def read(text: str, suffix: str = ".srt", **options: object) -> ReadCaptions:
    """What is read where nothing is to be told."""
    captions = read_captions(text, suffix, **options)  # type: ignore[arg-type]
    assert captions.notices == ()
    return captions


def voices(captions: ReadCaptions) -> list[tuple[str, str]]:
    """Who says what; a sound is said by "*", whoever begins after a dash by what they are and –."""
    return [(_who(cue), cue.text) for cue in captions.cues]


def _who(cue: CaptionCue) -> str:
    return "*" if cue.sound else cue.voice + "–" * cue.turn
