"""Kinds of nouns that a story is full of and seldom about: people, places, objects, measures."""

from functools import cache

from mediahub.language import stem

_KINDS = {
    "people": """
        barn unge ungdom tonåring vuxen förälder mamma pappa mor far mormor morfar farmor farfar
        dam herre gubbe gumma kvinna man flicka pojke kille tjej bror syster syskon son dotter
        kusin moster faster granne vän kompis elev student lärare rektor pedagog chef kollega
        läkare doktor sköterska polis politiker domare jurist handläggare chaufför invånare
        medborgare boende kund patient deltagare ledare ledamot minister statsråd ordförande
        direktör sekreterare rådgivare utredare forskare expert människa familj släkt par
        pensionär gäst värd advokat psykolog kurator präst bonde ingenjör snickare vaktmästare
        socionom kung logoped vikarie publik bebis person personal
    """,
    "places": """
        rum hall kontor bibliotek stuga kök badrum sal korridor port hus torg park butik affär
        tunnel köpcenter högskola universitet station plan kiosk gata väg trappa källare vind
        golv tak vägg fönster dörr hiss by stad land län region kvarter område skog sjö å älv berg
        strand gård trädgård äng åker ö krog restaurang hotell kyrka sjukhus flygplats parkering
        hållplats stadshus församlingshem sandlåda tvättstuga toalett rättssal mark plats stan hörn
        kant mitten botten mil kilometer meter värld ute hem himmel korsning
    """,
    "objects": """
        bord stol bänk soffa säng hylla skåp matta lampa gardin kudde filt korg låda påse kasse
        väska mapp bok tidning papper brev kuvert räkning post bild foto album tavla karta telefon
        mobil dator skärm knapp maskin apparat verktyg sked gaffel kniv kopp kanna tallrik gryta
        mat bröd smörgås gröt soppa korv bulle kaka kaffe te mjölk vatten frukt äpple potatis
        mössa jacka sko stövel vante kläder uniform bil buss taxi cykel tåg båt bänk boll pinne
        docka nalle leksak spade hink träd buske blomma gräs sten sand lera regn snö is sol vind
        hund katt häst ko gris kanin fågel fisk arm ben hand fot huvud hår öga öra mun näsa tand
        mage hjärta kropp rygg axel finger tumme nyckel lås spegel klocka papperskorg räcke skylt
        rör kabel pump penna pengar slant krona peng lapp duk kakel plast glas asfalt
    """,
    "general": """
        kommun regel jobb arbete tanke problem behov möjlighet mål uppgift grupp möte besök samtal
        system verksamhet insats åtgärd projekt skillnad resultat siffra liv bild kraft ansvar stöd
        hjälp vikt form antal poäng lista lokal historia berättelse erfarenhet känsla oro skäl
        orsak effekt fördel nackdel utveckling förändring situation läge kunskap information
        riktlinje beslut förslag satsning regering myndighet förvaltning nämnd enhet avdelning
        bransch företag förening organisation bolag lektion rast lunch middag frukost fika sommar
        vinter höst vår helg natt lov termin schema utbildning anställning kurs lag avgift pris
        värde röst språk ljud ljus mörker tystnad musik lek fest fred glädje skam dröm önskan lust
        idé metod modell process resurs nytta kostnad ekonomi budget villkor krav kontroll risk
        chans fara hot fel brist sätt slutsats verkan vana intresse intyg avslag ansökan rapport
        kontrakt avtal undersökning studie forskning statistik diskussion förhandling samarbete
        samverkan strategi proposition förordning direktiv resolution förutsättning utmaning
        lösning inriktning ambition utgångspunkt syfte ämne
    """,
    "institutions": """
        myndighet verk styrelse kassa departement nämnd förvaltning bolag kommun region polis
        domstol rätt riksdag regering kommission råd inspektion ministerium sällskap förbund
        universitet högskola institut hälsa arbetsgivare firma ledning ministermöte rådsmöte möte
        ordförandeskap medlemsstat medlemsland utgiftsområde tjänsteman revisor tidning kontor
    """,
    "empty": """
        procentenhet stycke nummer telefonnummer kvart hälft någonstans ställning tredjedel
        fjärdedel femtedel tiondel tjugondel etta tvåa trea fyra femma sexa sjua åtta nia tia fjol
        morse åring andel total slutända gemensam ord rad bit bakgrund riktning mening princip
        sammanhang utsträckning tusental hundratal dygn förmiddag eftermiddag sträckning längd
        storlek nivå tillbaka gott uppför nerför sekund ögonblick period tidpunkt datum tal liter
        kilo ton lass vändning slag håll lag sån låt kallas stänger framför sådan födsel årskurs
    """,
}


@cache
def of_kind(kind: str) -> frozenset[str]:
    """The stems of a kind of nouns: "people", "places", "objects", "general", "institutions" or
    "empty".
    """
    return frozenset(stem(word) for word in _KINDS[kind].split())


def kinds(key: str, last: str) -> tuple[str, ...]:
    """The kinds that a noun's stem is of; of a compound those of its `last` part."""
    return tuple(kind for kind in _KINDS if key in of_kind(kind) or last in of_kind(kind))
