"""Everything the user touches: commands, screens, dialogs, widgets."""
