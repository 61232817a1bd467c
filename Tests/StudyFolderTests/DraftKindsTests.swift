import QuestionnaireDefinition
import SurveyModel
import TabularFiles
import Testing

@testable import StudyFolder

/// What a data set declares to be missing stays missing in its draft, labelled or not.
struct DraftKindsTests {
  private func drafts(_ file: StatisticalFile) throws -> [String: DraftColumn.Kind] {
    let bytes = try file.written(to: "answers").bytes
    let table = try FieldTable.reading(FileContents(file: "answers", bytes: bytes))
    return Dictionary(
      FieldFileDraft(table).questions.map { ($0.name, $0.kind) }, uniquingKeysWith: { $1 })
  }

  private func missing(_ kind: DraftColumn.Kind?) -> [String: MissingReason] {
    guard case .codes(let codes) = kind else { return [:] }
    let named = codes.compactMap { code in code.missing.map { (code.name, $0) } }
    return Dictionary(named, uniquingKeysWith: { first, _ in first })
  }

  private func names(_ kind: DraftColumn.Kind?) -> [String] {
    guard case .codes(let codes) = kind else { return [] }
    return codes.map(\.name).sorted()
  }

  @Test func `SPSS: ranges and values`() throws {
    let answers = (0..<60).map { [1.0, 2, 3, 97, 98, 99][$0 % 6] }
    let ages = (0..<60).map { $0 % 10 == 0 ? 999.0 : Double(20 + $0) }
    let labels: [StatisticalVariable.ValueLabel] = [
      .init(.number(1), "low"), .init(.number(2), "middle"), .init(.number(3), "high"),
      .init(.number(97), "don't know"),
    ]
    let kinds = try drafts(
      StatisticalFile(
        format: .sav,
        variables: [
          StatisticalVariable(name: "bare", missing: [.range(97, 99)], values: .numbers(answers)),
          StatisticalVariable(
            name: "said", valueLabels: labels, missing: [.range(97, 99)], values: .numbers(answers)),
          StatisticalVariable(
            name: "single", missing: [.value(.number(98))], values: .numbers(answers)),
          StatisticalVariable(
            name: "age", missing: [.value(.number(999))], values: .numbers(ages)),
        ], caseCount: 60))
    #expect(names(kinds["bare"]) == ["1", "2", "3", "97", "98", "99"])
    #expect(missing(kinds["bare"]).keys.sorted() == ["97", "98", "99"])
    #expect(
      missing(kinds["said"]) == ["97": .dontKnow, "98": .noAnswer, "99": .noAnswer])
    #expect(missing(kinds["single"]) == ["98": .noAnswer])
    #expect(kinds["age"] == .integer(21...79))
  }

  @Test func `Stata: letters, labelled or not`() throws {
    let refused = StatisticalVariable.missingNumber(tag: "b")
    let unknown = StatisticalVariable.missingNumber(tag: "z")
    let answers = (0..<60).map { [1.0, 2, 3, refused, unknown][$0 % 5] }
    let ages = (0..<60).map { $0 % 10 == 0 ? unknown : Double(20 + $0) }
    let kinds = try drafts(
      StatisticalFile(
        format: .dta,
        variables: [
          StatisticalVariable(name: "bare", values: .numbers(answers)),
          StatisticalVariable(
            name: "said",
            valueLabels: [
              .init(.number(1), "low"), .init(.number(3), "high"), .init(.tagged("b"), "refused"),
            ], values: .numbers(answers)),
          StatisticalVariable(name: "age", values: .numbers(ages)),
        ], caseCount: 60))
    #expect(names(kinds["bare"]) == [".b", ".z", "1", "2", "3"])
    #expect(missing(kinds["bare"]) == [".b": .noAnswer, ".z": .noAnswer])
    #expect(missing(kinds["said"]) == [".b": .refused, ".z": .noAnswer])
    #expect(kinds["age"] == .integer(21...79))
  }
}
