import Testing

@testable import InnovationPotential
