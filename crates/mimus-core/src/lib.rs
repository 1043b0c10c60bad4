//! The model and its rules: posts, rich text, rendering, policies. Pure.
