import Testing

@testable import FactorAnalysis
