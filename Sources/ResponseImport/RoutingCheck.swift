import SurveyModel

/// Whether the routing led to a question, for each interview of a file.
struct RoutingCheck {
  /// Nil where the question has no condition; nil for an interview where it cannot be told.
  let outcomes: [Bool?]?
  /// Why this file cannot answer the condition; nil where it can, but for answers that were lost.
  let obstacle: String?
  private let source: String

  init(_ question: Question, in sheet: AnswerSheet) {
    guard let expression = question.relevant else {
      (outcomes, obstacle, source) = (nil, nil, "")
      return
    }
    var condition = Condition(expression, in: sheet.questionnaire)
    outcomes = condition.outcomes(subject: nil, in: sheet)
    obstacle = Self.obstacle(to: expression, in: sheet)
    source = expression.source
  }

  /// What of an expression no answer of the file tells: in words.
  static func obstacle(to expression: Expression, in sheet: AnswerSheet) -> String? {
    if let name = expression.unsupportedFunctions.first { return "\(name) is not worked out here" }
    for name in expression.references {
      guard let place = sheet.questionnaire.index(of: name), sheet.columns[place] != nil else {
        return "the file has no column of \(name)"
      }
    }
    let unordered = expression.orderedReferences.first { name in
      let column = sheet.questionnaire.index(of: name).flatMap { sheet.columns[$0] }
      return column?.readings.contains { !$0.isOrderKnown } ?? false
    }
    return unordered.map {
      "columns of single choices do not tell in which order those of \($0) were chosen"
    }
  }

  /// Whether a blank of an interview may be one that was not asked, or one that was lost.
  func isOpen(row: Int) -> Bool {
    guard let outcomes, obstacle != nil else { return false }
    return outcomes[row] == nil
  }

  /// What is said where blanks were left open; nil where none was.
  func diagnostic(_ question: Question, blanks: Int, at place: SourceLocation) -> Diagnostic? {
    guard blanks > 0, let obstacle else { return nil }
    return Diagnostic(
      .warning, "routing-not-known",
      "\(CellFault.counted(blanks, "blank")) of \(question.name) may be not asked or lost: it is"
        + " asked only where \(source), and \(obstacle)",
      fix: "add what is missing to the file, or code such blanks in missing.csv; until then they"
        + " are in no base", at: place)
  }
}
