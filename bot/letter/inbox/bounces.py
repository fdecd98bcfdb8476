"""What came back of a mail of ours: delivery reports (RFC 3464).

Anyone may write to a return address, so that only its sealed tag is believed (see MailSettings):
the rest of a message says what happened, never to whom. Out-of-office answers, and whatever else is
no report, are nothing.
"""

from __future__ import annotations

from email.message import Message

from bot.letter.mail.rules import ServerRefusal, refusal


def read_returned(message: Message) -> ServerRefusal | None:
    """Read a report: the first recipient it says was not reached; ours are for one each."""
    if message.get_content_type() != "multipart/report":
        return None
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for fields in part.get_payload():
                if not isinstance(fields, Message):
                    continue
                if str(fields.get("Action", "")).strip().lower() == "failed":
                    status = str(fields.get("Status", "")).strip()
                    code = int(status[0]) * 100 if status[:1] in {"4", "5"} else 0
                    return refusal(code, status)
    return None
