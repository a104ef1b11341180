"""Doing the work of stages: values go in, outputs in a scratch folder come out."""
