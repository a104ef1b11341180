"""Words that carry no subject: function words, and the fillers of spoken Swedish."""

_STOP_WORDS = """
    alla allas allt alltid andra andras annan annat alltså att av bara bland blev bli blir
    blivit både båda
    da de den denna dennes deras dess dessa det detta dig din dina dit ditt dock dom
    du där därefter därför då efter eftersom ej eller en endast enligt er era ert ett
    fast fick finnas finns fram framför från får få fått för före förut
    ge genom ger gjorde gjort gå gång går gör göra
    ha hade haft han hans har hela henne hennes helt hit hon honom hos hur här häri
    i ibland icke in inga ingen inget innan inom inte istället
    ja jag ju just kan kanske kom komma kommer kommit kring kunde kunna kunnat kvar
    man med medan mellan men mer mera mest mig min mina mindre mitt mot mycket många måste
    ned nedan nej ner ni nog nu nya någon någonsin någonting något några nån nåt nära när närmare
    och också oftast ofta olika om omkring oss
    på
    redan
    sa sade samma samt sedan sen ser ses sig sin sina sitt ska skall skulle som
    snart så sådan sådana sådant säger sätt särskilt
    ta tar tack till tills tog trots tycker under upp ur ut utan utanför
    vad var vara varandra varför varit varje vars vart vem vems vi via vid vilka vilkas vilken
    vilket vill ville väl vår våra vårt
    än ändå ännu även är åt över
    a b c d e f g h j k l m n o p q r s t u v w x y z
    borde bör brukar brukade egentligen emot faktiskt fler flera fortfarande ganska gjort ifrån
    lika lite längre nästan precis själv själva sådär såväl tycka verkligen väldigt
    the of and to
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Lower-case words that are not subjects; one-letter words too, save å, ä and ö (nature words)."""

_FILLERS = """
    ah asså ba bah eh ehm em hmm hm höhö liksom mm mmm nja nä nämen näe okej ok öh öhm typ va vafan
    vettu ju aa ehh jaha jaså joo jo jodå aha åh oj jadå mhm äh nåja tja
"""
FILLERS = frozenset(_FILLERS.split())
"""Lower-case words that fill a pause in speech and say nothing."""


def is_stop_word(word: str) -> bool:
    """Whether `word`, in any case, is a function word or a filler."""
    lower = word.lower()
    return lower in STOP_WORDS or lower in FILLERS
