"""What several states need: the words that say a sheet is fictional, and the head of a sheet."""

from grid import Sheet

FICTIONAL = {
    "en": "FICTIONAL - every figure on this sheet is made up; no office sent it and it describes no state",
    "fr": "FICTIF - tous les chiffres de cette feuille sont inventés ; aucun office ne les a transmis et ils ne décrivent aucun État",
    "ar": "خيالي - كل الأرقام في هذه الورقة مختلقة؛ لم يرسلها أي جهاز ولا تصف أي دولة",
}


def titled(name: str, office: str, language: str, titles: list[str], width: int = 28) -> tuple[Sheet, int]:
    """A sheet with its office, the words that it is made up and its titles; gives the next free row but one."""
    sheet = Sheet(name, widths={0: width})
    sheet.put(0, 0, office, "title")
    sheet.put(1, 0, FICTIONAL[language], "warning")
    row = sheet.notes(3, 0, titles, "title")
    return sheet, row + 1
