"""`mediahub compare`: what is read of it, in 80 columns."""

import pytest

from mediahub.cli.compare import comparison_json, comparison_lines
from mediahub.pipeline.comparing import Comparison, Cost, Side
from mediahub.pipeline.differing import Difference
from mediahub.transcript import Span, Word
from tests.cli.conftest import Mediahub
from tests.pipeline.conftest import Place


def words(text: str, probability: float) -> tuple[Word, ...]:
    return tuple(Word(one, Span(0, 100), probability) for one in text.split())


FOUND = Comparison(
    item="avsnitt-4",
    part=Span(600_000, 900_000),
    duration_ms=2_094_000,
    now=Side("openai/whisper-base", words("a b c", 0.5), 0.5, 0.242, 5, 0),
    new=Side("KBLab/kb-whisper-small", words("a b", 0.9), 0.9, 0.11, 8, 3),
    differences=(
        Difference(
            604_000,
            words("hemma besök", 0.4),
            words("hembesök", 0.91),
            ("vi", "har", "börjat", "med"),
            ("i", "alla", "familjer", "där"),
        ),
        Difference(790_500, words("ja", 0.3), (), ("då",), ("så",)),
        Difference(799_000, words("o" * 90, 0.3), words("p" * 5, 0.3), ("då",), ("så",)),
    ),
    differing=0.182,
    speed=0.12,
    cost=Cost(37, 76_440_000, 9_172.8, "--where selects 40 of 210 items", captioned=3),
    corrections=4,
    truth_words=702,
    terms_said=9,
)


def test_the_comparison_for_people():
    lines = comparison_lines(FOUND, "KBLab/kb-whisper-small", "confidence < 0.8")
    assert max(map(len, lines[:-1])) <= 80  # a command is never broken
    assert lines == [
        "avsnitt-4, 10:00–15:00 of 34:54",
        "",
        "  10:04  now  vi har börjat med [hemma besök] i alla familjer där          0.40",
        "         new  vi har börjat med [hembesök] i alla familjer där             0.91",
        "  13:10  now  då [ja] så                                                   0.30",
        "         new  då [–] så",
        f"  13:19  now  [{'o' * 56}…]  0.30",
        "         new  [ppppp]                                                      0.30",
        "",
        "now  openai/whisper-base",
        "new  KBLab/kb-whisper-small",
        "",
        "                               now         new",
        "words                            3           2",
        "mean confidence               0.50        0.90",
        "WER (702 words)              24.2%       11.0%",
        "terms found                 5 of 9      8 of 9",
        "corrections it has          0 of 4      3 of 4",
        "words that differ                        18.2%",
        "",
        "It recognises 8.3 × real time on this machine.",
        "--where selects 40 of 210 items (without 3 with captions).",
        "For these 37 items (21:14:00 of sound) it takes about 2 h 33 min. To do it:",
        "  mediahub run --renew model --model KBLab/kb-whisper-small --where 'confidence < 0.8'",
    ]


def test_the_comparison_as_json():
    value = comparison_json(FOUND)
    assert value["differences"][1] == {
        "start_ms": 790_500,
        "left": ["då"],
        "now": [{"text": "ja", "start_ms": 0, "probability": 0.3}],
        "new": [],
        "right": ["så"],
    }
    assert value["cost"] == {
        "items": 37, "sound_ms": 76_440_000, "seconds": 9173, "with_captions": 3,
        "with_this_model": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--from", "x"], 'mediahub: --from: "x" is not a time'),
        (["--where", "edit > 1"], "mediahub: --where: there is no field 'edit'"),
        (["--minutes", "0"], "mediahub: invalid value for '--minutes'"),
    ],
)
def test_slips_are_told_before_anything_is_read(
    bare: Place, mediahub: Mediahub, arguments: list[str], told: str
):
    found = mediahub("-C", str(bare.root), "compare", "x", "--model", "auto", *arguments)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(told)
