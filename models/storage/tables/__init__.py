"""What does the database hold? One class a table; keys of the book are the references, ids keep their order.

Nonsense is impossible here, not only refused above: one running timer per agent, no end before a start, no
reference to nothing, a contract renewed once.
"""

from __future__ import annotations

from models.storage.tables.months import MONEY as MONEY
from models.storage.tables.months import Alert as Alert
from models.storage.tables.months import Change as Change
from models.storage.tables.months import ChangeMoney as ChangeMoney
from models.storage.tables.months import ChangeRow as ChangeRow
from models.storage.tables.months import ChargeMoney as ChargeMoney
from models.storage.tables.months import ClosedMonth as ClosedMonth
from models.storage.tables.months import ContractMoney as ContractMoney
from models.storage.tables.months import DeskMoney as DeskMoney
from models.storage.tables.months import MonthMoney as MonthMoney
from models.storage.tables.months import MonthRecord as MonthRecord
from models.storage.tables.months import Opportunity as Opportunity
from models.storage.tables.months import PlanMoney as PlanMoney
from models.storage.tables.months import Review as Review
from models.storage.tables.months import Statement as Statement
from models.storage.tables.months import StatementMoney as StatementMoney
from models.storage.tables.months import WorkTypeMoney as WorkTypeMoney
from models.storage.tables.records import LONG_SECONDS as LONG_SECONDS
from models.storage.tables.records import Absence as Absence
from models.storage.tables.records import Agent as Agent
from models.storage.tables.records import Charge as Charge
from models.storage.tables.records import Client as Client
from models.storage.tables.records import Contract as Contract
from models.storage.tables.records import Desk as Desk
from models.storage.tables.records import Entry as Entry
from models.storage.tables.records import Plan as Plan
from models.storage.tables.records import Request as Request
from models.storage.tables.records import RequestEvent as RequestEvent
from models.storage.tables.records import RequestNote as RequestNote
from models.storage.tables.records import Setting as Setting
from models.storage.tables.records import Table as Table
from models.storage.tables.records import Tier as Tier
from models.storage.tables.records import WorkType as WorkType
from models.storage.tables.records import database as database

ALL: tuple[type[Table], ...] = (
    Setting,
    Desk,
    Agent,
    WorkType,
    Tier,
    Client,
    Plan,
    Contract,
    Request,
    RequestEvent,
    RequestNote,
    Entry,
    Charge,
    Absence,
    ClosedMonth,
    Statement,
    MonthRecord,
    Review,
    Opportunity,
    Alert,
    Change,
    ChangeRow,
    *MONEY.values(),
)
"""In the order in which they can be created and filled."""
