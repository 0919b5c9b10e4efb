"""frame n -> draw list -> planar frame: the evaluation that every output is made of."""
