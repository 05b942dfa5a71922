"""Forms for what a desk is made of: one file per record, opened through `tui.records.open_form.open_form`."""
