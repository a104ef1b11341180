"""Phrases: how Swedish speakers introduce themselves and others, ask somebody, and thank them."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAME = r"<(\d+)>"
_FILLED = r"(?: (?:alltså|då|ju|ja|förresten|som|sagt|doktor|professor|,|eh))*"

SELF = tuple(
    re.compile(pattern)
    for pattern in (
        rf" jag heter{_FILLED} {_NAME} ",
        rf" mitt namn är{_FILLED} {_NAME} ",
        rf" {_NAME} (?:heter jag|är mitt namn|var namnet) ",
        rf" jag som (?:(?!jag |inte )\S+ ){{1,9}}?(?:heter|är){_FILLED} {_NAME} ",
        rf" (?:det|här) är jag som (?:är|heter){_FILLED} {_NAME} ",
        rf" jag är{_FILLED} {_NAME} (?:[.,?!]|och |som |från |här )",
    )
)
"""A voice says its own name."""
HERE = re.compile(
    rf"^ (?:(?:ja|hej|hallå|hejsan|och) ,? ?)*{_NAME} här (?:[.!?]|, (?:jag|från|på|i) |$|från )"
)
"""Karin Ahlgren här."""
ANSWERED = re.compile(rf"^ (?:ja|jo|hej|jag)?(?: ,)? ?{_NAME} (?:[.,]|heter|$)")
"""The bare name, when somebody has asked who one is."""
WHO = re.compile(
    r" (?:presentera (?:dig|er)|vem är du|vilka är ni|vad heter (?:du|ni)"
    r"|(?:säga|berätta) (?:\S+ ){0,3}?(?:vem du är|vilka ni är|vad (?:du|ni) heter)) "
)
"""Somebody is asked to say the own name."""
STRANGER = re.compile(
    rf" (?:jag heter|mitt namn är){_FILLED} ~\S+ | ~\S+(?: ~\S+)? (?:heter jag|är mitt namn) "
)
"""A voice says a name that is nobody's who is known."""

REPORTED = _words(
    "sa sade säger säga sagt skrev skriver skrivit svarade svarar frågade frågar ropade "
    "tänkte tänker berättade viskade ringde mejlade läser läsa läste citerar citera citat "
    "citatet brevet brev mejl mejlet spelar spela rollspel låtsas låtsades föreställ tänk "
    "texten dikten boken heter hette tror trodde"
)
"""Before "jag heter" in a sentence, or at the end of the one before, it is somebody else's I."""
SAID_AFTER = re.compile(r" [,”\"»] (?:[,] )?(?:sa|sade|säger|skrev|skriver|svarade|ropade) ")
"""After it, it was somebody else's as well."""
CITED = _words("att om när ifall där eftersom inte aldrig")
"""Just before "jag heter"."""

INTRODUCES = re.compile(
    r" (?:med mig (?:\S+ ){0,6}?(?:har jag|är|sitter|finns|står)"
    r"|(?:jag|vi) har med (?:mig|oss)|har (?:jag|vi) med (?:mig|oss)"
    r"|med (?:mig|oss) (?:\S+ ){0,4}?är"
    r"|(?:har|är) (?:\S+ ){0,3}?bjudit in|fått hit|har besök av"
    r"|(?:bredvid|mitt emot|mittemot|bakom|framför) (?:mig|oss) (?:sitter|har jag|står|finns)"
    r"|här i studion (?:\S+ ){0,3}?(?:sitter|är|har|finns)"
    r"|i studion (?:sitter|är|har (?:jag|vi)|finns)"
    r"|(?:dagens|kvällens|veckans|min|mina|vår|våra) gäst(?:er)? (?:\S+ ){0,3}?(?:är|heter)"
    r"|gästas (?:\S+ ){0,3}?av"
    r"|(?:samtalar|pratar|talar) (?:jag|vi) (?:\S+ ){0,3}?med"
    r"|(?:jag|vi) (?:samtalar|pratar|talar) (?:\S+ ){0,2}?med"
    r"|ska (?:jag|vi) (?:\S+ ){0,3}?(?:samtala|prata|tala) med"
    r"|(?:möter|träffar|hör|hälsar) (?:vi|jag|ni|du)"
    r"|(?:ska|får|kommer) (?:(?:vi|ni|du|nu|att|få|här|också|även) )*"
    r"(?:höra|möta|träffa|lyssna på|lyssna till|lära känna)"
    r"|(?:låt mig|vill jag|jag vill|får jag|jag ska) presentera|välkomna|välkommen"
    r"|(?:ordet|frågan) (?:går|lämnas|gick) (?:nu )?till|lämnar (?:jag )?(?:över )?ordet till"
    r"|(?:över|vidare) till|här är|här kommer|lyssna på"
    r"|(?:föreläser|föreläsare är|medverkar|deltar) )"
)
"""What comes after it in the sentence is who takes part."""
GOES_ON = re.compile(r"^ (?:och|samt|dessutom|sedan|även|här|bredvid|med mig) ")
"""How a sentence begins that goes on with who takes part."""
AWAY = _words("inte kunde sjuk hinner hann förhinder frånvarande borta tyvärr saknar saknas förra")
"""In a sentence about who does not take part."""
CREDITS = re.compile(
    r" (?:ni (?:har )?(?:hört|hörde|lyssnat|lyssnade|lyssnar)|du (?:har )?(?:hört|lyssnat|lyssnar)"
    r"|vi som|medverkat|medverkade|programledare|producent|redaktör|gjor[dt]s? av|görs av|leds av"
    r"|podden med|samtal med|samtal mellan|oss) "
)
"""In a sentence that lists everybody, the voice that says it included."""
FROM_WHOM = re.compile(rf"^ (?:det )?(?:säger|berättar|menar|förklarar) {_NAME} (?:[.,]|$)")
"""That was …"""

OPENERS = _words(
    "och men så ja jo nej okej nu bra precis just det jaha du hej kära då för om vi "
    "börjar med dig först tack välkommen välkomna hallå sedan även"
)
THANKS = re.compile(
    r" tack(?: så (?:jättemycket|mycket|hemskt mycket)| ska du ha| för (?:det|oss|i dag|idag)"
    rf"| snälla| kära)*(?: ,)? {_NAME} (?!~)"
)
"""Tack, Johan."""
GREETING = re.compile(rf"^ (?:hej|hejsan|god morgon|god dag)(?: ,)? {_NAME} ")
SECOND = _words("du dig din ditt dina ni er ert era")
ABSENT = _words("han hon henne honom hans hennes")
IMPERATIVE = _words(
    "berätta förklara varsågod säg beskriv varsågoda kommentar kommentera välkommen "
    "utveckla presentera hjälp"
)
WH = _words("vad hur varför när vem vilka vilken vilket var vart")
VERBS_FIRST = _words(
    "kan har tror känner ska skulle är vill tycker ser brukar får minns gör kunde hade"
)
ASKING = _words("säger tycker tänker tror gör menar ser svarar funderar")
POSSESSIVE = _words("min mina din dina vår våra hans hennes deras en er sin sina ens")
INTERCEPTS = re.compile(
    r"^ (?:\S+ ){0,2}?(?:får jag|kan jag få|jag kan (?:svara|börja|ta)|låt mig"
    r"|jag börjar|jag svarar"
    r"|om jag (?:får|kan)|innan|jag vill bara|ska jag (?:börja|svara|ta)"
    r"|jag (?:hoppar|bryter) in|ursäkta) "
)
"""How somebody begins who was not asked."""
WELCOMES = re.compile(
    r" (?:hej och )?(?:hjärtligt |varmt )?(?:välkomna|välkommen) (?:till|hit|tillbaka) "
)
TAKES_LEAVE = re.compile(r" tack (?:till (?:alla|er|dig som)|för att (?:ni|du)) ")
