import QuestionnaireDefinition
import SurveyModel
import TabularFiles
import Testing

@testable import StudyFolder

/// What a draft makes of answers in words.
struct ClosedTextsTests {
  private func labels(_ answers: [String]) -> [String]? {
    var counts: [String: Int] = [:]
    for answer in answers { counts[answer, default: 0] += 1 }
    let texts = counts.sorted { $0.key < $1.key }.map { (text: $0.key, count: $0.value) }
    guard case .codeSets(let codes) = ClosedTexts(texts).kind else { return nil }
    return codes.compactMap { $0.label[""] }
  }

  /// All answers of one or two choices, ten times each.
  private func cells(_ choices: [String], dividedBy sign: String) -> [String] {
    let pairs = choices.indices.flatMap { first in
      choices.indices.filter { $0 > first }.map { choices[first] + sign + choices[$0] }
    }
    return (0..<10).flatMap { _ in choices + pairs }
  }

  @Test(arguments: [
    (["Друзья", "Друзья, знакомые", "Знакомые"], ";"),
    (["Да, в центре", "Да, у дома", "Нет"], ", "), (["Да, в центре", "Да, у дома", "Нет"], ";"),
    (["Интернет", "Друзья, знакомые", "Объявления в подъезде, на остановках"], ", "),
    (["Друзья", "Друзья, знакомые", "Знакомые"], ","), (["до 1,5 часа", "Более", "Никогда"], ","),
    (["друзья", "газеты", "радио"], ", "), (["Парк", "Двор", "Музей, театр"], ", "),
  ])
  func `cells are divided into whole answers`(choices: [String], sign: String) {
    #expect(labels(cells(choices, dividedBy: sign)) == choices.sorted())
  }

  @Test func `answers that are numbers have codes that are no other answer's label`() {
    let mixed = [DraftColumn.Code](answers: ["1", "2", "больше двух"], areNames: false)
    #expect(mixed.map(\.name) == ["c1", "c2", "c3"])
    let words = [DraftColumn.Code](answers: ["Да", "Нет, никогда"], areNames: false)
    #expect(words.map(\.name) == ["1", "2"])
    let names = [DraftColumn.Code](answers: ["3", "1", "2"], areNames: true)
    #expect(names.map(\.name) == ["3", "1", "2"])
  }

  private func questions(_ header: String, _ record: (Int) -> String) throws -> [DraftColumn] {
    let text = header + "\n" + (0..<40).map { record($0) + "\n" }.joined()
    let table = try FieldTable.reading(FileContents(file: "f.csv", bytes: Array(text.utf8)))
    return FieldFileDraft(table).questions
  }

  @Test func `columns that hold their own choice's text are one question`() throws {
    let texts = ["Интернет", "Газеты", "Радио"]
    let drafted = try questions("n,Q2_1,Q2_2,Q2_4") { row in
      "\(row)," + texts.enumerated().map { row % ($0 + 2) == 0 ? $1 : "" }.joined(separator: ",")
    }
    guard case .codeSets(let codes) = drafted.last?.kind else {
      Issue.record("\(drafted)")
      return
    }
    #expect(codes.map(\.name) == ["1", "2", "4"])
    #expect(codes.map { $0.label[""] } == texts)
  }

  @Test func `LimeSurvey's texts behind the codes are labels`() throws {
    let drafted = try questions("n,M[A1]. Что есть? [Дом],M[A2]. Что есть? [Дача]") { row in
      "\(row),\(row % 2 == 0 ? "Y" : ""),\(row % 3 == 0 ? "Y" : "")"
    }
    #expect(drafted.last?.name == "M" && drafted.last?.label == Label("Что есть?"))
    #expect(drafted.last?.codes.map { $0.label[""] } == ["Дом", "Дача"])
  }
}
