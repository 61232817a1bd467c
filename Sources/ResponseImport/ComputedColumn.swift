import SurveyModel

extension EncodedColumn {
  /// The results of a calculation of which the file has no column.
  ///
  /// - Returns: nil where the file does not tell all that it is computed from.
  static func computing(
    _ expression: Expression, of question: Question, in sheet: AnswerSheet
  ) -> EncodedColumn? {
    guard RoutingCheck.obstacle(to: expression, in: sheet) == nil else { return nil }
    let routing = RoutingCheck(question, in: sheet)
    let places = Dictionary(
      expression.references.map { ($0, sheet.questionnaire.index(of: $0)) },
      uniquingKeysWith: { first, _ in first })
    let values = sheet.rows.indices.map { row -> Expression.Value in
      if let outcomes = routing.outcomes, outcomes[row] != true { return .blank }
      return expression.evaluate { name in
        (places[name] ?? nil).map { sheet.value(of: $0, row: row) } ?? .unknown
      }
    }
    let areNumbers = values.allSatisfy {
      switch $0 {
      case .number, .blank, .unknown: true
      default: false
      }
    }
    var column = EncodedColumn(column: 0)
    for value in values {
      let place = column.place(of: CellReading(computed: value, isNumber: areNumbers))
      column.identifiers.append(place)
    }
    return column
  }
}

extension CellReading {
  fileprivate init(computed value: Expression.Value, isNumber: Bool) {
    switch value {
    case .number(let number) where isNumber && !number.isNaN: self.init(content: .number(number))
    case .blank, .unknown: self = .blank
    default:
      let text = value.writtenText
      self = text.isEmpty || isNumber ? .blank : CellReading(content: .text(text))
    }
  }
}
