"""The workbench: the same answers on a screen, served to this machine only."""
