"""PDF and Word files become text; locked, broken and empty ones say why."""

import io
import zipfile

import pytest

from detente.base import DetenteError
from detente.reading import load

SENTENCE = "The dockers said they would not return before the harbour board has withdrawn the new rota."


def pdf(text):
    """The smallest PDF that shows one line of text."""
    stream = f"BT /F1 12 Tf 20 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)


def test_a_pdf_gives_its_text():
    pytest.importorskip("pypdf")
    document = load(pdf(SENTENCE), name="page.pdf")
    assert document.text == SENTENCE and document.sha256


def test_a_word_file_gives_its_paragraphs():
    docx = pytest.importorskip("docx")
    made = docx.Document()
    made.add_paragraph("Harbour strike enters second week")
    made.add_paragraph(SENTENCE)
    out = io.BytesIO()
    made.save(out)
    document = load(out.getvalue(), name="page.docx")
    assert document.text == SENTENCE and document.title == "Harbour strike enters second week"


@pytest.mark.parametrize(
    ("data", "code"), [(b"%PDF-1.4 broken", "E912"), (pdf(""), "E912")], ids=["broken", "without text"]
)
def test_a_pdf_that_cannot_be_read_says_so(data, code):
    pytest.importorskip("pypdf")
    with pytest.raises(DetenteError) as caught:
        load(data, name="page.pdf")
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == code and diagnostic.hint


def test_a_zip_file_that_is_no_word_file_is_not_text():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "hello")
    with pytest.raises(DetenteError, match="E904"):
        load(out.getvalue(), name="a.zip")
