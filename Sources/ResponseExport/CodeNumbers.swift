import SurveyModel
import TabularFiles

/// The numbers that codes have in formats that know only numbers.
///
/// A code that is a number stays that number. Words, codes that are another one's number (`01` beside
/// `1`) and numbers of more digits than a double holds get whole numbers beyond the largest code; a list
/// of words alone is numbered from 1.
struct CodeNumbers {
  /// One for each code, each another.
  let numbers: [Double]

  /// - Parameters:
  ///   - names: The codes, in the order of their list.
  ///   - taken: Numbers that mean no answer.
  init(_ names: [String], beside taken: Set<Double> = []) {
    var owners: [Double: Int] = [:]
    for (place, name) in names.enumerated() {
      guard let number = Self.number(of: name) else { continue }
      let isPlain = ExportVariable.text(of: number) == name
      if owners[number] == nil || isPlain { owners[number] = place }
    }
    var numbers: [Double?] = Array(repeating: nil, count: names.count)
    for (number, place) in owners { numbers[place] = number }
    var used = taken.union(owners.keys)
    let highest = owners.keys.max().map { $0.rounded(.down) } ?? 0
    var next = highest + Double(names.count + taken.count) < Self.limit ? max(highest, 0) : 0
    for place in names.indices where numbers[place] == nil {
      repeat { next += 1 } while !used.insert(next).inserted
      numbers[place] = next
    }
    self.numbers = numbers.compactMap(\.self)
  }

  /// The number that a code is; nil for words, and for what a double cannot tell from its neighbours.
  static func number(of name: String) -> Double? {
    guard name.utf8.allSatisfy({ $0 &- 0x30 < 10 || "+-.eE".utf8.contains($0) }),
      let number = Double(name), abs(number) < limit
    else { return nil }
    return number
  }

  /// From here on not every whole number is a double.
  private static let limit = 9_007_199_254_740_992.0
}

/// A list of which some codes have other numbers in a data set than they are.
private struct NumberedList: Hashable {
  var name: String
  /// Codes with the numbers in their place.
  var changes: [String]
  /// Whether codes of answers are numbers beside those that are not.
  var isMixed: Bool
}

extension DataExport {
  /// What a data set has numbers for that are not the codes themselves, once for each list.
  public func numberedCodes(in format: StatisticalFile.Format) -> [Diagnostic] {
    let place = SourceLocation(file: study.settings.id)
    var lists: [NumberedList] = []
    var members: [NumberedList: [String]] = [:]
    for variable in variables {
      guard let list = variable.numberedList(in: format) else { continue }
      if members[list] == nil { lists.append(list) }
      members[list, default: []].append(variable.name)
    }
    let fix = "the codebook beside the file says which number is which code"
    let mixed = lists.filter(\.isMixed).map { list in
      Diagnostic(
        .warning, "codes-numbered",
        "\(format.description) has numbers only: in \(list.name)"
          + " (\((members[list] ?? []).someJoined)) they stand for codes that are none, or another"
          + " code's: \(list.changes.joined(separator: ", ")); the other codes are as they were",
        fix: fix + "; leave these codes out of means", at: place)
    }
    let words = lists.filter { !$0.isMixed }
    guard !words.isEmpty else { return mixed }
    return mixed + [
      Diagnostic(
        .note, "words-numbered",
        "\(format.description) has numbers only: they stand for the words among the codes of"
          + " \(words.map(\.name).someJoined)", fix: fix, at: place)
    ]
  }
}

extension ExportVariable {
  /// nil where each code is its number, and for the design, whose codes the study states.
  fileprivate func numberedList(in format: StatisticalFile.Format) -> NumberedList? {
    guard let question else { return nil }
    if case .texts = content { return nil }
    var answers: [Code] = []
    if case .codes(_, let codes) = content { answers = codes }
    let none = format == .dta ? [] : missing.declared.filter { !$0.isMoved }
    let all = answers.map { ($0.name, $0.number) } + none.map { ($0.name, $0.number) }
    let changes = all.filter { CodeNumbers.number(of: $0) != $1 }
      .map { "\($0) → \(Self.text(of: $1))" }
    let isMixed =
      answers.contains(where: \.isRenumbered)
      && answers.contains { CodeNumbers.number(of: $0.name) != nil }
    guard !changes.isEmpty else { return nil }
    let list = question.choices.map { "the list '\($0.name)'" }
    return NumberedList(name: list ?? name, changes: changes, isMixed: isMixed)
  }
}

extension ExportVariable.Code {
  fileprivate var isRenumbered: Bool { CodeNumbers.number(of: name) != number }
}
