"""What needs attention across the whole desk: the dashboard, alerts, announcements, the doctor."""
