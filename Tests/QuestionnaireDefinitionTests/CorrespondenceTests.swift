import Foundation
import SurveyModel
import TabularFiles
import Testing

@testable import QuestionnaireDefinition

/// The matcher against lists that were made by hand before there was one; see
/// `Tests/Correspondence/README.md`.
@Suite("Questions that correspond in real surveys")
struct CorrespondenceTests {
  @Test("Kansas City's two waves, every name changed", .enabled(if: DataFolder.isPresent))
  func kansasCity() throws {
    let result = try Correspondence("kansas-city", try RealForm.kansasCity())
    #expect(result.recall >= 0.9 && result.precision >= 0.9, "\(result)")
    #expect(result.named == 1, "by name nothing is missed")
  }

  @Test("Two waves of Example Data (A), every name changed", .enabled(if: DataFolder.isPresent))
  func exampleA() throws {
    let result = try Correspondence("example-a", try RealForm.exampleA())
    #expect(result.recall >= 0.9 && result.precision >= 0.9, "\(result)")
    #expect(result.named == 1, "by name nothing is missed")
  }
}

/// How well the hand-made list of a survey is found.
private struct Correspondence: CustomStringConvertible {
  /// Of the pairs known by their text, the share that is proposed under other names.
  let recall: Double
  /// Of what is proposed, the share that is a pair.
  let precision: Double
  /// Of all pairs, the share that is one where the names stand as they are.
  let named: Double
  let description: String

  init(_ list: String, _ form: Questionnaire) throws {
    let rows = try Self.rows(list).filter { form[$0[0]] != nil && form[$0[1]] != nil }
    let pairs = Set(rows.filter { $0[2] == "yes" && $0[3] == "text" }.map { $0[0] })
    let renamed = try form.renaming(
      Dictionary(uniqueKeysWithValues: form.questions.map { ($0.name, "x_\($0.name)") }))
    let across = QuestionnaireDifference(from: form, to: renamed)
    let right = across.proposals.filter { "x_\($0.pair.earlier)" == $0.pair.later }
    let wrong = across.proposals.filter { "x_\($0.pair.earlier)" != $0.pair.later }
    recall = Double(right.count { pairs.contains($0.pair.earlier) }) / Double(pairs.count)
    precision = Double(right.count) / Double(across.proposals.count)
    let same = QuestionnaireDifference(from: form, to: form)
    named =
      Double(rows.filter { $0[2] == "yes" && same[$0[0]]?.verdict == .identical }.count)
      / Double(rows.count { $0[2] == "yes" })
    let looks = rows.filter { row in
      row[2] == "no"
        && across.proposals.contains { $0.pair.earlier == row[0] && $0.pair.later == "x_\(row[1])" }
    }
    let missed = pairs.filter { name in !right.contains { $0.pair.earlier == name } }.sorted()
    description =
      "recall \(recall), precision \(precision), missed \(missed), wrong "
      + "\(wrong.map { "\($0.pair.earlier) \($0.pair.later)" }), look-alikes taken \(looks.count)"
  }

  private static func rows(_ name: String) throws -> [[String]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Correspondence/\(name).csv")
    return try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
      .dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
  }
}

/// Questionnaires of real surveys, from their codebooks.
enum RealForm {
  private static let place = SourceLocation(file: "codebook.csv")

  static func kansasCity() throws -> Questionnaire {
    let text = try String(
      contentsOfFile: DataFolder.path + "/kansas-city/codebook.csv", encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let questions = rows.map { row -> Question in
      let list = scales[row[2]].map { labels in
        ChoiceList(
          name: row[2],
          choices: labels.map { code, label in
            Choice(
              name: code, label: Label(["en": label]), missing: code == "9" ? .dontKnow : nil,
              at: place)
          })
      }
      return Question(
        name: row[0], label: Label(["en": row[1]]), kind: list.map { .selectOne($0) } ?? .text,
        measure: list == nil ? .nominal : .ordinal, at: place)
    }
    return try Questionnaire(
      title: Label("Kansas City"), version: "kc", languages: ["en"], questions: questions)
  }

  /// The scales of the data's description.
  private static let scales: [String: [(String, String)]] = [
    "satisfied5": [
      ("1", "Very dissatisfied"), ("2", "Dissatisfied"), ("3", "Neutral"), ("4", "Satisfied"),
      ("5", "Very satisfied"), ("9", "Don't know"),
    ],
    "excellent5": [
      ("1", "Poor"), ("2", "Below average"), ("3", "Neutral"), ("4", "Good"), ("5", "Excellent"),
      ("9", "Don't know"),
    ],
    "excellent5r": [
      ("5", "Poor"), ("4", "Below average"), ("3", "Neutral"), ("2", "Good"), ("1", "Excellent"),
      ("9", "Don't know"),
    ],
    "agree4": [
      ("4", "Strongly disagree"), ("3", "Disagree"), ("2", "Agree"), ("1", "Strongly agree"),
      ("9", "Don't know"),
    ],
    "frequency4": [
      ("4", "Never"), ("3", "Rarely"), ("2", "Sometimes"), ("1", "Often"), ("9", "Don't know"),
    ],
    "yesno": [("1", "Yes"), ("2", "No")],
  ]

  static func exampleA() throws -> Questionnaire {
    let data = try Data(contentsOf: URL(filePath: DataFolder.path + "/example-a/metadata.json"))
    let metadata = try JSONDecoder().decode(Metadata.self, from: data)
    let order = metadata.columns.keys.sorted()
    let questions = order.compactMap { name -> Question? in
      guard let column = metadata.columns[name], let type = column.type else { return nil }
      let values = column.values?.all(in: metadata) ?? []
      let list = ChoiceList(
        name: name,
        choices: values.map { value in
          Choice(name: "\(value.value)", label: Label(["en": value.text["en-GB"] ?? ""]), at: place)
        })
      let kind: Question.Kind =
        switch type {
        case "single" where !values.isEmpty: .selectOne(list)
        case "delimited set" where !values.isEmpty: .selectMultiple(list)
        case "int": .integer
        case "float": .decimal
        default: .text
        }
      return Question(
        name: name, label: Label(["en": column.text?["en-GB"] ?? ""]), kind: kind, at: place)
    }
    return try Questionnaire(
      title: Label("Example"), version: "a", languages: ["en"], questions: questions)
  }

  private struct Metadata: Decodable {
    struct Value: Decodable {
      var value: Int
      var text: [String: String]
    }

    /// Values, or where they stand: `lib@values@q5`.
    enum Values: Decodable {
      case own([Value])
      case shared(String)

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let name = try? container.decode(String.self) {
          self = .shared(name)
        } else {
          self = .own(try container.decode([Value].self))
        }
      }

      func all(in metadata: Metadata) -> [Value] {
        switch self {
        case .own(let values): values
        case .shared(let name):
          metadata.lib.values[name.split(separator: "@").last.map(String.init) ?? ""] ?? []
        }
      }
    }

    struct Column: Decodable {
      var type: String?
      var text: [String: String]?
      var values: Values?
    }

    struct Library: Decodable {
      var values: [String: [Value]]
    }

    var columns: [String: Column]
    var lib: Library
  }
}
