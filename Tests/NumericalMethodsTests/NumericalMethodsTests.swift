import Testing

@testable import NumericalMethods
