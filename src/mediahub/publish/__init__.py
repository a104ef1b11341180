"""Chapter forms, captions, feed, pages, and the gate that checks them."""
