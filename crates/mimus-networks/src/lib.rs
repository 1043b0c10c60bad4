//! One module per network, each a connector.
