"""What there is to look at in a feed that moves in."""

from mediahub.notices import NoticeKind, Words

NO_GUID = NoticeKind(
    "feed-no-guid",
    Words(
        'Episode {number}, "{title}", has no GUID; apps know it by the address of its file, and '
        "so will we.",
        "Avsnitt {number}, ”{title}”, har inget guid; appar känner igen det på filens adress, och "
        "det gör vi också.",
    ),
)
SAME_GUID = NoticeKind(
    "feed-same-guid",
    Words(
        'Episode {number}, "{title}", has the GUID {guid}, as a newer one has. Apps show one of '
        "them; this one is now known by the address of its file.",
        "Avsnitt {number}, ”{title}”, har guid {guid}, som också ett nyare har. Appar visar bara "
        "ett av dem; det här känns nu igen på filens adress.",
    ),
    Words("It may appear as new to subscribers.", "Det kan visas som nytt för prenumeranter."),
)
TWICE = NoticeKind(
    "feed-episode-twice",
    Words(
        'Episode {number}, "{title}", stands in the feed twice, with one GUID and one file; it '
        "was taken once.",
        "Avsnitt {number}, ”{title}”, står två gånger i flödet, med samma guid och samma fil; det "
        "togs med en gång.",
    ),
)
NO_ENCLOSURE = NoticeKind(
    "feed-no-enclosure",
    Words(
        'Item {number}, "{title}", has no file with an address of the web, and was not taken.',
        "Post {number}, ”{title}”, har ingen fil med en webbadress och togs inte med.",
    ),
)
SEVERAL_ENCLOSURES = NoticeKind(
    "feed-several-enclosures",
    Words(
        'Episode {number}, "{title}", has {count} files; the first was taken.',
        "Avsnitt {number}, ”{title}”, har {count} filer; den första togs.",
    ),
)
NO_DATE = NoticeKind(
    "feed-no-date",
    Words(
        'Episode {number}, "{title}", has no date that can be read ({date}); it was given '
        "{given}, that of the episode beside it.",
        "Avsnitt {number}, ”{title}”, har inget datum som går att läsa ({date}); det fick {given}, "
        "datumet för avsnittet bredvid.",
    ),
)
MAYBE_MORE = NoticeKind(
    "feed-may-hold-more",
    Words(
        "The feed holds {count} episodes and names no further page; there may be older ones.",
        "Flödet har {count} avsnitt och ingen länk till fler; det kan finnas äldre.",
    ),
    Words(
        "Ask the host to show all episodes in the feed, then give the command again.",
        "Be värden visa alla avsnitt i flödet och ge kommandot igen.",
    ),
)
MOVED = NoticeKind(
    "feed-moved",
    Words(
        "The feed says that it has moved to {address}.",
        "Flödet säger att det har flyttat till {address}.",
    ),
    Words("Import that one instead.", "Hämta det i stället."),
)
NOT_FETCHED = NoticeKind(
    "feed-not-fetched",
    Words("{what} could not be had: {why}", "{what} gick inte att hämta."),
    Words("Put it in place by hand.", "Lägg den på plats för hand."),
)
NOT_A_TRANSCRIPT = NoticeKind(
    "feed-transcript-not-taken",
    Words(
        'The transcript of "{title}" is {type}, which holds no captions; it was not taken.',
        "Avskriften av ”{title}” är {type}, som inte är undertexter; den togs inte med.",
    ),
)
OTHER_LENGTH = NoticeKind(
    "feed-other-length",
    Words(
        'The file of "{title}" has {length} bytes, and the feed says {said}: the host may have '
        "put advertisements in.",
        "Filen till ”{title}” har {length} byte, men flödet säger {said}: värden kan ha lagt in "
        "reklam.",
    ),
    Words("Listen to it, and take your own original if so.", "Lyssna, och använd då originalet."),
)
NO_PLACE = NoticeKind(
    "feed-no-place",
    Words(
        "What has no place here was left out: {names}.",
        "Det som inte har någon plats här togs inte med: {names}.",
    ),
)
UNFIT = NoticeKind(
    "feed-value-left-out",
    Words(
        "'{key}' was left out: {what}.",
        "Flödets värde för ”{key}” går inte att skriva där och togs inte med.",
    ),
)
