"""When scans are due: cron with time zones, windows, spread, and slots that were missed."""
