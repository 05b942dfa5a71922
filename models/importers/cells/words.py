"""What do cells say for yes, for no, and before a sum? In the languages in which people keep tables."""

from __future__ import annotations

SUMS = """
total totals sum sums summe gesamt gesamtsumme insgesamt zwischensumme subtotal grand итого всего
suma razem totale somme totaal sum: total: summe: gesamt: subtotal: итого: celkem osszesen
"""
"""What the first cell of a row of sums says."""
YES = """
yes y true 1 billable ja j oui si sí sim tak da да x wahr vrai vero verdadero billed abrechenbar ✓
はい 是 evet kylla ano igen
"""
"""What a cell says for yes."""
NO = """
no n false 0 non-billable nein non nie nee нет falsch faux falso unbillable nicht いいえ 否 hayir ei ne
nem nonbillable nei nej nao não
"""
"""What a cell says for no."""
USERNAMES = """
user username benutzer benutzername utilisateur usuario uzytkownik utente пользователь bruker gebruiker
"""
"""Titles of a column that holds the name of an account rather than that of a person."""
