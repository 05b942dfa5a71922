"""What do clients ask for, and what do agents write down? The words of the sample desk by kind of work.

`{page}` is one of the pages of the client's site. They are words only: no dates and no numbers that a rule would have
to agree with.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that clients ask for again and again, with the cause it turns out to have."""

    cause: str
    subjects: tuple[str, ...]
    notes: tuple[str, ...]
    body: str = ""


_MAINTENANCE = (
    Topic(
        "forms",
        ("Contact form sends nothing", "Form on the {page} hangs", "Enquiries arrive twice"),
        (
            "found the broken recaptcha key, tested twice",
            "mail route of the form repaired, test sent",
            "spam filter let through, rule loosened",
            "field made optional, thank-you page checked",
        ),
        "Two customers told us that they pressed send and nothing happened.",
    ),
    Topic(
        "forms",
        ("Upload field refuses photos", "Date field empty on phones"),
        (
            "size limit raised and said so beside the field",
            "replaced the date picker, tested on two phones",
            "answered by phone, then checked the log of the form",
        ),
    ),
    Topic(
        "content",
        ("Change the text on the {page}", "New photos for the {page}", "Remove a name from the {page}"),
        (
            "text changed, client has seen it",
            "photos cut and uploaded, old ones archived",
            "typing mistake found on the way, mended too",
            "asked for the missing picture rights, then published",
        ),
        "Text is attached. Could it be live by Friday, please?",
    ),
    Topic(
        "content",
        (
            "Prices changed, please update the {page}",
            "PDF on the {page} is the old one",
            "Add a banner about our holiday hours",
        ),
        (
            "table of prices updated, totals checked",
            "PDF replaced, redirect from the old address",
            "banner set with an end date",
            "second round of corrections",
        ),
    ),
    Topic(
        "update",
        ("Warning after the update", "Layout of the {page} broke overnight"),
        (
            "plugin rolled back, reported upstream",
            "template override adapted to the new version",
            "cache emptied, looked through the main pages",
            "staging copy made, update repeated there first",
        ),
        "Since this morning the page looks different. We changed nothing.",
    ),
    Topic(
        "hosting",
        ("Site very slow since morning", "Error 503 on the {page}", "Disk nearly full"),
        (
            "runaway backup job stopped, load back to normal",
            "worker limit raised, watched for half an hour",
            "old log files packed away, alarm set at 80 %",
            "hoster rang back: node rebooted",
        ),
    ),
    Topic(
        "email",
        ("Newsletter mails bounce", "New mailbox for a colleague", "Mail from the form goes to spam"),
        (
            "SPF record mended, bounces resent",
            "mailbox made, settings sent by phone",
            "DKIM switched on, three test mails arrived",
            "walked through the set-up on the phone",
        ),
    ),
    Topic(
        "dns",
        ("Domain does not reach the site", "Certificate warning on www"),
        (
            "record corrected at the registrar, waited for it",
            "certificate renewed, chain checked",
            "old name server removed, client told about the delay",
        ),
    ),
    Topic(
        "user-error",
        ("Cannot log in", "Page has disappeared", "Changes on the {page} do not show"),
        (
            "password reset, showed the second factor",
            "page was a draft, published again",
            "browser cache; explained how to reload",
            "restored the revision of yesterday",
        ),
        "I am sure I did not touch anything, but it is gone.",
    ),
    Topic(
        "access",
        ("New colleague needs access", "Please remove the access of a former colleague"),
        (
            "account made with the editor role",
            "account closed, content handed over",
            "checked who else still has a login",
        ),
    ),
    Topic(
        "performance",
        ("The {page} loads slowly on phones", "Pictures on the {page} appear late"),
        (
            "pictures re-encoded, first paint a second sooner",
            "script of the chat tool moved to the end",
            "measured before and after, numbers sent",
        ),
    ),
)

_CONSULTATION = (
    Topic(
        "advice",
        ("Which shop system for us?", "Questions about the cookie banner", "Plan for the next months"),
        (
            "call about the options, minutes sent",
            "compared two shop systems for them",
            "went through the numbers of the year",
            "wrote down what the law asks of the banner",
        ),
        "Could we have half an hour this week to talk it through?",
    ),
    Topic(
        "advice",
        ("Training for the editors", "How do we write for the web?"),
        ("training by video, twelve questions", "prepared the exercises", "check list for editors written"),
    ),
)

_DESIGN = (
    Topic(
        "design",
        ("New teaser for the {page}", "Flyer and page should match", "Icons for the {page}"),
        (
            "two drafts sent",
            "second draft after the comments",
            "colours adjusted for contrast",
            "final files exported in all sizes",
        ),
    ),
    Topic(
        "design",
        ("Landing page for the spring offer", "Redesign of the {page}"),
        ("wireframe and first talk", "templates built", "looked through on three phones, details mended"),
    ),
)

_SEO = (
    Topic(
        "seo",
        ("Search shows the wrong description", "Report of search terms", "Ranking of the {page} dropped"),
        (
            "descriptions rewritten for ten pages",
            "report read and commented",
            "duplicate titles removed",
            "structured data added and tested",
            "redirects of the old addresses completed",
        ),
    ),
)

_LEVEL2 = (
    Topic(
        "integration",
        ("Booking sync stops at night", "Payment callback fails", "Export to accounting is empty"),
        (
            "traced the callback with the provider's log",
            "token had expired, renewal made automatic",
            "wrote a test that fails as theirs did, then mended it",
            "queue drained by hand, watched it refill",
        ),
        "It worked until last night. The log says nothing that we understand.",
    ),
    Topic(
        "hosting",
        ("Move the database to the new server", "Backup could not be restored"),
        (
            "dump, copy, compare of row counts",
            "restore rehearsed on staging",
            "slow query found, index added",
        ),
    ),
)

TOPICS: dict[str, tuple[Topic, ...]] = {
    "maintenance": _MAINTENANCE,
    "consultation": _CONSULTATION,
    "design": _DESIGN,
    "seo": _SEO,
    "level2": _LEVEL2,
}
"""What is asked for, by work type."""

ROUTINE_NOTES = (
    "core and plugins updated, pages looked through",
    "updates on staging first, then live",
    "backup checked by restoring one file",
    "updates done, one plugin held back for now",
    "security report read, nothing open",
)
"""Notes of the monthly updates and backups."""

ROUTINE_MINUTES = (10, 15, 15, 20)
"""What a month's updates take."""

INTERNAL_NOTES = (
    "planning of the week",
    "inbox and triage",
    "backups of all clients checked",
    "own website: new service page",
    "server patches, shared hosting",
    "documentation of the deploy script",
    "training: accessibility",
    "offers and follow-up calls",
    "code review of the week",
    "monitoring: alarms tuned",
    "templates for the care reports",
    "shared library: form component",
    "tidied the ticket mailbox",
    "interview with an applicant",
)
"""Notes of work for the desk itself."""
