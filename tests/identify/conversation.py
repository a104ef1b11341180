"""Conversations written as `A: …` lines, and the people who may be heard in them."""

from mediahub.identify import Candidate, identify
from mediahub.transcript import Segment, Span, Speaker, Transcript, Word

KARIN = Candidate("karin", "Karin Ahlgren", leads=True)
JOHAN = Candidate("johan", "Johan Ekberg", ("Johan Ekeberg",))
ROBIN = Candidate("robin", "Robin Nyström")
BERG = Candidate("robin-berg", "Robin Berg")
MARIA = Candidate("maria", "Maria Forsell")


def conversation(script: str, language: str = "sv") -> Transcript:
    """A transcript of the lines, half a second a word, each line one voice's."""
    segments: list[Segment] = []
    at = 0
    for line in filter(None, map(str.strip, script.splitlines())):
        voice, text = line.split(": ", 1)
        words = []
        for word in text.split():
            words.append(Word(word, Span(at, at + 500)))
            at += 500
        segments.append(Segment(voice, tuple(words)))
    labels = dict.fromkeys(segment.speaker for segment in segments)
    speakers = [
        Speaker(label, f"Talare {number}", voice=label) for number, label in enumerate(labels, 1)
    ]
    return Transcript(language, at, tuple(segments), tuple(speakers))


def named(script: str, *cast: Candidate, **known: object) -> tuple[dict[str, str], dict[str, str]]:
    """Who is certain, and who is likely, by voice."""
    transcript = conversation(script)
    taken = dict(known.get("taken", {}))  # type: ignore[call-overload]
    voices = [one.label for one in transcript.speakers if one.label not in taken.values()]
    found = identify(transcript, cast, **{"voices": voices, **known})  # type: ignore[arg-type]
    return (
        {one.voice: one.person for one in found if one.certain},
        {one.voice: one.person for one in found if not one.certain},
    )
