"""What stands on a paper, as its usual reader takes it."""

import io
import re

from pypdf import PdfReader


def told(data: bytes) -> list[str]:
    """The words of each page, in lines put together, every blank one blank."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]


def squeezed(text: str) -> str:
    """Without blanks: lines break where they must."""
    return re.sub(r"\s", "", text)
