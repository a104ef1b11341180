"""What is said where a table does not fit the rest of the workspace, and what to do."""

from mediahub.catalog.entries import FoundFile
from mediahub.catalog.scan import nfc
from mediahub.tongues import Said, Words


def same_id(found: FoundFile, other: FoundFile) -> str:
    """That two items have one id, and what to do."""
    if found.missing != other.missing:
        gone, there = (found, other) if found.missing else (other, found)
        return Words(
            "'{there}' would have the id of '{gone}', '{id}', which is gone; if it takes its "
            "place, name it in {told_in}, else give it an id of its own",
            "”{there}” skulle få samma id som ”{gone}”, ”{id}”, som är borta. Ska den ersätta den, "
            "nämn den i {told_in}; ge den annars ett eget id.",
        ).said(there=there.label, gone=gone.label, id=gone.id, told_in=gone.told_in)
    twins = Said(
        " (the same letters, stored in two Unicode forms)",
        " (samma bokstäver, sparade på två sätt)",
    )
    return Words(
        "'{one}' and '{other}'{note} have the same id, '{id}'; rename one of the files or give "
        "one an id of its own",
        "”{one}” och ”{other}”{note} har samma id, ”{id}”. Döp om en av filerna, eller ge en av "
        "dem ett eget id.",
    ).said(
        one=found.label, other=other.label, id=found.id,
        note=twins if nfc(found.label) == nfc(other.label) else "",
    )  # fmt: skip


def no_person(person: str, near: str = "") -> Said:
    """That the registry lacks somebody, with whom was probably meant."""
    return Words(
        "there is no person '{person}' in media/people.toml{near}",
        "det finns ingen person ”{person}” i media/people.toml{near}",
    ).said(person=person, near=near)


def not_there(file: str, folder: str, near: str = "") -> Said:
    """That a file that is named is not in its folder, with what was probably meant."""
    return Words(
        "'{file}' does not exist in {folder}{near}", "”{file}” finns inte i {folder}{near}"
    ).said(file=file, folder=folder, near=near)


def folder_of(name: str, what: str) -> Said:
    """That an id is the name of a folder of the site's own."""
    return Words(
        "'{name}' is the folder of {what}; choose another id",
        "”{name}” är mappen för {what}. Välj ett annat id.",
    ).said(name=name, what=what)
