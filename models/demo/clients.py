"""Who are the clients of the sample desk, and how much do they call?

A profile says what a client is like in an ordinary month; the contracts are elsewhere. A client's minutes are
accounted minutes, so that the bars of the demo show the stories they are meant to tell.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.domain.values import Contact

ORDINARY = (("maintenance", 11), ("consultation", 2), ("design", 1), ("seo", 1), ("level2", 2))


@dataclass(frozen=True, slots=True)
class Profile:
    """One client; `monthly` and `current` are accounted minutes, `wobble` is how much months differ."""

    key: str
    name: str
    tier: str | None
    contacts: tuple[Contact, ...]
    domains: tuple[str, ...]
    pages: tuple[str, ...]
    """What their site consists of, for the subjects of requests."""
    agents: tuple[str, ...]
    """Who mostly looks after them."""
    monthly: int
    wobble: float = 0.2
    current: int | None = None
    """What the current month must show from its fifth working day on; None: in step with the days."""
    earlier: tuple[int, int] | None = None
    """(n, minutes): the monthly minutes of months that lie n or more back, where they were different."""
    months: int = 19
    """Since how many months they have been a client, the current one included."""
    increment: int = 5
    minimum: int = 0
    work: tuple[tuple[str, int], ...] = ORDINARY
    """Work types and their weights."""
    covered: tuple[str, ...] | None = None
    """Work types inside the contract; the rest is additional work. None: everything."""


def _person(name: str, domain: str, line: int) -> Contact:
    return Contact(name, f"{name.split()[0].lower()}@{domain}", f"01632 960{line:03d}")


PROFILES = (
    Profile(
        "acme",
        "Acme Ltd",
        "gold",
        (_person("Harriet Lowe", "acme.example", 118), _person("Tom Aske", "acme.example", 119)),
        ("acme.example",),
        ("contact page", "spare parts list", "dealer map", "price list"),
        ("dana", "mo"),
        monthly=512,
        current=348,
        wobble=0.18,
    ),
    Profile(
        "bluefin",
        "Bluefin Café",
        "silver",
        (_person("Marta Quill", "bluefin.example", 204),),
        ("bluefin.example",),
        ("menu", "opening times", "events page", "table booking"),
        ("mo", "priya"),
        monthly=283,
        current=280,
        wobble=0.06,
        work=(("maintenance", 1),),
    ),
    Profile(
        "corvid",
        "Corvid Press",
        "silver",
        (_person("Edmund Vale", "corvid.example", 310),),
        ("corvid.example", "corvidbooks.example"),
        ("author pages", "catalogue", "press page"),
        ("ivan",),
        monthly=46,
        current=70,
        wobble=0.25,
        work=(("maintenance", 1),),
    ),
    Profile(
        "halden",
        "Halden Dental",
        "platinum",
        (
            _person("Ruth Halden", "haldendental.example", 411),
            _person("Sam Oyelaran", "haldendental.example", 412),
        ),
        ("haldendental.example",),
        ("booking page", "team page", "treatment prices", "patient forms"),
        ("dana", "ivan", "mo", "priya"),
        monthly=960,
        wobble=0.15,
        covered=("maintenance", "consultation", "level2"),
    ),
    Profile(
        "ivy",
        "Ivy Street",
        "silver",
        (_person("Grace Tarn", "ivystreet.example", 515),),
        ("ivystreet.example",),
        ("gallery", "shop", "stockists page"),
        ("dana", "ivan"),
        monthly=245,
        earlier=(4, 180),
        wobble=0.04,
        increment=15,
    ),
    Profile(
        "kirk",
        "Kirk & Daughters",
        "silver",
        (_person("Elspeth Kirk", "kirkdaughters.example", 602),),
        ("kirkdaughters.example",),
        ("newsletter", "repairs page", "order form"),
        ("mo", "dana"),
        monthly=330,
        wobble=0.5,
        increment=15,
        minimum=180,
    ),
    Profile(
        "marlow",
        "Marlow Heritage Trust",
        "gold",
        (
            _person("Peter Anstey", "marlowtrust.example", 703),
            _person("Joan Firth", "marlowtrust.example", 704),
        ),
        ("marlowtrust.example",),
        ("donation page", "events calendar", "volunteer form", "archive search"),
        ("ivan", "priya"),
        monthly=362,
        wobble=0.35,
    ),
    Profile(
        "nettle",
        "Nettle & Thyme",
        "gold",
        (_person("Carys Pugh", "nettlethyme.example", 808),),
        ("nettlethyme.example",),
        ("checkout", "recipe pages", "gift vouchers"),
        ("priya", "dana"),
        monthly=205,
        earlier=(3, 380),
        months=6,
    ),
    Profile(
        "orchard",
        "Orchard Row Housing",
        "gold",
        (_person("Neil Baptiste", "orchardrow.example", 909),),
        ("orchardrow.example",),
        ("tenants' portal", "repairs form", "news page", "document library"),
        ("priya", "mo"),
        monthly=290,
        wobble=0.25,
    ),
    Profile(
        "quarry",
        "Quarry Lane Studio",
        "silver",
        (_person("Ines Roth", "quarrylane.example", 120),),
        ("quarrylane.example",),
        ("portfolio", "enquiry form"),
        ("ivan", "mo"),
        monthly=100,
        increment=15,
    ),
    Profile(
        "saltmarsh",
        "Saltmarsh Brewery",
        "silver",
        (_person("Dylan Moor", "saltmarsh.example", 231),),
        ("saltmarsh.example",),
        ("tap list", "brewery tours page", "shop"),
        ("mo", "dana"),
        monthly=262,
        current=280,
        wobble=0.1,
    ),
    Profile(
        "smith",
        "Smith & Co [UK]",
        "silver",
        (_person("Anna Smith", "smith-co.example", 342), _person("Greg Hale", "smith-co.example", 343)),
        ("smith-co.example",),
        ("boat covers page", "size guide", "quote form"),
        ("dana", "priya"),
        monthly=285,
        work=(("maintenance", 12), ("consultation", 2), ("seo", 1)),
    ),
    Profile(
        "tidewater",
        "Tidewater Yachts",
        "silver",
        (_person("Oliver Penn", "tidewater.example", 453), _person("Lise Brandt", "tidewater.example", 454)),
        ("tidewater.example",),
        ("charter offers", "fleet pages", "price calendar", "crew page"),
        ("ivan", "dana", "mo"),
        monthly=560,
        increment=15,
    ),
    Profile(
        "upton",
        "Upton Allotments",
        None,
        (_person("Bill Fry", "upton.example", 564),),
        ("upton.example",),
        ("waiting list form", "plot map"),
        ("priya",),
        monthly=70,
        wobble=0.4,
        increment=15,
        minimum=30,
        work=(("maintenance", 1),),
    ),
    Profile(
        "zoe",
        "Zoë Čapek Atelier",
        "silver",
        (_person("Zoë Čapek", "capek.example", 675),),
        ("capek.example",),
        ("picture gallery", "workshop dates"),
        ("priya", "ivan"),
        monthly=52,
        wobble=0.3,
        work=(("maintenance", 1),),
    ),
)
"""The clients, by name."""
