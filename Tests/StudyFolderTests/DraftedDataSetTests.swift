import QuestionnaireDefinition
import SurveyModel
import TabularFiles
import Testing

@testable import StudyFolder

/// A table is drafted alike, whatever file it stands in, and a data set's own words are kept.
struct DraftedDataSetTests {
  private static let count = 60

  private func draft(_ file: String, _ bytes: [UInt8]) throws -> FieldFileDraft {
    FieldFileDraft(try FieldTable.reading(FileContents(file: file, bytes: bytes)))
  }

  private func draft(
    _ format: StatisticalFile.Format, _ variables: [StatisticalVariable], label: String = "",
    notes: [String] = []
  ) throws -> FieldFileDraft {
    let file = StatisticalFile(
      format: format, label: label, notes: notes, variables: variables, caseCount: Self.count)
    return try draft("a.\(format.rawValue)", file.written(to: "a").bytes)
  }

  private func question(_ name: String, of draft: FieldFileDraft) throws -> DraftColumn {
    try #require(draft.questions.first { $0.name == name })
  }

  private func repeating<Value>(_ values: [Value]) -> [Value] {
    (0..<Self.count).map { values[$0 % values.count] }
  }

  /// Different whole numbers, codes, decimals, days and times, as SPSS and as texts have them.
  @Test func `the same table as a data set and as a CSV gives one draft`() throws {
    let days = Double(StatisticalDateFormat.spssEpoch + 20_000)
    let whole = (0..<Self.count).map { Double(100 + 7 * $0) }
    let codes = repeating([1.0, 2, 3])
    let fractions = (0..<Self.count).map { Double($0) + 0.5 }
    let dataSet = try draft(
      .sav,
      [
        StatisticalVariable(name: "whole", values: .numbers(whole)),
        StatisticalVariable(name: "code", values: .numbers(codes)),
        StatisticalVariable(name: "part", values: .numbers(fractions)),
        StatisticalVariable(
          name: "day", format: "EDATE10",
          values: .numbers(Array(repeating: days * 86_400, count: Self.count))),
        StatisticalVariable(
          name: "clock", format: "TIME8", values: .numbers(repeating([36_000, 45_000, 60_000]))),
      ])
    func text(_ number: (Double) -> String) -> [UInt8] {
      let clocks = repeating(["10:00:00", "12:30:00", "16:40:00"])
      let rows = (0..<Self.count).map { row in
        [number(whole[row]), number(codes[row]), "\(fractions[row])", "2024-10-04", clocks[row]]
          .joined(separator: ",")
      }
      return Array((["whole,code,part,day,clock"] + rows).map { $0 + "\n" }.joined().utf8)
    }
    let plain = try draft("a.csv", text { "\(Int($0))" })
    // As pandas writes whole numbers of a column that has blanks.
    let pandas = try draft("a.csv", text { "\($0)" })
    let kinds = dataSet.questions.map(\.kind)
    // Nearly every whole number is another, as identifiers are: none of them becomes a limit.
    #expect(
      kinds == [
        .integer(nil), .codes(["1", "2", "3"]), .decimal, .date, .time,
      ])
    #expect(plain.questions.map(\.kind) == kinds)
    #expect(pandas.questions.map(\.kind) == kinds)
  }

  @Test(arguments: [StatisticalFile.Format.sav, .dta])
  func `dates and numbers among which codes mean no answer stay dates and numbers`(
    format: StatisticalFile.Format
  ) throws {
    let isStata = format == .dta
    let none = isStata ? StatisticalVariable.missingNumber(tag: "a") : 99
    let labels = [
      StatisticalVariable.ValueLabel(isStata ? .tagged("a") : .number(99), "Отказ от ответа")
    ]
    let missing: [StatisticalVariable.MissingValues] = isStata ? [] : [.value(.number(99))]
    func variable(_ name: String, _ format: String, _ values: [Double]) -> StatisticalVariable {
      StatisticalVariable(
        name: name, format: format, valueLabels: labels, missing: missing,
        values: .numbers(values.enumerated().map { $0 % 9 == 4 ? none : $1 }))
    }
    let made = try draft(
      format,
      [
        variable(
          "day", isStata ? "%td" : "DATE11",
          (0..<Self.count).map { isStata ? 23_000 + Double($0) : 1.39e10 + 86_400 * Double($0) }),
        variable(
          "clock", isStata ? "%tcHH:MM:SS" : "TIME8",
          (0..<Self.count).map { (isStata ? 1000 : 1) * (36_000 + 60 * Double($0)) }),
        variable("age", "", (0..<Self.count).map { 18 + Double($0 % 40) }),
      ])
    #expect(made.questions.map(\.kind) == [.date, .time, .integer(18...57)])
  }

  @Test func `texts that SPSS declares to mean no answer are none`() throws {
    let made = try draft(
      .sav,
      [
        StatisticalVariable(
          name: "party", missing: [.value(.text("XX"))],
          values: .texts(repeating(["red", "blue", "XX"])))
      ])
    let party = try question("party", of: made)
    #expect(party.codes.filter { $0.missing == nil }.map(\.name) == ["blue", "red"])
    #expect(party.codes.filter { $0.missing != nil }.map(\.name) == ["XX"])
  }

  @Test func `columns of several answers keep their labels and what means no answer`() throws {
    let labels = ["Что Вы делали?: начали своё дело", "Что Вы делали?: ничего из этого"]
    let made = try draft(
      .sav,
      labels.enumerated().map { place, label in
        StatisticalVariable(
          name: "Q7_\(place + 1)", label: label,
          valueLabels: [.init(.number(97), "Затрудняюсь ответить")],
          missing: [.value(.number(97))], values: .numbers(repeating([0, 1, 1, 97])))
      })
    let question = try question("Q7", of: made)
    #expect(question.label[""] == "Что Вы делали?")
    guard case .codeSets(let codes) = question.kind else {
      Issue.record("\(question.kind)")
      return
    }
    #expect(codes.map(\.name) == ["1", "2", "97"])
    #expect(codes.map { $0.label[""] ?? "" }.prefix(2) == ["начали своё дело", "ничего из этого"])
    #expect(codes[2].missing == .dontKnow)
  }

  @Test(arguments: ["label", "notes", "neither"])
  func `the mark of answers that a program made is kept`(place: String) throws {
    let stamp = "SYNTHETIC DATA: answers generated by a program"
    let made = try draft(
      .sav, [StatisticalVariable(name: "q", values: .numbers(repeating([1, 2])))],
      label: place == "label" ? stamp : "A survey", notes: place == "notes" ? [stamp] : [])
    #expect(made.isSynthetic == (place != "neither"))
  }

  @Test func `codes that a codebook declares to mean no answer enter no range`() throws {
    let rows = (0..<Self.count).map { "\($0 % 10 == 3 ? 997 : 18 + $0)\n" }
    let table = try FieldTable.reading(
      FileContents(file: "a.csv", bytes: Array(("age\n" + rows.joined()).utf8)))
    let book = try LabelFile(
      FileContents(
        file: "b.csv",
        bytes: Array("variable,value,label,missing\nage,997,no idea,dont-know\n".utf8)),
      known: ["age"])
    guard case .codebook(let codebook) = book else {
      Issue.record("no codebook")
      return
    }
    let question = try question("age", of: FieldFileDraft(table, codebook: codebook))
    #expect(question.kind == .integer(18...77))
    #expect(question.missingValues.map(\.missing) == [.dontKnow])
  }
}
