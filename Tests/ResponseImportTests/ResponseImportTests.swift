import Testing

@testable import ResponseImport
