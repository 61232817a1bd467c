import Testing

@testable import CityReports
