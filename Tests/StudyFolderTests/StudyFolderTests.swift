import Testing

@testable import StudyFolder
