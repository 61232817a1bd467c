import QuestionnaireDefinition
import ResponseImport
import SurveyModel

/// Columns of 0 and 1 that are the choices of one question.
struct DetailColumns {
  struct Group {
    let name: String
    /// What was asked, where the columns' names tell.
    let label: Label?
    let choices: [DraftColumn.Code]
    /// The column of each choice.
    let columns: [Int]
    /// Whether an export's codebook tells all of it.
    var isTold = false
  }

  /// By the place where they stand among the questions: their own column, else the first choice's.
  private var groups: [Int: Group] = [:]
  private var details: Set<Int> = []

  /// A column of texts of the respondents' own among the others (`Q3[other]`) is a question of its
  /// own.
  ///
  /// - Parameters:
  ///   - exported: The question and choice that a column of an export is of; nil for other columns.
  ///   - isFlag: Whether a column holds nothing but 0 and 1, or the like; or words of yes and no,
  ///     which count where brackets tell the choice.
  ///   - onlyText: What a column holds beside blanks, where that is one text; "" where it is nothing.
  ///   - holdOwnNumbers: Whether columns hold a number of their own each, where their choice was taken.
  init(
    _ header: [String], exported: (Int) -> Codebook.Exported?,
    isFlag: (_ column: Int, _ countsWords: Bool) -> Bool,
    onlyText: (Int) -> String?,
    holdOwnNumbers: (_ columns: [Int]) -> Bool
  ) {
    addExported(header, exported)
    let places = Dictionary(
      header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var candidates: [Stem: [(column: Int, choice: String)]] = [:]
    for (column, name) in header.enumerated() where !details.contains(column) {
      let told = (Self.cell(name) ?? Self.own(name, onlyText(column))).map { [$0] }
      for (stem, choice) in told ?? Self.parts(name) {
        candidates[stem, default: []].append((column, choice))
      }
    }
    // What stands behind the last sign is the choice, before it may be a group's name.
    let families = candidates.sorted {
      ($1.key.name.count, $0.key.name) < ($0.key.name.count, $1.key.name)
    }
    for (stem, candidates) in families {
      let family = candidates.filter { !details.contains($0.column) }
      guard family.count > 1 else { continue }
      let countsWords = "[(".contains(stem.sign)
      let members = family.filter {
        !OtherAnswer.isMeant(by: $0.choice) || isFlag($0.column, countsWords)
          || Self.isOwnMark(onlyText($0.column), of: $0.choice)
      }
      guard !members.isEmpty else { continue }
      let isNumbered = members.allSatisfy { Int($0.choice.drop { "cC".contains($0) }) != nil }
      // Names are divided by "_" for many reasons.
      guard stem.sign != "_" || isNumbered,
        Set(members.map(\.choice)).count == members.count
      else { continue }
      let areFlags =
        members.allSatisfy { isFlag($0.column, countsWords) }
        && !holdOwnNumbers(members.map(\.column))
      let choices =
        areFlags
        ? Self.choices(members.map(\.choice))
        : Self.choices(
          members.map(\.choice), saying: members.map { onlyText($0.column) },
          areNames: ClosedTexts.isName(stem.name))
      guard let choices else { continue }
      let place = places[stem.name] ?? members.map(\.column).min() ?? 0
      let said = members.compactMap { ColumnCode(header[$0.column]) }
      groups[place] = Group(
        name: stem.name, label: said.first?.text.map { Label($0) },
        choices: zip(choices, members).map { choice, member in
          guard let label = ColumnCode(header[member.column])?.label else { return choice }
          return DraftColumn.Code(choice.name, label: Label(label))
        }, columns: members.map(\.column))
      details.formUnion(members.map(\.column))
    }
  }

  /// The columns of one question of an export, whatever they are called.
  private mutating func addExported(
    _ header: [String], _ exported: (Int) -> Codebook.Exported?
  ) {
    var members: [String: [(column: Int, choice: String)]] = [:]
    for column in header.indices {
      if let said = exported(column) {
        members[said.question, default: []].append((column, said.choice))
      }
    }
    for (name, family) in members {
      groups[family[0].column] = Group(
        name: name, label: nil, choices: family.map { DraftColumn.Code($0.choice) },
        columns: family.map(\.column), isTold: true)
      details.formUnion(family.map(\.column))
    }
  }

  /// Choices that the columns are called by, or their labels where one of them can be no name.
  private static func choices(_ texts: [String]) -> [DraftColumn.Code] {
    [DraftColumn.Code](
      answers: texts, areNames: !texts.contains { $0.contains(where: \.isWhitespace) })
  }

  /// Choices whose columns hold their own text where they were taken, and nothing else; nil for other
  /// columns.
  ///
  /// - Parameter areNames: Whether columns are called by the question's name, not by its text.
  private static func choices(
    _ names: [String], saying texts: [String?], areNames: Bool
  ) -> [DraftColumn.Code]? {
    let said = texts.compactMap(\.self)
    let given = said.filter { !$0.isEmpty }
    guard said.count == names.count, given.count > 1, Set(given).count == given.count else {
      return nil
    }
    if given.allSatisfy({ Double($0) != nil }) {
      // Behind a whole question's text stands the choice's, and its code is what the column holds.
      if !areNames, given.allSatisfy({ Int($0) != nil }) {
        var free = (1...(said.count + given.count)).map(String.init).filter { !given.contains($0) }
        return zip(names, said).map { name, code in
          DraftColumn.Code(code.isEmpty ? free.removeFirst() : code, label: Label(name))
        }
      }
      // Codes say less than what the columns are called by, if these are no codes too.
      if !names.allSatisfy({ Int($0) != nil }) { return choices(names) }
    } else if names.contains(where: { $0.contains(where: \.isWhitespace) }) {
      return choices(names)
    }
    return zip(names, said).map { DraftColumn.Code($0, label: Label($1)) }
  }

  /// Whether the one text of a column says that its choice was taken: the choice's own, or a code.
  private static func isOwnMark(_ only: String?, of choice: String) -> Bool {
    only.map { $0 == choice || !$0.isEmpty && Int($0) != nil } ?? false
  }

  /// What stands before the choice, and the sign between them.
  private struct Stem: Hashable {
    let name: String
    let sign: Character
  }

  func first(at column: Int) -> Group? { groups[column] }

  func isDetail(_ column: Int) -> Bool { details.contains(column) }

  /// A cell of a grid as its row and its column: `q14r01c02`, `q14_r1_c2`, `Q5[SQ001_2]`. A row is a
  /// question, if its cells are flags.
  private static func cell(_ name: String) -> (stem: Stem, choice: String)? {
    if let match = name.wholeMatch(of: #/(.*\p{L}.*[\d_.][rR]\d+)[_.]?([cC]\d+)/#) {
      return (Stem(name: String(match.1), sign: "c"), String(match.2))
    }
    if let match = name.wholeMatch(of: #/(.+\[[^\[\]]*\p{L}[^\[\]]*)_(\d+)\]/#) {
      return (Stem(name: match.1 + "]", sign: "_"), String(match.2))
    }
    return nil
  }

  /// A column whose name has the very text that it holds: Alchemer's `Bus:Which transport?`, and the
  /// question's text with the choice behind it.
  private static func own(_ name: String, _ only: String?) -> (stem: Stem, choice: String)? {
    guard let only, !only.isEmpty, name.count > only.count + 1 else { return nil }
    if name.hasPrefix(only + ":") {
      let question = String(name.dropFirst(only.count + 1)).trimmed
      return question.isEmpty ? nil : (Stem(name: question, sign: ":"), only)
    }
    guard name.hasSuffix(" " + only) else { return nil }
    let question = String(name.dropLast(only.count)).trimmed
    return question.contains(" ") ? (Stem(name: question, sign: " "), only) : nil
  }

  /// `M/1`, `M.1`, `M[1]` and `M_1` as the question's name and the choice's, for each of these signs that
  /// a name has; a choice with spaces is told by a slash or by brackets only.
  private static func parts(_ name: String) -> [(stem: Stem, choice: String)] {
    if let code = ColumnCode(name) { return [(Stem(name: code.question, sign: "["), code.choice)] }
    // REDCap with labels: `Transport (choice=Bus)`.
    if let match = name.wholeMatch(of: #/(.+?)\s*\(choice=(.+)\)/#) {
      return [(Stem(name: String(match.1), sign: "("), String(match.2))]
    }
    if name.hasSuffix("]"), let open = name.lastIndex(of: "[") {
      let choice = name[name.index(after: open)...].dropLast()
      guard open != name.startIndex, !choice.isEmpty else { return [] }
      return [(Stem(name: String(name[..<open]), sign: "["), String(choice))]
    }
    return (["/", ".", "_"] as [Character]).compactMap { sign in
      guard let place = name.lastIndex(of: sign), place != name.startIndex else { return nil }
      let choice = name[name.index(after: place)...]
      guard !choice.allSatisfy(\.isWhitespace),
        sign == "/" || !choice.contains(where: \.isWhitespace)
      else { return nil }
      return (Stem(name: String(name[..<place]), sign: sign), String(choice))
    }
  }
}
