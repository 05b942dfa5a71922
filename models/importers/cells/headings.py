"""Which column of a table is which? Titles as people and tools write them, in a dozen languages."""

from __future__ import annotations

from models.domain.basics.folding import fold
from models.importers.csv_layout import Role

_TITLES: dict[Role, str] = {
    "day": (
        "date day start_date startdate startdatum work_date spent_date spent_on datum tag arbeitstag jour "
        "fecha dia dzien data дата день dato paivamaara tarih dag pvm kuupaev datums nap den tag_datum"
    ),
    "start": (
        "start begin beginn from von start_time starttime from_time time_from started startzeit anfang "
        "anfangszeit beginnzeit debut de heure_de_debut inicio desde hora_de_inicio od poczatek "
        "rozpoczecie dalle da inizio ora_inizio начало с время_начала fra starttid van begintijd "
        "startuhrzeit beginn_uhrzeit kommen start_at started_at time_in clock_in zacatek kezdet alku "
        "baslangic 開始 开始 開始時間 开始时间"
    ),
    "end": (
        "end stop to bis end_time endtime to_time time_to ended ende endzeit stop_time fin a heure_de_fin "
        "final hasta hora_de_fin do koniec zakonczenie alle fine ora_fine окончание конец по до "
        "время_окончания til slutt sluttid tot eind einde eindtijd gehen ended_at finish time_out "
        "clock_out konec befejezes loppu bitis 終了 结束 結束 結束時間 结束时间"
    ),
    "end_day": "end_date enddate stop_date enddatum bis_datum",
    "duration": (
        "duration hours time dauer stunden std zeit arbeitszeit duree heures temps duracion horas tiempo "
        "czas czas_trwania godziny durata ore длительность продолжительность часы время varighet timer "
        "tid duur uren aantal_uren minutes hours_worked worked_hours duration_hours duration_h minuten "
        "min h hrs std_dez stunden_dezimal total_hours time_spent spent trvani hodiny idotartam kesto "
        "sure 時間 时长 期間 dauer_h"
    ),
    "person": (
        "person who wer user name employee member mitarbeiter mitarbeiterin benutzer nutzer agent worker "
        "utilisateur qui nom employe collaborateur usuario nombre empleado quien uzytkownik pracownik kto "
        "osoba utente chi dipendente nome сотрудник пользователь кто имя bruker ansatt medewerker "
        "gebruiker wie naam staff resource team_member full_name user_name assigned_to uzivatel "
        "felhasznalo kayttaja kullanici ユーザー 用户 bearbeiter consultant"
    ),
    "email": "email e_mail e_mail_address email_address user_email mail courriel correo",
    "client": (
        "client customer kunde kundin company account auftraggeber firma mandant cliente klient "
        "zleceniodawca клиент заказчик kunde_navn klant opdrachtgever zakaznik ugyfel asiakas musteri 顧客 "
        "客户 客戶 client_name customer_name"
    ),
    "project": (
        "project projekt projet proyecto progetto projeto проект prosjekt project_name job case auftrag "
        "projekti proje プロジェクト 项目 專案"
    ),
    "task": (
        "task activity tatigkeit aufgabe leistung activite tache actividad tarea czynnosc zadanie "
        "attivita compito деятельность задача вид_работ aktivitet oppgave activiteit taak service "
        "work_type kind art aktivita cinnost tevekenyseg toiminto faaliyet 作業 活动 活動 leistungsart"
    ),
    "tags": (
        "tags tag labels label schlagworte schlagworter stichworte etiquettes mots_cles etiquetas tagi "
        "znaczniki etichette теги метки merker tag_s znacky cimkek etiketler タグ 标签 標籤"
    ),
    "note": (
        "note notes description text comment comments beschreibung bemerkung kommentar notiz was what "
        "details subject titel title betreff tatigkeitsbeschreibung descripcion descripcion_del_trabajo "
        "nota notas opis uwagi descrizione commentaire remarque libelle описание комментарий заметка "
        "beskrivelse notat omschrijving opmerking memo work popis leiras kuvaus aciklama 説明 描述 arbeit"
    ),
    "billable": (
        "billable billable_ abr abrechenbar verrechenbar fakturierbar facturable facturar rozliczane "
        "platne fatturabile оплачиваемое к_оплате fakturerbar facturabel chargeable billed is_billable "
        "fakturovatelne szamlazhato laskutettava faturalanabilir 請求可能 可计费 abrechnen berechnen"
    ),
    "id": "id entry_id time_entry_id uuid key",
}
"""Titles apart by blanks; `_` stands for a blank inside one."""

_KNOWN: dict[str, Role] = {
    word.replace("_", " "): role for role, words in _TITLES.items() for word in words.split()
}


def plain_title(text: str) -> str:
    """A title as it is compared: folded, signs and underscores as blanks; `Std. (dez.)` is `std dez`."""
    letters = "".join(sign if sign.isalnum() else " " for sign in fold(text))
    return " ".join(letters.split())


def known_role(title: str) -> Role | None:
    """What a column of this title holds, as far as titles tell; None for one that is not known."""
    plain = plain_title(title)
    # A lone letter is a name that somebody gave a column for want of one; `À` is French.
    return None if len(plain) == 1 and title.strip().isascii() else _KNOWN.get(plain)
