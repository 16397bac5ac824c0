"""Simulated pictures of digits, to train and to validate on: pens and hands, boards, papers, cameras, scanners."""
