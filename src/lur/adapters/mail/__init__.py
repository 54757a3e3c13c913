"""Mail through the company's own server, by SMTP."""

from lur.adapters.mail.smtp_mailer import SmtpMailer
from lur.adapters.mail.smtp_server import BadMailServer, SmtpServer, smtp_server

__all__ = ["BadMailServer", "SmtpMailer", "SmtpServer", "smtp_server"]
