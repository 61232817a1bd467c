import NumericalMethods
import SurveyModel

/// What goes wrong in a contractor's file.
enum FieldFileDamage: String, CaseIterable, Sendable {
  case tooFewFields = "too-few-fields"
  case tooManyFields = "too-many-fields"
  /// A quote that is opened and never closed.
  case loneQuote = "lone-quote"
  /// A code that the questionnaire does not know.
  case unknownCode = "unknown-code"
  /// An answer to a question that the routing does not lead to.
  case routingBreak = "routing-break"
}

extension FieldFile {
  /// Damages records, each once, in the order of the kinds.
  mutating func damage(
    _ kinds: [(kind: FieldFileDamage, count: Int)], _ stream: RandomStream
  ) {
    var stream = stream
    let wanted = kinds.flatMap { Array(repeating: $0.kind, count: $0.count) }
    // The first and the last tenth stay whole: what follows a broken record is to be read too.
    let margin = records.count / 10
    let places = stream.sample(
      min(wanted.count, records.count - 2 * margin), below: records.count - 2 * margin)
    for (kind, place) in zip(wanted, places) { damage(record: place + margin, kind, &stream) }
  }

  private mutating func damage(
    record: Int, _ kind: FieldFileDamage, _ stream: inout RandomStream
  ) {
    switch kind {
    case .tooFewFields: records[record].removeLast(min(3, records[record].count))
    case .tooManyFields: records[record] += [Field(text: "1"), Field(text: "")]
    case .loneQuote: openQuote(in: record)
    case .unknownCode: writeUnknownCode(in: record, &stream)
    case .routingBreak: breakRouting(in: record, &stream)
    }
  }

  private mutating func openQuote(in record: Int) {
    let column = header.firstIndex { $0.question?.kind == .text } ?? 0
    let text = records[record][column].text
    records[record][column] = Field(text: "\"\(text.isEmpty ? "…" : text)", isRaw: true)
  }

  private mutating func writeUnknownCode(in record: Int, _ stream: inout RandomStream) {
    let columns = ratings { !$0.isEmpty }(records[record])
    guard !columns.isEmpty else { return }
    let column = columns[stream.integer(below: columns.count)]
    let names = (header[column].question?.choices?.choices ?? []).map(\.name)
    let unknown = (1...).lazy.map(String.init).first { !names.contains($0) }
    records[record][column] = Field(text: unknown ?? "x")
  }

  private mutating func breakRouting(in record: Int, _ stream: inout RandomStream) {
    let columns = ratings(where: \.isEmpty)(records[record])
      .filter { header[$0].question?.relevant != nil }
    guard !columns.isEmpty else { return }
    let column = columns[stream.integer(below: columns.count)]
    let list = header[column].question?.choices
    let code = list?.substantive.first.flatMap { list?.choices[$0].name }
    records[record][column] = Field(text: code ?? "1")
  }

  /// Columns of questions with one answer whose fields are such, those weighted by left out.
  private func ratings(where isSuch: @escaping (String) -> Bool) -> ([Field]) -> [Int] {
    let columns = header.indices.filter {
      guard let question = header[$0].question, !weighting.contains(question.name) else {
        return false
      }
      if case .selectOne = question.kind { return true }
      return false
    }
    return { record in columns.filter { isSuch(record[$0].text) } }
  }
}
