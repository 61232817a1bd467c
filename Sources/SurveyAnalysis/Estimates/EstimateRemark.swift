/// Why a cell's figures are empty, or say less than they seem to.
public enum EstimateRemark: String, Hashable, Sendable {
  /// Nobody in the sample belongs to the cell.
  case nobody = "no-interviews"
  /// Nobody in it gave an answer of substance.
  case noAnswers = "no-answers"
  /// All gave the same one: an error of 0 tells nothing of the population then.
  case sameAnswer = "same-answer"
}

extension CellEstimates {
  /// O(interviews).
  func remark(on quantity: AnalysedSample.Quantity) -> EstimateRemark? {
    let members = design.isMember.indices.filter { design.isMember[$0] }
    guard !members.isEmpty else { return .nobody }
    let answers = quantity.substantive(of: members)
    guard let first = answers.first else { return .noAnswers }
    return shown.suppression(ofNumbersOver: answers.count, in: place) == nil
      && answers.allSatisfy { $0 == first } ? .sameAnswer : nil
  }
}

extension AnalysedSample.Quantity {
  /// The answers of substance, as one number each; of questions with several answers none are the
  /// same.
  fileprivate func substantive(of rows: [Int]) -> [Double] {
    switch self {
    case .score(let score): return rows.map { score.values[$0] }.filter(\.isFinite)
    case .question(let column):
      if let values = column.values { return rows.map { values[$0] }.filter(\.isFinite) }
      let places = column.answers.indices.filter { column.answers[$0].isSubstantive }
      return rows.flatMap { row in
        places.filter { column.indicators[$0][row] == 1 }.map(Double.init)
      }
    }
  }
}
