"""WebM: the game's picture of a session as a silent film, painted again from what was sealed.

No film of the player exists; this is the world they played in. VP8 in WebM, which every browser plays, written by PyAV.
"""

from game.replay.export.material import Export, File, Material, Size


def write(material: Material) -> tuple[File, ...]:
    """The film, and a page that says what it is and is not."""
    from game.replay.export.webm_film import film  # noqa: PLC0415 - PyAV and the ghost only when it is asked for

    told = film(material)
    say = material.words.say
    lines = [say(f"export.webm_read_{name}") for name in ("title", "painted", told.agrees)]
    if material.corrected:
        lines.append(say("export.webm_read_corrected", (float(len(material.corrected)),)))
    readme = "\n\n".join(lines)
    files = (File("README.txt", f"{readme}\n".encode()),)
    return (*files, File("session.webm", told.data)) if told.data else files


EXPORT = Export(
    name="webm",
    title="export.webm_title",
    about="export.webm_about",
    holds="export.webm_holds",
    for_people=True,
    size=Size(kib=20.0, kib_a_minute=3000.0),
    write=write,
)
