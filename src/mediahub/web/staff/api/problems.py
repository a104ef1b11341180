"""What the API answers when it does not do what was asked: RFC 9457, in two languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mediahub.notices import NOTHING, Words
from mediahub.web.staff.api.answer_models import Now, ProblemAnswer, Wrong
from mediahub.web.staff.api.faults import Fault

BASE = "/api/v1/"
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of refusal: its status, the name that its type ends with, its title, when it comes."""

    status: int
    code: str
    title: Words
    when: Words


PROBLEMS: dict[int, Problem] = {
    one.status: one
    for one in (
        Problem(
            401, "no-token",
            Words("No token that is good", "Ingen nyckel som gäller"),
            Words(
                "No token was sent, or one that there is not, or whose time or owner is gone.",
                "Ingen nyckel skickades med, eller en som inte finns, vars tid är ute eller vars "
                "ägare inte längre är användare.",
            ),
        ),
        Problem(
            403, "not-allowed",
            Words("This token may not do that", "Nyckeln får inte göra det"),
            Words(
                "The token is not for this action, or its owner's role does not allow it now.",
                "Nyckeln är inte till för detta, eller så får ägaren inte göra det med sin roll.",
            ),
        ),
        Problem(
            404, "not-found",
            Words("There is no such thing", "Det finns inte"),
            Words(
                "There is nothing at this address.",
                "Det finns inget med den adressen.",
            ),
        ),
        Problem(
            405, "wrong-method",
            Words("Not by this method", "Inte med den metoden"),
            Words(
                "The address takes other methods: Allow says which.",
                "Adressen tar emot andra metoder: Allow säger vilka.",
            ),
        ),
        Problem(
            408,
            "too-slow",
            Words("It did not come in time", "Det kom inte i tid"),
            Words(
                "The body did not come within half a minute and 10 kB a second.",
                "Innehållet kom inte inom en halv minut och 10 kB i sekunden.",
            ),
        ),
        Problem(
            409, "conflict",
            Words("It does not go with what is there", "Det går inte ihop med det som finns"),
            Words(
                "Somebody has decided otherwise meanwhile, or what was asked for is so already, as "
                "a run that is at work.",
                "Någon har hunnit bestämma något annat, eller så är det redan så, till exempel en "
                "körning som arbetar.",
            ),
        ),
        Problem(
            411, "length-required",
            Words("Say how long it is", "Säg hur långt det är"),
            Words(
                "The request has no Content-Length.",
                "Begäran saknar Content-Length.",
            ),
        ),
        Problem(
            412, "changed-meanwhile",
            Words("It was changed meanwhile", "Det har ändrats under tiden"),
            Words(
                "The version in If-Match is not that of now, and nothing was written; `now` holds "
                "what stands there.",
                "Versionen i If-Match är inte den som gäller, och inget skrevs; `now` är det som "
                "står där.",
            ),
        ),
        Problem(
            413, "too-large",
            Words("Too much at once", "För mycket på en gång"),
            Words("The request is larger than 2 MiB.", "Begäran är större än 2 MiB."),
        ),
        Problem(
            415, "not-json",
            Words("Not JSON", "Inte JSON"),
            Words(
                "The body's Content-Type is not application/json.",
                "Content-Type är inte application/json.",
            ),
        ),
        Problem(
            421, "another-name",
            Words("Not a name of this site", "Inte webbplatsens namn"),
            Words(
                "The Host is none that the site answers to.",
                "Host är inget namn som webbplatsen svarar på.",
            ),
        ),
        Problem(
            422, "not-understood",
            Words("That cannot be done as it was asked", "Det går inte att göra som det står"),
            Words(
                "A value is missing, unknown or cannot be; `errors` says which.",
                "Något saknas, är okänt eller orimligt; `errors` säger vad.",
            ),
        ),
        Problem(
            428, "no-version",
            Words("Say which version you change", "Säg vilken version som ändras"),
            Words("The header If-Match is missing.", "If-Match saknas."),
        ),
        Problem(
            429, "too-many-tries",
            Words("Too many tokens that are not good", "För många nycklar som inte gäller"),
            Words(
                "From this address came too many tokens that there are not; Retry-After says how "
                "long to wait. A good token is taken all the same.",
                "Från den adressen kom för många nycklar som inte finns; Retry-After säger hur "
                "länge ni ska vänta. En nyckel som gäller tas emot ändå.",
            ),
        ),
        Problem(
            503, "not-now",
            Words("Not now", "Inte just nu"),
            Words(
                "Something else has its hands on it, or the site is about to stop; try again.",
                "Något annat håller i det, eller så stänger webbplatsen; försök igen.",
            ),
        ),
    )
}  # fmt: skip


@dataclass
class ProblemError(Exception):
    """The request is not done: why, as a status of `PROBLEMS` and words about this one."""

    status: int
    detail: Words = NOTHING
    errors: tuple[Fault, ...] = ()
    now: Now | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def answer(self, *, english: bool) -> ProblemAnswer:
        """What is answered, in one language."""
        kind, at = PROBLEMS[self.status], 0 if english else 1
        return ProblemAnswer(
            type=f"{BASE}#{kind.code}",
            title=kind.title[at],
            status=kind.status,
            detail=self.detail[at] or kind.when[at],
            errors=tuple(Wrong(where=one.where, what=one.what[at]) for one in self.errors) or None,
            now=self.now,
        )


def not_for(action: str) -> ProblemError:
    """The refusal (403) of a token that is not for an action."""
    challenge = f'Bearer error="insufficient_scope", scope="{action}"'
    return ProblemError(
        403,
        Words(f"It takes {action}.", f"Det kräver {action}."),
        headers={"www-authenticate": challenge},
    )
