"""A report as files to take away: tables, a page of PDF, a mail."""
