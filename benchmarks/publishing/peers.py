"""The same book by another: an EPUB by pandoc of its Markdown, a PDF by WeasyPrint of its page.

Run by a Python that has pypandoc_binary and weasyprint; nothing of OpenWeek is imported.
"""

import json
import resource
import sys
import tempfile
import time
import zipfile
from pathlib import Path

FOLDERS = {"epub": "*-markdown.md.zip", "pdf-a5": "*-site.zip"}


def pandoc(folder: Path) -> int:
    import pypandoc  # noqa: PLC0415  not where both are measured

    (page,) = folder.rglob("*.md")
    made = folder / "made.epub"
    pypandoc.convert_file(
        str(page), "epub3", outputfile=str(made), extra_args=[f"--resource-path={page.parent}"]
    )
    return made.stat().st_size


def weasyprint(folder: Path) -> int:
    from weasyprint import CSS, HTML  # noqa: PLC0415  as above

    page, made = next(folder.rglob("book.html")), folder / "made.pdf"
    a5 = CSS(string="@page { size: A5 }")
    HTML(str(page)).write_pdf(made, stylesheets=[a5], pdf_variant="pdf/ua-1")
    return made.stat().st_size


def main(form: str, published: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with zipfile.ZipFile(next(published.glob(FOLDERS[form]))) as archive:
            archive.extractall(folder)
        begun = time.perf_counter()
        size = {"epub": pandoc, "pdf-a5": weasyprint}[form](folder)
        took = time.perf_counter() - begun
    own, below = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    worked = sum(each.ru_utime + each.ru_stime for each in (own, below))
    print(json.dumps({
        "form": form, "by": {"epub": "pandoc", "pdf-a5": "WeasyPrint"}[form],
        "seconds": round(took, 2), "CPU, s, with its start": round(worked, 2),
        "MB": round(size / 1e6, 1),
        "memory at most, MiB": max(own.ru_maxrss, below.ru_maxrss) // 1024,
    }))  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
