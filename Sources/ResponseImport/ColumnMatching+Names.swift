import SurveyModel
import TabularFiles

// What columns are called, and what they may be called for a question or a choice.
extension ColumnMatching {
  /// The columns' names; the second of one name is `NAME_2` where a question is called so and no other
  /// column is.
  static func names(
    of header: [Sheet.Cell], in questionnaire: Questionnaire
  ) -> [String] {
    let texts = header.map(\.text.trimmingSpace)
    var counts: [String: Int] = [:]
    for text in texts where !text.isEmpty { counts[text, default: 0] += 1 }
    guard counts.values.contains(where: { $0 > 1 }) else { return header.map(\.text) }
    let columns = Set(texts.map(folding))
    let questions = Set(questionnaire.questions.map { folding($0.name) })
    var seen: Set<String> = []
    var given: Set<String> = []
    return header.enumerated().map { place, cell in
      if texts[place].isEmpty || seen.insert(texts[place]).inserted { return cell.text }
      let free = (2...(header.count + 2)).lazy.map { "\(texts[place])_\($0)" }.first { name in
        let key = folding(name)
        return questions.contains(key) && !columns.contains(key) && !given.contains(key)
      }
      free.map { _ = given.insert(folding($0)) }
      return free ?? cell.text
    }
  }

  /// `Own/Mobile phone`, `Own[Mobile phone]`, REDCap's `Own (choice=Mobile phone)`, Alchemer's
  /// `Mobile phone:Own`: the question's name or label, and the choice's label.
  static func labelled(_ choice: Choice, of question: Question) -> [String] {
    let labels = choice.label.texts.sorted { $0.key < $1.key }.map(\.value)
    let stems = [question.name] + question.label.texts.sorted { $0.key < $1.key }.map(\.value)
    return stems.flatMap { stem in
      labels.flatMap {
        [
          "\(stem)/\($0)", "\(stem).\($0)", "\(stem)_\($0)", "\(stem)[\($0)]",
          "\(stem) (choice=\($0))", "\($0):\(stem)",
        ]
      }
    }
  }

  /// The name without the groups before it: `a/b/SOC01` ends in `b/SOC01` and `SOC01`.
  static func pathEnds(of name: String, signs: Set<Character>) -> [String] {
    var ends = [name.trimmingSpace]
    for place in name.indices where signs.contains(name[place]) {
      ends.append(String(name[name.index(after: place)...]).trimmingSpace)
    }
    return Array(Set(ends)).sorted()
  }

  /// Letters and digits in lower case, without a path in front.
  static func folding(_ name: String) -> String {
    String(name.lowercased().filter { $0.isLetter || $0.isNumber })
  }

  /// The name before a full stop, colon, bracket, space or line break: `SOC01. Доверие` → `soc01`.
  static func firstWord(of name: String) -> [String] {
    let word = name.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    return word.isEmpty || word.count == name.count ? [] : [word.lowercased()]
  }
}

/// A column that was taken for a question although its name is not the question's.
public struct LooseMatch: Hashable, Sendable {
  /// Its name in the file.
  public var column: String
  /// The question, or the question and the choice: `INB/3`.
  public var name: String
}
