//! Public pages, federation endpoints, feeds out: HTTP in, HTML or JSON out.
