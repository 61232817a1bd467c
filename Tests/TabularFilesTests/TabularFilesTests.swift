import Testing

@testable import TabularFiles
