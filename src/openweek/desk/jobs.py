"""What happens without anybody asking: letters that leave, and what is forgotten in time."""

from openweek.desk import actions


def tell_notice_when_due(notice_id: int) -> None:
    actions.tell_notice(notice_id)


def tell_rules_when_due(rules_id: int) -> None:
    actions.tell_rules(rules_id)


def forget_help_when_due(help_id: int) -> None:
    actions.forget_help(help_id)


def forget_pages_when_due(page_id: int) -> None:
    actions.forget_pages(page_id)
