"""What does a contract say, in words that a client would understand? Every number as the rules compute it.

Nothing is estimated; what is said of hours and money is what grants and fee lines give (RULES 2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from models.domain.basics.months import add_months, day_after, day_before
from models.domain.basics.notation import format_percent
from models.domain.basics.phrases import count_words, day_words, duration_words, money_words
from models.domain.contracts.fees import (
    fee_lines,
    first_charged_day,
    is_billed_in_advance,
    months_length,
    term_price,
)
from models.domain.contracts.free_words import rules_text
from models.domain.contracts.grants import Grant, allowance_minutes, grants_of
from models.domain.contracts.periods import Period, months_later, periods
from models.domain.contracts.promise_words import promise_words
from models.domain.contracts.weight_words import weights_summary
from models.domain.values import Allowance, Contract, Desk, Every, Fee, Rounding

Names = Mapping[str, str]
"""Names of work types by key; one that is not named is called by its key."""

_EACH: dict[Every, str] = {"month": "each month", "quarter": "each quarter", "term": "for the term"}
_LAPSE = {"month": "at the end of the month", "quarter": "at the end of the quarter"}


def contract_words(contract: Contract, desk: Desk, names: Names | None = None) -> tuple[str, ...]:
    """The contract in sentences without a full stop, what it gives first (RULES 2).

    A retainer of 5:00 a month with rollover for 3 periods, cap 6:00, 70.00 an hour: "5 h each month, unused
    hours usable for 3 more months, at most 6 h carried forward, then 70.00/h".
    """
    known = names or {}
    lines = [
        *_gives(contract, desk, known),
        *_covers(contract, known),
        *_partial(contract, desk),
        rounding_words(_rounding(contract, desk), called=contract.kind == "on_demand"),
        *weights_summary(contract, desk),
        *_courtesy(contract),
        *_fee(contract, desk),
        *(f"promised: {promise_words(promise)}" for promise in contract.recurring),
        _term(contract),
        *_renewal(contract),
        *_leaving(contract, desk),
    ]
    return tuple(line for line in lines if line)


def _courtesy(contract: Contract) -> Iterator[str]:
    """Rules of the contract's own, which go before the desk's (RULES 3.10)."""
    if contract.free is not None:
        yield f"proposed as courtesy: {rules_text(contract.free) or 'nothing'}"


# -- what it gives --------------------------------------------------------------------------------


def _gives(contract: Contract, desk: Desk, names: Names) -> Iterator[str]:
    then = _then(contract, desk, names)
    if contract.kind == "block":
        end = contract.last_day
        until = f"until {day_words(end)}" if end else "that never expire"
        yield f"{duration_words(contract.minutes or 0)} {until}, {then}"
    elif contract.kind == "unlimited":
        yield "as many hours as it takes"
    elif contract.kind == "on_demand":
        yield f"on demand: nothing is prepaid, {then.removeprefix('then ')}"
    else:
        given = [_allowance(contract, allowance, names) for allowance in contract.allowances]
        worth = [line for line in given if line]
        yield from worth[:-1]
        yield f"{worth[-1]}, {then}" if worth else f"no hours, {then}"


def _allowance(contract: Contract, allowance: Allowance, names: Names) -> str:
    """What one allowance grants; empty for an allowance of nothing, which grants nothing (RULES 2.2)."""
    each, only = _EACH[allowance.every], ""
    if allowance.work_types is not None:
        only = f" for {_listed(allowance.work_types, names)}"
    if allowance.sessions is not None:
        each = f"of {duration_words(allowance.session_minutes or 0)} {each}"
        amount = count_words(allowance.sessions, "session") if allowance.sessions else ""
    else:
        minutes = allowance_minutes(allowance)
        amount = duration_words(minutes) if minutes else ""
    if not amount:
        return ""
    pages = f" ({_pages(allowance)})" if allowance.pages is not None else ""
    return ", ".join([f"{amount} {each}{only}{pages}", *_unused(contract, allowance)])


def _pages(allowance: Allowance) -> str:
    per = duration_words(allowance.minutes_per_group or 0)
    return f"{count_words(allowance.pages or 0, 'page')}, {per} for every {allowance.pages_per_group}"


def _unused(contract: Contract, allowance: Allowance) -> Iterator[str]:
    """How long what is not used can be used (RULES 2.4)."""
    rollover, every = allowance.rollover, allowance.every
    noun = "hours" if allowance.sessions is None else "sessions"
    if every != "term" and rollover.periods:
        yield f"unused {noun} usable for {count_words(rollover.periods, f'more {every}')}"
    elif every != "term":
        yield f"unused {noun} lapse {_LAPSE[every]}"
    if rollover.cap is not None:
        yield f"at most {duration_words(rollover.cap)} carried forward"
    if every != "term" and rollover.across_renewal:
        yield "carried forward into a renewal"
    end = contract.last_day
    if end is not None and rollover.after_end_months and (rollover.periods or every == "term"):
        cut = day_before(months_later(day_after(end), rollover.after_end_months))
        yield f"after the end usable until {day_words(cut)}"


def _then(contract: Contract, desk: Desk, names: Names) -> str:
    """What time costs that nothing covers (RULES 3.5)."""
    rates = dict(contract.rates)
    every = rates.pop("*", None)
    parts = [f"{names.get(key, key)} {money_words(rate, desk.currency)}/h" for key, rate in rates.items()]
    rest = "the desk's rates" if every is None else f"{money_words(every, desk.currency)}/h"
    if not parts:
        return f"then {rest}" if every is not None else f"then at {rest}"
    return f"then {', '.join(parts)}, other work {rest}"


def _covers(contract: Contract, names: Names) -> Iterator[str]:
    if contract.covers is not None:
        yield f"only for {_listed(contract.covers, names)}"


def _listed(keys: tuple[str, ...], names: Names) -> str:
    words = [names.get(key, key) for key in keys]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _partial(contract: Contract, desk: Desk) -> Iterator[str]:
    """What a first and a last period include that the term cuts: less than a whole one, or all (RULES 2.3)."""
    through = contract.last_day or contract.starts
    grants = grants_of(contract, desk.rounding, through, renewed=False)
    for position, allowance in enumerate(contract.allowances):
        own = [grant for grant in grants if grant.allowance == position]
        if not own or own[0].unit == "sessions":
            continue
        whole, spans = allowance_minutes(allowance), periods(contract, allowance.every, through)
        ends = ("first", own[0], spans[0]), ("last", own[-1], spans[-1])
        for word, grant, span in ends if len(own) > 1 else ends[:1]:
            if grant.amount != whole or not span.is_whole:
                full = "the full " if grant.amount == whole else ""
                yield f"the {word} {allowance.every}, {_days(span)}, includes {full}{_amount(grant)}"


def seam_words(contract: Contract, following: Contract, desk: Desk) -> str:
    """Why a period that one contract ends in and the next begins in grants its hours twice (RULES 2.3, `full`).

    Up to 2 Dec 2026, then from the 3rd, 4 h a month: "the full 4 h for 1 Dec 2026 to 2 Dec 2026 and again for
    3 Dec 2026 to 31 Dec 2026: partial periods count in full". Empty where nothing is granted twice.
    """
    if "prorate" in (contract.proration, following.proration) or contract.last_day is None:
        return ""
    for allowance in contract.allowances:
        if allowance.every == "term" or allowance not in following.allowances:
            continue
        ending = periods(contract, allowance.every, contract.last_day)[-1]
        beginning = periods(following, allowance.every, following.starts)[0]
        if ending.whole_first == beginning.whole_first and allowance.sessions is None:
            amount = duration_words(allowance_minutes(allowance))
            return (
                f"the full {amount} for {_days(ending)} and again for {_days(beginning)}: "
                "partial periods count in full"
            )
    return ""


def _days(span: Period) -> str:
    return f"{day_words(span.first)} to {day_words(span.last)}"


def _amount(grant: Grant) -> str:
    if grant.unit == "sessions":
        return f"{count_words(grant.amount, 'session')} of {duration_words(grant.session_minutes or 0)}"
    return duration_words(grant.amount)


# -- how time is counted --------------------------------------------------------------------------


def _rounding(contract: Contract, desk: Desk) -> Rounding:
    """The rounding that holds under the contract (RULES 2.7, 3.2)."""
    if contract.rounding is None and contract.kind == "on_demand":
        return desk.on_demand_rounding or desk.rounding
    return contract.rounding or desk.rounding


def rounding_words(rounding: Rounding, *, called: bool = False) -> str:
    """How time is counted (RULES 3.2): "at least 3 h a call, in steps of 15 min"; `called`: on demand."""
    span = "month" if rounding.per == "request_month" else "day"
    unit = "a call" if called or rounding.per == "entry" else f"for a request and {span}"
    steps = f"in steps of {duration_words(rounding.increment)}" if rounding.increment > 1 else "to the minute"
    if rounding.minimum:
        return f"at least {duration_words(rounding.minimum)} {unit}, {steps}"
    together = "" if rounding.increment == 1 or rounding.per == "entry" else f", a request's {span} together"
    return f"time counts {steps}{together}"


# -- what it costs --------------------------------------------------------------------------------


def _fee(contract: Contract, desk: Desk) -> Iterator[str]:
    fee = contract.fee
    if fee is None or fee.amount == 0:
        yield "no fee"
        return
    parts = [
        f"{money_words(fee.amount, desk.currency)} {'for the term' if fee.every == 'term' else f'a {fee.every}'}"
    ]
    if fee.discount_percent:
        parts.append(f"{format_percent(fee.discount_percent)} % off")
    free = 0 if fee.every == "term" else fee.free_months
    if free:
        parts.append(f"the first {'month' if free == 1 else f'{free} months'} free")
    price = term_price(contract)
    if price is not None and (fee.every != "term" or fee.discount_percent):
        parts.append(f"{money_words(price, desk.currency)} for the term")
    parts.append(_billed(contract, fee))
    yield ", ".join(parts)


def _billed(contract: Contract, fee: Fee) -> str:
    first = first_charged_day(contract, fee)
    if is_billed_in_advance(fee):
        return "billed in advance" if first == contract.starts else f"billed on {day_words(first)}"
    return f"billed each {fee.every}"


# -- how long it lasts ----------------------------------------------------------------------------


def _term(contract: Contract) -> str:
    """From when to when, with the length where it is whole months."""
    starts, ends = contract.starts, contract.term_end
    if ends is None:
        text = f"from {day_words(starts)}, open-ended"
    else:
        length = months_length(starts, ends)
        months = f" ({count_words(int(length), 'month')})" if length == int(length) and length else ""
        text = f"{day_words(starts)} to {day_words(ends)}{months}"
    if contract.cancelled is not None:
        text += f", cancelled: the last day is {day_words(contract.cancelled)}"
    return text


def _renewal(contract: Contract) -> Iterator[str]:
    if contract.renews is not None:
        yield f"follows {contract.renews}"
    ends, renewal = contract.term_end, contract.renewal
    if ends is None or contract.cancelled is not None:
        return
    decision = day_words(add_months(ends, -renewal.notice_months))
    if renewal.mode == "none" or contract.declined:
        yield "ends without renewal"
    elif renewal.mode == "auto":
        yield f"renews by itself unless declined by {decision}"
    else:
        yield f"to be renewed or declined by {decision}"


def _leaving(contract: Contract, desk: Desk) -> Iterator[str]:
    """What an early end takes and costs; open-ended and prepaid contracts alike (RULES 5.2)."""
    rule = contract.cancellation
    months = count_words(rule.notice_months, "month")
    notice = f"{months}' notice" if months.endswith("s") else f"{months}'s notice"
    fee = rule.fee
    if contract.kind == "on_demand" or (contract.fee is None and fee is None):
        return
    cost = ""
    if fee is not None and fee.percent is not None:
        cost = f", costs {format_percent(fee.percent)} % of the refund"
    elif fee is not None and fee.amount is not None:
        cost = f", costs {money_words(fee.amount, desk.currency)}"
    elif fee is not None:
        cost = f", costs {count_words(fee.months or 0, 'monthly amount')}"
    yield f"to cancel: {notice if rule.notice_months else 'no notice'}{cost}"


# -- previews -------------------------------------------------------------------------------------


def grant_preview(
    contract: Contract, desk: Desk, count: int = 6, *, since: date | None = None, renewed: bool = False
) -> tuple[str, ...]:
    """The first `count` grants that are usable on `since` (default: the start) or later, one line each.

    10:00 a month from 11 Apr 2026, increment 15: "from 11 Apr 2026: 6 h 45 min, until 30 Apr 2026".
    """
    if contract.kind == "unlimited":
        end = contract.last_day
        until = f" until {day_words(end)}" if end else ""
        return (f"from {day_words(contract.starts)}{until}: unlimited",)
    begin = max(contract.starts, since or contract.starts)
    through = months_later(begin, 3 * count)
    found = grants_of(contract, desk.rounding, through, renewed, begin)
    grants = sorted(found, key=lambda grant: (grant.valid_from, grant.allowance or 0))
    return tuple(_grant_line(grant) for grant in grants[:count])


def _grant_line(grant: Grant) -> str:
    until = "never expires" if grant.expires_on is None else f"until {day_words(grant.expires_on)}"
    return f"from {day_words(grant.valid_from)}: {_amount(grant)}, {until}"


def fee_preview(
    contract: Contract, desk: Desk, count: int = 6, *, since: date | None = None
) -> tuple[str, ...]:
    """The first `count` fee lines on `since` (default: the start) or later, and what follows them in sum.

    350.00 a month for three months, 7 % off: three lines of 325.50, then "3 lines, 976.50 in all".
    """
    begin = max(contract.starts, since or contract.starts)
    through = contract.term_end or months_later(begin, 3 * count)
    lines = fee_lines(contract, through, begin)
    shown = [f"{day_words(line.date)}: {money_words(line.amount, desk.currency)}" for line in lines[:count]]
    if contract.term_end is not None and len(lines) > 1:
        total = sum(line.amount for line in lines)
        shown.append(f"{count_words(len(lines), 'line')}, {money_words(total, desk.currency)} in all")
    return tuple(shown)
