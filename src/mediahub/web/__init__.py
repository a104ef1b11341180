"""The preview server: feeds on this machine, as an app or a browser will meet them on the net."""

from mediahub.web.preview import PreviewServer, make_app, serve

__all__ = ["PreviewServer", "make_app", "serve"]
