"""In which words and formats is a client addressed? Languages of statements: English, German, Russian.

Every language has every word; numbers, dates and money are written by Babel in the client's locale with the digits
that the desk's currency has (RULES 1); durations are h:mm everywhere.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import Month
from models.domain.basics.notation import currency_digits
from models.domain.basics.text import shown

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES = ("en", "de", "ru")
_LOCALES = {"en": "en_GB", "de": "de_DE", "ru": "ru_RU"}
_BY_CURRENCY = {
    ("en", "USD"): "en_US",
    ("en", "AUD"): "en_AU",
    ("en", "CAD"): "en_CA",
    ("en", "NZD"): "en_NZ",
    ("en", "INR"): "en_IN",
    ("en", "ZAR"): "en_ZA",
    ("de", "CHF"): "de_CH",
}
"""Whose dates and numbers a language without a country takes: those of where the desk's money is spent."""
_CAUSES = {
    "user": ("help with use", "Hilfe bei der Bedienung", "помощь в работе"),
    "own": ("correction", "Korrektur", "исправление"),
}
_CAUSE_GROUPS = {
    **dict.fromkeys(
        ("user-error", "user", "user-mistake", "client-error", "operator-error", "operating-error", "pebkac"),
        "user",
    ),
    **dict.fromkeys(("our-error", "our-mistake", "own-error", "own-mistake", "rework", "bug-of-ours"), "own"),
}
"""Causes that are words among colleagues and no words for a client."""

_ENGLISH = {
    "title": "Statement of support",
    "number": "No.",
    "version": "version",
    "draft": "Draft: the month is not closed yet",
    "draft_mark": "DRAFT",
    "provider": "From",
    "client": "Client",
    "month": "Month",
    "issued": "Issued",
    "hours": "Your hours",
    "opening": "Brought forward",
    "granted": "Granted",
    "drawn": "Used",
    "lapsed": "Lapsed",
    "forfeited": "Over the carry limit",
    "reversed": "Restored",
    "closing": "Carried forward",
    "spent": "Time worked",
    "accounted": "Charged time",
    "covered": "Used",
    "unlimited": "Unlimited",
    "by_sessions": "By sessions",
    "overage": "Overage",
    "on_demand": "On demand",
    "additional": "Additional",
    "courtesy": "Given as a courtesy",
    "late": "late",
    "late_work": "Of it work of earlier months",
    "support": "",
    "internal": "internal",
    "courtesy_scope": "courtesy",
    "additional_scope": "additional",
    "contract": "Contract",
    "valid": "Valid",
    "until": "until",
    "no_end": "does not expire",
    "sessions": "sessions",
    "lines": "Invoice lines",
    "description": "Description",
    "quantity": "Quantity",
    "price": "Price",
    "amount": "Amount",
    "total": "Total",
    "no_lines": "Nothing to bill this month.",
    "fee": "Fee",
    "charge": "Item",
    "work": "Work by request",
    "date": "Date",
    "request": "Request",
    "cause": "Cause",
    "billed": "Billed",
    "no_request": "Without a request",
    "no_work": "No work this month.",
    "annex": "Annex: timesheet",
    "time": "Time",
    "who": "Who",
    "what": "What was done",
    "started": "From",
    "ended": "To",
    "work_type": "Kind of work",
    "remark": "Remark",
    "page": "Page",
    "of": "of",
    "per_hour": "an hour",
    "check": "Checked",
    "unlimited_words": "All of it is included in your contract without a limit.",
    "left": "left",
    "over": "over",
    "acceptance": "",
    "in_words": "",
    "sign_provider": "",
    "sign_client": "",
}

_GERMAN = {
    "title": "Leistungsnachweis",
    "number": "Nr.",
    "version": "Fassung",
    "draft": "Entwurf: der Monat ist noch nicht abgeschlossen",
    "draft_mark": "ENTWURF",
    "provider": "Von",
    "client": "Kunde",
    "month": "Monat",
    "issued": "Ausgestellt",
    "hours": "Ihre Stunden",
    "opening": "Übertrag aus dem Vormonat",
    "granted": "Gewährt",
    "drawn": "Verbraucht",
    "lapsed": "Verfallen",
    "forfeited": "Über der Übertragsgrenze",
    "reversed": "Wiederhergestellt",
    "closing": "Übertrag in den Folgemonat",
    "spent": "Arbeitszeit",
    "accounted": "Berechnete Zeit",
    "covered": "Verbraucht",
    "unlimited": "Unbegrenzt",
    "by_sessions": "Durch Termine",
    "overage": "Mehraufwand",
    "on_demand": "Auf Abruf",
    "additional": "Zusatzleistung",
    "courtesy": "Als Kulanz geleistet",
    "late": "nachgetragen",
    "late_work": "Davon Arbeit früherer Monate",
    "support": "",
    "internal": "intern",
    "courtesy_scope": "Kulanz",
    "additional_scope": "zusätzlich",
    "contract": "Vertrag",
    "valid": "Gültig",
    "until": "bis",
    "no_end": "verfällt nicht",
    "sessions": "Termine",
    "lines": "Rechnungspositionen",
    "description": "Beschreibung",
    "quantity": "Menge",
    "price": "Preis",
    "amount": "Betrag",
    "total": "Summe",
    "no_lines": "In diesem Monat ist nichts zu berechnen.",
    "fee": "Pauschale",
    "charge": "Position",
    "work": "Arbeiten nach Anfrage",
    "date": "Datum",
    "request": "Anfrage",
    "cause": "Ursache",
    "billed": "Berechnet",
    "no_request": "Ohne Anfrage",
    "no_work": "In diesem Monat wurde nicht gearbeitet.",
    "annex": "Anlage: Zeitnachweis",
    "time": "Zeit",
    "who": "Wer",
    "what": "Was getan wurde",
    "started": "Von",
    "ended": "Bis",
    "work_type": "Art der Arbeit",
    "remark": "Vermerk",
    "page": "Seite",
    "of": "von",
    "per_hour": "je Stunde",
    "check": "Geprüft",
    "unlimited_words": "Ihr Vertrag deckt alles davon, ohne Grenze.",
    "left": "übrig",
    "over": "darüber",
    "acceptance": "",
    "in_words": "",
    "sign_provider": "",
    "sign_client": "",
}

_RUSSIAN = {
    "title": "Акт выполненных работ",
    "number": "№",
    "version": "редакция",
    "draft": "Черновик: месяц ещё не закрыт",
    "draft_mark": "ЧЕРНОВИК",
    "provider": "Исполнитель",
    "client": "Заказчик",
    "month": "Период",
    "issued": "Дата",
    "hours": "Ваши часы",
    "opening": "Перенесено с прошлого месяца",
    "granted": "Предоставлено",
    "drawn": "Использовано",
    "lapsed": "Сгорело",
    "forfeited": "Сверх предела переноса",
    "reversed": "Восстановлено",
    "closing": "Переносится далее",
    "spent": "Время работы",
    "accounted": "Учтённое время",
    "covered": "Использовано",
    "unlimited": "Без ограничения",
    "by_sessions": "Сеансами",
    "overage": "Сверх договора",
    "on_demand": "По запросу",
    "additional": "Дополнительно",
    "courtesy": "Безвозмездно",
    "late": "за прошлые месяцы",
    "late_work": "Из них работы прошлых месяцев",
    "support": "",
    "internal": "внутреннее",
    "courtesy_scope": "безвозмездно",
    "additional_scope": "дополнительно",
    "contract": "Договор",
    "valid": "Действует",
    "until": "до",
    "no_end": "бессрочно",
    "sessions": "сеансы",
    "lines": "Выполненные работы (оказанные услуги)",
    "description": "Наименование работ, услуг",
    "quantity": "Кол-во",
    "price": "Цена",
    "amount": "Сумма",
    "total": "Итого",
    "no_lines": "В этом месяце нет начислений.",
    "fee": "Абонентская плата",
    "charge": "Позиция",
    "work": "Работы по обращениям",
    "date": "Дата",
    "request": "Обращение",
    "cause": "Причина",
    "billed": "К оплате",
    "no_request": "Без обращения",
    "no_work": "В этом месяце работ не было.",
    "annex": "Приложение: учёт времени",
    "time": "Время",
    "who": "Кто",
    "what": "Что сделано",
    "started": "Начало",
    "ended": "Конец",
    "work_type": "Вид работ",
    "remark": "Примечание",
    "page": "Страница",
    "of": "из",
    "per_hour": "за час",
    "check": "Проверено",
    "unlimited_words": "Договор покрывает всё это время без ограничения.",
    "left": "осталось",
    "over": "сверх",
    "acceptance": "Вышеперечисленные работы (услуги) выполнены полностью и в срок. Заказчик претензий "
    "по объёму, качеству и срокам оказания услуг не имеет.",
    "in_words": "Всего выполнено работ на сумму:",
    "sign_provider": "Исполнитель",
    "sign_client": "Заказчик",
}

_WORDS: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "de": _GERMAN, "ru": _RUSSIAN}


@dataclass(frozen=True, slots=True)
class Speech:
    """The words and formats of one client's language and currency."""

    language: str
    words: Mapping[str, str]
    locale: Locale
    currency: str

    def __getitem__(self, word: str) -> str:
        """A word of the language."""
        return self.words[word]

    def money(self, minor: int, *, symbol: bool = False) -> str:
        """Minor units as an amount; 97650 GBP is "976.50", with `symbol` "£976.50"."""
        digits = currency_digits(self.currency)
        formats = self.locale.currency_formats if symbol else self.locale.decimal_formats
        pattern = copy.copy(formats["standard" if symbol else None])
        pattern.frac_prec = (digits, digits)
        value = Decimal(minor).scaleb(-digits)
        if symbol:
            return str(pattern.apply(value, self.locale, currency=self.currency, currency_digits=False))
        return str(pattern.apply(value, self.locale))

    def day(self, day: date) -> str:
        """A date as it stands in a table: `30/11/2026`, `11/30/2026`, `30.11.2026`."""
        if self.language != "en":
            return str(_dates().format_date(day, "dd.MM.yyyy", locale=self.locale))
        pattern = self.locale.datetime_skeletons["yMd"].pattern.replace("y", "yyyy")
        return str(_dates().format_date(day, pattern, locale=self.locale))

    def short_day(self, day: date) -> str:
        """A date within the month: `30 Nov`, `Nov 30`, `30.11.`."""
        if self.language == "en":
            return str(_dates().format_skeleton("MMMd", day, locale=self.locale))
        return str(
            _dates().format_date(day, {"de": "dd.MM."}.get(self.language, "dd.MM"), locale=self.locale)
        )

    def span(self, first: date, last: date) -> str:
        """Two days of a month: `4 – 7 Sept`, `Sep 4 – 7`, `04.–07.09.`."""
        if (first.year, first.month) != (last.year, last.month):
            return f"{self.short_day(first)} – {self.short_day(last)}"
        if self.language == "en" and self.short_day(first).endswith(str(first.day)):
            return f"{self.short_day(first)} – {last.day}"
        begin = {"en": f"{first.day} – ", "de": f"{first.day:02d}.–"}.get(self.language, f"{first.day:02d}–")
        return f"{begin}{self.short_day(last)}"

    def long_day(self, day: date) -> str:
        """A date in a letter: `30 November 2026`."""
        return str(_dates().format_date(day, "long", locale=self.locale)).replace("\u202f", "\u00a0")

    def month(self, month: Month) -> str:
        """A month with its year, as in the head of a letter: `November 2026`."""
        return str(_dates().format_skeleton("yMMMM", month.first_day, locale=self.locale)).replace(
            "\u202f", "\u00a0"
        )


def _dates() -> Any:
    """The part of babel that formats dates; loaded here, as only a statement that is written needs it."""
    from babel import dates

    return dates


def known_language(text: str) -> str:
    """The language of a code such as `de` or `de-AT`; raises InvalidValue for one that has no words here."""
    base = text.replace("-", "_").partition("_")[0].lower()
    if base in LANGUAGES:
        return base
    raise InvalidValue("language", f"{shown(text)} is not known; accepted are {', '.join(LANGUAGES)}")


def speech(language: str, currency: str) -> Speech:
    """Words and formats for a client's language; one without words here is addressed in English."""
    # Loaded here for the same reason as `_dates`.
    from babel import Locale, UnknownLocaleError

    base = language.replace("-", "_").partition("_")[0].lower()
    words = base if base in LANGUAGES else "en"
    usual = _BY_CURRENCY.get((words, currency), _LOCALES[words])
    name = language.replace("-", "_") if "_" in language.replace("-", "_") else usual
    try:
        locale = Locale.parse(name if base in LANGUAGES else usual)
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse(usual)
    return Speech(words, _WORDS[words], locale, currency)


def client_cause(cause: str, language: str) -> str:
    """A cause in words for the client: `user-error` is "help with use"; what offends nobody stays as it is."""
    group = _CAUSE_GROUPS.get("-".join(cause.casefold().replace("_", " ").replace("-", " ").split()))
    if group is None:
        return cause
    base = language.replace("-", "_").partition("_")[0].lower()
    return _CAUSES[group][LANGUAGES.index(base) if base in LANGUAGES else 0]


def hours(minutes: int) -> str:
    """Minutes as h:mm; 65 is "1:05"."""
    sign = "-" if minutes < 0 else ""
    return f"{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"


def clock(seconds: int, *, exact: bool) -> str:
    """Seconds as h:mm, or h:mm:ss where any row of the statement has seconds."""
    text = f"{seconds // 3600}:{seconds // 60 % 60:02d}"
    return f"{text}:{seconds % 60:02d}" if exact else text
