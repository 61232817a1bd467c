import Testing

@testable import QuestionnaireDefinition
