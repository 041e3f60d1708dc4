"""What several states need: the words that say a sheet is fictional."""

FICTIONAL = {
    "en": "FICTIONAL - every figure on this sheet is made up; no office sent it and it describes no state",
    "fr": "FICTIF - tous les chiffres de cette feuille sont inventés ; aucun office ne les a transmis et ils ne décrivent aucun État",
    "ar": "خيالي - كل الأرقام في هذه الورقة مختلقة؛ لم يرسلها أي جهاز ولا تصف أي دولة",
}
